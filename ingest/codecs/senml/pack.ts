import { decode, type TagDecodeControl } from 'cborg'
import { textOf } from '../../text.ts'

/** CBOR labels (RFC 8428, section 6); a pack may also use the names. */
const LABELS = new Map<unknown, string>([
  [-1, 'bver'],
  [-2, 'bn'],
  [-3, 'bt'],
  [-4, 'bu'],
  [-5, 'bv'],
  [-6, 'bs'],
  [0, 'n'],
  [1, 'u'],
  [2, 'v'],
  [3, 'vs'],
  [4, 'vb'],
  [5, 's'],
  [6, 't'],
  [7, 'ut'],
  [8, 'vd'],
])

/**
 * Decimal fractions and big floats (RFC 8949, section 3.4.4), which section 6 allows for numbers, with the big integers
 * that may be in them; epoch times and the mark of CBOR itself, which add nothing.
 */
const TAGS = {
  1: (content: TagDecodeControl) => content(),
  2: (content: TagDecodeControl) => bigInteger(content()),
  3: (content: TagDecodeControl) => -1 - bigInteger(content()),
  4: (content: TagDecodeControl) =>
    scaled(content(), (mantissa, exponent) => Number(`${mantissa}e${exponent}`)),
  5: (content: TagDecodeControl) => scaled(content(), (mantissa, exponent) => mantissa * 2 ** exponent),
  55799: (content: TagDecodeControl) => content(),
}

/** Longer ones are beyond all numbers. */
const MAX_BIG_BYTES = 128

function bigInteger(bytes: unknown): number {
  if (!(bytes instanceof Uint8Array) || bytes.length > MAX_BIG_BYTES) return Number.NaN
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

function scaled(content: unknown, value: (mantissa: number, exponent: number) => number): number {
  const [exponent, mantissa] = Array.isArray(content) ? content.map(plain) : []
  return typeof exponent === 'number' && typeof mantissa === 'number' ? value(mantissa, exponent) : Number.NaN
}

/** The records of a pack, JSON or CBOR as the first byte says; throws what the parsers throw. */
export function parsePack(payload: Uint8Array): unknown {
  const [first = 0] = payload
  const isCbor = first >= 0x80 && first !== 0xef // no JSON begins so, but for a byte order mark
  if (!isCbor) return JSON.parse(textOf(payload))
  return plain(decode(payload, { useMaps: true, tags: TAGS }))
}

/** As JSON has it: labels as names, numbers as numbers, bytes as base64url. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url')
  if (Array.isArray(value)) return value.map(plain)
  if (!(value instanceof Map)) return value
  return Object.fromEntries(
    [...value].map(([label, each]) => [LABELS.get(label) ?? String(label), plain(each)]),
  )
}
