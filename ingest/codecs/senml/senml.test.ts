import { encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCodec } from '../../formats.ts'

const NOW = Date.UTC(2026, 0, 1)
const nothing = () => undefined
const anywhere = formatCodec({ id: 'x', topic: 'senml', codec: 'senml' })
const ofDevice = formatCodec({ id: 'y', topic: 'senml/{site}/{device}', codec: 'senml' })

function messageOf(pack: unknown, topic = 'senml') {
  const payload = pack instanceof Uint8Array ? pack : Buffer.from(JSON.stringify(pack))
  return { topic, payload, receivedAtMs: NOW, publisher: 'gateway-1' }
}
const decode = (pack: unknown) => anywhere.decode(messageOf(pack), nothing)

/** As `device seconds-from-now name=value unit`. */
function brief(pack: unknown): string[] {
  return decode(pack).readings.flatMap(({ device, observedAtMs, values, units }) =>
    Object.entries(values).map(([name, value]) => {
      const time = observedAtMs === undefined ? 'now' : String((observedAtMs - NOW) / 1000)
      return [device, time, `${name}=${value}`, units?.[name]].filter(part => part !== undefined).join(' ')
    }),
  )
}

/** Packs of RFC 8428, sections 5.1 and 6, and what other devices send. */
test.each<[string, unknown, string[]]>([
  [
    '5.1.1 a single datapoint',
    [{ n: 'urn:dev:ow:10e2073a01080063', u: 'Cel', v: 23.1 }],
    ['urn:dev:ow:10e2073a01080063 now value=23.1 Cel'],
  ],
  [
    '5.1.2 several datapoints',
    [
      { bn: 'urn:dev:ow:10e2073a01080063:', n: 'voltage', u: 'V', v: 120.1 },
      { n: 'current', u: 'A', v: 1.2 },
    ],
    ['urn:dev:ow:10e2073a01080063 now voltage=120.1 V', 'urn:dev:ow:10e2073a01080063 now current=1.2 A'],
  ],
  [
    '5.1.2 with base time and relative times',
    [
      {
        bn: 'urn:dev:ow:10e2073a0108006:',
        bt: 1767225600.001,
        bu: 'A',
        bver: 5,
        n: 'voltage',
        u: 'V',
        v: 120.1,
      },
      { n: 'current', t: -5, v: 1.2 },
      { n: 'current', t: -4, v: 1.3 },
    ],
    [
      'urn:dev:ow:10e2073a0108006 0.001 voltage=120.1 V',
      'urn:dev:ow:10e2073a0108006 -4.999 current=1.2 A',
      'urn:dev:ow:10e2073a0108006 -3.999 current=1.3 A',
    ],
  ],
  [
    '5.1.3 relative to now',
    [
      { bn: 'urn:dev:mac:0024befffe804ff1/', n: 'temp', t: -60, v: 20, u: 'Cel' },
      { n: 'temp', t: 0, v: 21, u: 'Cel' },
      { n: 'temp', t: 2.5, v: 22, u: 'Cel' },
    ],
    [
      'urn:dev:mac:0024befffe804ff1 -60 temp=20 Cel',
      'urn:dev:mac:0024befffe804ff1 now temp=21 Cel',
      'urn:dev:mac:0024befffe804ff1 2.5 temp=22 Cel',
    ],
  ],
  [
    'a base value',
    [{ bn: 'tank-1/', bv: 100, n: 'level', v: -2.5 }, { n: 'empty' }],
    ['tank-1 now level=97.5', 'tank-1 now empty=100'],
  ],
  [
    'a sum',
    [{ bn: 'meter/', bs: 1000, n: 'power', u: 'W', v: 5, s: 20 }],
    ['meter now power=5 W', 'meter now power.sum=1020 W*s'],
  ],
  [
    '5.1.3 a position: two values of one name',
    [
      { bn: 'urn:dev:ow:10e2073a01080063', bt: 1767225600, bu: '%RH', v: 20 },
      { u: 'lon', v: 24.30621 },
      { u: 'lat', v: 60.07965 },
    ],
    [
      'urn:dev:ow:10e2073a01080063 0 value=20 %RH',
      'urn:dev:ow:10e2073a01080063 0 value.lon=24.30621 lon',
      'urn:dev:ow:10e2073a01080063 0 value.lat=60.07965 lat',
    ],
  ],
  ['a boolean', [{ bn: 'gate/', n: 'open', vb: true }], ['gate now open=true']],
  [
    'base fields in a record of their own',
    [{ bn: 'a/', bu: '%' }, { n: 'x', v: 1 }, { bn: 'b/' }, { n: 'x', v: 2 }],
    ['a now x=1 %', 'b now x=2 %'],
  ],
  ['a name with the device in it', [{ n: 'line-2/press/force', v: 3 }], ['line-2/press now force=3']],
  ['a name alone', [{ n: 'force', v: 3 }], ['gateway-1 now force=3']],
  ['a base name alone', [{ bn: 'press-4', v: 3 }], ['press-4 now value=3']],
])('%s', (_, pack, said) => {
  expect(brief(pack)).toEqual(said)
  expect(decode(pack).problems).toEqual([])
})

