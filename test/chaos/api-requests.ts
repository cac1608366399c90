import fc, { type Arbitrary } from 'fast-check'
import type { ApiDocument, Operation, Schema } from '../contract/openapi/document.ts'
import { bodySchema } from '../contract/openapi/document.ts'
import { oddParameters } from '../contract/openapi/values.ts'
import type { Sent } from '../contract/openapi/world.ts'

/*
 * Requests that a stranger may send who has the document: values that fit their schema, with now and then something in
 * them that nobody expects, and around them headers and bodies that are no JSON at all.
 */

/** What breaks programs: ends of numbers, half characters, names of prototypes, nesting, text that is something elsewhere. */
const NASTY: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    1e300,
    -1e300,
    5e-324,
    2 ** 31,
    2 ** 53,
    2 ** 53 + 2,
    2 ** 63,
    -(2 ** 63),
  ],
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00a',
    '\ufeff',
    '\u202e',
    '\r\nSet-Cookie: a=1',
    'ä'.repeat(70),
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '$ref',
    '#{7*7}',
    '{{7*7}}',
    '%s%n',
  ],
  ...[
    "' or 1=1--",
    '"; drop table x; --',
    '../../../etc/passwd',
    'C:\\con',
    '<script>alert(1)</script>',
    '=1+1',
  ],
  ...['x'.repeat(5_000), '1e999', 'NaN', 'Infinity', '-0', '0x10', '9'.repeat(400), '1970-01-01T00:00:00Z'],
  ...[
    '2026-02-30T25:61:61Z',
    'Europe/Nowhere',
    '(a+)+$',
    `${'a'.repeat(40)}!`,
    '(?:',
    '\\',
    '[',
    '🏭'.repeat(30),
  ],
  ...[[], [[]], {}, [null], { a: { b: {} } }, { length: -1 }, { toString: 1 }, { toJSON: 1 }],
  ...[JSON.parse('{"__proto__": {"admin": true}}'), JSON.parse('{"constructor": {"prototype": {"a": 1}}}')],
  ...[-62_135_596_800_000, 253_402_300_799_999, 253_402_300_800_000, 8.64e15, -8.64e15],
]

const nasty = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) as Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.double() },
)

const DEPTH = 7

/** Values of a schema; of so many places one has something nasty in it. */
function valuesOf(document: ApiDocument, given: Schema, odds: number, depth = 0): Arbitrary<unknown> {
  const schema = document.resolve(given)
  const examples = schema.examples ?? []
  const own = examples.length > 0 ? [{ weight: 4, arbitrary: fc.constantFrom(...examples) }] : []
  const made = depth > DEPTH ? fc.constant(null) : madeOf(document, schema, odds, depth)
  return fc.oneof(
    { weight: odds, arbitrary: fc.oneof(...own, { weight: 4, arbitrary: made }) },
    { weight: 1, arbitrary: nasty },
  )
}

function madeOf(document: ApiDocument, schema: Schema, odds: number, depth: number): Arbitrary<unknown> {
  const branches = schema.anyOf ?? []
  if (branches.length > 0) return fc.oneof(...branches.map(branch => valuesOf(document, branch, odds, depth)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  const types = [schema.type ?? ['object']].flat()
  return fc.oneof(
    ...types.map(type => ofType(schema, type, child => valuesOf(document, child, odds, depth + 1))),
  )
}

type Inside = (child: Schema) => Arbitrary<unknown>

function ofType(schema: Schema, type: string, inside: Inside): Arbitrary<unknown> {
  const { minimum, maximum, minLength = 0, maxLength = 40, minItems = 0, maxItems = 4 } = schema
  if (type === 'null') return fc.constant(null)
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') {
    const [min, max] = [Math.ceil(minimum ?? -5), Math.floor(maximum ?? 1_000_000)]
    return fc.oneof(
      fc.integer({ min: Math.max(min, -1e9), max: Math.min(max, 1e9) }),
      fc.constantFrom(min, max),
    )
  }
  if (type === 'number') return fc.double({ min: minimum ?? -1e6, max: maximum ?? 1e6, noNaN: true })
  if (type === 'string' && schema.pattern && !schema.pattern.includes('(?'))
    return fc.stringMatching(new RegExp(schema.pattern))
  if (type === 'string')
    return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)), unit: 'grapheme' })
  if (type === 'array') {
    const items = schema.prefixItems ? fc.tuple(...schema.prefixItems.map(inside)) : undefined
    const most = Math.max(minItems, Math.min(maxItems, 4))
    return items ?? fc.array(inside(schema.items ?? {}), { minLength: minItems, maxLength: most })
  }
  return ofObject(schema, inside)
}

