import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import { type Metric, quantityOf } from '../../contracts/registry.ts'
import { type Episode, follow } from '../episode.ts'
import { emptyMemory, isFull, remember, type ThinMemory } from '../memory.ts'
import { unpack } from '../packed.ts'
import { slide } from '../slide.ts'
import { back, decimalsOf, isNear, median, middleOf, spreadOf } from './arithmetic.ts'
import { explained } from './explain.ts'
import { examine, isProven, type Suspect, stands, suspectOf, type Usual, WINDOW } from './suspicion.ts'

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

/** So many, so far apart, are six days, at all hours. */
const SPREADS = 16
const SPREAD_EVERY_MS = 9 * 60 * MINUTE_MS
/** The largest step counts half after so long. */
const FORGET_MS = 60 * DAY_MS
/** Readings that do not fit end the suspicion; so many in the old unit end the episode. */
const MISFITS = 3
const RETURNED = 10

export interface UnitState {
  memory: ThinMemory
  /** Of what was ever remembered. */
  decimals: number
  recent: number[]
  spreads: number[]
  spreadAtMs: number
  step: number
  stepAtMs: number
  /** All that was ever reached, but for single readings; null before the first. */
  reached: [low: number, high: number] | null
  /** Readings since the last step was looked at. */
  samples: number
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
  version: 2,
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
    const suspect = suspected(config, state, { observation, metric })
    if (!suspect) {
      if (remember(state.memory, observedAtMs, value))
        state.decimals = Math.max(state.decimals, decimalsOf(value))
      learn(state, observation)
      return [state, []]
    }
    const { sinceMs, after, samples } = suspect
    if (samples < WINDOW || observedAtMs - sinceMs < config.holdMs) return [state, []]
    if (!isProven(suspect, usualOf(state), config.tolerance)) {
      reject(state, suspect)
      return [state, []]
    }
    const { open, say } = follow(null, { observedAtMs, wrong: { sinceMs, severity: 'major' } })
    Object.assign(state, { open, level: median(after), returned: 0 })
    return [state, say ? [explained(say, { suspect, value, metric })] : []]
  },
}

const begin = (observedAtMs: number): UnitState => ({
  ...{ memory: emptyMemory(observedAtMs), decimals: 0, recent: [], samples: 0 },
  ...{ spreads: [], spreadAtMs: observedAtMs, step: 0, stepAtMs: observedAtMs, reached: null },
  ...{ suspect: null, level: 0, returned: 0, open: null },
})

const usualOf = ({ memory, decimals, recent, spreads, step, reached }: UnitState): Usual => ({
  ...{ remembered: unpack(memory.values), decimals, recent, spreads, step, reached: reached ?? [0, 0] },
})

/** What is suspected after this reading, which may end a suspicion or begin one. */
function suspected(
  config: Config,
  state: UnitState,
  { observation, metric }: { observation: Observation; metric: Metric },
): Suspect | null {
  const { suspect, memory } = state
  const { observedAtMs, value } = observation
  if (!suspect) {
    if (!isFull(memory) || !stands(state.recent, value)) return null
    const now = { unit: metric.unit, observedAtMs, value }
    state.suspect = suspectOf(usualOf(state), now, config.tolerance)
    return state.suspect
  }
  examine(suspect, unpack(memory.values), value)
  if (suspect.asBefore >= MISFITS) Object.assign(state, { suspect: null, recent: [] })
  else if (suspect.misfits >= MISFITS) reject(state, suspect)
  return state.suspect
}

/** It was a jump, but not of a unit: then a series may jump like this. */
function reject(state: UnitState, { jump }: Suspect): void {
  Object.assign(state, { step: Math.max(state.step, jump), suspect: null, recent: [] })
}

function whileOpen(
  state: UnitState,
  { observedAtMs, value }: Observation,
  metric: Metric,
): [UnitState, Statement[]] {
  const { suspect, level } = state
  if (!suspect) return [{ ...state, open: null }, []] // never: what is open was suspected
  if (isNear(value, back(suspect, level), suspect)) state.returned++
  else if (isNear(value, level, suspect)) {
    state.returned = 0
    state.level += value / WINDOW - level / WINDOW
  }
  const isOver = state.returned >= RETURNED
  const wrong = isOver ? undefined : { sinceMs: suspect.sinceMs, severity: 'major' as const }
  const { open, say } = follow(state.open, { observedAtMs, wrong })
  state.open = open
  if (isOver) Object.assign(state, { suspect: null, recent: [], returned: 0 })
  return [state, say ? [explained(say, { suspect, value, metric })] : []]
}

function learn(state: UnitState, { observedAtMs, value }: Observation): void {
  state.recent = slide(state.recent, WINDOW, value)
  const { recent } = state
  if (recent.length === WINDOW && observedAtMs - state.spreadAtMs >= SPREAD_EVERY_MS) {
    state.spreadAtMs = observedAtMs
    state.spreads = slide(state.spreads, SPREADS, spreadOf(recent))
  }
  if (++state.samples < 3 || recent.length < 6) return
  state.samples = 0
  const level = middleOf(recent, 3)
  state.reached ??= [level, level]
  if (level < state.reached[0]) state.reached[0] = level
  if (level > state.reached[1]) state.reached[1] = level
  const step = Math.min(Math.abs(level - middleOf(recent, 6)), 1e300)
  if (step < state.step * 2 ** (-(observedAtMs - state.stepAtMs) / FORGET_MS)) return
  Object.assign(state, { step, stepAtMs: observedAtMs })
}
