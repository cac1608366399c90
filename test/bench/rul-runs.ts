import type { Regime } from '../../contracts/detector.ts'
import { regimes } from '../../detectors/regimes/regimes.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { mixSeed, normal, uniform } from '../../simulators/machines/random.ts'
import { type MachineSpec, SimulatedMachine } from '../../simulators/plant/machine.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const STEP_MS = 10 * 60_000
const START_MS = Date.UTC(2025, 0, 6)
/** Between the quartiles of a log-normal distribution, in deviations. */
const QUARTILES = 2 * 0.6745

export interface RunPlan {
  spec: MachineSpec
  kind: MachineKind
  startMs: number
  onsetMs: number
  failureMs: number
}

/** A machine that is well for two to five weeks and then fails; lives as scenarios draw them, two deviations at most. */
export function drawRun(kind: MachineKind, mode: string, index: number): RunPlan {
  const seed = mixSeed(20_261_122, kind.class.id, mode, index)
  const draw = (what: string) => uniform(mixSeed(seed, what))
  const [quarter, threeQuarters] = kind.modes[mode]?.lifeHours ?? [100, 400]
  const deviation = Math.max(-2, Math.min(2, normal(mixSeed(seed, 'life'))))
  const lifeHours =
    Math.sqrt(quarter * threeQuarters) * Math.exp((Math.log(threeQuarters / quarter) / QUARTILES) * deviation)
  const startMs = START_MS + Math.floor(300 * draw('start')) * DAY_MS
  const onsetMs = startMs + Math.round((14 + 21 * draw('well')) * 24) * HOUR_MS
  const failureMs = Math.round(onsetMs + lifeHours * HOUR_MS)
  const asset = `${kind.class.id}-${index}`
  const faults = [{ layer: 'machine' as const, mode, onsetMs, failureMs }]
  const site = `site-${index % 5}`
  const spec = {
    asset,
    name: asset,
    site,
    kind: kind.class.id,
    criticality: 'B' as const,
    device: asset,
    seed,
    faults,
  }
  return { spec, kind, startMs, onsetMs, failureMs }
}

/** One telegram, with how the machine was run then, as the service tells it. */
interface Seen {
  atMs: number
  values: Record<string, number>
  regime: Regime
}

export interface Run extends RunPlan {
  seen: Seen[]
}

export function play(plan: RunPlan): Run {
  const machine = new SimulatedMachine(plan.spec, STEP_MS)
  const seen: Seen[] = []
  let state: Parameters<typeof regimes.step>[0]
  for (let tMs = plan.startMs; tMs < plan.failureMs; tMs += STEP_MS) {
    for (const { ts, values } of machine.step(tMs)) {
      const observedAtMs = Math.floor(Number(ts))
      const [next, regime] = regimes.step(state, { observedAtMs, values }, plan.kind.class)
      state = next
      seen.push({ atMs: observedAtMs, values, regime })
    }
  }
  return { ...plan, seen }
}

export const isAtWork = ({ name, settled }: Regime): boolean => name !== 'off' && name !== 'idle' && settled