function ofObject(
  { properties = {}, required = [], additionalProperties }: Schema,
  inside: Inside,
): Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, inside(child)]))
  const known = fc.record(model, { requiredKeys: required.filter(name => name in model) })
  const names = fc.oneof(
    fc.constantFrom('a', 'pump', '__proto__', 'constructor', '', '\u0000'),
    fc.string({ maxLength: 12 }),
  )
  const values = typeof additionalProperties === 'object' ? inside(additionalProperties) : nasty
  const isOpen = typeof additionalProperties === 'object' || Object.keys(properties).length === 0
  const more = fc.dictionary(names, values, { maxKeys: 3 })
  return fc
    .tuple(
      known,
      isOpen ? more : fc.oneof({ weight: 19, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: more }),
    )
    .map(([one, other]) => Object.assign(Object.create(null), one, other))
}

const BROKEN: readonly (string | Buffer)[] = [
  ...[
    '',
    '{',
    '{"a":',
    'null',
    '[]',
    '7',
    '"x"',
    '{} {}',
    '\ufeff{}',
    '{"a": 1e999}',
    '{"a": 1, "a": 2}',
    '{"\\ud800": 1}',
  ],
  '['.repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `{"a": ${'9'.repeat(20_000)}}`,
  `{"a": "${'\\u0000'.repeat(2_000)}"}`,
  '{"__proto__": {"a": 1}, "constructor": {"prototype": {"b": 1}}}',
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0]),
  Buffer.alloc(300_000, 0x20),
]
const YAML = [
  'a: &a [*a]',
  'a: [',
  '!!js/function x',
  '? [1]: 2',
  `a: ${'['.repeat(3_000)}`,
  'a: !!binary AAAA',
  '\u0000',
]
/** Each line refers to the one before, nine times. */
const LAUGHS = Array.from(
  { length: 9 },
  (_, n) =>
    `a${n}: &a${n} [${Array(9)
      .fill(n ? `*a${n - 1}` : 'x')
      .join(',')}]`,
).join('\n')

const headers: Record<string, readonly string[]> = {
  'if-match': ['"1"', '*', 'W/"1"', '"', '""', '"a","b"', `"${'9'.repeat(400)}"`, '"-1"', '"1e3"'],
  'if-none-match': ['*', '"1"', 'W/"x"', 'x', ','],
  'idempotency-key': ['k1', '"k1"', 'x'.repeat(255), 'x'.repeat(256), '"', '__proto__', 'a b'],
  'acting-as': ['anna', 'nobody', '__proto__', 'a'.repeat(64), '*'],
  accept: ['application/yaml', 'text/html', '*/*', 'x', '', 'application/json;q=0', 'text/event-stream'],
  'content-encoding': ['gzip', 'br', 'x'],
  'x-request-id': ['a\tb', 'x'.repeat(1_000), '{{}}', '\u001b[2J'],
  'x-forwarded-for': ['127.0.0.1', 'x'],
  'x-forwarded-host': ['evil.example', '"><script>'],
  'x-http-method-override': ['DELETE'],
  host: ['evil.example', 'evil.example:99999', '[', ''],
  origin: ['https://evil.example', 'null'],
  cookie: ['a=b; __proto__=1', '='.repeat(500)],
  authorization: ['Bearer x', 'Basic Og==', `Bearer ${'x'.repeat(9_000)}`],
  expect: ['100-continue'],
  range: ['bytes=0-0,-1', 'bytes=9999999999999-'],
}

