import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import { runCli } from '../services/cli.ts'
import { eventually, place } from '../services/forewarn.ts'
import { startMosquitto } from '../services/mosquitto.ts'

const login = { username: 'recorder', password: 'hush-hush' }
const plant = await startMosquitto({ login })
const here = await place()
afterAll(async () => {
  await plant.stop()
  await here.remove()
})

/** As many messages as the file has by now. */
const recorded = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .slice(1, -1)
    .map(line => JSON.parse(line) as { topic: string; text: string })

test('Mosquitto is recorded until Ctrl-C, over a restart of it, and the recording is published there again', async () => {
  const file = join(here.dataDir, 'plant.jsonl')
  const recorder = runCli(
    ['record', file, '--mqtt', plant.url, '--user', login.username, '--topic', 'plant/#'],
    {
      MQTT_PASSWORD: login.password,
    },
  )
  await eventually(async () => (recorder.printed().includes('Ctrl-C ends it') ? true : undefined))
  const device = await mqtt.connectAsync(plant.url, login)
  const say = (n: number) => device.publishAsync('plant/a', String(n), { qos: 1 })
  await say(1)
  await device.publishAsync('elsewhere', 'x', { qos: 1 })
  await eventually(async () => ((await recorded(file)).length === 1 ? true : undefined))
  await plant.restart()
  // It subscribes again some time after the restart: what comes through says that it has.
  await eventually(async () => {
    await say(2)
    return (await recorded(file)).length > 1 ? true : undefined
  })
  recorder.child.kill('SIGINT')
  expect((await recorder.ended)[0], recorder.printed()).toBe(0)
  expect(recorder.printed()).toMatch(/messages of 1 topics are in .*\nThe connection was lost 1 times/)
  expect(recorder.printed()).toContain(`replay ${file} --speed 1 --shift-to now`)
  expect(recorder.printed()).not.toContain(login.password)

  const heard: string[] = []
  device.on('message', (_, payload) => heard.push(payload.toString()))
  await device.subscribeAsync('again/#')
  const { printed, ended } = runCli(
    ['replay', file, '--mqtt', plant.url, '--user', login.username, '--rewrite', 'plant/=again/'],
    { MQTT_PASSWORD: login.password },
  )
  expect((await ended)[0], printed()).toBe(0)
  const texts = (await recorded(file)).map(({ text }) => text)
  await expect.poll(() => heard).toEqual(texts)
  await device.endAsync()
})
