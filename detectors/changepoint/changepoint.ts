import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import type { Packed } from '../packed.ts'
import { CONTINUE_MS, utc, withUnit } from '../statements.ts'
import { changedWithin, likeliest, observe, packRuns, type Run, unpackRuns } from './runs.ts'

const ChangepointConfig = Type.Object(
  {
    cellMinutes: Type.Number({
      exclusiveMinimum: 0,
      default: 1440,
      description:
        'Means of so many minutes are compared. A day, so that what repeats daily is no change; less for a process that has no day.',
    }),
    threshold: Type.Number({
      exclusiveMinimum: 0,
      default: 3,
      description: 'Least change that is told, in standard deviations of the means before it.',
    }),
    certainty: Type.Number({
      minimum: 0.5,
      maximum: 1,
      default: 0.999,
      description: 'Probability that there was a change, from which on it is told.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof ChangepointConfig>

const defaults: Config = { cellMinutes: 1440, threshold: 3, certainty: 0.999 }
/** A level lasts a hundred cells, in the mean: with days three months. Ten times more or less hardly changes anything. */
const HAZARD = 1 / 100
/** One cell that is off is an event, not a level. */
const LEAST_RUN = 2
/** A change longer ago is how it is. */
const RECENT_CELLS = 7
/** Before that nothing is known that could have changed: two weeks of days. */
const LEARNING_CELLS = 14
/** Less than a hundredth of the level is nothing that anybody goes and looks for. */
const LEAST_OF_LEVEL = 0.01
/** Of the variance of the whole and of the steps, how slowly they follow. */
const MEMORY_CELLS = 60
/** Keeps sums and squares finite. */
const LARGEST = 1e100

interface Cell {
  index: number
  sum: number
  samples: number
  startMs: number
}

interface Level {
  mean: number
  deviation: number
}

interface Alarm {
  sinceMs: number
  spokenAtMs: number
  before: Level
  now: number
  severity: Severity
  cells: number
}

export interface ChangepointState {
  open: Cell | null
  cells: number
  /** Means of the last two cells, the newest last. */
  last: number[]
  mean: number
  /** Half of the mean squared step from cell to cell: the variance without what changes slowly. */
  variance: number
  /** As `unpackRuns` reads them. */
  runs: Packed
  /** Beginnings of the last `RECENT_CELLS` cells, oldest first. */
  startsMs: number[]
  /** Before the last change. */
  before: Level | null
  alarm: Alarm | null
}

/** Says when the level of a series has changed, and since when. See README.md. */
export const changepoint: MetricDetector<typeof ChangepointConfig, ChangepointState> = {
  name: 'changepoint',
  scope: 'metric',
  version: 2,
  config: ChangepointConfig,
  configure: ({ quantity }) => (quantity === 'state' || quantity === 'counter' ? undefined : defaults),
  step(config, before, observation, metric) {
    const state = before ?? fresh()
    const { observedAtMs, regime, value } = observation
    const said: Statement[] = []
    const index = Math.floor(observedAtMs / (config.cellMinutes * 60_000))
    if (state.open && state.open.index !== index) {
      said.push(...judge(state, state.open, { config, observation, metric }))
      state.open = null
    }
    // What it shows while it stands still or starts is no level of the machine.
    if (regime.name === 'off' || !regime.settled) return [state, said]
    state.open ??= { index, sum: 0, samples: 0, startMs: observedAtMs }
    state.open.sum += Math.max(-LARGEST, Math.min(LARGEST, value))
    state.open.samples++
    if (state.alarm && observedAtMs - state.alarm.spokenAtMs >= CONTINUE_MS) {
      state.alarm.spokenAtMs = observedAtMs
      said.push(say('continuing', state.alarm, config, metric))
    }
    return [state, said]
  },
  intervene: (_config, state, { kind }) => (kind === 'repaired' || kind === 'false_alarm' ? fresh() : state),
}

interface Seen {
  config: Config
  observation: Observation
  metric: Metric
}

function fresh(): ChangepointState {
  return {
    ...{ open: null, cells: 0, last: [], mean: 0, variance: 0 },
    ...{ runs: '', startsMs: [], before: null, alarm: null },
  }
}

function judge(state: ChangepointState, open: Cell, { config, observation, metric }: Seen): Statement[] {
  const runs = follow(state, open)
  const { alarm } = state
  if (alarm) {
    alarm.cells++
    if (alarm.cells < RECENT_CELLS) return []
    state.alarm = null
    state.before = null
    return [say('cleared', alarm, config, metric)]
  }
  const found = changeOf(state, runs, config)
  if (!found) return []
  const spokenAtMs = observation.observedAtMs
  state.alarm = { ...found, spokenAtMs, cells: 0 }
  return [say('raised', state.alarm, config, metric)]
}

/** Adds the mean of a cell that is over; answers what may have been since. */
function follow(state: ChangepointState, open: Cell): readonly Run[] {
  const mean = open.sum / open.samples
  const weight = 1 / Math.min(state.cells + 1, MEMORY_CELLS)
  const [previous] = state.last.slice(-1)
  if (previous !== undefined) state.variance += weight * ((mean - previous) ** 2 / 2 - state.variance)
  state.mean += weight * (mean - state.mean)
  state.last = [...state.last.slice(-1), mean]
  state.cells++
  state.startsMs.push(open.startMs)
  if (state.startsMs.length > RECENT_CELLS) state.startsMs.shift()
  const smallest = Math.max((1e-6 * state.mean) ** 2, 1e-200)
  const prior = { mean: state.mean, variance: Math.max(state.variance, smallest) }
  const runs = observe(unpackRuns(state.runs), mean, prior, HAZARD)
  state.runs = packRuns(runs)
  const run = likeliest(runs)
  if (run && run.length > RECENT_CELLS)
    state.before = { mean: run.mean, deviation: Math.sqrt(run.squares / (run.length - 1)) }
  return runs
}

/** The change that is certain enough, large enough and recent. */
function changeOf(state: ChangepointState, runs: readonly Run[], { certainty, threshold }: Config) {
  const { before, startsMs } = state
  const run = likeliest(runs)
  if (!before || !run || state.cells < LEARNING_CELLS) return undefined
  if (run.length < LEAST_RUN || run.length > RECENT_CELLS) return undefined
  if (changedWithin(runs, RECENT_CELLS) < certainty) return undefined
  const change = Math.abs(run.mean - before.mean)
  const least = Math.max(threshold * before.deviation, LEAST_OF_LEVEL * Math.abs(before.mean))
  if (!(change > least)) return undefined
  // A single cell that is off makes the mean of a short run; what has changed shows in every cell.
  const side = Math.sign(run.mean - before.mean)
  if (state.last.some(mean => side * (mean - before.mean) < least / 2)) return undefined
  const sinceMs = startsMs.at(-run.length) ?? startsMs[0] ?? 0
  return { sinceMs, before, now: run.mean, severity: severityOf(change / Math.max(least, 1e-300)) }
}

function say(phase: Statement['phase'], alarm: Alarm, config: Config, metric: Metric): Statement {
  const { before, now, severity, sinceMs } = alarm
  const room = Math.max(config.threshold * before.deviation, LEAST_OF_LEVEL * Math.abs(before.mean), 1e-300)
  return {
    ...{ phase, severity, sinceMs, value: now },
    symptom: now > before.mean ? 'high' : 'low',
    expected: { low: before.mean - room, high: before.mean + room },
    distance: Math.min(1e6, Math.abs(now - before.mean) / room),
    explanation: explain(phase, alarm, metric),
  }
}

function explain(phase: Statement['phase'], { before, now, sinceMs }: Alarm, metric: Metric): Words {
  const [was, is] = [before.mean, now].map(mean =>
    withUnit(number(mean, Math.abs(now - before.mean)), metric),
  )
  const since = utc(sinceMs)
  if (phase === 'cleared')
    return {
      en: `${metric.key} has kept its level since it changed at ${since} (${was} before); it is now taken as normal`,
      zh: `${metric.key} 自 ${since} 变化后保持不变（此前 ${was}），现视为正常`,
    }
  return {
    en: `${metric.key} has another level since ${since}: ${is} in the mean, ${was} before`,
    zh: `${metric.key} 自 ${since} 起水平改变：平均 ${is}，此前 ${was}`,
  }
}

/** Two decimals of the change. */
function number(value: number, change: number): string {
  const decimals = 2 - Math.floor(Math.log10(change))
  if (!(decimals <= 9) || Math.abs(value) >= 1e9) return String(Number(value.toPrecision(6)))
  return String(Number(value.toFixed(Math.max(0, decimals))))
}

function severityOf(distance: number): Severity {
  return distance > 3 ? 'major' : 'minor'
}
