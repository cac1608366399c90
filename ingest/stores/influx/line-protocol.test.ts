import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sample } from '../../../contracts/sample.ts'
import { toLine, unwritable } from './line-protocol.ts'

const sample: Sample = {
  site: 'plant-1',
  asset: 'pump station',
  device: 'pump-7',
  class: 'pump',
  observedAtMs: 1767225600000,
  receivedAtMs: 1767225600500,
  values: { temperature: 71.2, rpm: 1480 },
}

test('a line has float fields without a suffix and an explicit time', () => {
  expect(toLine(sample)).toBe(
    'pump,asset=pump\\ station,device=pump-7,site=plant-1 temperature=71.2,rpm=1480 1767225600000',
  )
})

test.each([
  ['an empty tag', { device: '' }],
  ['a backslash', { device: 'a\\' }],
  ['a line feed', { asset: 'a\nb' }],
  ['a zero', { site: 'a\u0000' }],
  ['half a character', { site: 'a\ud800' }],
  ['a comment', { class: '#pump' }],
  ['a field with a backslash', { values: { 'a\\b': 1 } }],
  ['no values', { values: {} }],
  ['NaN', { values: { a: Number.NaN } }],
])('%s cannot be written', (_, more) => {
  expect(unwritable({ ...sample, ...more })).toBeTypeOf('string')
})

/** Splits at separators without an escape, and takes the escapes away, as the server does. */
const split = (text: string, separator: string) => text.split(new RegExp(`(?<!\\\\)${separator}`))
const plain = (text: string) => text.replaceAll(/\\([, =])/g, '$1')

function parse(line: string) {
  const [series = '', fields = '', time = ''] = split(line, ' ')
  const [measurement = '', ...tags] = split(series, ',')
  const pair = (text: string) => split(text, '=').map(plain)
  return {
    class: plain(measurement),
    ...Object.fromEntries(tags.map(pair)),
    values: Object.fromEntries(
      split(fields, ',')
        .map(pair)
        .map(([key, value]) => [key, Number(value)]),
    ),
    observedAtMs: Number(time),
  }
}

describe('any sample', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
  const any = fc.record({
    site: name,
    asset: name,
    device: fc.oneof(name, fc.constantFrom('a b', 'a,b', 'a=b', '"q"', ' x ', 'é温度', '=', ',')),
    class: name,
    observedAtMs: fc.integer({ min: 0 }),
    receivedAtMs: fc.constant(0),
    values: fc.dictionary(
      name.filter(key => key !== '__proto__'),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0), // -0 reads back as 0
      { minKeys: 1, noNullPrototype: true },
    ),
  })

  test('is refused, or is one line that reads back as it was', () => {
    fc.assert(
      fc.property(any, each => {
        if (unwritable(each) !== undefined) return
        const line = toLine(each)
        expect(line).not.toMatch(/[\n\r]/)
        const { receivedAtMs: _, ...rest } = each
        expect(parse(line)).toEqual(rest)
      }),
      { numRuns: 2_000 },
    )
  })

  test('with identifiers of the registry is never refused', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
    fc.assert(
      fc.property(id, id, id, id, (site, asset, device, equipmentClass) => {
        expect(unwritable({ ...sample, site, asset, device, class: equipmentClass })).toBeUndefined()
      }),
    )
  })
})
