import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import { type Metric, quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { duration, shown, utc } from '../statements.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const StuckConfig = Type.Object(
  {
    holdMs: Type.Integer({
      minimum: 0,
      default: 30 * MINUTE_MS,
      description: 'Least time (event time, ms) without any change before a sensor is called stuck.',
    }),
    samples: Type.Integer({
      minimum: 2,
      default: 20,
      description: 'Least number of samples in a row with the same value.',
    }),
    caution: Type.Number({
      minimum: 1,
      default: 6,
      description: 'How many times as long as ever before the value must stay.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof StuckConfig>

/** Two nights and the day between them, and enough changes to know how long the value usually stays. */
const LEARN_MS = 2 * DAY_MS
const LEARN_CHANGES = 200
/** What would have to stay for longer than this rests by its nature: a setting, a state, a counter. */
const RESTS_MS = DAY_MS
const RESTS_SAMPLES = 60
/** One that has rested at the lowest value will rest there again, though a single reading was lower since. */
const REST_MS = 30 * MINUTE_MS
const RESTS = 4
/** A gap says nothing about what was between. */
const GAP_INTERVALS = 10
/** The longest stay counts half after so long. */
const FORGET_MS = 60 * DAY_MS

export interface StuckState {
  /** The value that stays, since when, and for how many samples. */
  value: number
  sinceMs: number
  samples: number
  observedAtMs: number
  intervalMs: number
  /** Of what was learned: since when, how many changes, how long a value stayed at most. */
  learningSinceMs: number
  changes: number
  longestMs: number
  low: number
  high: number
  /** Values at which it has rested before, the newest last. */
  rests: number[]
  open: Episode | null
}

/** A value that stays exactly the same for far longer than it ever did, while the machine runs. See README.md. */
export const stuck: MetricDetector<typeof StuckConfig, StuckState> = {
  name: 'stuck',
  scope: 'metric',
  version: 1,
  config: StuckConfig,
  quieter: { parameter: 'caution', when: 'larger' },
  configure(metric) {
    const quantity = quantityOf(metric)
    if (quantity === 'state' || quantity === 'counter') return undefined
    return { holdMs: 30 * MINUTE_MS, samples: 20, caution: 6 }
  },
  step(config, known, observation, metric) {
    const { observedAtMs, value } = observation
    if (!known) return [begin(observation), []]
    const stays = value === known.value
    const state = stays ? stay(known, observation) : move(known, observation)
    const wrong =
      stays && (known.open || isStuck(config, state, observation))
        ? { sinceMs: state.sinceMs, severity: 'minor' as const }
        : undefined
    const { open, say } = follow(known.open, { observedAtMs, wrong })
    state.open = open
    return [state, say ? [statement(say, { config, state, observation, metric })] : []]
  },
  intervene(_, state, { kind }) {
    // Somebody has looked and found it well: then a value may stay for so long.
    const stayedMs = kind === 'false_alarm' && state.open ? state.observedAtMs - state.sinceMs : 0
    const longestMs = Math.max(state.longestMs, stayedMs)
    return { ...state, longestMs, open: null, sinceMs: state.observedAtMs, samples: 1 }
  },
}

function begin({ observedAtMs, value }: Observation): StuckState {
  return {
    ...{ value, sinceMs: observedAtMs, samples: 1, observedAtMs, intervalMs: 0 },
    ...{
      learningSinceMs: observedAtMs,
      changes: 0,
      longestMs: 0,
      low: value,
      high: value,
      rests: [],
      open: null,
    },
  }
}

function stay(state: StuckState, { observedAtMs, regime }: Observation): StuckState {
  const passedMs = observedAtMs - state.observedAtMs
  const isGap = state.intervalMs > 0 && passedMs > GAP_INTERVALS * state.intervalMs
  state.observedAtMs = observedAtMs
  learnInterval(state, passedMs)
  if (!state.open && (isGap || regime.name === 'off' || !regime.settled)) {
    state.sinceMs = observedAtMs
    state.samples = 1
  } else state.samples++
  return state
}

function move(state: StuckState, { observedAtMs, value, regime }: Observation): StuckState {
  const stayedMs = state.observedAtMs - state.sinceMs
  const passedMs = observedAtMs - state.observedAtMs
  const forgotten = 2 ** (-(observedAtMs - state.sinceMs) / FORGET_MS)
  state.longestMs *= forgotten
  if (isRest(state, regime)) learnRest(state, stayedMs)
  else if (!state.open && stayedMs > state.longestMs) state.longestMs = stayedMs
  learnInterval(state, passedMs)
  state.changes++
  if (value < state.low) state.low = value
  if (value > state.high) state.high = value
  state.value = value
  state.sinceMs = observedAtMs
  state.observedAtMs = observedAtMs
  state.samples = 1
  return state
}

function learnRest({ rests, value }: StuckState, stayedMs: number): void {
  if (stayedMs < REST_MS || rests.includes(value)) return
  rests.push(value)
  if (rests.length > RESTS) rests.shift()
}

function learnInterval(state: StuckState, passedMs: number): void {
  state.intervalMs = state.intervalMs
    ? state.intervalMs + (Math.min(passedMs, 4 * state.intervalMs) - state.intervalMs) / 32
    : passedMs
}

/**
 * Zero and the ends of what was ever seen: there a value rests when the machine stands. Where it is known to run nothing
 * rests for that reason.
 */
const isRest = ({ value, low, high, rests }: StuckState, { name }: Observation['regime']): boolean =>
  name !== 'run' && (value === 0 || value <= low || value >= high || rests.includes(value))

function neededMs({ holdMs, caution }: Config, { longestMs }: StuckState): number {
  return Math.max(holdMs, caution * longestMs)
}

function isStuck(config: Config, state: StuckState, { observedAtMs, regime }: Observation): boolean {
  if (state.samples < config.samples || state.changes < LEARN_CHANGES) return false
  if (isRest(state, regime)) return false
  if (state.sinceMs - state.learningSinceMs < LEARN_MS) return false
  const needed = neededMs(config, state)
  if (needed > Math.max(RESTS_MS, RESTS_SAMPLES * state.intervalMs)) return false
  return observedAtMs - state.sinceMs >= needed
}

function statement(
  say: { phase: Statement['phase'] } & Episode,
  from: { config: Config; state: StuckState; observation: Observation; metric: Metric },
): Statement {
  const { config, state, observation, metric } = from
  const { observedAtMs, value } = observation
  const { phase, severity, sinceMs } = say
  const reading = shown(value, metric)
  const since = utc(sinceMs)
  const usually = duration(Math.max(state.longestMs, state.intervalMs))
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${metric.key} has shown exactly ${reading} since ${since}; it has never stayed the same for longer than ${usually}`,
      zh: `${metric.key} 自 ${since} 起一直恰好为 ${reading}；以往不变的时间最长为 ${usually}`,
    },
    continuing: {
      en: `${metric.key} still shows exactly ${reading}, as since ${since}`,
      zh: `${metric.key} 自 ${since} 起仍一直恰好为 ${reading}`,
    },
    cleared: {
      en: `${metric.key} moves again and shows ${reading}; it stood still since ${since}`,
      zh: `${metric.key} 已恢复变化，现为 ${reading}；此前自 ${since} 起未变`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'stuck', faultKind: 'sensor', value, explanation: words[phase] },
    distance: Math.max(1, (observedAtMs - sinceMs) / Math.max(1, neededMs(config, state))),
  }
}
