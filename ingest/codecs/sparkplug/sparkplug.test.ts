import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Announcement, Content } from '../codec.ts'
import * as foreign from './foreign-bytes.ts'
import { decodePayload, encodePayload } from './payload.ts'
import { sparkplug } from './sparkplug.ts'

const NOW = 1_767_225_600_000
const GROUP = 'spBv1.0/Plant 1'
const topics = {
  NBIRTH: `${GROUP}/NBIRTH/Press line`,
  NDATA: `${GROUP}/NDATA/Press line`,
  NDEATH: `${GROUP}/NDEATH/Press line`,
  DBIRTH: `${GROUP}/DBIRTH/Press line/Press 4`,
  DDATA: `${GROUP}/DDATA/Press line/Press 4`,
  DDEATH: `${GROUP}/DDEATH/Press line/Press 4`,
}
type Kind = keyof typeof topics
const [INT8, INT16, INT32, INT64, UINT32, UINT64, FLOAT, DOUBLE, BOOLEAN] = [1, 2, 3, 4, 7, 8, 9, 10, 11]
const [STRING, DATASET, TEMPLATE, FLOAT_ARRAY] = [12, 16, 19, 30]

/** Decodes one message after the other, as a decoder does. */
function session() {
  const known = new Map<string, Announcement>()
  let offset = 0n
  return (kind: Kind, payload: object | string, receivedAtMs = NOW): Content => {
    const bytes = typeof payload === 'string' ? Buffer.from(payload, 'base64') : encodePayload(payload)
    const message = { topic: topics[kind], payload: bytes, receivedAtMs, publisher: 'edge-1' }
    const needs = sparkplug.needs?.(message.topic) ?? []
    const content = sparkplug.decode(message, key => {
      expect(needs).toContain(key)
      return known.get(key)
    })
    if (content.announces !== undefined) known.set(content.announces, { ...message, offset: offset++ })
    return content
  }
}
/** The session after births whose device has the metrics. */
function born(...metrics: object[]) {
  const say = session()
  say('NBIRTH', { timestamp: NOW, seq: 0, metrics: [{ name: 'bdSeq', datatype: UINT64, longValue: 3 }] })
  say('DBIRTH', { timestamp: NOW, seq: 1, metrics })
  return say
}
const valuesOf = ({ readings }: Content) => readings.map(reading => reading.values)
const reasonsOf = ({ problems }: Content) => problems.map(problem => problem.reason)

describe('topics', () => {
  test.each([
    'spBv1.0/Plant 1/NCMD/Press line',
    'spBv1.0/Plant 1/DCMD/Press line/Press 4',
    'spBv1.0/STATE/scada',
  ])('%s is no telemetry', topic => {
    const content = sparkplug.decode(
      { topic, payload: Buffer.from('x'), receivedAtMs: 0, publisher: 'e' },
      () => {
        throw new Error('asked')
      },
    )
    expect(content).toEqual({ readings: [], problems: [] })
    expect(sparkplug.needs?.(topic)).toEqual([])
  })

  test.each([
    'spBv1.0/',
    'spBv1.0/g/NDATA',
    'spBv1.0/g/NDATA/',
    'spBv1.0//NDATA/e',
    'spBv1.0/g/NDATA/e/d',
    'spBv1.0/g/DDATA/e',
    'spBv1.0/g/DDATA/e/',
    'spBv1.0/g/DDATA/e/d/x',
    'spBv1.0/g/ndata/e',
    'spBv1.0/g/DRECORD/e/d',
  ])('%s is none', topic => {
    const content = sparkplug.decode(
      { topic, payload: Buffer.from(''), receivedAtMs: 0, publisher: 'e' },
      () => undefined,
    )
    expect(reasonsOf(content)).toEqual(['unsupported_topic'])
  })
})

