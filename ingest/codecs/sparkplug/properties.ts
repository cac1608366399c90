import type { Metric } from './payload.ts'

/** Spelled `engUnit` by Ignition, `Engineering Units` by others. */
const UNIT = /^(eng(ineering)?[ _]?)?units?$/i
const MAX_UNIT = 32

/** The unit that the metric itself names. */
export function unitOf({ properties }: Metric): string | undefined {
  const found = properties?.values[properties.keys.findIndex(key => UNIT.test(key))]
  const text = found?.value === 'stringValue' ? found.stringValue.trim() : ''
  return text !== '' && text.length <= MAX_UNIT ? text : undefined
}

/**
 * Whether the property `Quality` says that the value is none: 0 bad, 500 stale. Beside these and 192 (good) of the
 * specification, devices pass on the codes of OPC (64 to 127 uncertain) and Ignition (256 to 499 uncertain).
 */
export function isBad({ properties }: Metric): boolean {
  const found = properties?.values[properties.keys.findIndex(key => key.toLowerCase() === 'quality')]
  if (found?.value !== 'intValue' && found?.value !== 'longValue') return false
  const code = found.value === 'intValue' ? found.intValue : found.longValue.toNumber()
  return code < 64 || (code >= 128 && code < 192) || code >= 500
}
