import type fc from 'fast-check'
import type { Detector, Regime, Statement } from '../../contracts/detector.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import type { EquipmentClass, Metric } from '../../contracts/registry.ts'
import { configOf } from '../watch.ts'
import { deviceHistory, series } from './histories.ts'

/** What is watched: a metric, or the devices of a class. */
export type Watched = { metric: Metric } | { equipmentClass: EquipmentClass }

interface At {
  observedAtMs: number
  regime: Regime
}

/** A detector set up for what it watches, whatever its scope. */
export interface Driver {
  name: string
  /** Undefined where it has nothing to watch. */
  config: Record<string, unknown> | undefined
  step(state: unknown, observation: At): [unknown, Statement[]]
  intervene(state: unknown, intervention: Intervention): unknown
  /** What it may be given. */
  histories(): fc.Arbitrary<At[]>
  /** An observation of values within the limits; `value` is of every metric. */
  at(at: At, value: (metric: Metric) => number): At
}

export function driverOf(detector: Detector, watched: Watched): Driver {
  const name = `${detector.name}@${detector.version}`
  const own = 'metric' in watched ? { metric: watched.metric } : undefined
  const configure = () => {
    if (detector.scope === 'metric') return own && detector.configure(own.metric)
    return 'equipmentClass' in watched ? detector.configure(watched.equipmentClass) : undefined
  }
  const configured = configure()
  const config = configured === undefined ? undefined : configOf(detector.config, Object(configured)).config
  const intervene = (state: unknown, intervention: Intervention) =>
    detector.intervene?.(config ?? {}, state, intervention)
  const common = { name, config, intervene }
  if (detector.scope === 'metric') {
    const metric = own?.metric ?? { key: 'value', unit: '' }
    return {
      ...common,
      step: (state, at) => detector.step(config ?? {}, state, { value: 0, ...at }, metric),
      histories: series,
      at: (at, value) => ({ ...at, ...{ value: value(metric) } }),
    }
  }
  if (!('equipmentClass' in watched)) throw new Error(`${name} watches devices: its sample needs a class`)
  const { equipmentClass } = watched
  const keys = equipmentClass.metrics.map(({ key }) => key)
  return {
    ...common,
    step: (state, at) => detector.step(config ?? {}, state, { values: {}, ...at }, equipmentClass),
    histories: () => deviceHistory(keys),
    at: (at, value) => ({
      ...at,
      ...{ values: Object.fromEntries(equipmentClass.metrics.map(metric => [metric.key, value(metric)])) },
    }),
  }
}
