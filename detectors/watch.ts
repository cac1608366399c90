import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Detector, DeviceDetector, MetricDetector } from '../contracts/detector.ts'
import type { DetectorMode, Profile } from '../contracts/profile.ts'
import { type EquipmentClass, type Metric, metricOf, type RegisteredDevice } from '../contracts/registry.ts'
import type { Failure } from './failure-log.ts'
import type { ShippedDetector } from './index.ts'

/** A detector as it watches a metric, or a device. */
export interface Watcher<D extends Detector = Detector> {
  detector: D
  /** Name and version, as in `band@1`. */
  label: string
  mode: Exclude<DetectorMode, 'off'>
  config: Record<string, unknown>
  /** What is told of the configuration: without what is too large to be read, such as a model that was learned. */
  told: Record<string, unknown>
}

export interface MetricWatch {
  metric: Metric
  watchers: readonly Watcher<MetricDetector>[]
}

type OnFailure = (failure: Omit<Failure, 'device'>) => void

/** What watches the devices of a class under a profile; shared by all of them. */
export class ClassWatch {
  readonly device: readonly Watcher<DeviceDetector>[]
  readonly #shipped: readonly ShippedDetector[]
  readonly #class: EquipmentClass
  readonly #profile: Profile | undefined
  readonly #metrics = new Map<string, MetricWatch>()

  constructor(
    shipped: readonly ShippedDetector[],
    { class: equipmentClass, profile }: Pick<RegisteredDevice, 'class' | 'profile'>,
    onFailure: OnFailure,
  ) {
    this.#shipped = shipped
    this.#class = equipmentClass
    this.#profile = profile
    this.device = shipped.flatMap(({ detector, mode }) => {
      if (detector.scope !== 'device') return []
      const setUp = () => detector.configure(equipmentClass)
      return this.#watcherOf({ detector, mode, metric: '', setUp }, onFailure)
    })
  }

  /** Undefined where the class does not know the metric. */
  metric(key: string, onFailure: OnFailure): MetricWatch | undefined {
    const known = this.#metrics.get(key)
    if (known) return known
    const metric = metricOf(this.#class, key)
    if (!metric) return undefined
    const watchers = this.#shipped.flatMap(({ detector, mode }) => {
      if (detector.scope !== 'metric') return []
      const setUp = () => detector.configure(metric)
      return this.#watcherOf({ detector, mode, metric: key, setUp }, onFailure)
    })
    const watch = { metric, watchers }
    this.#metrics.set(key, watch)
    return watch
  }

  /** One watcher, or none where the detector is off or has nothing to watch. */
  #watcherOf<D extends Detector>(
    about: { detector: D; mode: DetectorMode; metric: string; setUp(): unknown },
    onFailure: OnFailure,
  ): Watcher<D>[] {
    const { detector, metric } = about
    const label = labelOf(detector)
    const all = this.#profile?.detectors[detector.name]
    const single = metric === '' ? undefined : all?.metrics?.[metric]
    const mode = single?.mode ?? all?.mode ?? about.mode
    if (mode === 'off') return []
    try {
      const own = about.setUp()
      // A limit that a profile gives to a metric which has none of its class is something to watch.
      if (own === undefined && !single?.parameters) return []
      const shipped = Object(own ?? {})
      const given = { ...all?.parameters, ...single?.parameters }
      const { config, problem } = configOf(detector.config, shipped, given)
      if (problem !== undefined) onFailure({ detector: label, metric, error: new Error(problem) })
      return config ? [{ detector, label, mode, config, told: toldOf(config) }] : []
    } catch (error) {
      onFailure({ detector: label, metric, error })
      return []
    }
  }
}

const LONGEST_TOLD = 1_000

function toldOf(config: Record<string, unknown>): Record<string, unknown> {
  const short = Object.entries(config).filter(
    ([, value]) => (JSON.stringify(value) ?? '').length <= LONGEST_TOLD,
  )
  return Object.fromEntries(short)
}

const labelOf = ({ name, version }: Pick<Detector, 'name' | 'version'>): string => `${name}@${version}`

/**
 * What a detector works with: the defaults of its schema, over them what it sets for the metric or class itself, over
 * that what a profile says. A profile that the schema refuses counts as not there, and `problem` tells why.
 */
export function configOf<Config extends TSchema>(
  schema: Config,
  shipped: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>> = {},
): { config?: Static<Config> & Record<string, unknown>; problem?: string } {
  const filled = (config: object) => Value.Default(schema, config) as Static<Config> & Record<string, unknown>
  const wanted = filled({ ...shipped, ...given })
  if (Value.Check(schema, wanted)) return { config: wanted }
  const [error] = Value.Errors(schema, wanted)
  const problem = `the parameters of its profile are refused (${error?.instancePath || '/'} ${error?.message}); the defaults count`
  const fallback = filled(shipped)
  return Value.Check(schema, fallback) ? { config: fallback, problem } : { problem }
}
