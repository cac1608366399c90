import { type Static, Type } from 'typebox'
import type { MetricDetector, Statement } from '../../contracts/detector.ts'
import { type Metric, quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { shown, utc } from '../statements.ts'

const DAY_MS = 24 * 3_600_000

const DriftConfig = Type.Object(
  {
    slack: Type.Number({
      minimum: 0,
      default: 0.5,
      description: 'CUSUM: what a day may deviate without counting, in deviations of the daily mean (k).',
    }),
    threshold: Type.Number({
      minimum: 1,
      default: 6,
      description: 'CUSUM: the sum at which it speaks, in the same deviations (h).',
    }),
    pageHinkley: Type.Number({
      minimum: 1,
      default: 12,
      description:
        'Page-Hinkley: the same against the mean of all days since the last alarm (λ); the same slack (δ).',
    }),
    baselineDays: Type.Number({
      minimum: 2,
      default: 14,
      description: 'Days over which the level that counts as usual is learned, and slowly followed.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof DriftConfig>

/** Days with fewer samples than that are not judged. */
const DAY_SAMPLES = 20
/** A level that varies by less than this share of itself from day to day: nobody goes and looks for less. */
const LEAST_OF_LEVEL = 0.005
/** One wild day is weather; it counts like this many deviations. */
const MOST = 4
const MOST_TOGETHER = 0.8
/** A level that has stayed for so long is the new one. */
const ADOPT_DAYS = 30
/** Baselines before it speaks: after one the deviation is hardly known. */
const LEARNS = 1.5
/** Thresholds at which it is over. */
const CLEAR = 0.5

export interface DriftState {
  /** The day that is not over: of what the machine did while it ran. */
  dayMs: number
  samples: number
  mean: number
  /** Days judged; their usual level and its variance. */
  days: number
  level: number
  variance: number
  /** How a day's deviation and that of the day before go together. */
  last: number
  covariance: number
  /** CUSUM upwards and downwards, and since when. */
  up: number
  down: number
  upSinceMs: number
  downSinceMs: number
  /** Page-Hinkley, the same against the mean of all days since it began. */
  count: number
  average: number
  rise: number
  fall: number
  /** Of the last day: how far, in thresholds, to which side; its mean, and against what. */
  distance: number
  side: 'high' | 'low'
  shown: number
  usual: number
  deviation: number
  open: Episode | null
}

/** A level that creeps away over days: CUSUM (Page 1954) and Page-Hinkley (Hinkley 1971) of daily means. See README.md. */
export const drift: MetricDetector<typeof DriftConfig, DriftState> = {
  name: 'drift',
  scope: 'metric',
  version: 1,
  config: DriftConfig,
  quieter: { parameter: 'threshold', when: 'larger' },
  configure(metric) {
    const quantity = quantityOf(metric)
    if (quantity === 'state' || quantity === 'counter') return undefined
    return { slack: 0.5, threshold: 6, pageHinkley: 12, baselineDays: 14 }
  },
  step(config, known, { observedAtMs, value, regime }, metric) {
    const state = known ?? begin(observedAtMs)
    if (observedAtMs - state.dayMs >= DAY_MS) {
      if (state.samples >= DAY_SAMPLES) closeDay(config, state)
      Object.assign(state, { dayMs: observedAtMs, samples: 0, mean: 0 })
    }
    // Days with and without stops are not alike, so only what it shows while it runs is compared, where that is known.
    if (regime.name !== 'off' && regime.name !== 'idle' && regime.settled) {
      state.samples++
      state.mean += value / state.samples - state.mean / state.samples
    }
    return [state, speak(state, observedAtMs, metric)]
  },
  intervene(_, state, { kind }) {
    // What was repaired may have another level; what is normal has the one it has.
    return kind === 'work_began' || kind === 'work_ended' ? state : { ...begin(state.dayMs) }
  },
}

const begin = (dayMs: number): DriftState => ({
  ...{ dayMs, samples: 0, mean: 0, days: 0, level: 0, variance: 0, last: 0, covariance: 0 },
  ...{ up: 0, down: 0, upSinceMs: dayMs, downSinceMs: dayMs },
  ...{ count: 0, average: 0, rise: 0, fall: 0 },
  ...{ distance: 0, side: 'high', shown: 0, usual: 0, deviation: 0, open: null },
})

/** A day more: first it is judged by those before it, then it is one of them. */
function closeDay(config: Config, state: DriftState): void {
  const { mean, level } = state
  if (state.days >= LEARNS * config.baselineDays) {
    const deviation = deviationOf(state)
    accumulate(config, state, Math.max(-MOST, Math.min(MOST, mean / deviation - level / deviation)))
    judge(config, state, deviation)
  }
  learn(config, state)
}

/**
 * Deviation of the daily mean as it matters for a sum of days. Weather that lasts for days makes their sum vary more than
 * that of independent ones, of a first-order process with correlation ρ by (1 + ρ) / (1 − ρ).
 */
function deviationOf({ level, variance, covariance }: DriftState): number {
  const least = Math.max(LEAST_OF_LEVEL * Math.abs(level), 1e-300)
  const together = variance > 0 ? Math.max(0, Math.min(MOST_TOGETHER, covariance / variance)) : 0
  return Math.max(Math.sqrt((variance * (1 + together)) / (1 - together)), least)
}

function accumulate({ slack }: Config, state: DriftState, z: number): void {
  state.up = Math.max(0, state.up + z - slack)
  state.down = Math.max(0, state.down - z - slack)
  if (state.up === 0) state.upSinceMs = state.dayMs
  if (state.down === 0) state.downSinceMs = state.dayMs
  state.count++
  state.average += (z - state.average) / state.count
  state.rise = Math.max(0, state.rise + z - state.average - slack)
  state.fall = Math.max(0, state.fall - z + state.average - slack)
}

function judge({ threshold, pageHinkley }: Config, state: DriftState, deviation: number): void {
  const high = Math.max(state.up / threshold, state.rise / pageHinkley)
  const low = Math.max(state.down / threshold, state.fall / pageHinkley)
  if (state.open) state.distance = state.side === 'high' ? high : low
  else {
    state.side = high >= low ? 'high' : 'low'
    state.distance = Math.max(high, low)
    state.usual = state.level
  }
  state.shown = state.mean
  state.deviation = deviation
}

/** The level is followed slowly: the season is no drift. */
function learn({ baselineDays }: Config, state: DriftState): void {
  state.days++
  const weight = Math.max(1 / state.days, 1 / baselineDays)
  const off = Math.max(-1e150, Math.min(1e150, state.mean - state.level))
  state.level += weight * off
  state.covariance = (1 - weight) * (state.covariance + weight * off * state.last)
  state.last = off
  state.variance = (1 - weight) * (state.variance + weight * off * off)
}

function speak(state: DriftState, observedAtMs: number, metric: Metric): Statement[] {
  const { open, distance, side } = state
  const isOver = open && (distance < CLEAR || observedAtMs - open.sinceMs > ADOPT_DAYS * DAY_MS)
  const sinceMs = side === 'high' ? state.upSinceMs : state.downSinceMs
  const isWrong = open ? !isOver : distance >= 1
  const next = follow(open, { observedAtMs, wrong: isWrong ? { sinceMs, severity: 'minor' } : undefined })
  if (!next.say) return []
  state.open = next.open
  const said = statement(next.say, state, metric)
  if (!next.open) restart(state)
  return [said]
}

function restart(state: DriftState): void {
  const { dayMs } = state
  Object.assign(state, { up: 0, down: 0, upSinceMs: dayMs, downSinceMs: dayMs, distance: 0 })
  Object.assign(state, { count: 0, average: 0, rise: 0, fall: 0 })
}

function statement(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  state: DriftState,
  metric: Metric,
): Statement {
  const { side, usual, deviation, distance } = state
  const value = state.shown
  const since = utc(sinceMs)
  // As many decimals as tell the two apart.
  const places = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(Math.max(deviation, 1e-9)))))
  const mean = shown(Number(value.toFixed(places)), metric)
  const before = shown(Number(usual.toFixed(places)), metric)
  const way = side === 'high' ? 'upwards' : 'downwards'
  const zhWay = side === 'high' ? '上升' : '下降'
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${metric.key} has crept ${way} since ${since}: its mean of the day is ${mean}, it was about ${before}`,
      zh: `${metric.key} 自 ${since} 起逐渐${zhWay}：日均值为 ${mean}，此前约为 ${before}`,
    },
    continuing: {
      en: `${metric.key} stays away from its level, ${way} since ${since}: its mean of the day is ${mean}, it was about ${before}`,
      zh: `${metric.key} 自 ${since} 起${zhWay}后一直偏离：日均值为 ${mean}，此前约为 ${before}`,
    },
    cleared: {
      en: `${metric.key} no longer creeps away, its mean of the day is ${mean}; it did since ${since}`,
      zh: `${metric.key} 不再偏移，日均值为 ${mean}；此前自 ${since} 起偏移`,
    },
  }
  const expected = { low: usual - 2 * deviation, high: usual + 2 * deviation }
  return {
    ...{ phase, severity, sinceMs, symptom: side, value, distance: Math.max(1, distance) },
    ...(Number.isFinite(expected.high - expected.low) && { expected }),
    explanation: words[phase],
  }
}
