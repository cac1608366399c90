import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { emptyMemory, remember, type ThinMemory } from '../memory.ts'
import { shown, utc, withUnit } from '../statements.ts'
import { type Conversion, conversionsOf } from './conversions.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const UnitConfig = Type.Object(
  {
    holdMs: Type.Integer({
      minimum: 0,
      default: 30 * MINUTE_MS,
      description: 'For how long (event time, ms) the readings must fit the other unit.',
    }),
    tolerance: Type.Number({
      minimum: 0,
      maximum: 0.5,
      default: 0.03,
      description: 'How far from the converted level the jump may end, as a share of the jump.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof UnitConfig>

/** Readings before and after the jump that are compared; a multiple of three. */
const WINDOW = 15
/** The level from which it jumps. */
const LEVEL = 5
/** Remembered values that make a history: three days at least. */
const ENOUGH = 48
/** A conversion converts the noise too, within this factor. */
const SPREAD = 4
/** Nothing physical jumps like this: times the largest step that was ever seen. */
const STEP = 5
const FORGET_MS = 60 * DAY_MS
/** Readings that fit neither unit end the suspicion; so many in the old unit end the episode. */
const MISFITS = 3
const RETURNED = 5

interface Suspect {
  unit: string
  factor: number
  offset: number
  sinceMs: number
  /** Level before, in the old unit; null where it jumped while nothing was to be seen, as at zero. */
  from: number | null
  spread: number
  jump: number
  after: number[]
  samples: number
  misfits: number
}

export interface UnitState {
  memory: ThinMemory
  /** The newest values, oldest first. */
  recent: number[]
  /** Modulo three. */
  samples: number
  /** The largest step from one three readings to the next three. */
  step: number
  stepAtMs: number
  suspect: Suspect | null
  /** While open: the level in the new unit, and readings in a row that are in the old one again. */
  level: number
  returned: number
  open: Episode | null
}

/** Readings that jump to what the same quantity would read in another unit, and stay there. See README.md. */
export const unit: MetricDetector<typeof UnitConfig, UnitState> = {
  name: 'unit',
  scope: 'metric',
  version: 1,
  config: UnitConfig,
  configure({ quantity }) {
    if (quantity === 'state' || quantity === 'counter') return undefined
    return { holdMs: 30 * MINUTE_MS, tolerance: 0.03 }
  },
  step(config, known, observation, metric) {
    const { observedAtMs, value } = observation
    const state = known ?? begin(observedAtMs)
    if (state.open) return whileOpen(state, observation, metric)
    if (state.suspect) examine(config, state, observation)
    else if (state.memory.values.length >= ENOUGH) suspect(config, state, { observation, metric })
    if (!state.suspect) {
      remember(state.memory, observedAtMs, value)
      push(state, observation)
      return [state, []]
    }
    if (!isProven(config, state, observedAtMs)) return [state, []]
    const { sinceMs, after } = state.suspect
    const { open, say } = follow(null, { observedAtMs, wrong: { sinceMs, severity: 'major' } })
    Object.assign(state, { open, level: median(after), returned: 0 })
    return [state, say ? [statement(say, { state, value, metric })] : []]
  },
}

const begin = (observedAtMs: number): UnitState => ({
  ...{ memory: emptyMemory(observedAtMs), recent: [], samples: 0, step: 0, stepAtMs: observedAtMs },
  ...{ suspect: null, level: 0, returned: 0, open: null },
})

function whileOpen(
  state: UnitState,
  { observedAtMs, value }: Observation,
  metric: Metric,
): [UnitState, Statement[]] {
  const { suspect, level } = state
  if (suspect) {
    if (isNear(value, back(suspect, level), suspect)) state.returned++
    else if (isNear(value, level, suspect)) {
      state.returned = 0
      state.level += (value - level) / WINDOW
    }
  }
  const isOver = !suspect || state.returned >= RETURNED
  const wrong = isOver ? undefined : { sinceMs: suspect.sinceMs, severity: 'major' as const }
  const { open, say } = follow(state.open, { observedAtMs, wrong })
  const said = say ? [statement(say, { state, value, metric })] : []
  Object.assign(state, { open })
  if (!open) Object.assign(state, { suspect: null, recent: [], returned: 0 })
  return [state, said]
}

/** Nearer to this level than to where the other unit would put it, by much. */
function isNear(value: number, level: number, { factor, offset }: Conversion): boolean {
  if (offset === 0)
    return value / level > 0 && Math.abs(Math.log(value / level)) < Math.abs(Math.log(factor)) / 4
  return Math.abs(value - level) < Math.abs(level * (factor - 1) + offset) / 4
}

const to = ({ factor, offset }: Conversion, value: number): number => value * factor + offset
const back = ({ factor, offset }: Conversion, value: number): number => (value - offset) / factor

/** Does this reading look as if it were in another unit? */
function suspect(
  config: Config,
  state: UnitState,
  { observation: { observedAtMs, value }, metric }: { observation: Observation; metric: Metric },
): void {
  const { recent, memory } = state
  const newest = recent.at(-1) ?? value
  // Most readings end here, before anything is sorted.
  if (recent.length < WINDOW || !(Math.abs(value - newest) > 0.05 * Math.abs(newest))) return
  const from = median(recent.slice(-LEVEL))
  const spread = spreadOf(recent)
  const moved = Math.abs(value - from)
  if (!(moved > 8 * spread) || moved < 0.1 * Math.abs(from)) return
  const [low, high] = rangeOf(memory.values)
  const width = high - low
  const isFar = value > high + width || value < low - width
  const fits = (conversion: Conversion): boolean => {
    if (Math.abs(conversion.factor - 1) < 0.2 && conversion.offset === 0) return false
    const jump = to(conversion, from) - from
    if (Math.abs(value - from - jump) <= config.tolerance * Math.abs(jump)) return true
    const old = back(conversion, value)
    return isFar && old >= low && old <= high
  }
  const conversion = bestOf(conversionsOf(metric.unit).filter(fits), { value, from })
  if (!conversion) return
  const isJump = Math.abs(back(conversion, value) - from) <= config.tolerance * moved
  state.suspect = {
    ...conversion,
    ...{ sinceMs: observedAtMs, from: isJump ? from : null, spread, jump: moved },
    ...{ after: [value], samples: 1, misfits: 0 },
  }
}

/** Where several fit, the one that leaves the level where it was. */
function bestOf(
  conversions: readonly Conversion[],
  { value, from }: { value: number; from: number },
): Conversion | undefined {
  const off = (conversion: Conversion) => Math.abs(back(conversion, value) - from)
  return conversions.toSorted((a, b) => off(a) - off(b))[0]
}

/** Whether what follows fits too; otherwise it was something else. */
function examine(_: Config, state: UnitState, { value }: Observation): void {
  const { suspect, memory } = state
  if (!suspect) return
  suspect.samples++
  if (suspect.after.length < WINDOW) suspect.after.push(value)
  const [low, high] = rangeOf(memory.values)
  const margin = (high - low) / 4
  const old = back(suspect, value)
  const isLikeBefore = suspect.from !== null && Math.abs(value - suspect.from) < suspect.jump / 2
  if (isLikeBefore || old < low - margin || old > high + margin) suspect.misfits++
  if (suspect.misfits >= MISFITS) {
    state.suspect = null
    state.recent = []
  }
}

function isProven(config: Config, state: UnitState, observedAtMs: number): boolean {
  const { suspect, memory, step } = state
  if (!suspect || suspect.samples < WINDOW || observedAtMs - suspect.sinceMs < config.holdMs) return false
  const { after, spread, from, jump, factor } = suspect
  const ratio = spreadOf(after) / Math.abs(factor)
  const isNoiseConverted = ratio <= SPREAD * spread && ratio >= spread / SPREAD
  const level = median(after)
  const isWhere =
    from === null || Math.abs(back(suspect, level) - from) <= 2 * config.tolerance * jump + 4 * spread
  const [low, high] = rangeOf(after)
  const known = memory.values.filter(value => value >= low && value <= high).length
  const isNew = known <= memory.values.length / 50 || jump > STEP * step
  if (isNoiseConverted && isWhere && isNew) return true
  state.suspect = null
  state.recent = []
  return false
}

function push(state: UnitState, { observedAtMs, value }: Observation): void {
  const { recent } = state
  recent.push(value)
  if (recent.length > WINDOW) recent.shift()
  state.samples = (state.samples + 1) % 3
  if (state.samples === 0 && recent.length >= 6) learnStep(state, observedAtMs)
}

function learnStep(state: UnitState, observedAtMs: number): void {
  const { recent } = state
  const step = Math.abs(median(recent.slice(-3)) - median(recent.slice(-6, -3)))
  const faded = state.step * 2 ** (-(observedAtMs - state.stepAtMs) / FORGET_MS)
  if (step < faded) return
  state.step = Math.min(step, 1e300)
  state.stepAtMs = observedAtMs
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/** Between the quartiles. */
function spreadOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const quarter = sorted.length >> 2
  return Math.min((sorted[sorted.length - 1 - quarter] ?? 0) - (sorted[quarter] ?? 0), 1e300)
}

function rangeOf(values: readonly number[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

function statement(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  { state, value, metric }: { state: UnitState; value: number; metric: Metric },
): Statement {
  const { suspect } = state
  const other = suspect?.unit ?? ''
  const since = utc(sinceMs)
  const now = shown(value, metric)
  const was = suspect ? shown(back(suspect, value), metric) : now
  const how = nameOf(other, suspect?.factor ?? 1)
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${metric.key} has been reading ${how.en} since ${since}: it shows ${now}, which would be ${was}`,
      zh: `${metric.key} 自 ${since} 起的读数像是${how.zh}：显示 ${now}，换算应为 ${was}`,
    },
    continuing: {
      en: `${metric.key} still reads ${how.en}, as since ${since}: it shows ${now}, which would be ${was}`,
      zh: `${metric.key} 自 ${since} 起的读数仍像是${how.zh}：显示 ${now}，换算应为 ${was}`,
    },
    cleared: {
      en: `${metric.key} reads in ${withUnit('', metric).trim() || 'its unit'} again and shows ${now}; it read ${how.en} since ${since}`,
      zh: `${metric.key} 已恢复原单位，显示 ${now}；此前自 ${since} 起的读数像是${how.zh}`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'unit_changed', faultKind: 'sensor', value },
    explanation: words[phase],
  }
}

function nameOf(other: string, factor: number): Words {
  if (other !== '') return { en: `as if in ${other}`, zh: `以 ${other} 为单位` }
  const places = Math.round(Math.log10(factor))
  const times = places > 0 ? 10 ** places : 10 ** -places
  return places > 0
    ? { en: `${times} times too high`, zh: `放大了 ${times} 倍` }
    : { en: `${times} times too low`, zh: `缩小为 ${times} 分之一` }
}
