import type { DeviceObservation, Statement } from '../../contracts/detector.ts'
import type { FailureRecord } from '../../detectors/failure-record.ts'
import { addVector, type Memory, pastOf } from '../../detectors/math/past.ts'
import { forecast, remember } from '../../detectors/prognosis/forecast.ts'
import type { PrognosisModel } from '../../detectors/prognosis/model.ts'
import { trend } from '../../detectors/trend/trend.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { isAtWork, type Run } from './rul-runs.ts'

/** What was said of a remaining life, and what it was. */
export interface Spoken {
  /** Of the way from the onset to the failure. */
  share: number
  lowMs: number
  medianMs: number
  highMs: number
  trueMs: number
  /** The detector would speak: there is enough evidence. */
  isClear: boolean
}

const HOUR_MS = 3_600_000
const TIMES = 20

export function recordOf({ seen, kind, failureMs }: Run, about: { id: string; mode: string }): FailureRecord {
  const metrics = kind.class.metrics.map(({ key }) => key)
  const rows = seen.flatMap(({ atMs, values, regime }) => {
    const row = metrics.map(metric => values[metric] ?? Number.NaN)
    return isAtWork(regime) && row.every(Number.isFinite) ? [[failureMs - atMs, ...row]] : []
  })
  return { ...about, metrics, rows }
}

/** A forecast in each twentieth of the way, at the first moment in it at which the machine is at work. */
export function forecastsOf(run: Run, model: PrognosisModel): Spoken[] {
  const memory: Memory = { bins: [] }
  const spoken: Spoken[] = []
  let next = 0
  for (const { atMs, values, regime } of run.seen) {
    const row = model.map.metrics.map(metric => values[metric] ?? Number.NaN)
    if (!isAtWork(regime) || !row.every(Number.isFinite)) continue
    remember(model, memory, { atMs, values: row })
    const share = (atMs - run.onsetMs) / (run.failureMs - run.onsetMs)
    const slot = Math.floor(share * TIMES)
    if (slot < next) continue
    next = slot + 1
    const { lowMs, medianMs, highMs, evidence } = forecast(model, pastOf(memory, atMs))
    spoken.push({ share, lowMs, medianMs, highMs, trueMs: run.failureMs - atMs, isClear: evidence > 3 })
  }
  return spoken
}

/** What `trend` says, against when the mean of six hours at work first was beyond the limit. */
export function trendsOf(run: Run, kind: MachineKind): Spoken[] {
  return kind.class.metrics.flatMap(metric => {
    const config = trend.configure(metric)
    if (!config) return []
    const crossedMs = crossingOf(run, metric.key, config)
    if (crossedMs === undefined) return []
    let state: Parameters<typeof trend.step>[1]
    return run.seen.flatMap(({ atMs, values, regime }): Spoken[] => {
      const value = values[metric.key]
      if (value === undefined || atMs >= crossedMs) return []
      const observation: Omit<DeviceObservation, 'values'> & { value: number } = {
        observedAtMs: atMs,
        value,
        regime,
      }
      const [next, said] = trend.step(config, state, observation, metric)
      state = next
      return said.flatMap(statement => spokenOf(statement, { run, atMs, crossedMs }))
    })
  })
}

function spokenOf(
  { crossing, phase }: Statement,
  at: { run: Run; atMs: number; crossedMs: number },
): Spoken[] {
  const { run, atMs, crossedMs } = at
  if (!crossing || phase === 'cleared') return []
  const share = (atMs - run.onsetMs) / (crossedMs - run.onsetMs)
  const after = (ms: number) => ms - atMs
  const [lowMs, medianMs, highMs] = [crossing.lowMs, crossing.atMs, crossing.highMs].map(after) as [
    number,
    number,
    number,
  ]
  return [{ share, lowMs, medianMs, highMs, trueMs: crossedMs - atMs, isClear: true }]
}

function crossingOf(
  run: Run,
  metric: string,
  { low, high }: { low?: number; high?: number },
): number | undefined {
  const memory: Memory = { bins: [] }
  for (const { atMs, values, regime } of run.seen) {
    const value = values[metric]
    if (value === undefined || !isAtWork(regime)) continue
    addVector(memory, atMs, [value], HOUR_MS * 6)
    const bin = memory.bins.at(-1)
    const mean = bin && bin[3] >= 6 ? (bin[4] ?? 0) / bin[3] : undefined
    if (mean === undefined) continue
    if ((high !== undefined && mean > high) || (low !== undefined && mean < low)) return atMs
  }
  return undefined
}
