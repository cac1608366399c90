import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TruthLog } from '../../simulators/plant/truth-log.ts'
import { machinesOf } from '../../simulators/scenario/fleet.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { startService } from '../service.ts'
import { apiClient } from './client.ts'
import { runScenario } from './run-scenario.ts'
import { readScenario } from './simulate.ts'
import { banner, runUntilStopped } from './start.ts'

const SCENARIO = join(import.meta.dirname, '../../simulators/scenarios/demo.yaml')

/** `forewarn demo`: the service with the plant of demo.yaml, 24 days of history first and then live. */
export async function demo(config: Config, seed: number): Promise<void> {
  const service = await startService(config)
  console.log(banner(config, service))
  const stopping = new AbortController()
  const simulation = simulatePlant(config, service, seed, stopping.signal).catch(
    (error: Error) =>
      stopping.signal.aborted || console.error(`The simulated plant has stopped: ${error.message}`),
  )
  await runUntilStopped(service, async () => {
    stopping.abort()
    await simulation
  })
}

async function simulatePlant(
  config: Config,
  { httpUrl, mqttUrl, adminToken: token }: { httpUrl: string; mqttUrl: string; adminToken: string },
  firstSeed: number,
  signal: AbortSignal,
): Promise<void> {
  const { kept, keep } = await openKept(config, firstSeed)
  const scenario = { ...(await readScenario(SCENARIO)).scenario, seed: kept.seed }
  const isRepaired = (asset: string, fault: { mode: string; onsetMs: number }) =>
    kept.repaired.some(
      each => each.asset === asset && each.mode === fault.mode && each.onsetMs === fault.onsetMs,
    )
  const machines = machinesOf(scenario, kept.startedAtMs).map(spec => ({
    ...spec,
    faults: spec.faults.filter(fault => !isRepaired(spec.asset, fault)),
  }))
  await runScenario({
    ...{ api: apiClient(httpUrl, token), token, mqttUrl, signal },
    ...{ scenario, machines, anchorMs: kept.startedAtMs, speed: scenario.speed },
    resumes: kept.isPublished,
    onHistory: () => keep({ isPublished: true }),
    onEvents: log => keep({ repaired: [...kept.repaired, ...repairsOf(log)] }),
  })
}

/** Faults that are over and do not come back at the next start. */
const repairsOf = ({ events }: TruthLog): Kept['repaired'] =>
  events
    .filter(each => each.event === 'repair' && each.succeeded)
    .map(({ asset, mode, onsetMs }) => ({ asset, mode, onsetMs }))

interface Kept {
  seed: number
  startedAtMs: number
  /** Whether the broker has acknowledged the whole history: it is published again otherwise, which does no harm. */
  isPublished: boolean
  repaired: { asset: string; mode: string; onsetMs: number }[]
}

/** The faults are anchored at the first start, so that a later one goes on with the same machines. */
async function openKept(config: Config, seed: number) {
  const file = join(config.DATA_DIR, 'demo.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const first: Kept = { seed, startedAtMs: systemClock.nowMs(), isPublished: false, repaired: [] }
  const kept = text ? { ...first, ...(JSON.parse(text) as Partial<Kept>) } : first
  let current = kept
  const keep = async (change: Partial<Kept>) => {
    current = { ...current, ...change }
    await writeFile(file, JSON.stringify(current))
  }
  await keep({})
  return { kept, keep }
}
