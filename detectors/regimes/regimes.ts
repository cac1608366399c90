import type { Regime } from '../../contracts/detector.ts'
import { type Quantity, quantityOf } from '../../contracts/quantity.ts'
import { type EquipmentClass, metricOf } from '../../contracts/registry.ts'
import { SETTLE_MS, usualInterval } from '../math/horizon.ts'
import { type RegimeModel, UNKNOWN_REGIME } from '../regimes.ts'
import { beginLevel, type Level, readLevel } from './level.ts'
import { beginLearning, type Candidate, decide, type Learning, type Steps, stepOf, take } from './steps.ts'
import { beginSwitch, readSwitch, type Switch } from './switch.ts'

/** What tells how a machine is run, the plainest first. Those before the last are 0 when it is off. */
const TELLING: readonly Quantity[] = ['speed', 'power', 'current', 'torque', 'flow', 'vibration']
/** So many samples in a row must say the same: a start takes some, and a single reading is none. */
const HELD = 3
/** So many metrics are looked at for load steps. */
const MOST_CANDIDATES = 2
/** States that are none of how a machine is run. */
const NO_MODE = /(^|_)(alarm|fault|error|warning|open|closed|door|online|connected|battery)(_|$)/i

interface RegimesState {
  observedAtMs: number
  intervalMs?: number
  /** The state, and the level, that say whether it is switched on; null where there is none. */
  switch: Switch | null
  level: Level | null
  /** Its load steps; null where it has none. */
  steps: Learning | Steps | null
  /** What the last samples said. */
  held: Said[]
  regime: Regime
}

type Said = Pick<Regime, 'name' | 'step'>

/** Tells off, idle and run, and the load steps within run. See README.md. */
export const regimes: RegimeModel<RegimesState> = {
  version: 2,
  step(before, { observedAtMs, values }, equipmentClass) {
    const state = before ?? begin(equipmentClass, values, observedAtMs)
    if (observedAtMs > state.observedAtMs)
      state.intervalMs = usualInterval(state.intervalMs, observedAtMs - state.observedAtMs)
    state.observedAtMs = observedAtMs
    const said = listen(state, values)
    if (said) state.regime = next(state, said)
    return [state, state.regime]
  },
}

function begin(
  equipmentClass: EquipmentClass,
  values: Readonly<Record<string, number>>,
  observedAtMs: number,
): RegimesState {
  const ranked = Object.keys(values)
    .flatMap(key => {
      const metric = metricOf(equipmentClass, key)
      return metric ? [{ key, quantity: quantityOf(metric) }] : []
    })
    .map(({ key, quantity }) => ({ key, quantity, rank: TELLING.indexOf(quantity) }))
    .sort((a, b) => a.rank - b.rank)
  const plainest = ranked.find(({ rank }) => rank >= 0)
  const modes = ranked.filter(({ key, quantity }) => quantity === 'state' && !NO_MODE.test(key))
  const loads = ranked.filter(({ rank }) => rank >= 0 && TELLING[rank] !== 'vibration')
  const candidates: Candidate[] = [
    ...modes.map(({ key }) => ({ metric: key, isState: true })),
    ...loads.map(({ key }) => ({ metric: key, isState: false })),
  ].slice(0, MOST_CANDIDATES)
  return {
    observedAtMs,
    switch: beginSwitch(equipmentClass, values) ?? null,
    level: plainest ? beginLevel(plainest.key, plainest.quantity === 'vibration') : null,
    steps: candidates.length > 0 ? beginLearning(candidates, observedAtMs) : null,
    ...{ held: [], regime: UNKNOWN_REGIME },
  }
}

/** What a sample says; undefined where it has none of the metrics that tell. */
function listen(state: RegimesState, values: Readonly<Record<string, number>>): Said | undefined {
  const bySwitch =
    state.switch && read(values, state.switch.metric, value => readSwitch(state.switch as Switch, value))
  const byLevel =
    state.level && read(values, state.level.metric, value => readLevel(state.level as Level, value))
  const names = [bySwitch, byLevel]
  const name = (['off', 'idle', 'run'] as const).find(each => names.includes(each))
  if (name !== undefined && name !== 'run') return { name }
  const step = stepIn(state, values)
  if (name === undefined && step === undefined) return undefined
  return { name: name ?? 'run', ...(step !== undefined && { step }) }
}

const read = <Answer>(
  values: Readonly<Record<string, number>>,
  metric: string,
  by: (value: number) => Answer,
): Answer | undefined => {
  const value = values[metric]
  return value === undefined ? undefined : by(value)
}

/** Of a machine in operation: learns its load steps, and tells them once they are known. */
function stepIn(state: RegimesState, values: Readonly<Record<string, number>>): number | undefined {
  const { steps, observedAtMs, intervalMs = 0, regime } = state
  if (steps === null) return undefined
  if (!isLearning(steps)) {
    const value = values[steps.metric]
    return value === undefined ? regime.step : stepOf(steps, value, regime.step)
  }
  take(steps, values)
  const decided = decide(steps, { observedAtMs, intervalMs })
  if (decided !== undefined) state.steps = decided
  return undefined
}

const isLearning = (steps: Learning | Steps): steps is Learning => 'taken' in steps

function next(state: RegimesState, said: Said): Regime {
  const { regime, held, observedAtMs } = state
  held.push(said)
  if (held.length > HELD) held.shift()
  const now = held.length === HELD && held.every(each => isSame(each, said)) ? said : regime
  const isOther = !isSame(now, regime)
  // nobody has seen for how long it had been so when it was seen first, or when its load steps became known
  const isTold = regime.name === 'unknown' || (now.name === regime.name && regime.step === undefined)
  const sinceMs = isOther && !isTold ? observedAtMs : regime.sinceMs
  const isSettled = isOther && !isTold ? false : regime.settled || observedAtMs - sinceMs >= SETTLE_MS
  if (!isOther && isSettled === regime.settled) return regime
  return { name: now.name, ...(now.step !== undefined && { step: now.step }), sinceMs, settled: isSettled }
}

const isSame = (a: Said, b: Said): boolean => a.name === b.name && a.step === b.step
