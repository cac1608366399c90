import { quoted } from '../../../contracts/text.ts'
import { kindOf } from '../../text.ts'

/** A record with what the base fields before it add to it (RFC 8428, section 4.6). */
export interface Resolved {
  baseName: string
  name: string
  unit: string | undefined
  /** Seconds: since 1970 from 2²⁸ on, else from now. */
  time: number
  /** Undefined where there is only a sum. */
  value: unknown
  sum: number | undefined
  /** The record with the base fields in force: it means the same alone. */
  whole: Record<string, unknown>
}

/** The newest version of the format that this is (section 4.4). */
const VERSION = 10

/** The labels that apply to all records from theirs on, and those of one record. */
const BASE = new Map([
  ['bn', 'string'],
  ['bt', 'number'],
  ['bu', 'string'],
  ['bv', 'number'],
  ['bs', 'number'],
  ['bver', 'number'],
])
const OWN = new Map([
  ['n', 'string'],
  ['u', 'string'],
  ['t', 'number'],
  ['ut', 'number'],
  ['v', 'number'],
  ['s', 'number'],
  ['vb', 'boolean'],
  ['vs', 'string'],
  ['vd', 'string'],
])

interface Fields {
  bn?: string
  bt?: number
  bu?: string
  bv?: number
  bs?: number
  n?: string
  u?: string
  t?: number
  v?: number
  s?: number
  vb?: boolean
  vs?: string
  vd?: string
}

/**
 * The records by their place, with text instead where one is wrong; those that only have base fields are absent. Text
 * alone where a base field is wrong, for nobody knows what the records after it mean.
 */
export function resolve(records: readonly unknown[]): Map<number, Resolved | string> | string {
  const resolved = new Map<number, Resolved | string>()
  let base: Record<string, unknown> = {}
  for (const [index, record] of records.entries()) {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      resolved.set(index, `This is ${kindOf(record)}; a record is an object.`)
      continue
    }
    const fields = Object.entries(record)
    const wrong = faultOf(fields.filter(([label]) => label.startsWith('b')))
    if (wrong) return `Record ${index}: ${wrong}`
    base = { ...base, ...Object.fromEntries(fields.filter(([label]) => BASE.has(label))) }
    const own = fields.filter(([label]) => !label.startsWith('b'))
    if (own.length > 0) resolved.set(index, faultOf(own) ?? resolveOne({ ...base, ...record }))
  }
  return resolved
}

function resolveOne(whole: Record<string, unknown>): Resolved | string {
  const { bn = '', bt = 0, bu, bv, bs, n = '', u = bu, t = 0, v, s, vb, vs, vd } = whole as Fields
  const other = vb ?? vs ?? vd
  // Where only one of base and own is present the other counts as zero (section 4.5.3).
  const isNumber = v !== undefined || (bv !== undefined && other === undefined && s === undefined)
  const value = isNumber ? (bv ?? 0) + (v ?? 0) : other
  const sum = s === undefined && bs === undefined ? undefined : (bs ?? 0) + (s ?? 0)
  if (value === undefined && sum === undefined) return 'The record has neither a value (v, vb) nor a sum (s).'
  return { baseName: bn, name: n, unit: u, time: bt + t, value, sum, whole }
}

/** What is wrong with the first wrong one of the fields; what is unknown is ignored unless it must not be (4.4). */
function faultOf(fields: readonly (readonly [string, unknown])[]): string | undefined {
  for (const [label, value] of fields) {
    const kind = BASE.get(label) ?? OWN.get(label)
    if (kind === undefined && label.endsWith('_'))
      return `${quoted(label)} must be understood (it ends with "_") and is not known here.`
    if (kind !== undefined && typeof value !== kind)
      return `${quoted(label)} is ${kindOf(value)}; it should be a ${kind}.`
    if (label === 'bver' && Number(value) > VERSION)
      return `The pack is of version ${value}; versions up to ${VERSION} are read.`
  }
  return undefined
}
