import { type Static, Type } from 'typebox'
import type { DeviceDetector, Statement } from '../../contracts/detector.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { duration, utc } from '../statements.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const MissingConfig = Type.Object(
  {
    holdMs: Type.Integer({
      minimum: 0,
      default: 30 * MINUTE_MS,
      description: 'Least time (event time, ms) in which the device speaks without the metric.',
    }),
    samples: Type.Integer({
      minimum: 2,
      default: 20,
      description: 'Least number of samples of the device without the metric.',
    }),
    caution: Type.Number({
      minimum: 1,
      default: 6,
      description: 'How many times as long as ever before it must be missing.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof MissingConfig>

/** Two nights and the day between them, and enough values to know how regularly it comes. */
const LEARN_MS = 2 * DAY_MS
const LEARN_VALUES = 200
const OFF_VALUES = 100
/** What may be away for so long comes when it has something to say. */
const SELDOM_MS = DAY_MS
const SELDOM_SAMPLES = 60
/** While the device itself is silent no metric is missing. */
const GAP_INTERVALS = 10
/** The longest absence counts half after so long. */
const FORGET_MS = 60 * DAY_MS
/** As many metrics as a class can list; a device that invents names does not fill the state with them. */
const MAX_METRICS = 200

interface Sight {
  firstMs: number
  lastMs: number
  lastValue: number
  /** How often it has come, until it is enough. */
  values: number
  /** The same while the machine was off. */
  valuesOff: number
  /** Since it came last: samples of the device, and the time in which it spoke. */
  samples: number
  missingMs: number
  longestMs: number
  open: Episode | null
}

export interface MissingState {
  observedAtMs: number
  intervalMs: number
  metrics: Record<string, Sight>
}

/** A metric that used to come regularly and comes no more, while its device speaks. See README.md. */
export const missing: DeviceDetector<typeof MissingConfig, MissingState> = {
  name: 'missing',
  scope: 'device',
  version: 1,
  config: MissingConfig,
  quieter: { parameter: 'caution', when: 'larger' },
  configure: () => ({ holdMs: 30 * MINUTE_MS, samples: 20, caution: 6 }),
  step(config, known, observation) {
    const { observedAtMs, values, regime } = observation
    const state = known ?? { observedAtMs, intervalMs: 0, metrics: {} }
    const spokenMs = tick(state, observedAtMs)
    const said: Statement[] = []
    for (const metric in state.metrics) {
      const sight = state.metrics[metric]
      if (!sight) continue
      const value = values[metric]
      if (value !== undefined) {
        if (sight.open) said.push(...tell({ metric, sight, wrong: undefined, config, observedAtMs }))
        else if (sight.samples > 0) learn(sight, observedAtMs)
        see(sight, observedAtMs, value)
        if (regime.name === 'off' && sight.valuesOff < OFF_VALUES) sight.valuesOff++
        continue
      }
      // A machine that stands need not say everything, unless it did; how long it stands is no absence.
      if (regime.name === 'off' && sight.valuesOff < OFF_VALUES && !sight.open) continue
      sight.samples++
      sight.missingMs += spokenMs
      const isMissing = sight.open !== null || isMissed(config, sight, state)
      const wrong = isMissing ? { sinceMs: sight.lastMs, severity: 'minor' as const } : undefined
      said.push(...tell({ metric, sight, wrong, config, observedAtMs }))
    }
    for (const metric in values) {
      const value = values[metric]
      if (value !== undefined && !Object.hasOwn(state.metrics, metric)) meet(state, metric, value)
    }
    return [state, said]
  },
  intervene(_, state, { kind }) {
    // Nothing is missing any more, or somebody has said that it may be: what still does not come is not waited for.
    const metrics = Object.entries(state.metrics).filter(([, { open }]) => open === null)
    return kind === 'false_alarm' || kind === 'repaired'
      ? { ...state, metrics: Object.fromEntries(metrics) }
      : state
  },
}

/** Event time since the sample before, in which the device is taken to have spoken. */
function tick(state: MissingState, observedAtMs: number): number {
  const passedMs = observedAtMs - state.observedAtMs
  const { intervalMs } = state
  state.observedAtMs = observedAtMs
  state.intervalMs =
    intervalMs === 0 ? passedMs : intervalMs + (Math.min(passedMs, 4 * intervalMs) - intervalMs) / 32
  return passedMs > GAP_INTERVALS * state.intervalMs ? 0 : passedMs
}

function meet(state: MissingState, metric: string, lastValue: number): void {
  if (Object.keys(state.metrics).length >= MAX_METRICS) return
  const { observedAtMs } = state
  state.metrics[metric] = {
    ...{ firstMs: observedAtMs, lastMs: observedAtMs, lastValue, values: 1, valuesOff: 0 },
    ...{ samples: 0, missingMs: 0, longestMs: 0, open: null },
  }
}

function see(sight: Sight, observedAtMs: number, value: number): void {
  sight.lastMs = observedAtMs
  sight.lastValue = value
  sight.samples = 0
  sight.missingMs = 0
  if (sight.values < LEARN_VALUES) sight.values++
}

function learn(sight: Sight, observedAtMs: number): void {
  sight.longestMs *= 2 ** (-(observedAtMs - sight.lastMs) / FORGET_MS)
  if (sight.missingMs > sight.longestMs) sight.longestMs = sight.missingMs
}

function neededMs({ holdMs, caution }: Config, { longestMs }: Sight): number {
  return Math.max(holdMs, caution * longestMs)
}

function isMissed(config: Config, sight: Sight, { intervalMs }: MissingState): boolean {
  if (sight.samples < config.samples || sight.values < LEARN_VALUES) return false
  if (sight.lastMs - sight.firstMs < LEARN_MS) return false
  const needed = neededMs(config, sight)
  return needed <= Math.max(SELDOM_MS, SELDOM_SAMPLES * intervalMs) && sight.missingMs >= needed
}

function tell(about: {
  metric: string
  sight: Sight
  wrong: { sinceMs: number; severity: 'minor' } | undefined
  config: Config
  observedAtMs: number
}): Statement[] {
  const { metric, sight, wrong, config, observedAtMs } = about
  const { open, say } = follow(sight.open, { observedAtMs, wrong })
  sight.open = open
  if (!say) return []
  const { phase, severity, sinceMs } = say
  const since = utc(sinceMs)
  const usually = sight.longestMs > 0 ? duration(sight.longestMs) : undefined
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${metric} has not come since ${since}, while the device goes on sending${usually === undefined ? '' : `; it was never missing for longer than ${usually}`}`,
      zh: `${metric} 自 ${since} 起没有数据，而设备仍在发送${usually === undefined ? '' : `；以往最长缺失 ${usually}`}`,
    },
    continuing: {
      en: `${metric} still does not come, as since ${since}, while the device goes on sending`,
      zh: `${metric} 自 ${since} 起仍无数据，而设备仍在发送`,
    },
    cleared: {
      en: `${metric} comes again; it was missing since ${since}`,
      zh: `${metric} 已恢复；此前自 ${since} 起缺失`,
    },
  }
  return [
    {
      ...{ phase, severity, sinceMs, symptom: 'silent', metric, faultKind: 'sensor' },
      value: sight.lastValue,
      distance: Math.max(1, sight.missingMs / Math.max(1, neededMs(config, sight))),
      explanation: words[phase],
    },
  ]
}
