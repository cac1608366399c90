import { decode, type TagDecodeControl } from 'cborg'

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

/** Decimal fractions and big floats (RFC 8949, section 3.4.4), which section 6 allows for numbers. */
const TAGS = {
  4: (content: TagDecodeControl) =>
    scaled(content(), (mantissa, exponent) => Number(`${mantissa}e${exponent}`)),
  5: (content: TagDecodeControl) => scaled(content(), (mantissa, exponent) => mantissa * 2 ** exponent),
}

function scaled(content: unknown, value: (mantissa: number, exponent: number) => number): number {
  const [exponent, mantissa] = Array.isArray(content) ? content.map(plain) : []
  return typeof exponent === 'number' && typeof mantissa === 'number' ? value(mantissa, exponent) : Number.NaN
}

/** The records of a pack, JSON or CBOR as the first byte says; throws what the parsers throw. */
export function parsePack(payload: Uint8Array): unknown {
  const [first = 0] = payload
  const isCbor = first >= 0x80 && first <= 0x9f // an array; no JSON begins so
  if (!isCbor) return JSON.parse(Buffer.from(payload).toString('utf8'))
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
