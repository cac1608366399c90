import type { Metric } from './payload.ts'

/** The data types of chapter 6.4.16 that are told apart here. */
const INT8 = 1
const INT16 = 2
const INT32 = 3
const INT64 = 4
const UINT32 = 7
export const BOOLEAN = 11
const TEXTUAL = new Set([12, 13, 14, 15]) // String, DateTime, Text, UUID
const TEMPLATE = 19
const LAST = 34

/**
 * What a metric holds: `number` also where a device sent text in the place of one; `structure` is what several numbers
 * may be in (data sets, arrays, bytes, files); `unknown` is an integer of which nothing says whether it has a sign.
 */
export type Held =
  | { kind: 'number'; value: number | string }
  | { kind: 'text'; value: string | undefined }
  | { kind: 'template' | 'structure' | 'nothing' | 'unknown' }

export function held(metric: Metric, datatype: number | undefined): Held {
  if (metric.isNull || metric.value === undefined) return { kind: 'nothing' }
  const known = datatype !== undefined && datatype > 0 && datatype <= LAST ? datatype : undefined
  if (metric.value === 'templateValue' && (known === undefined || known === TEMPLATE))
    return { kind: 'template' }
  if (known !== undefined && TEXTUAL.has(known)) {
    return { kind: 'text', value: metric.value === 'stringValue' ? metric.stringValue : undefined }
  }
  if (known !== undefined && known > BOOLEAN) return { kind: 'structure' }
  switch (metric.value) {
    case 'intValue':
    case 'longValue':
      return known === undefined ? { kind: 'unknown' } : { kind: 'number', value: integerOf(metric, known) }
    case 'floatValue':
      return { kind: 'number', value: metric.floatValue }
    case 'doubleValue':
      return { kind: 'number', value: metric.doubleValue }
    case 'booleanValue':
      return { kind: 'number', value: metric.booleanValue ? 1 : 0 }
    case 'stringValue':
      return { kind: known === undefined ? 'text' : 'number', value: metric.stringValue }
    default:
      return { kind: 'structure' }
  }
}

/**
 * Integers are unsigned on the wire, negative ones as two's complement; some encoders fill all of the field with the
 * sign, others only the width of the data type, and either field is used for any of them.
 */
function integerOf(metric: Metric, datatype: number): number {
  const isLong = metric.value === 'longValue'
  const low = isLong ? metric.longValue.low : metric.intValue | 0
  if (datatype === INT8) return (low << 24) >> 24
  if (datatype === INT16) return (low << 16) >> 16
  if (datatype === INT32) return low
  if (datatype === UINT32) return low >>> 0
  if (datatype === BOOLEAN) return low === 0 ? 0 : 1
  if (!isLong) return datatype === INT64 ? low : metric.intValue
  return (datatype === INT64 ? metric.longValue.toSigned() : metric.longValue).toNumber()
}
