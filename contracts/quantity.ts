import { type Static, Type } from 'typebox'

/**
 * What a metric measures. Where it is not given it follows from the unit and the key (`quantityOf`); detectors tell by
 * it how the machine is run, and what a symptom may mean in a class without a table of its own.
 */
export const Quantity = Type.Enum(
  [
    ...['vibration', 'temperature', 'pressure', 'flow', 'current', 'voltage', 'power', 'speed', 'torque'],
    ...['level', 'state', 'counter', 'other'],
  ] as const,
  { description: 'What the metric measures.' },
)
export type Quantity = Static<typeof Quantity>

/** Made of other quantities: in their unit, but not one of them. */
const DERIVED = /(^|_)(imbalance|unbalance|asymmetry|spread|deviation|error|ratio|resistance|efficiency)(_|$)/

/** What a unit is of, whatever the metric is called. In lower case, without spaces and dots. */
const BY_UNIT: readonly (readonly [Quantity, RegExp])[] = [
  ['temperature', /^(°|deg)?(c|f|k)$|^℃$|^℉$|^(celsius|fahrenheit|kelvin|cel|\[degf\])$/],
  ['vibration', /^(mm|in|um|µm)\/s$|^ips$|^m\/s(2|²|\*\*2|\^2)$|^mg$/],
  ['pressure', /^(m|u|µ)?bar[ag]?$|^(h|k|m)?pa$|^psi[ag]?$|^\[psi\]$|^(mm|in)(hg|h2o)$|^atm$|^torr$/],
  ['flow', /^(m3|m³|nm3|nm³|l|ml|kg|t|g|gal|ft3|ft³)\/(h|hr|min|s|d)$|^(g|l)pm$|^cfm$|^slpm$/],
  ['current', /^(m|k|u|µ)?a(mps?)?(rms)?$/],
  ['voltage', /^(m|k|u|µ)?v(olts?)?(rms|dc|ac)?$/],
  ['power', /^(m|k)?(w|va|var)$|^hp$|^ps$|^\[hp\]$/],
  ['speed', /^(rpm|r\/min|rev\/min|1\/min|min-1|min⁻¹|\/min|u\/min|hz|m\/s|km\/h|m\/min|1\/s|rad\/s)$/],
  ['torque', /^k?n\*?m$/],
  ['counter', /^(k|m)?(w|va|var)h$|^(cycles|count|counts|starts|pcs)$/],
]

/** What a key says where the unit leaves it open. The first that fits: an oil level is no oil pressure. */
const BY_KEY: readonly (readonly [Quantity, RegExp])[] = [
  ['counter', /(^|_)(count|counter|total|totali[sz]er|hours|starts|energy|odometer)(_|$)/],
  ['state', /(^|_)(state|status|mode|running|on|off|enabled?|alarm|fault|open|closed)(_|$)/],
  ['vibration', /vib|accel|velocity_rms|displacement|shock/],
  ['temperature', /temp/],
  ['pressure', /press|vacuum/],
  ['flow', /flow/],
  ['torque', /torque/],
  ['current', /current|amps|amperage/],
  ['voltage', /volt/],
  ['power', /power|(^|_)(kw|load)(_|$)/],
  ['speed', /speed|rpm|frequency/],
  ['level', /level/],
]

/** By what the registry says, else by the unit, else by the key. `current_imbalance` is `other`: it is no current. */
export function quantityOf(metric: { key: string; unit: string; quantity?: Quantity | undefined }): Quantity {
  if (metric.quantity !== undefined) return metric.quantity
  const key = metric.key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toLowerCase()
  if (DERIVED.test(key)) return 'other'
  const unit = metric.unit.toLowerCase().replace(/[\s·⋅.]/g, '')
  // A belt and a bearing are both measured in m/s.
  if (/^m\/s$/.test(unit) && /vib/.test(key)) return 'vibration'
  const byUnit = BY_UNIT.find(([, pattern]) => pattern.test(unit))
  if (byUnit) return byUnit[0]
  // A unit that is none of the above says that it is something else, unless it is a share or nearly none.
  if (!/^(%|1|g|mm|cm|m|in|h|hr|)$/.test(unit)) return 'other'
  return BY_KEY.find(([, pattern]) => pattern.test(key))?.[0] ?? 'other'
}
