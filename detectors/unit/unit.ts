import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import { type Metric, quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { emptyMemory, remember, type ThinMemory } from '../memory.ts'
import { about, shown, utc, withUnit } from '../statements.ts'
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
/** A jump is one when it is so many times the spread of the noise. */
const OUT_OF_NOISE = 4
/** A conversion converts the noise too, within this factor. */
const SPREAD = 4
/** So many, so far apart, are six days, at all hours. */
const SPREADS = 16
const SPREAD_EVERY_MS = 9 * 60 * MINUTE_MS
/** Nothing physical jumps like this: times the largest step that was ever seen. */
const STEP = 5
const FORGET_MS = 60 * DAY_MS
/** A load may rise by half to where it has never been; not to five times. */
const LEAST_FACTOR = 5
/** Readings that fit neither unit end the suspicion; so many in the old unit end the episode. */
const MISFITS = 3
const RETURNED = 10

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
  /** Readings that fit neither unit, and such that are as before. */
  misfits: number
  spikes: number
}

export interface UnitState {
  memory: ThinMemory
  /** The newest values, oldest first. */
  recent: number[]
  /** Spreads of the newest values, one now and then. */
  spreads: number[]
  spreadAtMs: number
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
  quieter: { parameter: 'tolerance', when: 'smaller' },
  configure(metric) {
    const quantity = quantityOf(metric)
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
      learnSpread(state, observedAtMs)
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
  ...{
    memory: emptyMemory(observedAtMs),
    recent: [],
    spreads: [],
    spreadAtMs: observedAtMs,
    samples: 0,
    step: 0,
    stepAtMs: observedAtMs,
  },
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
    return (
      value / level > 0 &&
      Math.abs(Math.log(value / level)) < Math.min(Math.abs(Math.log(factor)) / 4, Math.LN2)
    )
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
  if (!(moved > OUT_OF_NOISE * spread) || moved < 0.1 * Math.abs(from)) return
  const [low, high] = rangeOf(memory.values)
  const width = high - low
  const isFar = value > high + width || value < low - width
  const jumps = (conversion: Conversion): boolean => {
    const jump = to(conversion, from) - from
    const noise = spread * conversion.factor
    if (Math.abs(jump) < OUT_OF_NOISE * noise) return false // of a level of about nothing anything is a multiple
    if (Math.abs(newest - from) > 2 * spread) return false // it was on its way already
    return Math.abs(value - from - jump) <= config.tolerance * Math.abs(jump) + 2 * noise
  }
  const comesBack = (conversion: Conversion): boolean => {
    const old = back(conversion, value)
    // not just anything that a large factor brings down to zero
    return isFar && old >= low + width / 4 && old <= high
  }
  const others = conversionsOf(metric.unit).filter(
    ({ factor, offset }) => Math.abs(factor - 1) >= 0.2 || offset !== 0,
  )
  const off = (conversion: Conversion) => Math.abs(back(conversion, value) - from)
  const away = (conversion: Conversion) =>
    Math.min(...memory.values.map(known => Math.abs(known - back(conversion, value))))
  const [best] = others.filter(jumps).toSorted((a, b) => off(a) - off(b))
  // Where it jumped while nothing was to be seen, as at zero, the level that it had before is any that is known.
  const [known] = best ? [] : others.filter(comesBack).toSorted((a, b) => away(a) - away(b))
  const conversion = best ?? known
  if (!conversion) return
  state.suspect = {
    ...conversion,
    ...{ sinceMs: observedAtMs, from: best ? from : null, spread, jump: moved },
    ...{ after: [value], samples: 1, misfits: 0, spikes: 0 },
  }
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
  const isLikeBefore =
    suspect.from === null ? value >= low && value <= high : isNear(value, suspect.from, suspect)
  if (isLikeBefore) suspect.spikes++
  else if (old < low - margin || old > high + margin) suspect.misfits++
  if (suspect.spikes >= MISFITS) drop(state)
  else if (suspect.misfits >= MISFITS) reject(state)
}

function drop(state: UnitState): void {
  state.suspect = null
  state.recent = []
}

/** It was a jump, but not of a unit: then a series may jump like this. */
function reject(state: UnitState): void {
  state.step = Math.max(state.step, state.suspect?.jump ?? 0)
  drop(state)
}

function isProven(config: Config, state: UnitState, observedAtMs: number): boolean {
  const { suspect, memory, step } = state
  if (!suspect || suspect.samples < WINDOW || observedAtMs - suspect.sinceMs < config.holdMs) return false
  const { after, from, jump } = suspect
  const isWhere =
    from === null ||
    Math.abs(median(after) - to(suspect, from)) <=
      2 * config.tolerance * jump + suspect.spread * suspect.factor
  const isImpossible = suspect.factor >= 1 && jump > STEP * step
  const proven = isWhere && isNoiseConverted(state, suspect) && (isImpossible || isNew(memory, suspect))
  if (!proven) reject(state)
  return proven
}

/** The noise of the sensor and of the process is converted too; a reading that does not move is at an end of its range. */
function isNoiseConverted({ spreads }: UnitState, { after, from, spread, factor }: Suspect): boolean {
  const [least, most] = rangeOf(from === null ? spreads : [spread])
  const now = spreadOf(after) / factor
  return now > 0 && now >= least / SPREAD && now <= most * SPREAD
}

/**
 * Whether it has never been there. Converted down a reading comes to lie near zero, where a machine that stops comes to
 * lie too, some day for the first time; so there it has to be told in finer steps than ever.
 */
function isNew({ values }: ThinMemory, { after, factor, offset, jump }: Suspect): boolean {
  if (factor < 1) {
    const places = Math.max(...values.map(decimalsOf))
    return after.filter(value => decimalsOf(value) > places).length >= after.length * 0.8
  }
  if (factor < LEAST_FACTOR && offset === 0) return false
  const level = median(after)
  return values.every(value => Math.abs(value - level) > jump / 4)
}

/** Decimals that a value is told with; it is not worth looking behind the eighth. */
function decimalsOf(value: number): number {
  let places = 0
  while (places < 8 && Number(value.toFixed(places)) !== value) places++
  return places
}

function push(state: UnitState, { observedAtMs, value }: Observation): void {
  const { recent } = state
  recent.push(value)
  if (recent.length > WINDOW) recent.shift()
  state.samples = (state.samples + 1) % 3
  if (state.samples === 0 && recent.length >= 6) learnStep(state, observedAtMs)
}

function learnSpread(state: UnitState, observedAtMs: number): void {
  const { recent, spreads } = state
  if (recent.length < WINDOW || observedAtMs - state.spreadAtMs < SPREAD_EVERY_MS) return
  state.spreadAtMs = observedAtMs
  spreads.push(spreadOf(recent))
  if (spreads.length > SPREADS) spreads.shift()
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
  const was = suspect ? about(back(suspect, value), metric) : now
  const how = nameOf(other, suspect?.factor ?? 1)
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${metric.key} has been reading ${how.en} since ${since}: it shows ${now}, which would be about ${was}`,
      zh: `${metric.key} 自 ${since} 起的读数像是${how.zh}：显示 ${now}，换算约为 ${was}`,
    },
    continuing: {
      en: `${metric.key} still reads ${how.en}, as since ${since}: it shows ${now}, which would be about ${was}`,
      zh: `${metric.key} 自 ${since} 起的读数仍像是${how.zh}：显示 ${now}，换算约为 ${was}`,
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
