import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LedgerEntry } from '../../simulators/load/ledger.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'
import { inherited } from '../services/inherited.ts'
import { missingFrom } from '../services/ledger.ts'

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

async function load(...args: string[]): Promise<{ table: string; ledger: LedgerEntry[] }> {
  const file = join(here.dataDir, 'ledger.json')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['main/cli.ts', 'load', '--url', forewarn.httpUrl, '--mqtt', forewarn.mqttUrl],
      ...['--ledger', file, '--seconds', '1', ...args],
    ],
    { env: { ...inherited, ADMIN_TOKEN } },
  )
  return { table: stdout, ledger: JSON.parse(await readFile(file, 'utf8')) }
}

test('everything that the load was acknowledged can be read over the API', async () => {
  const { table, ledger } = await load('--devices', '3', '--rate', '300')
  expect(table).toMatch(/acknowledged +300\n/)
  expect(table).toMatch(/never acknowledged +0\n/)
  expect(ledger.map(({ device }) => device).toSorted()).toEqual(['load-1', 'load-2', 'load-3'])
  await eventually(async () => {
    const missing = await missingFrom(forewarn, ledger, 'temperature')
    return missing.length === 0 ? true : undefined
  })
})

test('devices that exist are published for by the administrator', async () => {
  const { ledger } = await load('--devices', '1', '--rate', '20')
  await eventually(async () => {
    const missing = await missingFrom(forewarn, ledger, 'vibration')
    return missing.length === 0 ? true : undefined
  })
})
