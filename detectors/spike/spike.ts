import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import { type Metric, quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { slide } from '../slide.ts'
import { shown, utc } from '../statements.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const SpikeConfig = Type.Object(
  {
    deviations: Type.Number({
      minimum: 3,
      default: 10,
      description:
        'How far a single value must be from the median of its neighbours, in robust deviations (1.4826 × MAD).',
    }),
    count: Type.Number({
      minimum: 2,
      default: 5,
      description: 'Spikes among the last 500 samples, older ones fading, before it speaks.',
    }),
    caution: Type.Number({
      minimum: 1,
      default: 4,
      description: 'How many times as many as on the worst usual day.',
    }),
    holdMs: Type.Integer({
      minimum: 0,
      default: 2 * HOUR_MS,
      description: 'For how long (event time, ms) they must have been coming.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof SpikeConfig>

/** Hampel's filter judges the value in the middle by three on either side. */
const WINDOW = 7
const MIDDLE = 3
/** MAD of a normal distribution against its standard deviation. */
const MAD_SCALE = 1.4826
/** A spike stands out of the range of what is held by this share at least; a twitch of the last digit is none. */
const LEAST_OF_RANGE = 0.1
/** Its neighbours are this much nearer to the median: the edge of a step is no spike. */
const NEIGHBOURS = 0.25
/** Samples after which a spike counts 1/e; the memory of the noise is as long. */
const FADE = 500
/** The usual noise is forgotten more slowly: of a machine that stands there is little to be seen. */
const FORGET = 20_000
/** A day, or so many samples where they are rare. */
const DAY_SAMPLES = 300
/** Days before it speaks: what is usual must be known, and what begins is not usual yet. */
const LEARN_DAYS = 3
/** Share of the last worst day that the memory of the usual keeps each day. */
const KEEP = 0.97

export interface SpikeState {
  /** The newest values, the oldest first; at most seven. */
  values: number[]
  times: number[]
  /** Usual MAD of the window, and the range of its median. */
  mad: number
  low: number
  high: number
  /** Spikes, fading; of this day, of yesterday, and of the worst usual day the most at a time. */
  count: number
  most: number
  yesterday: number
  usual: number
  days: number
  dayMs: number
  daySamples: number
  /** When they began to come. */
  sinceMs: number
  worst: number
  open: Episode | null
}

/** Single values far from both of their neighbours, more often than is usual for the series (Hampel 1974). See README.md. */
export const spike: MetricDetector<typeof SpikeConfig, SpikeState> = {
  name: 'spike',
  scope: 'metric',
  version: 1,
  config: SpikeConfig,
  quieter: { parameter: 'caution', when: 'larger' },
  configure(metric) {
    const quantity = quantityOf(metric)
    if (quantity === 'state' || quantity === 'counter') return undefined
    return { deviations: 10, count: 5, caution: 4, holdMs: 2 * HOUR_MS }
  },
  step(config, state = begin(), observation, metric) {
    const { observedAtMs, value } = observation
    state.values = slide(state.values, WINDOW, value)
    state.times = slide(state.times, WINDOW, observedAtMs)
    if (state.values.length < WINDOW) {
      if (state.values.length === 1) state.dayMs = observedAtMs
      return [state, []]
    }
    count(config, state)
    const threshold = Math.max(config.count, config.caution * state.usual)
    const isSpiky = state.days >= LEARN_DAYS && state.count >= threshold
    const wrong =
      (state.open ? state.count >= 1 : isSpiky) && observedAtMs - state.sinceMs >= config.holdMs
        ? { sinceMs: state.sinceMs, severity: 'minor' as const }
        : undefined
    const { open, say } = follow(state.open, { observedAtMs, wrong })
    state.open = open
    closeDay(state, observedAtMs)
    return [state, say ? [statement(say, { state, observation, metric, threshold })] : []]
  },
  intervene(_, state, { kind }) {
    const usual = kind === 'false_alarm' ? Math.max(state.usual, state.most) : state.usual
    return { ...state, usual, count: 0, most: 0, yesterday: 0, open: null }
  },
}

const begin = (): SpikeState => ({
  ...{ values: [], times: [], mad: 0, low: 0, high: 0 },
  ...{ count: 0, most: 0, yesterday: 0, usual: 0, days: 0, dayMs: 0, daySamples: 0 },
  ...{ sinceMs: 0, worst: 0, open: null },
})

/** Lets the older spikes fade, learns the noise now and then, and judges the middle of the window. */
function count(config: Config, state: SpikeState): void {
  state.count *= 1 - 1 / FADE
  if (state.daySamples % WINDOW === 0) learn(state)
  state.daySamples++
  // On the first day even the noise stands out of what has been seen.
  if (state.days > 0 && isSpike(config, state)) {
    if (state.count < 1 && !state.open) state.sinceMs = state.times[MIDDLE] ?? 0
    state.count++
    state.worst = state.values[MIDDLE] ?? 0
  }
  state.most = Math.max(state.most, state.count)
}

function learn(state: SpikeState): void {
  const held = median(state.values)
  const mad = madOf(state.values, held)
  if (state.days === 0 && state.daySamples === 0) Object.assign(state, { mad, low: held, high: held })
  state.mad += (mad - state.mad) * (WINDOW / (mad > state.mad ? FADE : FORGET))
  state.low = Math.min(held, state.low + Math.min(held - state.low, 1e300) * (WINDOW / FORGET))
  state.high = Math.max(held, state.high - Math.min(state.high - held, 1e300) * (WINDOW / FORGET))
}

function isSpike({ deviations }: Config, state: SpikeState): boolean {
  const { values } = state
  const middle = values[MIDDLE] ?? 0
  const before = values[MIDDLE - 1] ?? 0
  const after = values[MIDDLE + 1] ?? 0
  const usual = Math.max(deviations * MAD_SCALE * state.mad, LEAST_OF_RANGE * apart(state.high, state.low))
  // Most readings end here, before anything is sorted: a spike is as far from its neighbours, but for their quarter.
  if (Math.min(apart(middle, before), apart(middle, after)) <= (1 - NEIGHBOURS) * usual) return false
  const held = median(values)
  const far = apart(middle, held)
  if (far <= Math.max(usual, deviations * MAD_SCALE * madOf(values, held))) return false
  return apart(before, held) <= NEIGHBOURS * far && apart(after, held) <= NEIGHBOURS * far
}

const madOf = (values: readonly number[], held: number): number =>
  median(values.map(value => apart(value, held)))

/** What came yesterday becomes usual today, unless it was told of: so what begins does not teach itself. */
function closeDay(state: SpikeState, observedAtMs: number): void {
  if (observedAtMs - state.dayMs < DAY_MS || state.daySamples < DAY_SAMPLES) return
  state.days++
  state.dayMs = observedAtMs
  state.daySamples = 0
  state.usual *= KEEP
  if (!state.open) {
    state.usual = Math.max(state.usual, state.yesterday)
    state.yesterday = state.most
  }
  state.most = state.count
}

/** Finite however large the two are. */
const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), 1e300)

const sorted = new Float64Array(WINDOW)

/** By insertion into the same few numbers every time: this runs for every value of every series. */
function median(values: readonly number[]): number {
  for (let i = 0; i < WINDOW; i++) {
    const value = values[i] ?? 0
    let at = i
    for (; at > 0 && (sorted[at - 1] ?? 0) > value; at--) sorted[at] = sorted[at - 1] ?? 0
    sorted[at] = value
  }
  return sorted[MIDDLE] ?? 0
}

function statement(
  say: { phase: Statement['phase'] } & Episode,
  from: { state: SpikeState; observation: Observation; metric: Metric; threshold: number },
): Statement {
  const { state, metric, threshold } = from
  const { phase, severity, sinceMs } = say
  const { key } = metric
  const since = utc(sinceMs)
  const many = Math.round(state.count)
  const worst = shown(state.worst, metric)
  const held = shown(median(state.values), metric)
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${key} has jumped away for a single reading again and again since ${since}, about ${many} times in the last ${FADE} readings, last to ${worst} while it is about ${held}`,
      zh: `${key} 自 ${since} 起反复出现单点跳变，最近 ${FADE} 个读数中约 ${many} 次，最近一次跳到 ${worst}，而实际约为 ${held}`,
    },
    continuing: {
      en: `${key} still jumps away for single readings, as since ${since}, last to ${worst} while it is about ${held}`,
      zh: `${key} 自 ${since} 起仍有单点跳变，最近一次跳到 ${worst}，而实际约为 ${held}`,
    },
    cleared: {
      en: `${key} no longer jumps away for single readings; it did since ${since}`,
      zh: `${key} 不再出现单点跳变；此前自 ${since} 起出现`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'spikes', faultKind: 'sensor', explanation: words[phase] },
    distance: Math.max(1, state.count / threshold),
  }
}
