import { Value } from 'typebox/value'
import {
  type EquipmentClass,
  MetricKey,
  type MetricSource,
  metricOf,
  type RegisteredDevice,
} from '../contracts/registry.ts'
import { conversion } from './units/units.ts'

/** What becomes of a value under a name that the device uses. */
export interface Channel {
  /** The metric. */
  key: string
  /** The metric's unit; empty when unknown. */
  unit: string
  /** How the registry says it arrives; undefined where it arrives under its own name. */
  source: MetricSource | undefined
}

/** The registry gives the same objects until a device or a class changes. */
const classChannels = new WeakMap<EquipmentClass, Map<string, Channel>>()
const deviceChannels = new WeakMap<RegisteredDevice, Map<string, Channel | undefined>>()
/** Names that a class learns from messages; beyond it they are worked out each time. */
const MAX_LEARNED = 1_000

/** The channels of a class that are known so far, by name. */
export function knownChannels(equipmentClass: EquipmentClass): Map<string, Channel> {
  let known = classChannels.get(equipmentClass)
  if (!known) {
    known = new Map(
      equipmentClass.metrics.map(({ key, unit }) => [key, { key, unit, source: undefined }] as const),
    )
    classChannels.set(equipmentClass, known)
  }
  return known
}

/**
 * The channel of a name: what the registry says of the device; else the metric of that name; else the metric whose key
 * the name becomes. Undefined when it is no metric of the class.
 */
export function channelOf(device: RegisteredDevice, name: string): Channel | undefined {
  const own = device.metrics && ownChannels(device, device.metrics)
  if (own?.has(name)) return own.get(name)
  const known = knownChannels(device.class)
  const found = known.get(name) ?? taken(device.class, name) ?? taken(device.class, keyOf(name))
  if (found && known.size < MAX_LEARNED) known.set(name, found)
  return found
}

function ownChannels(
  device: RegisteredDevice,
  sources: readonly MetricSource[],
): Map<string, Channel | undefined> {
  let channels = deviceChannels.get(device)
  if (!channels) {
    channels = new Map(
      sources.map(source => {
        const metric = metricOf(device.class, source.metric)
        const channel = metric && { key: metric.key, unit: metric.unit, source }
        return [source.source, channel] as const
      }),
    )
    deviceChannels.set(device, channels)
  }
  return channels
}

/** An unlisted metric still needs a name that every store can hold: the registry never saw it. */
function taken(equipmentClass: EquipmentClass, key: string): Channel | undefined {
  const metric = metricOf(equipmentClass, key)
  if (!metric || !Value.Check(MetricKey, key) || key === '__proto__') return undefined
  return { key, unit: metric.unit, source: undefined }
}

/** A name as a metric key: `Temperatures/Motor 1` is `Temperatures.Motor_1`. */
function keyOf(name: string): string {
  const key = name.replaceAll('/', '.').replace(/[^A-Za-z0-9_.-]/g, '_')
  return /^[^A-Za-z_]/.test(key) ? `_${key}` : key
}

/** The value of the metric, in its unit, or why it has none. */
export function metricValue(
  channel: Channel,
  raw: unknown,
  messageUnit: string | undefined,
): number | 'not_a_number' | { from: string } {
  const { unit, source } = channel
  const number = typeof raw === 'boolean' ? Number(raw) : raw
  if (typeof number !== 'number') return 'not_a_number'
  const given = source ? number * (source.scale ?? 1) + (source.offset ?? 0) : number
  const from = source?.unit || messageUnit
  const convert = from && unit ? conversion(from, unit) : undefined
  if (from && unit && !convert) return { from }
  const value = convert ? convert(given) : given
  return Number.isFinite(value) ? value : 'not_a_number'
}