describe('what another encoder wrote', () => {
  test('births give samples, units, attributes, and report the device online', () => {
    const say = session()
    const node = say('NBIRTH', foreign.nbirth)
    expect(node.readings).toMatchObject([
      {
        device: 'Press line',
        address: 'Plant 1/Press line',
        values: { 'CPU/Load': 12.5 },
        units: { 'CPU/Load': '%' },
      },
    ])
    expect(node.reports).toEqual([
      {
        device: 'Press line',
        address: 'Plant 1/Press line',
        receivedAtMs: NOW,
        status: 'online',
        attributes: { 'Properties/Hardware Make': 'Acme' },
      },
    ])
    const device = say('DBIRTH', foreign.dbirth)
    expect(device.problems).toEqual([])
    expect(device.requests).toEqual([])
    expect(device.readings).toMatchObject([
      {
        device: 'Press 4',
        address: 'Plant 1/Press line/Press 4',
        observedAtMs: NOW,
        values: {
          'Temperatures/Motor 1': 71.2,
          Counter: -5,
          Running: 1,
          Position: -300,
          Offset: -1,
          Total: 4294967295,
          Vibration: 2.5,
        },
      },
    ])
  })

  test('every data type is what it was', () => {
    const say = born()
    const content = say('DDATA', foreign.types)
    expect(content.readings.map(({ observedAtMs, values }) => [observedAtMs, values])).toEqual([
      [
        NOW,
        {
          Int8: -128,
          Int16: -32768,
          Int32: -2147483648,
          Int64: -9007199254740991,
          UInt8: 255,
          UInt16: 65535,
          UInt32: 4294967295,
          UInt64: 9007199254740991,
          Float: -1.5,
          Double: 0.1,
          Boolean: 1,
          'Pump/Motor/amps': -3,
        },
      ],
      [NOW + 1, { 'Pump/flow': 4.5 }],
    ])
    expect(content.problems).toEqual([
      {
        reason: 'not_a_number',
        detail: expect.stringMatching(/^"Bytes", "File", "Set": data sets/),
        index: undefined,
        device: 'Press 4',
        address: 'Plant 1/Press line/Press 4',
      },
    ])
    expect(content.requests).toEqual([])
  })
})

describe('integers', () => {
  const cases: [string, object, number][] = [
    ['Int8 filled to 32 bits', { datatype: INT8, intValue: 0xffffffff }, -1],
    ['Int8 in its own width', { datatype: INT8, intValue: 0xff }, -1],
    ['Int16 in its own width', { datatype: INT16, intValue: 0x8000 }, -32768],
    ['Int32 in the long field', { datatype: INT32, longValue: 0xfffffffe }, -2],
    ['UInt32 in the int field', { datatype: UINT32, intValue: 0xfffffffe }, 4294967294],
    ['Int64 in the int field', { datatype: INT64, intValue: 7 }, 7],
    ['a boolean in the int field', { datatype: BOOLEAN, intValue: 1 }, 1],
    ['an integer where a Double should be', { datatype: DOUBLE, intValue: 5 }, 5],
  ]
  test.each(cases)('%s', (_, metric, value) => {
    expect(valuesOf(born()('DDATA', { seq: 2, metrics: [{ name: 'm', ...metric }] }))).toEqual([{ m: value }])
  })

  test('of any width come back', () => {
    const of = (bits: number) =>
      fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n })
    const any = fc.oneof(
      ...[INT8, INT16, INT32].map((datatype, n) =>
        of(8 << n).map(value => ({
          datatype,
          intValue: Number(BigInt.asUintN(32, value)),
          value: Number(value),
        })),
      ),
      of(54).map(value => ({
        datatype: INT64,
        longValue: BigInt.asUintN(64, value).toString(),
        value: Number(value),
      })),
    )
    fc.assert(
      fc.property(any, ({ value, ...metric }) => {
        expect(valuesOf(born()('DDATA', { seq: 2, metrics: [{ name: 'm', ...metric }] }))).toEqual([
          { m: value },
        ])
      }),
    )
  })
})

describe('times', () => {
  const metric = (name: string, timestamp?: number) => ({ name, datatype: FLOAT, floatValue: 1, timestamp })

  test('of the metric, else of the payload, else none; oldest first', () => {
    const metrics = [metric('a'), metric('b', NOW - 1), metric('c', NOW - 9), metric('d', NOW - 1)]
    const at = (content: Content) =>
      content.readings.map(({ observedAtMs, values }) => [observedAtMs, Object.keys(values).join('')])
    expect(at(born()('DDATA', { timestamp: NOW, seq: 2, metrics }))).toEqual([
      [NOW - 9, 'c'],
      [NOW - 1, 'bd'],
      [NOW, 'a'],
    ])
    expect(at(born()('DDATA', { seq: 2, metrics }))).toEqual([
      [NOW - 9, 'c'],
      [NOW - 1, 'bd'],
      [undefined, 'a'],
    ])
  })

  test('a template gives its time to what is in it', () => {
    const inside = { metrics: [metric('a'), metric('b', NOW - 5)] }
    const content = born()('DDATA', {
      timestamp: NOW,
      seq: 2,
      metrics: [{ name: 't', datatype: TEMPLATE, timestamp: NOW - 7, templateValue: inside }],
    })
    expect(content.readings.map(({ observedAtMs, values }) => [observedAtMs, values])).toEqual([
      [NOW - 7, { 't/a': 1 }],
      [NOW - 5, { 't/b': 1 }],
    ])
  })
})

