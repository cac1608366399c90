import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Format, formatProblem, type LineMapping } from '../../../contracts/format.ts'
import { formatCodec } from '../../formats.ts'

const NOW = Date.UTC(2026, 0, 1)
const nothing = () => undefined
const messageOf = (text: string, publisher = 'gateway-1') => ({
  topic: 'line',
  payload: Buffer.from(text),
  receivedAtMs: NOW,
  publisher,
})

function codecOf(mapping?: LineMapping) {
  const format: Format = { id: 'x', topic: 'line', codec: 'line', ...(mapping && { mapping }) }
  expect(Value.Check(Format, format)).toBe(true)
  expect(formatProblem(format)).toBeUndefined()
  return formatCodec(format)
}
const decode = (text: string, mapping?: LineMapping) => codecOf(mapping).decode(messageOf(text), nothing)

test.each<[string, Record<string, unknown>]>([
  ['m f=1', { f: 1 }],
  ['m f=1i,g=2u,h=-3i', { f: 1, g: 2, h: -3 }],
  ['m f=1.,g=.5,h=-1.5e3,i=1E-2', { f: 1, g: 0.5, h: -1500, i: 0.01 }],
  ['m a=t,b=T,c=true,d=True,e=TRUE', { a: true, b: true, c: true, d: true, e: true }],
  ['m a=f,b=F,c=false,d=False,e=FALSE', { a: false, b: false, c: false, d: false, e: false }],
  ['m f="a, b=c\\"d\\" \\\\ \n e"', { f: 'a, b=c"d" \\ \n e' }],
  ['m f=""', { f: '' }],
  ['my\\ m\\,x,tag\\=\\ 1=a\\,b\\ c f\\ \\=1=2', { 'f =1': 2 }],
  ['m\\x f\\y=1', { 'f\\y': 1 }],
  ['m,t=1   f=1  ', { f: 1 }],
  ['m __proto__=1', JSON.parse('{"__proto__": 1}')],
  ['weather,ort=Köln,länge=7 größe=3', { größe: 3 }],
])('%j', (text, values) => {
  const { readings, problems } = decode(text)
  expect(problems).toEqual([])
  expect(readings).toMatchObject([{ device: 'gateway-1', observedAtMs: undefined }])
  expect(Object.entries(readings[0]?.values ?? {})).toEqual(Object.entries(values))
})

test.each([
  ['1767225600', NOW],
  ['1767225600250', NOW + 250],
  ['1767225600250999', NOW + 250],
  ['1767225600250900000', NOW + 250],
])('the timestamp %s is told by its size', (timestamp, observedAtMs) => {
  expect(decode(`m f=1 ${timestamp}`).readings).toMatchObject([{ observedAtMs }])
})

test('the mapping may say the unit of the timestamps', () => {
  expect(decode('m f=1 1000000', { timeUnit: 'ms' }).readings).toMatchObject([{ observedAtMs: 1_000_000 }])
  expect(decode('m f=1 1000000', { timeUnit: 's' }).readings).toMatchObject([{ observedAtMs: 1_000_000_000 }])
})

test.each([
  ['m', /it has no fields/],
  ['m ', /a field is not written as key=value/],
  ['m f', /a field is not written as key=value/],
  ['m f=', /the value of "f" is no number, boolean or text/],
  ['m f=abc', /the value of "f"/],
  ['m f=NaN', /the value of "f"/],
  ['m f=0x10', /the value of "f"/],
  ['m f=1,', /a field is not written/],
  ['m f="open', /the value of "f"/],
  ['m f="a"b', /timestamp is no whole number/],
  ['m f=1 12.5', /timestamp is no whole number/],
  ['m f=1 1 1', /timestamp is no whole number/],
  ['m,t f=1', /a tag is not written as key=value/],
  ['m,t= f=1', /the tag "t" has no value/],
  [',t=1 f=1', /does not begin with a measurement/],
  ['{"temperature": 1}', /no line protocol/],
])('%j is none', (text, words) => {
  const { readings, problems } = decode(text)
  expect(readings).toEqual([])
  expect(problems).toMatchObject([
    { reason: 'malformed_payload', detail: expect.stringMatching(words), device: 'gateway-1' },
  ])
})

test.each(['', '\n\r\n', '# only a comment'])('%j has no line', text => {
  expect(decode(text).problems).toMatchObject([{ detail: 'There is no line in it.' }])
})