describe('the device of the topic', () => {
  test.each([
    [{ bn: 'urn:dev:ow:10e2073a01080063:', n: 'temp', v: 1 }, 'temp'],
    [{ bn: 'urn:dev:ow:10e2073a01080063', v: 1 }, 'value'],
    [{ bn: 'anything/', n: 'motor/temp', v: 1 }, 'motor/temp'],
    [{ bn: 'anything/temp', v: 1 }, 'temp'],
    [{ n: 'temp', v: 1 }, 'temp'],
  ])('counts for %j', (record, metric) => {
    const { readings } = ofDevice.decode(messageOf([record], 'senml/north/press'), nothing)
    expect(readings).toMatchObject([{ site: 'north', device: 'press', values: { [metric]: 1 } }])
  })
})

test.each<[string, unknown, RegExp]>([
  ['no pack', { n: 'x', v: 1 }, /a pack is an array/],
  ['an empty pack', [], /no record with a value/],
  ['base fields only', [{ bn: 'x' }], /no record with a value/],
  ['a newer version', [{ bver: 11, n: 'x', v: 1 }], /Record 0: The pack is of version 11/],
  [
    'a wrong base field',
    [{ n: 'x', v: 1 }, { bt: 'now' }],
    /Record 1: "bt" is a string; it should be a number/,
  ],
  ['a base field that must be understood', [{ bx_: 1, n: 'x', v: 1 }], /Record 0: "bx_" must be understood/],
  ['a record that is none', [5], /This is a number/],
  ['a field that must be understood', [{ n: 'x', v: 1, x_: 1 }], /"x_" must be understood/],
  ['text as a value', [{ n: 'x', v: '1' }], /"v" is a string; it should be a number/],
  ['neither value nor sum', [{ n: 'x', u: 'V' }], /neither a value/],
  ['other bytes', Buffer.from([0x81, 0xff]), /neither JSON nor CBOR/],
])('%s is malformed', (_, pack, words) => {
  expect(decode(pack)).toMatchObject({
    readings: [],
    problems: [{ reason: 'malformed_payload', detail: expect.stringMatching(words) }],
  })
})

test('labels that are not known are ignored', () => {
  expect(brief([{ n: 'x', v: 1, note: 'new' }])).toEqual(['gateway-1 now x=1'])
})

test('a part is cut out with the base fields that it needs', () => {
  const pack = [
    { bn: 'a/', bt: 1767225600, bu: 'V', n: 'x', v: 1 },
    { n: 'y', v: 2 },
    { n: 'y', v: 3 },
    { n: 'z', v: 'w' },
  ]
  const message = messageOf(pack)
  const { problems } = anywhere.decode(message, nothing)
  expect(problems.map(({ index }) => index)).toEqual([3, 2])
  const part = anywhere.excerpts(message, new Set([2])).get(2) ?? new Uint8Array()
  expect(anywhere.decode({ ...message, payload: part }, nothing).readings).toMatchObject([
    { device: 'a', observedAtMs: NOW, values: { y: 3 }, units: { y: 'V' } },
  ])
})

describe('CBOR', () => {
  const labels = new Map(
    Object.entries({
      bver: -1,
      bn: -2,
      bt: -3,
      bu: -4,
      bv: -5,
      bs: -6,
      n: 0,
      u: 1,
      v: 2,
      vs: 3,
      vb: 4,
      s: 5,
      t: 6,
    }),
  )
  const cbor = (pack: object[]) =>
    encode(
      pack.map(
        record =>
          new Map(Object.entries(record).map(([label, value]) => [labels.get(label) ?? label, value])),
      ),
    )

  test('takes decimal fractions', () => {
    // [{0: "x", 2: 4([-2, 27315])}]
    expect(brief(Buffer.from('81a200617802c48221196ab3', 'hex'))).toEqual(['gateway-1 now x=273.15'])
  })

  test('takes big integers, times and the mark of CBOR itself', () => {
    // 55799([{0: "x", 2: 2(h'0100'), 6: 1(-5)}, {0: "y", 2: 3(h'0100')}])
    const pack = Buffer.from('d9d9f782a300617802c242010006c124a200617902c3420100', 'hex')
    expect(brief(pack)).toEqual(['gateway-1 -5 x=256', 'gateway-1 now y=-257'])
  })

  test('takes arrays and maps of indefinite length, as small devices write them', () => {
    expect(brief(Buffer.from('9fbf00617802187bffff', 'hex'))).toEqual(['gateway-1 now x=123'])
  })

  test('says the same as JSON', () => {
    const record = fc.record(
      {
        bn: fc.constantFrom('a/', 'urn:dev:ow:1:'),
        bt: fc.integer({ min: 1e9, max: 2e9 }),
        n: fc.constantFrom('x', 'y'),
        u: fc.constantFrom('V', 'Cel'),
        v: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
        t: fc.integer({ min: -100, max: 100 }),
      },
      { requiredKeys: ['v', 'n'] },
    )
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), pack => {
        const plain = JSON.parse(JSON.stringify(pack))
        expect(decode(cbor(plain))).toEqual(decode(plain))
      }),
    )
  })
})
