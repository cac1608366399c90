import type { Regime } from '../../contracts/detector.ts'
import { type Quantity, quantityOf } from '../../contracts/quantity.ts'
import { type EquipmentClass, metricOf } from '../../contracts/registry.ts'
import { SETTLE_MS } from '../math/horizon.ts'
import { type RegimeModel, UNKNOWN_REGIME } from '../regimes.ts'

/** What tells how a machine is run, the plainest first. Those before the last are 0 when it is off. */
const TELLING: readonly Quantity[] = ['speed', 'power', 'current', 'torque', 'flow', 'vibration']
/** Shares of the usual level in operation below which a machine is off, and below which it runs without a load. */
const OFF = 0.1
const IDLE = 0.2
/** So many samples in a row must say the same: a start takes some, and a single reading is none. */
const HELD = 3
/** The level in operation follows upwards, and downwards: 95 samples of 100 lie below it. */
const UP = 0.02
const DOWN = 0.001
/** A value counts as no more than this of the level: a spike, or a level that is not known yet. */
const MOST = 3
/** A vibration is never 0, as neighbours shake too; off is what is this much less than in operation. */
const APART = 3

interface RegimesState {
  /** The metric that tells; null where none does. */
  metric: string | null
  /** It is a vibration. */
  isNoisy: boolean
  /** Level in operation; of a vibration also that at rest. */
  high: number
  low: number
  /** The last values of the metric. */
  held: number[]
  regime: Regime
}

/** Tells off, idle and run by the metric that says it most plainly. See README.md. */
export const regimes: RegimeModel<RegimesState> = {
  version: 1,
  step(before, { observedAtMs, values }, equipmentClass) {
    const state = before ?? begin(equipmentClass, values)
    if (state.metric === null) return [state, state.regime]
    const value = values[state.metric]
    if (value === undefined) return [state, state.regime]
    learn(state, Math.min(Math.abs(value), LARGEST))
    state.regime = next(state, observedAtMs)
    return [state, state.regime]
  },
}

/** Keeps products finite. */
const LARGEST = 1e100

function begin(equipmentClass: EquipmentClass, values: Readonly<Record<string, number>>): RegimesState {
  let best = TELLING.length
  let metric: string | null = null
  for (const key in values) {
    const known = metricOf(equipmentClass, key)
    const rank = known ? TELLING.indexOf(quantityOf(known)) : -1
    if (rank < 0 || rank >= best) continue
    best = rank
    metric = key
  }
  return {
    ...{ metric, isNoisy: TELLING[best] === 'vibration' },
    ...{ high: 0, low: 0, held: [], regime: UNKNOWN_REGIME },
  }
}

function learn(state: RegimesState, value: number): void {
  state.held.push(value)
  if (state.held.length > HELD) state.held.shift()
  const isFirst = state.high === 0
  if (isFirst) state.high = state.low = value
  const seen = Math.min(value, MOST * state.high)
  const isAtWork = state.isNoisy ? value >= between(state) : value > OFF * state.high
  if (seen > state.high) state.high += UP * (seen - state.high)
  else if (isAtWork) state.high += DOWN * (seen - state.high)
  if (state.isNoisy && !isAtWork) state.low += UP * (value - state.low)
  else if (value < state.low) state.low += UP * (value - state.low)
}

/** Where both levels are apart, the middle between them in their ratio; else nothing is off. */
const between = ({ high, low }: RegimesState): number => (high > APART * low ? Math.sqrt(high * low) : 0)

function next(state: RegimesState, observedAtMs: number): Regime {
  const { regime, held } = state
  const names = held.map(value => nameOf(state, value))
  const [first] = names
  const agreed = held.length === HELD && names.every(name => name === first) ? first : undefined
  const name = agreed ?? regime.name
  const sinceMs = name === regime.name ? regime.sinceMs : observedAtMs
  // nobody has seen how long it has been running when it is seen first
  const isSettled = regime.name === 'unknown' || (name === regime.name && regime.settled)
  const settled = isSettled || observedAtMs - sinceMs >= SETTLE_MS
  return name === regime.name && settled === regime.settled ? regime : { name, sinceMs, settled }
}

function nameOf(state: RegimesState, value: number): Regime['name'] {
  if (state.isNoisy) return value < between(state) ? 'off' : 'run'
  if (value <= OFF * state.high) return 'off'
  return value < IDLE * state.high ? 'idle' : 'run'
}
