import { type Static, Type } from 'typebox'
import type { DeviceDetector, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import { type Episode, follow } from '../episode.ts'
import { forgetBefore, type Memory, pastOf } from '../math/past.ts'
import { contributionsOf } from './contributions.ts'
import { clearWords, openWords } from './explain.ts'
import { type Forecast, forecast, remember } from './forecast.ts'
import { PrognosisModel } from './model.ts'

const PrognosisConfig = Type.Object(
  {
    model: Type.Union([PrognosisModel, Type.Null()], {
      default: null,
      description:
        'What was learned from failures of the class; null while there are too few. The service sets it.',
    }),
    evidence: Type.Number({
      minimum: 0,
      default: 3,
      description:
        'Log odds, tempered, of "as one of the failures" against "as it always was" from which it speaks. 3 is 20 to 1.',
    }),
    withinDays: Type.Number({
      minimum: 0,
      default: 60,
      description: 'It speaks of failures that are expected within so many days.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof PrognosisConfig>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** So many forecasts in a row must say the same before it begins to speak, and before it is quiet. */
const IN_A_ROW = 3
/** Back below this share of the evidence counts as well. */
const WELL = 0.5

export interface PrognosisState {
  model: string
  memory: Memory
  /** The newest value of each metric of the model; they may come in separate messages. */
  values: (number | null)[]
  newestMs: number[]
  forecastAtMs: number
  /** Forecasts in a row that say otherwise than what is open. */
  otherwise: number
  sinceMs: number
  open: Episode | null
  /** That led when it was raised. */
  metric: string
}

/** Remaining useful life as past failures of the class teach it. See README.md. */
export const prognosis: DeviceDetector<typeof PrognosisConfig, PrognosisState> = {
  name: 'prognosis',
  scope: 'device',
  version: 1,
  config: PrognosisConfig,
  quieter: { parameter: 'evidence', when: 'larger' },
  configure: () => ({ model: null, evidence: 3, withinDays: 60 }),
  step(config, before, { observedAtMs, values, regime }) {
    const { model } = config
    if (!model) return [before ?? empty('', 0, observedAtMs), []]
    const state = before?.model === model.id ? before : renewed(model, before, observedAtMs)
    const isComplete = take(state, model, values, observedAtMs)
    const isAtWork = regime.name !== 'off' && regime.name !== 'idle' && regime.settled
    if (!isComplete || !isAtWork) return [state, []]
    remember(model, state.memory, { atMs: observedAtMs, values: state.values.map(value => value ?? 0) })
    if (observedAtMs - state.forecastAtMs < everyMs(model)) return [state, []]
    state.forecastAtMs = observedAtMs
    forgetBefore(state.memory, observedAtMs - 2 * model.spanMs)
    return [state, judged(config, state, forecast(model, pastOf(state.memory, observedAtMs)))]
  },
}

function empty(model: string, metrics: number, observedAtMs: number): PrognosisState {
  return {
    ...{
      model,
      memory: { bins: [] },
      forecastAtMs: observedAtMs,
      otherwise: 0,
      sinceMs: observedAtMs,
      open: null,
      metric: '',
    },
    values: Array.from({ length: metrics }, () => null),
    newestMs: Array.from({ length: metrics }, () => observedAtMs),
  }
}

/** What was open goes on being open, so that it is cleared once. */
function renewed(
  model: PrognosisModel,
  before: PrognosisState | undefined,
  observedAtMs: number,
): PrognosisState {
  const fresh = empty(model.id, model.map.metrics.length, observedAtMs)
  return { ...fresh, open: before?.open ?? null, metric: before?.metric ?? '' }
}

/** A forecast costs some milliseconds; remaining lives are told in days. */
const everyMs = ({ unitMs, spanMs }: PrognosisModel): number => Math.max(HOUR_MS, 2 * unitMs, spanMs / 500)

/** True when all metrics are known, and none of them is much older than the newest. */
function take(
  state: PrognosisState,
  { map, unitMs }: PrognosisModel,
  values: Readonly<Record<string, number>>,
  atMs: number,
): boolean {
  let isComplete = true
  let isNew = false
  map.metrics.forEach((metric, i) => {
    const value = values[metric]
    if (value !== undefined) {
      state.values[i] = value
      state.newestMs[i] = atMs
      isNew = true
    } else if (state.values[i] === null || atMs - (state.newestMs[i] ?? 0) > unitMs) isComplete = false
  })
  return isComplete && isNew
}

function judged(config: Config, state: PrognosisState, now: Forecast): Statement[] {
  const { model, evidence, withinDays } = config
  const observedAtMs = state.forecastAtMs
  if (!model) return []
  const isBad = now.evidence > evidence && now.medianMs < withinDays * DAY_MS
  const isWell = now.evidence < WELL * evidence
  const differs = state.open ? isWell : isBad
  if (differs && state.otherwise === 0) state.sinceMs = observedAtMs
  state.otherwise = differs ? state.otherwise + 1 : 0
  const changes = state.otherwise >= IN_A_ROW
  if (changes) state.otherwise = 0
  const isOpen = changes ? !state.open : state.open !== null
  const wrong = isOpen ? { sinceMs: state.sinceMs, severity: severityOf(now) } : undefined
  const { open, say } = follow(state.open, { observedAtMs, wrong })
  state.open = open
  if (!say) return []
  const { phase, severity, sinceMs } = say
  const contributions = contributionsOf(model, state)
  if (phase === 'raised') state.metric = contributions[0]?.metric ?? model.map.metrics[0] ?? ''
  const known = { phase, severity, sinceMs, symptom: 'unusual' as const, metric: state.metric }
  if (phase === 'cleared') return [{ ...known, explanation: clearWords(model) }]
  return [
    {
      ...known,
      distance: Math.min(1000, Math.max(1, now.evidence / Math.max(evidence, 0.1))),
      crossing: {
        atMs: Math.round(observedAtMs + now.medianMs),
        lowMs: Math.round(observedAtMs + now.lowMs),
        highMs: Math.round(observedAtMs + now.highMs),
        of: 'failure',
      },
      ...(contributions.length > 0 && { contributions }),
      explanation: openWords(model, now, observedAtMs),
    },
  ]
}

function severityOf({ medianMs }: Forecast): Severity {
  if (medianMs < 2 * DAY_MS) return 'critical'
  return medianMs < 14 * DAY_MS ? 'major' : 'minor'
}
