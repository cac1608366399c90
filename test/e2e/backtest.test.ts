import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BacktestResult } from '../../ticketing/domain/backtest.ts'
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

const MINUTE = 60_000
const FROM = Date.UTC(2026, 0, 1)
const MINUTES = 5 * 24 * 60
const FAULT = FROM + 4 * 24 * 60 * MINUTE
const off = { mode: 'off' }

/** A kiln, minute by minute: over its limit for two minutes on the second day, and for hours before it fails. */
function csv(): string {
  const rows = Array.from({ length: MINUTES }, (_, minute) => {
    const atMs = FROM + minute * MINUTE
    const isHot = (minute >= 1_500 && minute <= 1_502) || atMs >= FAULT
    return `${new Date(atMs).toISOString()},${isHot ? 360 : 300 + (minute % 7)}`
  })
  return ['time,shell', ...rows, ''].join('\n')
}

async function backtest(...args: string[]): Promise<string> {
  const { printed, ended } = runCli(['backtest', ...args], { ADMIN_TOKEN })
  expect((await ended)[0], printed()).toBe(0)
  return printed()
}

test('over files and over the telemetry of the service it comes to the same, as table, JSON and chart', async () => {
  const inside = (name: string) => join(here.dataDir, name)
  const { body } = await forewarn.api<{ items: { name: string }[] }>('GET', '/detectors')
  const others = body.items.flatMap(({ name }) => (name === 'limit' ? [] : [[name, off]]))
  const kiln = {
    ...{ id: 'kiln', name: 'Kiln', acceptsAnyMetric: false },
    metrics: [{ key: 'shell', unit: '°C', limits: { high: 350, holdMs: MINUTE } }],
  }
  const profile = (holdMs: number) => ({
    detectors: { ...Object.fromEntries(others), limit: { parameters: { holdMs } } },
  })
  const end = FROM + MINUTES * MINUTE
  await writeFile(inside('kiln-1.csv'), csv())
  await writeFile(inside('kiln.json'), JSON.stringify(kiln))
  await writeFile(inside('quick.json'), JSON.stringify(profile(MINUTE)))
  await writeFile(inside('patient.json'), JSON.stringify(profile(5 * MINUTE)))
  await writeFile(inside('failures.csv'), `asset,at,from,name\nkiln-1,${end - 1},${FAULT},Refractory fell\n`)
  const common = ['--profile', inside('quick.json'), '--compare', inside('patient.json')]
  const known = ['--failures', inside('failures.csv'), '--horizon', '1']

  const printed = await backtest(
    ...[inside('kiln-1.csv'), '--class', inside('kiln.json'), ...common, ...known],
    ...['--json', inside('out.json'), '--svg', inside('out.svg')],
  )
  expect(printed).toContain('1 asset, 7200 samples, 0.01369 machine-years')
  expect(printed).toContain(
    'It would have raised 2 tickets: 1 matching past failures, 1 matching none. It finds 1 of 1 failure by a median of 23 h',
  )
  expect(printed).toMatch(
    /patient\.json beside quick\.json: 1 ticket instead of 2, 0 of no failure instead of 1/,
  )
  expect(printed).toMatch(/^kiln-1 {2}·+\?·+█+─?F$/m)
  expect(await readFile(inside('out.svg'), 'utf8')).toMatch(/^<svg .*Refractory fell/s)
  const ofFiles: BacktestResult = JSON.parse(await readFile(inside('out.json'), 'utf8'))

  await forewarn.api('POST', '/classes', kiln)
  const replay = ['replay', inside('kiln-1.csv'), '--device', 'kiln-1', '--class', 'kiln']
  const { printed: said, ended } = runCli(
    [...replay, '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl],
    { ADMIN_TOKEN },
  )
  expect((await ended)[0], said()).toBe(0)
  const last = `/devices/kiln-1/series?metric=shell&from=${end - MINUTE}&to=${end}`
  await eventually(async () => {
    const { body: page } = await forewarn.api<{ items: unknown[] }>('GET', last)
    return page.items?.length === 1 || undefined
  })
  const json = await backtest(
    ...['--class', 'kiln', '--from', String(FROM), '--to', String(end), ...common, ...known],
    ...['--json', '--url', forewarn.httpUrl],
  )
  const ofService: BacktestResult = JSON.parse(json)
  expect(ofService.samples).toBe(ofFiles.samples)
  expect(ofService.variants.map(({ summary }) => summary)).toEqual(
    ofFiles.variants.map(({ summary }) => summary),
  )
  expect(ofService.comparisons).toEqual(ofFiles.comparisons)
  const chart = await forewarn.api<{ items: { id: number; state: string }[] }>('GET', '/backtests')
  expect(chart.body.items).toMatchObject([{ id: 1, state: 'done' }])
})

test('says what is missing, and what cannot be read', async () => {
  const fails = async (...args: string[]) => {
    const { printed, ended } = runCli(['backtest', '--url', forewarn.httpUrl, ...args], { ADMIN_TOKEN })
    expect((await ended)[0]).toBe(1)
    return printed()
  }
  expect(await fails()).toContain('say what to run over: CSV files, or --class, or --asset')
  expect(await fails('--class', 'kiln')).toContain('say from when on: --from')
  expect(await fails('--class', 'nothing', '--from', '0')).toContain('There is no equipment class nothing.')
  expect(await fails('/nowhere.csv')).toContain('/nowhere.csv')
})
