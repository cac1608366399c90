import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { runCli } from '../services/cli.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'

let here: Place
let forewarn: RunningForewarn
beforeAll(async () => {
  here = await place()
  forewarn = await startForewarn(here)
})
afterAll(async () => {
  await forewarn.end('SIGTERM')
  await here.remove()
})

const T = Date.UTC(2026, 0, 1)
const at = (minutes: number) => T + minutes * 60_000

async function replay(...args: string[]): Promise<string> {
  const { printed, ended } = runCli(
    ['replay', '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl, ...args],
    { ADMIN_TOKEN },
  )
  expect((await ended)[0], printed()).toBe(0)
  return printed()
}

/** Waits for as many points of a series as there should be; their minutes and values. */
async function series(device: string, metric: string, count: number): Promise<[number, number][]> {
  const path = `/devices/${device}/series?metric=${metric}&from=${T}&to=${at(1000)}`
  const points = await eventually(async () => {
    const { body } = await forewarn.api<{ items?: SeriesPoint[] }>('GET', path)
    return body.items && body.items.length >= count ? body.items : undefined
  })
  return points.map(({ ts, value }) => [(ts - T) / 60_000, value])
}

test('an export of InfluxDB becomes the series of its machines', async () => {
  const file = join(here.dataDir, 'export.lp.gz')
  const lines = ['# DML', '# CONTEXT-DATABASE:plant']
  for (const machine of ['saw-1', 'saw-2'])
    for (const field of ['temperature', 'load'])
      for (let i = 0; i < 20; i++) lines.push(`saw,machine=${machine} ${field}=${i} ${at(i)}000000`)
  await writeFile(file, gzipSync(`${lines.join('\n')}\nnonsense\n`))
  const printed = await replay(file, '--device-tag', 'machine')
  expect(printed).toContain('new device saw-2 at site plant')
  expect(printed).toMatch(
    /81 lines read, 40 samples of 2 devices published, 1 skipped:\n {2}line 83: no line protocol/,
  )
  expect(printed).toContain(
    '40 messages are acknowledged: 2026-01-01 00:00:00 UTC to 2026-01-01 00:19:00 UTC.',
  )
  for (const device of ['saw-1', 'saw-2'])
    for (const metric of ['temperature', 'load'])
      expect(await series(device, metric, 20)).toEqual(Array.from({ length: 20 }, (_, i) => [i, i]))
})

test('options of another kind of file are refused, with those that there are', async () => {
  const file = join(here.dataDir, 'table.csv')
  await writeFile(file, 'timestamp,value\n')
  for (const [args, message] of [
    [
      ['--device', 'd', '--device-tag', 'machine'],
      /kind csv, for which there is no --device-tag; there are --device,/,
    ],
    [[], /a CSV file is about one device: give its id as --device/],
    [['--kind', 'flux'], /nothing says which device this is/],
  ] as const) {
    const { printed, ended } = runCli(
      ['replay', file, '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl, ...args],
      { ADMIN_TOKEN },
    )
    expect((await ended)[0]).toBe(1)
    expect(printed()).toMatch(message)
  }
})

test('what was recorded at the broker of a plant gives the same samples here, also after a kill', async () => {
  const plant = runCli(['conformance-broker', '--port', '0'])
  const port = await eventually(async () => plant.printed().match(/listening on 127\.0\.0\.1:(\d+)/)?.[1])
  const url = `mqtt://127.0.0.1:${port}`
  const device = await mqtt.connectAsync(url)
  const file = join(here.dataDir, 'plant.jsonl.gz')
  const recorder = runCli(['record', file, '--mqtt', url, '--user', 'someone'], {
    MQTT_PASSWORD: 'hush-hush',
  })
  await eventually(async () => (recorder.printed().includes('Ctrl-C ends it') ? true : undefined))
  for (let i = 0; i < 20; i++)
    await device.publishAsync('telemetry/north/mill-1', JSON.stringify({ ts: at(i), values: { speed: i } }), {
      qos: 1,
    })
  await device.publishAsync('office/printer', 'paper jam', { qos: 1 })
  await eventually(async () => {
    const text = gunzipSync(await readFile(file)).toString()
    expect(text).not.toContain('hush')
    return text.includes('paper jam') ? true : undefined
  })
  recorder.child.kill('SIGKILL')
  await recorder.ended
  expect(recorder.printed()).not.toContain('hush')
  await device.endAsync()
  plant.child.kill('SIGTERM')
  await plant.ended

  const printed = await replay(file)
  expect(printed).toContain('new device mill-1 at site north')
  expect(printed).toContain('20 of 21 messages published.')
  expect(printed).toContain(
    'Left out: 1 messages on topics for which Forewarn has no format, such as office/printer.',
  )
  expect(await series('mill-1', 'speed', 20)).toEqual(Array.from({ length: 20 }, (_, i) => [i, i]))
})
