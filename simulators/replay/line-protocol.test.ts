import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LineParser, type ProtocolLine } from './line-protocol.ts'

const parse = (text: string) => new LineParser().parse(text)
const read = (text: string) => {
  const { series, fields, timestamp } = parse(text) as ProtocolLine
  return { measurement: series.measurement, tags: Object.fromEntries(series.tags), fields, timestamp }
}

test.each([
  ['m f=1', 'm', {}, [['f', 1]], undefined],
  ['m f=1 17', 'm', {}, [['f', 1]], '17'],
  [
    'm,a=b,c=d f=1i,g=2u,h=-3i 17',
    'm',
    { a: 'b', c: 'd' },
    [
      ['f', 1],
      ['g', 2],
      ['h', -3],
    ],
    '17',
  ],
  [
    'm f=1.,g=.5,h=-1.5e3,i=1E-2',
    'm',
    {},
    [
      ['f', 1],
      ['g', 0.5],
      ['h', -1500],
      ['i', 0.01],
    ],
    undefined,
  ],
  [
    'm a=t,b=FALSE',
    'm',
    {},
    [
      ['a', true],
      ['b', false],
    ],
    undefined,
  ],
  [
    'm f="a, b=c\\"d\\" \\\\ \n e",g=1 -5',
    'm',
    {},
    [
      ['f', 'a, b=c"d" \\ \n e'],
      ['g', 1],
    ],
    '-5',
  ],
  ['m f=""', 'm', {}, [['f', '']], undefined],
  ['my\\ m\\,x,tag\\=\\ 1=a\\,b\\ c f\\ \\=1=2', 'my m,x', { 'tag= 1': 'a,b c' }, [['f =1', 2]], undefined],
  ['m\\x f\\y=1', 'm\\x', {}, [['f\\y', 1]], undefined],
  ['  m,t=a=b   f=1   17  ', 'm', { t: 'a=b' }, [['f', 1]], '17'],
  ['weather,ort=Köln größe=3', 'weather', { ort: 'Köln' }, [['größe', 3]], undefined],
])('%j', (text, measurement, tags, fields, timestamp) => {
  expect(read(text)).toEqual({ measurement, tags, fields, timestamp })
})

test.each([
  ['m', /it has no fields/],
  ['m ', /it has no fields/],
  ['m f', /a field is not written as key=value/],
  ['m f=', /the value of "f" is no number, boolean or text/],
  ['m f=abc', /the value of "f"/],
  ['m f=NaN', /the value of "f"/],
  ['m f=0x10', /the value of "f"/],
  ['m f=1,', /a field is not written/],
  ['m f="open', /the text of "f" does not end/],
  ['m f="a"b', /timestamp is no whole number/],
  ['m f=1 12.5', /timestamp is no whole number/],
  ['m f=1 1 1', /timestamp is no whole number/],
  ['m,t f=1', /a tag is not written as key=value/],
  ['m,t,u=1 f=1', /a tag is not written as key=value/],
  ['m,t= f=1', /the tag "t" has no value/],
  [',t=1 f=1', /does not begin with a measurement/],
])('%j is none', (text, words) => {
  expect(parse(text)).toMatchObject({ problem: expect.stringMatching(words) })
})

test('a series is one object as long as it comes again', () => {
  const parser = new LineParser()
  const [one, two] = ['m,a=b f=1 1', 'm,a=b g=2 2'].map(text => parser.parse(text) as ProtocolLine)
  expect(one?.series).toBe(two?.series)
})

describe('any line', () => {
  const escaped = (characters: RegExp, text: string) => text.replace(characters, found => `\\${found}`)
  // A backslash before a comma, an equals sign, a space or the end cannot be written in a name.
  const name = fc
    .string({ minLength: 1, unit: fc.constantFrom(...'abzÄ9_., =:-"') })
    .filter(text => !/^[\s#]/.test(text))
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.string({ unit: fc.constantFrom(...'ab ,="\\\n') }),
  )
  const valueText = (written: number | boolean | string) =>
    typeof written === 'string' ? `"${written.replace(/["\\]/g, found => `\\${found}`)}"` : String(written)

  test('that was written is read back', () => {
    const named = <T>(of: fc.Arbitrary<T>, minLength: number) =>
      fc.uniqueArray(fc.tuple(name, of), { minLength, maxLength: 4, selector: ([key]) => key })
    fc.assert(
      fc.property(
        name,
        named(name, 0),
        named(value, 1),
        fc.maxSafeInteger(),
        (measurement, tags, fields, time) => {
          const head = [
            escaped(/[, ]/g, measurement),
            ...tags.map(([key, tag]) => `${escaped(/[,= ]/g, key)}=${escaped(/[,= ]/g, tag)}`),
          ].join(',')
          const body = fields.map(([key, field]) => `${escaped(/[,= ]/g, key)}=${valueText(field)}`).join(',')
          const back = read(`${head} ${body} ${time}`)
          expect(back).toEqual({
            measurement,
            tags: Object.fromEntries(tags),
            fields: fields.map(([key, field]) => [key, field === 0 ? expect.closeTo(0) : field]),
            timestamp: String(time),
          })
        },
      ),
    )
  })

  test('is read, or told what is wrong', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'mf=1, "\\#i-e.t') })
    fc.assert(
      fc.property(noise, text => {
        const line = parse(text)
        expect('problem' in line ? line.problem : line.fields.length).toBeTruthy()
      }),
      { numRuns: 2_000 },
    )
  })
})
