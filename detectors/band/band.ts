import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import type { Metric } from '../../contracts/registry.ts'
import { CONTINUE_MS } from '../statements.ts'
import { type Bands, bandsOf, distance } from './edges.ts'
import { explainCleared, explainOutside } from './explain.ts'
import {
  addSample,
  CELLS,
  type Extremes,
  emptyMemory,
  forget,
  forgetAll,
  latestCells,
  latestMean,
  learn,
  MEAN_CELLS,
  type Memory,
  push,
  segmentOf,
  widen,
} from './memory.ts'

const HOUR_MS = 3_600_000

const BandConfig = Type.Object(
  {
    caution: Type.Number({
      minimum: 0,
      default: 1,
      description: 'Distance of the alarm edge from the usual extremes, in mean excesses of these extremes.',
    }),
    share: Type.Number({
      minimum: 0,
      default: 0.2,
      description: 'The same distance at least, as a share of the usual range.',
    }),
    adoptMs: Type.Integer({
      minimum: 0,
      default: 72 * HOUR_MS,
      description: 'A deviation that lasts this long (event time, ms) is taken as a new normal level.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof BandConfig>

const defaults: Config = { caution: 1, share: 0.2, adoptMs: 72 * HOUR_MS }

/** The held value is the median of so many samples: a spike of one or two is not a state of the machine. */
const HELD_SAMPLES = 5
/** Back within the clearing edges for so many cells (a quarter of a segment) is back to normal. */
const QUIET_CELLS = MEAN_CELLS
/** Half the margin: hysteresis, so that a value at the edge does not flicker. */
const CLEAR_DISTANCE = 0.5
/** A gap tells nothing about the level, so it counts as no more than this towards a lasting one. */
const LONGEST_STEP_MS = 6 * HOUR_MS
/** Keeps sums and differences finite. */
const LARGEST = 1e150

interface Alarm {
  view: 0 | 1
  symptom: 'high' | 'low'
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  outsideMs: number
  quietCells: number
  /** Every sample of the open cell was within the clearing edges. */
  quiet: boolean
  /** What the excursion reached: the held value, and the means as they were seen. */
  held: Extremes
  means: number[]
}

/** One number for each view of the series; the mean is there only when a cell has just closed. */
type Views = [held: number, mean: number | null]

export interface BandState {
  memory: Memory
  bands: Bands
  /** Event time and value of the last samples in turn, oldest first. */
  recent: number[]
  alarm: Alarm | null
}

/** Learns the normal band of a series online and says when the signal leaves it. See README.md. */
export const band: MetricDetector<typeof BandConfig, BandState> = {
  name: 'band',
  scope: 'metric',
  version: 2,
  config: BandConfig,
  quieter: { parameter: 'share', when: 'larger' },
  configure: () => defaults,
  step(config, before, observation, metric) {
    const state = before ?? { memory: emptyMemory(), bands: [null, null], recent: [], alarm: null }
    const { observedAtMs } = observation
    const value = Math.max(-LARGEST, Math.min(LARGEST, observation.value))
    const elapsedMs = observedAtMs - (state.recent.at(-2) ?? observedAtMs)
    state.recent = kept(state.recent, observedAtMs, value)
    const held = median(state.recent)
    const closed = addSample(state.memory, { observedAtMs, value, held })
    const mean = closed ? latestMean(state.memory) : null
    const seen: Seen = { observation, metric, config, views: [held, mean], closed, elapsedMs }
    return [state, state.alarm ? whileAlarmed(state, state.alarm, seen) : whileNormal(state, seen)]
  },
}

interface Seen {
  observation: Observation
  metric: Metric
  config: Config
  views: Views
  closed: boolean
  elapsedMs: number
}

function whileNormal(state: BandState, seen: Seen): Statement[] {
  const { view, far } = furthest(state.bands, seen.views)
  const { observedAtMs } = seen.observation
  if (far <= 1) {
    if (seen.closed && learn(state.memory)) state.bands = bandsOf(state.memory, seen.config)
    return []
  }
  const [held, mean] = seen.views
  const edges = state.bands[view]
  state.alarm = {
    view,
    symptom: edges && (mean ?? held) < edges[1] ? 'low' : 'high',
    sinceMs: begin(state, view),
    spokenAtMs: observedAtMs,
    severity: severityOf(far),
    outsideMs: 0,
    quietCells: 0,
    quiet: false,
    held: [held, held],
    means: mean === null ? [] : [mean, mean],
  }
  forget(state.memory)
  return [outside('raised', state, state.alarm, seen)]
}

function whileAlarmed(state: BandState, alarm: Alarm, seen: Seen): Statement[] {
  const { far } = furthest(state.bands, seen.views)
  const { observedAtMs } = seen.observation
  alarm.outsideMs += Math.min(seen.elapsedMs, LONGEST_STEP_MS)
  reach(alarm, seen.views)
  if (far > CLEAR_DISTANCE) alarm.quiet = false
  if (seen.closed) {
    alarm.quietCells = alarm.quiet ? alarm.quietCells + 1 : 0
    alarm.quiet = true
    forget(state.memory)
  }
  if (alarm.quietCells >= QUIET_CELLS) return [end('returned', state, alarm, seen)]
  if (alarm.outsideMs >= seen.config.adoptMs && alarm.quietCells === 0 && seen.closed) {
    return [end('adopted', state, alarm, seen)]
  }
  const severity = severityOf(far)
  const worse = rank[severity] > rank[alarm.severity] && far > 1
  if (worse) alarm.severity = severity
  if (!worse && observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return []
  alarm.spokenAtMs = observedAtMs
  return [outside('continuing', state, alarm, seen)]
}

/** Ends the alarm and teaches the memory: an excursion once, a level that stayed as often as makes it usual. */
function end(how: 'returned' | 'adopted', state: BandState, alarm: Alarm, seen: Seen): Statement {
  const { memory } = state
  const expected = expectedOf(state.bands, alarm.view)
  if (how === 'returned') {
    push(memory, { cells: CELLS, spanMs: 0, held: alarm.held, means: alarm.means })
  } else {
    for (const _twice of [1, 2]) push(memory, { ...segmentOf(latestCells(memory)), cells: CELLS, spanMs: 0 })
  }
  forgetAll(memory) // what waits is still coloured by the deviation
  state.bands = bandsOf(memory, seen.config)
  state.alarm = null
  return {
    phase: 'cleared',
    severity: alarm.severity,
    sinceMs: alarm.sinceMs,
    symptom: alarm.symptom,
    explanation: explainCleared({ ...seen, how, sinceMs: alarm.sinceMs, expected }),
    expected,
  }
}

function reach(alarm: Alarm, [held, mean]: Views): void {
  widen(alarm.held, held)
  if (mean === null) return
  alarm.means = [Math.min(mean, alarm.means[0] ?? mean), Math.max(mean, alarm.means[1] ?? mean)]
}

function outside(phase: 'raised' | 'continuing', state: BandState, alarm: Alarm, seen: Seen): Statement {
  const expected = expectedOf(state.bands, alarm.view)
  const edges = state.bands[alarm.view]
  const value = alarm.view === 0 ? seen.views[0] : (latestMean(state.memory) ?? seen.views[0])
  return {
    phase,
    severity: alarm.severity,
    sinceMs: alarm.sinceMs,
    value,
    symptom: alarm.symptom,
    explanation: explainOutside({
      metric: seen.metric,
      value,
      meanMs: alarm.view === 0 ? undefined : meanMs(state.memory),
      expected,
      usual: edges ? { low: edges[1], high: edges[2] } : expected,
      sinceMs: alarm.sinceMs,
    }),
    expected,
  }
}

function furthest(bands: Bands, views: Views): { view: 0 | 1; far: number } {
  const held = bands[0] ? distance(bands[0], views[0]) : 0
  const mean = bands[1] && views[1] !== null ? distance(bands[1], views[1]) : 0
  return mean > held ? { view: 1, far: mean } : { view: 0, far: held }
}

/** Event time at which the deviation began: the first sample, or cell, that is beyond the usual. */
function begin(state: BandState, view: 0 | 1): number {
  const edges = state.bands[view]
  const isBeyond = (value: number) => edges !== null && distance(edges, value) > CLEAR_DISTANCE
  const { recent } = state
  const newest = recent.at(-2) ?? 0
  if (view === 0) return recent[recent.findIndex((value, i) => i % 2 === 1 && isBeyond(value)) - 1] ?? newest
  return latestCells(state.memory, MEAN_CELLS).find(cell => isBeyond(cell.mean))?.startMs ?? newest
}

function expectedOf(bands: Bands, view: 0 | 1): { low: number; high: number } {
  const edges = bands[view]
  return { low: edges?.[0] ?? 0, high: edges?.[3] ?? 0 }
}

function meanMs(memory: Memory): number {
  const cells = latestCells(memory, MEAN_CELLS)
  return (cells.at(-1)?.endMs ?? 0) - (cells[0]?.startMs ?? 0)
}

const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }

/** In margins: just outside, as far again, and three times as far again. */
function severityOf(far: number): Severity {
  if (far > 4) return 'critical'
  return far > 2 ? 'major' : 'minor'
}

/** In place: what is made for each sample and kept for five is a burden for the heap when there are thousands of series. */
function kept(recent: number[], observedAtMs: number, value: number): number[] {
  const last = 2 * (HELD_SAMPLES - 1)
  if (recent.length <= last) return recent.concat(observedAtMs, value)
  for (let i = 0; i < last; i++) recent[i] = recent[i + 2] ?? 0
  recent[last] = observedAtMs
  recent[last + 1] = value
  return recent
}

const sorted = new Float64Array(HELD_SAMPLES)

/** By insertion into the same few numbers every time: this runs for every value of every series. */
function median(recent: readonly number[]): number {
  let count = 0
  for (let i = 1; i < recent.length; i += 2) {
    const value = recent[i] ?? 0
    let at = count++
    for (; at > 0 && (sorted[at - 1] ?? 0) > value; at--) sorted[at] = sorted[at - 1] ?? 0
    sorted[at] = value
  }
  return sorted[(count - 1) >> 1] ?? 0
}