test('one bad line does not lose the others, and is named by its place', () => {
  const text = '# head\r\nm,host=a f=1 1\r\n\r\nm,host=b f="open 2\r\nm,host=c f=3 3\r\n'
  const { readings, problems } = decode(text, { timeUnit: 's' })
  expect(readings.map(({ device, index }) => [device, index])).toEqual([
    ['a', 1],
    ['c', 4],
  ])
  expect(problems).toMatchObject([{ index: 3, reason: 'malformed_payload' }])
  const parts = codecOf().excerpts(messageOf(text), new Set([3, 4]))
  expect([...parts].map(([index, part]) => [index, Buffer.from(part).toString()])).toEqual([
    [3, 'm,host=b f="open 2'],
    [4, 'm,host=c f=3 3'],
  ])
})

describe('the device', () => {
  test.each<[string, LineMapping | undefined, string]>([
    ['m,host=h,device=d f=1', undefined, 'd'],
    ['m,host=h,zone=z f=1', undefined, 'h'],
    ['m,host=h,machine=press\\ 4 f=1', { deviceTags: ['machine'] }, 'press 4'],
    ['m,zone=z f=1', undefined, 'gateway-1'],
  ])('of %j with %j is %s', (text, mapping, device) => {
    expect(decode(text, mapping).readings).toMatchObject([{ device }])
  })

  test('must be named by whoever publishes for all', () => {
    const { problems } = codecOf().decode(messageOf('m f=1', '$external'), nothing)
    expect(problems).toMatchObject([{ reason: 'unknown_device', index: 0 }])
  })

  test('is that of the topic where it has one', () => {
    const codec = formatCodec({ id: 'x', topic: 'line/{site}/{device}', codec: 'line' })
    const message = { ...messageOf('m,host=h f=1'), topic: 'line/north/press' }
    expect(codec.decode(message, nothing).readings).toMatchObject([{ site: 'north', device: 'press' }])
  })
})

describe('lines of one device and time', () => {
  const text = 'temp,sensor=a value=1 1767225600\ntemp,sensor=b value=2 1767225600\nrpm value=3 1767225600'

  test('are one reading where their names differ', () => {
    expect(decode(text, { metric: '{measurement}_{sensor}' }).readings).toMatchObject([
      { values: { temp_a: 1, temp_b: 2, rpm: 3 } },
    ])
  })

  test.each([
    ['{measurement}.{sensor}.{unit}.{value}.{field}', 'rpm.value'],
    ['{sensor}.{field}', 'value'],
    ['x-{sensor}.{field}-y', 'x-value-y'],
  ])('have %s without what the line does not have', (metric, name) => {
    expect(decode('rpm value=3', { metric }).readings).toMatchObject([{ values: { [name]: 3 } }])
  })

  test('are told apart by a problem where they do not', () => {
    const { readings, problems } = decode(text)
    expect(readings).toMatchObject([{ values: { value: 1 } }])
    expect(problems).toMatchObject([
      { index: 1, detail: expect.stringContaining('say in `metric` of the mapping what tells them apart') },
      { index: 2 },
    ])
  })
})

test('fields that are no metrics can be ignored', () => {
  expect(decode('m state="on",f=1', { ignore: ['state'] })).toMatchObject({
    readings: [{ values: { f: 1 } }],
    problems: [],
  })
  expect(decode('m state="on"', { ignore: ['state'] })).toEqual({ readings: [], problems: [] })
})

describe('any input', () => {
  const escaped = (characters: RegExp) => (text: string) => text.replace(characters, found => `\\${found}`)
  const name = fc
    .string({ minLength: 1, unit: fc.constantFrom(...'abzÄ9_., =:-') })
    .filter(text => !/^[\s#]/.test(text))
  const field = fc.double({ noNaN: true, noDefaultInfinity: true })

  test('a line that was written is read back', () => {
    const fields = fc.uniqueArray(fc.tuple(name, field), { minLength: 1, selector: ([key]) => key })
    fc.assert(
      fc.property(name, fields, fc.integer({ min: 1e12, max: 2e12 }), (measurement, pairs, time) => {
        const written = pairs.map(([key, value]) => `${escaped(/[,= ]/g)(key)}=${value}`).join(',')
        const { readings, problems } = decode(`${escaped(/[, ]/g)(measurement)} ${written} ${time}`)
        expect(problems).toEqual([])
        expect(readings).toMatchObject([{ observedAtMs: time }])
        expect(readings[0]?.values).toEqual(
          Object.fromEntries(pairs.map(([key, value]) => [key, value === 0 ? expect.closeTo(0) : value])),
        )
      }),
    )
  })

  test('ends, and each line is read or told', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'mf=1, "\\\n#i-e.t') })
    fc.assert(
      fc.property(noise, text => {
        const { readings, problems } = decode(text)
        expect(readings.length + problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
  })
})
