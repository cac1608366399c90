import { type Static, Type } from 'typebox'
import type { MetricDetector, Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { about, duration, shown, utc } from '../statements.ts'

const MINUTE_MS = 60_000

const RateConfig = Type.Object(
  {
    risePerMinute: Type.Optional(
      Type.Number({ description: 'Fastest allowed rise, in the unit of the metric per minute.' }),
    ),
    fallPerMinute: Type.Optional(
      Type.Number({ description: 'Fastest allowed fall, in the unit of the metric per minute; positive.' }),
    ),
    overMs: Type.Integer({
      minimum: 1000,
      default: 10 * MINUTE_MS,
      description: 'Over what time (event time, ms) the change is measured.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof RateConfig>

/** Means over a tenth of the time each: enough to fit a line through, and single readings do not tilt it. */
const CELLS = 10
/** Below this share of the limit it is over. */
const CLEAR = 0.8
/** Points make a slope, over this share of the time at least. */
const FEWEST = 3
const COVERS = 0.7

interface Cell {
  sinceMs: number
  /** Of its samples the mean time, the mean value and the number. */
  atMs: number
  mean: number
  samples: number
}

export interface RateState {
  /** Oldest first; the last one grows. */
  cells: Cell[]
  side: 'rising' | 'falling'
  open: Episode | null
}

/** A slope over some minutes that is steeper than the metric's fixed limit. See README.md. */
export const rate: MetricDetector<typeof RateConfig, RateState> = {
  name: 'rate',
  scope: 'metric',
  version: 1,
  config: RateConfig,
  configure({ rates }) {
    const { risePerMinute, fallPerMinute, overMs = 10 * MINUTE_MS } = rates ?? {}
    if (risePerMinute === undefined && fallPerMinute === undefined) return undefined
    return {
      ...(risePerMinute === undefined ? {} : { risePerMinute }),
      ...(fallPerMinute === undefined ? {} : { fallPerMinute }),
      overMs,
    }
  },
  step(config, known, { observedAtMs, value, regime }, metric) {
    const state = known ?? { cells: [], side: 'rising', open: null }
    // What follows a start or a stop is as steep as it may be.
    if (regime.settled) add(state, { observedAtMs, value, overMs: config.overMs })
    else state.cells = []
    const perMinute = slopePerMinute(state, config.overMs)
    if (!state.open) state.side = perMinute > 0 ? 'rising' : 'falling'
    const limit = state.side === 'rising' ? config.risePerMinute : config.fallPerMinute
    const steep = state.side === 'rising' ? perMinute : -perMinute
    const isSteep = limit !== undefined && steep > (state.open ? CLEAR : 1) * limit
    const sinceMs = state.cells[0]?.sinceMs ?? observedAtMs
    const severity = isSteep && steep > 2 * limit ? 'critical' : 'major'
    const wrong = isSteep ? ({ sinceMs, severity } as const) : undefined
    const { open, say } = follow(state.open, { observedAtMs, wrong })
    state.open = open
    if (!say || limit === undefined) return [state, []]
    return [state, [statement(say, { state, config, metric, value, perMinute, limit })]]
  },
  intervene: () => undefined,
}

function add(
  { cells }: RateState,
  { observedAtMs, value, overMs }: { observedAtMs: number; value: number; overMs: number },
): void {
  const last = cells.at(-1)
  if (last && observedAtMs - last.sinceMs < overMs / CELLS) {
    last.samples++
    last.atMs += (observedAtMs - last.atMs) / last.samples
    last.mean += value / last.samples - last.mean / last.samples
    return
  }
  cells.push({ sinceMs: observedAtMs, atMs: observedAtMs, mean: value, samples: 1 })
  // Where samples are rarer than the cells, three of them make a slope.
  while (cells.length > FEWEST && (cells[0]?.sinceMs ?? 0) < observedAtMs - overMs) cells.shift()
}

/** Of the line of least squares through the cells; 0 while they do not cover the time. */
function slopePerMinute({ cells }: RateState, overMs: number): number {
  const [first, last] = [cells[0], cells.at(-1)]
  if (!first || !last || cells.length < FEWEST || last.atMs - first.atMs < COVERS * overMs) return 0
  let time = 0
  let level = 0
  for (const { atMs, mean } of cells) {
    time += (atMs - first.atMs) / cells.length
    level += mean / cells.length
  }
  let together = 0
  let square = 0
  for (const { atMs, mean } of cells) {
    const offMinutes = (atMs - first.atMs - time) / MINUTE_MS
    together += offMinutes * (mean / 2 - level / 2)
    square += offMinutes * offMinutes
  }
  return Math.max(-1e300, Math.min(1e300, (2 * together) / square))
}

function statement(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  from: { state: RateState; config: Config; metric: Metric; value: number; perMinute: number; limit: number },
): Statement {
  const { state, config, metric, value, perMinute, limit } = from
  const { side } = state
  const since = utc(sinceMs)
  const reading = `${metric.key} ${shown(value, metric)}`
  const speed = about(Math.abs(perMinute), metric)
  const allowed = shown(limit, metric)
  const over = duration(config.overMs)
  const verb = side === 'rising' ? 'rises' : 'falls'
  const verbal = side === 'rising' ? 'risen' : 'fallen'
  const zh = side === 'rising' ? '上升' : '下降'
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${reading} ${verb} by ${speed} a minute (over ${over}), its limit is ${allowed}, since ${since}`,
      zh: `${reading}，自 ${since} 起每分钟${zh} ${speed}（${over} 内），限值为 ${allowed}`,
    },
    continuing: {
      en: `${reading} has ${verbal} too fast since ${since}, now by ${speed} a minute, its limit is ${allowed}`,
      zh: `${reading}，自 ${since} 起${zh}过快，现为每分钟 ${speed}，限值为 ${allowed}`,
    },
    cleared: {
      en: `${reading} no longer ${verb} too fast; it did since ${since}`,
      zh: `${reading}，不再${zh}过快；此前自 ${since} 起过快`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: side, limit, explanation: words[phase] },
    // The limit is one of the change; the value beside it has to be the same.
    ...{ value: perMinute, distance: Math.max(1, Math.min(1e6, Math.abs(perMinute) / limit)) },
  }
}