/** Content types that bodies are sent with, whatever they are. */
const TYPES = [
  ...[
    'application/json',
    'application/json; charset=utf-16',
    'application/yaml',
    'text/yaml',
    'text/plain',
    '',
    '/',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    'application/jsonx',
  ],
]

/** What is changed of a request that is right. */
export interface Fuzzed extends Omit<Sent, 'payload'> {
  payload?: string | Buffer
}

/** Requests to an operation, made from one that is right. */
export function requestsTo(document: ApiDocument, operation: Operation, right: Sent): Arbitrary<Fuzzed> {
  const schema = bodySchema(operation)
  const body =
    schema &&
    fc
      .oneof(...[30, 300].map(odds => valuesOf(document, schema, odds)))
      .map(value => ({ payload: JSON.stringify(value) ?? 'null' }))
  const raw = fc
    .tuple(fc.constantFrom(...TYPES), fc.constantFrom<string | Buffer>(...BROKEN, ...YAML, LAUGHS))
    .map(([type, payload]) => ({ payload, headers: { 'content-type': type } }))
  const bodies: { weight: number; arbitrary: Arbitrary<Partial<Fuzzed>> }[] = [
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: operation.method === 'GET' ? fc.constant({}) : raw },
    ...(body ? [{ weight: 12, arbitrary: body }] : []),
  ]
  return fc
    .tuple(fc.oneof(...bodies), paths(operation, right), queries(document, operation, right), someHeaders)
    .map(([sent, path, query, more]) => ({
      ...right,
      ...sent,
      path,
      ...(query !== '' && { query }),
      headers: { ...right.headers, ...sent.headers, ...more },
    }))
}

const rarely = <Value>(weight: number, usual: Value, seldom: Arbitrary<Value>) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: seldom })

const someHeaders = rarely<Record<string, string>>(
  3,
  {},
  fc
    .constantFrom(...Object.keys(headers))
    .chain(name => fc.constantFrom(...(headers[name] ?? [])).map(value => ({ [name]: value }))),
)

const encoded = fc.oneof(
  fc.constantFrom(
    ...oddParameters,
    '..',
    '%2e%2e',
    '%zz',
    '%',
    '__proto__',
    'constructor',
    '*',
    '%0d%0aX: 1',
    '~',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }).map(text => encodeURIComponent(text.toWellFormed())),
)

/** The path with something else at the place of one of its parameters. */
function paths({ path: template }: Operation, { path }: Sent): Arbitrary<string> {
  const places = template.split('/').flatMap((part, index) => (part.startsWith('{') ? [index] : []))
  if (places.length === 0) return fc.constant(path)
  const changed = fc.tuple(fc.constantFrom(...places), encoded).map(([place, value]) =>
    path
      .split('/')
      .map((part, index) => (index === place ? value : part))
      .join('/'),
  )
  return rarely(5, path, changed)
}

function queries(document: ApiDocument, operation: Operation, { query = '' }: Sent): Arbitrary<string> {
  const declared = operation.parameters.filter(({ in: place }) => place === 'query')
  const pairs = declared.map(({ name, schema, example }) => {
    const examples = example === undefined ? {} : { examples: [example] }
    const value = fc.oneof(
      { weight: 12, arbitrary: valuesOf(document, { ...schema, ...examples }, 30).map(asText) },
      { weight: 1, arbitrary: encoded },
    )
    return frequently(
      fc.oneof(
        { weight: 12, arbitrary: value.map(text => `${name}=${text}`) },
        { weight: 1, arbitrary: value.map(text => `${name}=${text}&${name}[]=${text}&${name}=`) },
      ),
    )
  })
  const stranger = fc.constantFrom(
    'x=1',
    '__proto__=1',
    'constructor[prototype][a]=1',
    '=',
    '&&',
    '?',
    'limit=1e3',
  )
  return fc
    .tuple(fc.tuple(...pairs), rarely<string | null>(15, null, stranger))
    .map(([given, other]) => [query, ...given, ...(other ? [other] : [])].filter(Boolean).join('&'))
}

/** In a third of the requests. */
const frequently = <Value>(value: Arbitrary<Value>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })

const asText = (value: unknown) =>
  encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed())
