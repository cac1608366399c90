import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LedgerEntry } from '../../simulators/load/ledger.ts'
import type { LoadReport } from '../../simulators/load/run-load.ts'
import { ADMIN_TOKEN } from '../services/forewarn.ts'
import { inherited } from '../services/inherited.ts'
import { missingFrom } from '../services/ledger.ts'
import type { Rig } from './rig.ts'

export interface Loss {
  acknowledged: number
  unacknowledged: number
  lostConnections: number
  seconds: number
  /** Acknowledged, and neither stored nor a dead letter. */
  missing: string[]
}

export interface Load {
  devices: number
  /** Messages per second of all devices; as many as are acknowledged when undefined. */
  rate?: number | undefined
}

const GOES_ON_MS = 2_000
const STORED_WITHIN_MS = 300_000

/**
 * Runs the faults under load and compares the ledger of what was acknowledged with what can be read afterwards. The load
 * sends readings that are all right, so none of them may be a dead letter either.
 */
export async function lossUnder(rig: Rig, load: Load, faults: (rig: Rig) => Promise<void>): Promise<Loss> {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-ledger-'))
  const file = join(directory, 'ledger.json')
  const generator = spawn(
    process.execPath,
    [
      ...['main/cli.ts', 'load', '--json', '--ledger', file, '--seconds', '86400'],
      ...['--devices', `${load.devices}`, '--url', rig.forewarn.httpUrl, '--mqtt', rig.mqttUrl],
      ...(load.rate === undefined ? [] : ['--rate', `${load.rate}`]),
    ],
    {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...inherited, ADMIN_TOKEN },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const ended = once(generator, 'exit')
    const lines = createInterface(generator.stdout)[Symbol.asyncIterator]()
    await lines.next() // it has started
    await sleep(GOES_ON_MS)
    await faults(rig)
    await sleep(GOES_ON_MS)
    generator.kill('SIGINT')
    const { value, done } = await lines.next()
    if (done) throw new Error(`the load has ended; Forewarn said:\n${rig.forewarn.output()}`)
    await ended
    const report: LoadReport = JSON.parse(value)
    const { acknowledged, unacknowledged, lostConnections, seconds } = report
    const ledger: LedgerEntry[] = JSON.parse(await readFile(file, 'utf8'))
    return { acknowledged, unacknowledged, lostConnections, seconds, missing: await missing(rig, ledger) }
  } finally {
    generator.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  }
}

/** What is missing when everything had the time to be stored. */
async function missing(rig: Rig, ledger: readonly LedgerEntry[]): Promise<string[]> {
  const deadline = performance.now() + STORED_WITHIN_MS
  for (;;) {
    const left = await missingFrom(rig.forewarn, ledger, 'temperature')
    if (left.length === 0 || performance.now() > deadline) return left
    await sleep(500)
  }
}