describe('a birth', () => {
  test('gives names, data types and units to the aliases after it, also in templates', () => {
    const units = { keys: ['Engineering Units'], values: [{ stringValue: 'bar' }] }
    const say = born(
      { name: 'p', alias: 0, datatype: INT16, intValue: 1, properties: units },
      {
        name: 'Pump',
        alias: 7,
        datatype: TEMPLATE,
        templateValue: {
          metrics: [{ name: 'amps', alias: 8, datatype: INT8, intValue: 1, properties: units }],
        },
      },
    )
    const content = say('DDATA', {
      seq: 2,
      metrics: [
        { alias: 0, intValue: 0xffff },
        { alias: 7, templateValue: { metrics: [{ alias: 8, intValue: 0xfe }] } },
      ],
    })
    expect(content.readings).toMatchObject([
      { values: { p: -1, 'Pump/amps': -2 }, units: { p: 'bar', 'Pump/amps': 'bar' } },
    ])
  })

  test('with text, nulls and bad values floods nothing', () => {
    const bad = { keys: ['Quality'], values: [{ intValue: 500 }] }
    const texts = Array.from({ length: 30 }, (_, n) => ({
      name: `t${n}`,
      datatype: STRING,
      stringValue: 'x'.repeat(500),
    }))
    const content = session()('NBIRTH', {
      seq: 0,
      metrics: [
        ...texts,
        { name: 'n', datatype: FLOAT, isNull: true },
        { name: 'b', datatype: FLOAT, floatValue: 1, properties: bad },
        { name: 'nan', datatype: FLOAT, floatValue: Number.NaN },
        { name: 'set', datatype: DATASET, datasetValue: Buffer.from([8, 1]) },
        { name: 'array', datatype: FLOAT_ARRAY, bytesValue: Buffer.alloc(8) },
        { name: 'Node Control/Reboot', datatype: BOOLEAN, booleanValue: false },
      ],
    })
    expect(content).toMatchObject({ readings: [], problems: [], announces: expect.any(String) })
    const attributes = Object.values(content.reports?.[0]?.attributes ?? {})
    expect(attributes).toEqual(Array(20).fill('x'.repeat(200)))
  })

  test('of the edge node ends those of its devices', () => {
    const say = born({ name: 'm', alias: 1, datatype: FLOAT, floatValue: 1 })
    const message = { seq: 2, metrics: [{ alias: 1, floatValue: 2 }] }
    expect(valuesOf(say('DDATA', message))).toEqual([{ m: 2 }])
    say('NBIRTH', { timestamp: NOW + 1, seq: 0, metrics: [] }, NOW + 1)
    const content = say('DDATA', message)
    expect(reasonsOf(content)).toEqual(['unknown_alias'])
    expect(content.requests).toHaveLength(1)
  })

  test('replayed from the dead letters gives its samples and is not remembered again', () => {
    const say = session()
    const nbirth = { timestamp: NOW, seq: 0, metrics: [{ name: 'm', datatype: FLOAT, floatValue: 1 }] }
    expect(say('NBIRTH', nbirth, NOW).announces).toBeDefined()
    expect(say('NBIRTH', { ...nbirth, timestamp: NOW + 5 }, NOW + 5).announces).toBeDefined()
    const replayed = say('NBIRTH', nbirth, NOW)
    expect(valuesOf(replayed)).toEqual([{ m: 1 }])
    expect(replayed.announces).toBeUndefined()
    const clockSetBack = say('NBIRTH', { ...nbirth, timestamp: NOW + 9 }, NOW - 3_600_000)
    expect(clockSetBack.announces).toBeDefined()
  })

  test('that is no payload is a dead letter and leaves the one before it', () => {
    const say = born({ name: 'm', alias: 1, datatype: FLOAT, floatValue: 1 })
    for (const bytes of ['/////w==', '']) {
      const content = say('DBIRTH', bytes)
      expect(reasonsOf(content)).toEqual(['malformed_payload'])
      expect(content.announces).toBeUndefined()
    }
    expect(valuesOf(say('DDATA', { seq: 2, metrics: [{ alias: 1, floatValue: 2 }] }))).toEqual([{ m: 2 }])
  })
})

