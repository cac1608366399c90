import type { ApiDocument, Schema } from './document.ts'

const DEPTH = 4

const typesOf = ({ type }: Schema) => [type ?? []].flat()

/** A value that fits: the first example, or one made from the schema, with all optional properties where `full`. */
export function sampleOf(document: ApiDocument, given: Schema, full = false, depth = 0): unknown {
  const schema = document.resolve(given)
  const [example] = schema.examples ?? []
  if (example !== undefined && !full) return structuredClone(example)
  if (schema.enum) return schema.enum[0]
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf) return sampleOf(document, schema.anyOf[0] ?? {}, full, depth)
  const [type] = typesOf(schema)
  if (type === 'object') {
    const names = Object.keys(schema.properties ?? {}).filter(
      name => schema.required?.includes(name) || (full && depth < DEPTH),
    )
    return Object.fromEntries(
      names.map(name => [name, sampleOf(document, schema.properties?.[name] ?? {}, full, depth + 1)]),
    )
  }
  if (example !== undefined) return structuredClone(example)
  if (type === 'array') {
    const length = Math.max(schema.minItems ?? 0, full && depth < DEPTH ? 1 : 0)
    return Array.from({ length }, () => sampleOf(document, schema.items ?? {}, full, depth + 1))
  }
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return 'text'
}

/** A body with one thing wrong with it, or at least odd. */
export interface Odd {
  /** Where. */
  pointer: string
  value: unknown
  /** No schema can say it: half a surrogate pair, NUL. */
  unstorable?: boolean
}

const unstorable = ['a\u0000b', 'a\ud800b', '\udc00']
const HUGE = [1e300, -1e300, 2 ** 53, -(2 ** 53)]

/** What stands in for a value of any type. */
function* oddValues(schema: Schema): Generator<Odd> {
  const plain = [null, true, 'text', '', 7, -1, 1.5, ...HUGE, [], {}, [null], { a: 1 }]
  for (const value of plain) yield { pointer: '', value }
  for (const value of unstorable) yield { pointer: '', value, unstorable: true }
  const { minimum, maximum, maxLength, minLength } = schema
  if (minimum !== undefined) yield { pointer: '', value: minimum - 1 }
  if (maximum !== undefined) yield { pointer: '', value: maximum + 1 }
  if (maxLength !== undefined) yield { pointer: '', value: 'x'.repeat(maxLength + 1) }
  if (minLength) yield { pointer: '', value: ' '.repeat(minLength) }
  if (typesOf(schema).includes('string')) yield { pointer: '', value: 'ä/%00..\\"\n\u2028𝄞'.repeat(2_000) }
}

/** Everything that can be wrong with a body, one place at a time, from the outside to the inside. */
export function* oddBodies(document: ApiDocument, given: Schema, sample: unknown, depth = 0): Generator<Odd> {
  const schema = document.resolve(given)
  yield* oddValues(schema)
  if (depth >= DEPTH) return
  for (const branch of schema.anyOf ?? []) {
    const { properties, items } = document.resolve(branch)
    if (properties || items) yield* oddBodies(document, branch, sampleOf(document, branch, true), depth + 1)
  }
  if (Array.isArray(sample) && schema.items) {
    const inside = sample[0] ?? sampleOf(document, schema.items, true)
    for (const { pointer, ...odd } of oddBodies(document, schema.items, inside, depth + 1)) {
      yield { ...odd, pointer: `/0${pointer}`, value: [odd.value] }
    }
    const { maxItems = Number.POSITIVE_INFINITY } = schema
    if (maxItems <= 500) yield { pointer: '', value: Array.from({ length: maxItems + 1 }, () => inside) }
    yield { pointer: '', value: [inside, inside] }
  }
  if (!schema.properties || typeof sample !== 'object' || sample === null) return
  yield { pointer: '/unheardOf', value: { ...sample, unheardOf: 1 } }
  for (const [name, property] of Object.entries(schema.properties)) {
    const { [name]: own, ...others } = sample as Record<string, unknown>
    if (schema.required?.includes(name)) yield { pointer: `/${name}`, value: others }
    const inside = own ?? sampleOf(document, property, true)
    for (const { pointer, value, ...odd } of oddBodies(document, property, inside, depth + 1)) {
      yield { ...odd, pointer: `/${name}${pointer}`, value: { ...others, [name]: value } }
    }
  }
}

/** What somebody may write where a parameter belongs, as it stands in a URL. */
export const oddParameters = [
  '',
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%2F..%2F..%2Fetc',
  'a%2Fb',
  '%C3%A4',
  '%F0%9F%8F%AD'.repeat(200),
  'x'.repeat(3_000),
  '-1',
  '0',
  '1.5',
  '1e3',
  '9007199254740991',
  '9007199254740993',
  '99999999999999999999999',
  'true',
  'null',
  '%5B%5D',
  "'%3B%20drop%20table%20x%3B--",
  '2026-01-31T12:00:00Z',
  '2026-13-41T99:99:99Z',
  'nobody',
]
