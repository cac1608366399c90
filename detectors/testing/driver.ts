import type fc from 'fast-check'
import type { Detector, DeviceDetector, Regime, Statement } from '../../contracts/detector.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import type { EquipmentClass, Metric } from '../../contracts/registry.ts'
import { configOf } from '../watch.ts'
import { deviceHistory, series } from './histories.ts'

/** What is watched: a metric, or the devices of a class. */
export type Watched = { metric: Metric } | { equipmentClass: EquipmentClass }

interface At {
  observedAtMs: number
  regime: Regime
  /** Of a device: nothing is heard of it. */
  isQuiet?: true
}

const MINUTE_MS = 60_000

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
  const step: Driver['step'] = (state, at) =>
    detector.step(config ?? {}, state, { values: {}, ...at }, equipmentClass)
  return {
    ...common,
    ...(detector.quiet
      ? asked(detector, { config: config ?? {}, equipmentClass, step, intervene })
      : { step }),
    histories: () => deviceHistory(keys),
    at: (at, value) => ({
      ...at,
      ...{ values: Object.fromEntries(equipmentClass.metrics.map(metric => [metric.key, value(metric)])) },
    }),
  }
}

/** A detector that is asked while nothing is heard: at a few moments between two observations, as the engine does. */
function asked(
  detector: DeviceDetector,
  of: {
    config: Record<string, unknown>
    equipmentClass: EquipmentClass
    step: Driver['step']
    intervene: Driver['intervene']
  },
): Pick<Driver, 'step' | 'intervene'> {
  const { config, equipmentClass } = of
  const quiet = (state: unknown, observedAtMs: number, lastMs: number) =>
    detector.quiet?.(config, state, { observedAtMs, quietMs: observedAtMs - lastMs }, equipmentClass)
  return {
    step(before, at) {
      const { lastMs, state } = (before ?? { lastMs: at.observedAtMs, state: undefined }) as Asked
      const gapMs = at.observedAtMs - lastMs
      const moments = [MINUTE_MS, gapMs / 2, gapMs - 1].filter(ms => ms >= MINUTE_MS && ms < gapMs)
      if (at.isQuiet) moments.push(gapMs)
      let next = state
      const said: Statement[] = []
      for (const ms of moments.sort((a, b) => a - b)) {
        const answer = quiet(next, lastMs + Math.round(ms), lastMs)
        next = answer?.[0]
        said.push(...(answer?.[1] ?? []))
      }
      if (at.isQuiet) return [{ lastMs, state: next }, said]
      const [stepped, statements] = of.step(next, at)
      return [{ lastMs: at.observedAtMs, state: stepped }, [...said, ...statements]]
    },
    intervene(before, intervention) {
      const { lastMs, state } = before as Asked
      return { lastMs, state: of.intervene(state, intervention) }
    },
  }
}

interface Asked {
  lastMs: number
  state: unknown
}