describe('what a birth would explain', () => {
  test.each<[string, object]>([
    ['an alias', { alias: 77, floatValue: 1 }],
    ['an integer without a data type', { name: 'm', intValue: 1 }],
  ])('%s: a dead letter and a request', (_, metric) => {
    const content = born()('DDATA', { seq: 2, metrics: [metric] })
    expect(content.readings).toEqual([])
    expect(reasonsOf(content)).toEqual(['unknown_alias'])
    const [request] = content.requests ?? []
    expect(request?.topic).toBe('spBv1.0/Plant 1/NCMD/Press line')
    const { metrics, timestamp } = decodePayload(request?.payload ?? Buffer.of())
    expect(timestamp.toNumber()).toBe(NOW)
    expect(metrics).toMatchObject([{ name: 'Node Control/Rebirth', datatype: BOOLEAN, booleanValue: true }])
  })

  test('a message before any birth asks for one, and gives what explains itself', () => {
    const content = session()('NDATA', { seq: 9, metrics: [{ name: 'm', doubleValue: 3 }] })
    expect(valuesOf(content)).toEqual([{ m: 3 }])
    expect(content.requests).toHaveLength(1)
  })

  test('the same message asks in the same words', () => {
    const ask = () => session()('NDATA', { seq: 9, metrics: [{ alias: 1, floatValue: 3 }] }).requests
    expect(ask()).toEqual(ask())
  })
})

test.each([
  [0, false],
  [64, true],
  [127, true],
  [128, false],
  [192, true],
  [216, true],
  [256, true],
  [500, false],
  [516, false],
])('quality %d is taken: %s', (code, taken) => {
  const properties = { keys: ['Quality'], values: [{ intValue: code }] }
  const content = born()('DDATA', {
    seq: 2,
    metrics: [{ name: 'm', datatype: FLOAT, floatValue: 1, properties }],
  })
  expect([content.readings.length, reasonsOf(content)]).toEqual(taken ? [1, []] : [0, ['bad_quality']])
})

test('text where the birth says a number is left for the decoder to refuse', () => {
  const say = born({ name: 'm', alias: 1, datatype: FLOAT, floatValue: 1 })
  expect(valuesOf(say('DDATA', { seq: 2, metrics: [{ alias: 1, stringValue: 'hot' }] }))).toEqual([
    { m: 'hot' },
  ])
})

test('a thousand wrong metrics are one problem', () => {
  const metrics = Array.from({ length: 1_000 }, (_, alias) => ({ alias, floatValue: 1 }))
  expect(born()('DDATA', { seq: 2, metrics }).problems).toMatchObject([
    { reason: 'unknown_alias', detail: expect.stringContaining('alias 4 and 995 more') },
  ])
})

test('a name of the kind that objects have is a name', () => {
  const metrics = ['__proto__', 'constructor'].map(name => ({ name, doubleValue: 1 }))
  const [values] = valuesOf(born()('DDATA', { seq: 2, metrics }))
  expect(Object.entries(values ?? {})).toEqual([
    ['__proto__', 1],
    ['constructor', 1],
  ])
})

describe('deaths', () => {
  const ndeath = (bdSeq: number) => ({ metrics: [{ name: 'bdSeq', datatype: UINT64, longValue: bdSeq }] })

  test('of this session: the edge node is offline with its devices', () => {
    expect(born()('NDEATH', ndeath(3))).toEqual({
      readings: [],
      problems: [],
      reports: [
        {
          device: 'Press line',
          address: 'Plant 1/Press line',
          receivedAtMs: NOW,
          status: 'offline',
          withDependents: true,
        },
      ],
    })
  })

  test('of an older session says nothing', () => {
    expect(born()('NDEATH', ndeath(2))).toEqual({ readings: [], problems: [] })
  })

  test('is believed where no birth is known, or either names no session', () => {
    expect(session()('NDEATH', ndeath(2)).reports).toHaveLength(1)
    expect(born()('NDEATH', { metrics: [] }).reports).toHaveLength(1)
  })

  test('of a device: offline alone', () => {
    const { reports } = born()('DDEATH', { timestamp: NOW, seq: 2, metrics: [] })
    expect(reports).toMatchObject([{ device: 'Press 4', status: 'offline' }])
    expect(reports?.[0]?.withDependents).toBeUndefined()
  })

  test('another encoder wrote matches its birth', () => {
    const say = session()
    say('NBIRTH', foreign.nbirth)
    expect(say('NDEATH', foreign.ndeath).reports).toHaveLength(1)
  })
})

test('a compressed payload is named', () => {
  const content = born()('DDATA', { uuid: 'SPBV1.0_COMPRESSED', seq: 2, metrics: [] })
  expect(content.problems).toMatchObject([{ detail: expect.stringContaining('compressed') }])
})

test('only the birth of an edge node begins its count', () => {
  const say = session()
  const counts = [
    say('NBIRTH', { seq: 0, metrics: [] }),
    say('DBIRTH', { seq: 1, metrics: [] }),
    say('DDATA', { seq: 2, metrics: [] }),
    say('DDEATH', { seq: 3 }),
    say('NDEATH', { seq: 4 }),
  ].map(({ count }) => count && [count.of, count.number, count.starts])
  const of = 'sparkplug/Plant 1/Press line'
  expect(counts).toEqual([[of, 0, true], [of, 1, false], [of, 2, false], [of, 3, false], undefined])
})

describe('hostile bytes', () => {
  const decodeAll = (bytes: Uint8Array) => {
    for (const kind of Object.keys(topics) as Kind[]) {
      const say = session()
      say('NBIRTH', foreign.nbirth)
      say('DBIRTH', foreign.dbirth)
      const { readings, problems } = say(kind, Buffer.from(bytes).toString('base64'))
      for (const { values } of readings) expect(Object.keys(values)).not.toEqual([])
      expect(problems.length).toBeLessThan(10)
    }
  }

  test('valid payloads with some bytes changed, cut or repeated', () => {
    const valid = fc
      .constantFrom(foreign.nbirth, foreign.dbirth, foreign.types)
      .map(text => Buffer.from(text, 'base64'))
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(valid, fc.array(change, { maxLength: 8 }), fc.nat(), (bytes, changes, cut) => {
        const changed = Buffer.from(bytes)
        for (const [at, value] of changes) changed[at % changed.length] = value
        decodeAll(changed)
        decodeAll(changed.subarray(0, cut % changed.length))
        decodeAll(Buffer.concat([changed, bytes.subarray(0, cut % bytes.length)]))
      }),
    )
  })

  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), decodeAll))
  })

  test('templates in templates', () => {
    const nested = (depth: number): object =>
      depth === 0
        ? { name: 'm', doubleValue: 1 }
        : { name: 't', datatype: TEMPLATE, templateValue: { metrics: [nested(depth - 1)] } }
    expect(valuesOf(born()('DDATA', { seq: 2, metrics: [nested(20)] }))).toEqual([
      { [`${'t/'.repeat(20)}m`]: 1 },
    ])
    // By hand, because the encoder stops at the depth at which the decoder does.
    let bytes: Uint8Array = Buffer.of()
    for (let depth = 0; depth < 10_000; depth++) bytes = wrap(2, wrap(18, bytes))
    expect(reasonsOf(born()('DDATA', Buffer.from(bytes).toString('base64')))).toEqual(['malformed_payload'])
  })

  test('256 kB of the smallest metrics, and of a long name around many', () => {
    const smallest = Buffer.alloc(256 * 1024, Buffer.of(0x12, 0))
    expect(reasonsOf(born()('DDATA', smallest.toString('base64')))).toEqual(['malformed_payload'])
    const metrics = Array.from({ length: 10_000 }, (_, n) => ({ name: `m${n}`, doubleValue: 1 }))
    const templateValue = { metrics }
    const name = 'n'.repeat(100_000)
    const content = born()('DDATA', { seq: 2, metrics: [{ name, datatype: TEMPLATE, templateValue }] })
    expect(reasonsOf(content)).toEqual(['malformed_payload'])
    expect(content.readings).toEqual([])
  })
})

/** A field of bytes in Protobuf's own words. */
function wrap(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}
