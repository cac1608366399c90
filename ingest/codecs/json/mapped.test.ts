import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Format, formatProblem, type JsonMapping } from '../../../contracts/format.ts'
import { formatCodec } from '../../formats.ts'

const NOW = Date.UTC(2026, 0, 1)
const nothing = () => undefined

function messageOf(topic: string, body: unknown, publisher = 'gateway-1') {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { topic, payload: Buffer.from(text), receivedAtMs: NOW, publisher }
}

/** A format as the API takes it. */
function codecOf(topic: string, mapping?: JsonMapping) {
  const format: Format = { id: 'x', topic, codec: 'json', ...(mapping && { mapping }) }
  expect(Value.Errors(Format, format)).toEqual([])
  expect(formatProblem(format)).toBeUndefined()
  return formatCodec(format)
}

/** Readings as `device time name=value`, each with its unit. */
function brief(
  { topic, published, mapping }: { topic: string; published?: string; mapping?: JsonMapping },
  body: unknown,
): { said: string[]; problems: string[] } {
  const codec = codecOf(topic, mapping)
  const message = messageOf(published ?? topic, body)
  expect(codec.accepts(message.topic)).toBe(true)
  const { readings, problems } = codec.decode(message, nothing)
  const said = readings.flatMap(({ device, observedAtMs, values, units }) =>
    Object.entries(values).map(([name, value]) => {
      const time = observedAtMs === undefined ? 'now' : new Date(observedAtMs).toISOString().slice(11, -1)
      return [device, time, `${name}=${value}`, units?.[name]].filter(Boolean).join(' ')
    }),
  )
  return { said, problems: problems.map(({ reason, detail }) => `${reason}: ${detail}`) }
}

const AT_8 = Date.UTC(2026, 0, 1, 8)

/** What devices and gateways really send, with the format that a person would write for it. */
const real: [string, Parameters<typeof brief>[0], unknown, string[]][] = [
  [
    'Tasmota: local time without a zone, texts among the numbers',
    {
      topic: 'tele/{device}/SENSOR',
      published: 'tele/tasmota_4F21/SENSOR',
      mapping: { time: '/Time', zone: '+01:00', ignore: ['/ENERGY/TotalStartTime', '/TempUnit'] },
    },
    {
      Time: '2026-01-01T09:00:00',
      ENERGY: { TotalStartTime: '2025-11-02T10:11:12', Total: 12.345, Power: 71, Factor: 0.93 },
      AM2301: { Temperature: 21.5, Humidity: null },
      TempUnit: 'C',
    },
    ['ENERGY.Total=12.345', 'ENERGY.Power=71', 'ENERGY.Factor=0.93', 'AM2301.Temperature=21.5'].map(
      value => `tasmota_4F21 08:00:00.000 ${value}`,
    ),
  ],
  [
    'Shelly, second generation: seconds with a fraction, named by where they are',
    {
      topic: '{device}/events/rpc',
      published: 'shellyplus1pm-a8032ab/events/rpc',
      mapping: {
        readings: '/params',
        time: '/ts',
        values: { power: '/switch:0/apower', energy: '/switch:0/aenergy/total', on: '/switch:0/output' },
      },
    },
    {
      src: 'shellyplus1pm-a8032ab',
      dst: 'x/events',
      method: 'NotifyStatus',
      params: {
        ts: AT_8 / 1000 + 0.43,
        'switch:0': { id: 0, aenergy: { by_minute: [45.2, 47.1], total: 7.923 }, apower: 8.9, output: true },
      },
    },
    ['power=8.9', 'energy=7.923', 'on=true'].map(value => `shellyplus1pm-a8032ab 08:00:00.430 ${value}`),
  ],
  [
    'Zigbee2MQTT: flat, with its settings',
    {
      topic: 'zigbee2mqtt/{device}',
      published: 'zigbee2mqtt/Motor 3',
      mapping: { time: '/last_seen', ignore: ['/update', '/action'] },
    },
    {
      battery: 97,
      linkquality: 120,
      occupancy: false,
      temperature: 41.2,
      action: 'single',
      last_seen: '2026-01-01T08:00:00+00:00',
      update: { state: 'available', installed_version: 587765297 },
    },
    ['battery=97', 'linkquality=120', 'occupancy=false', 'temperature=41.2'].map(
      value => `Motor 3 08:00:00.000 ${value}`,
    ),
  ],
  [
    'The Things Network: the device and a time with nanoseconds around the reading',
    {
      topic: 'v3/+/devices/+/up',
      published: 'v3/plant@ttn/devices/ignored/up',
      mapping: {
        readings: '/uplink_message/decoded_payload',
        device: '/end_device_ids/device_id',
        time: '/received_at',
      },
    },
    {
      end_device_ids: { device_id: 'vib-12', dev_eui: '0004A30B001C0530' },
      received_at: '2026-01-01T08:00:00.123456789Z',
      uplink_message: {
        f_port: 2,
        frm_payload: 'AQI=',
        decoded_payload: { rms: 2.31, axis: { x: 0.1, y: 0.2 } },
        rx_metadata: [{ rssi: -35 }],
      },
    },
    ['rms=2.31', 'axis.x=0.1', 'axis.y=0.2'].map(value => `vib-12 08:00:00.123 ${value}`),
  ],
  [
    'ChirpStack',
    {
      topic: 'application/+/device/{device}/event/up',
      published: 'application/7/device/0004a30b001c0530/event/up',
      mapping: { readings: '/object', time: '/time' },
    },
    {
      deduplicationId: 'x',
      time: '2026-01-01T08:00:00.5+00:00',
      deviceInfo: { deviceName: 'pump', devEui: '0004a30b001c0530' },
      object: { temperature: '21.5' },
    },
    ['0004a30b001c0530 08:00:00.500 temperature=21.5'],
  ],
  [
    'AWS IoT shadow',
    {
      topic: 'shadows/{device}/update',
      published: 'shadows/oven-2/update',
      mapping: { readings: '/state/reported', time: '/timestamp' },
    },
    { state: { reported: { zone1: { temp: 181 } } }, version: 7, timestamp: AT_8 / 1000 },
    ['oven-2 08:00:00.000 zone1.temp=181'],
  ],
  [
    'Kepware: one tag an element, with quality',
    {
      topic: 'iotgateway/{device}',
      published: 'iotgateway/line-1',
      mapping: { readings: '/values', name: '/id', value: '/v', time: '/t', quality: '/q' },
    },
    {
      timestamp: AT_8,
      values: [
        { id: 'Simulation.PLC1.Level', v: 42, q: true, t: AT_8 },
        { id: 'Simulation.PLC1.Speed', v: 1450.5, q: true, t: AT_8 + 1 },
        { id: 'Simulation.PLC1.Run', v: false, q: true, t: AT_8 },
      ],
    },
    [
      'line-1 08:00:00.000 Simulation.PLC1.Level=42',
      'line-1 08:00:00.000 Simulation.PLC1.Run=false',
      'line-1 08:00:00.001 Simulation.PLC1.Speed=1450.5',
    ],
  ],
  [
    'MindConnect: arrays in an array, everything text, OPC UA quality',
    {
      topic: 'mc/{device}',
      published: 'mc/agent-9',
      mapping: {
        readings: '/*/values',
        name: '/dataPointId',
        value: '/value',
        time: '/timestamp',
        quality: '/qualityCode',
        good: [0],
      },
    },
    [
      {
        timestamp: '2026-01-01T08:00:00.000Z',
        values: [
          { dataPointId: '1001', value: '9856', qualityCode: '0' },
          { dataPointId: '1002', value: '-3.5e-1', qualityCode: '0' },
        ],
      },
      {
        timestamp: '2026-01-01T08:00:01.000Z',
        values: [{ dataPointId: '1001', value: '9857', qualityCode: '0' }],
      },
    ],
    ['agent-9 08:00:00.000 1001=9856', 'agent-9 08:00:00.000 1002=-0.35', 'agent-9 08:00:01.000 1001=9857'],
  ],
  [
    'Azure OPC Publisher',
    {
      topic: 'opc/{device}',
      published: 'opc/server-1',
      mapping: {
        name: '/DisplayName',
        value: '/Value/Value',
        time: '/Value/SourceTimestamp',
        quality: '/Value/StatusCode/Code',
        good: [0],
      },
    },
    [
      {
        NodeId: 'nsu=http://x;s=Temp',
        DisplayName: 'Temp',
        Value: { Value: 21.5, SourceTimestamp: '2026-01-01T08:00:00.1234567Z', StatusCode: { Code: 0 } },
      },
      {
        NodeId: 'nsu=http://x;s=Flow',
        DisplayName: 'Flow',
        Value: { Value: 3, SourceTimestamp: '2026-01-01T08:00:00.1234567Z' },
      },
    ],
    ['server-1 08:00:00.123 Temp=21.5', 'server-1 08:00:00.123 Flow=3'],
  ],
  [
    'OPC UA PubSub: members that are objects, named by their keys',
    {
      topic: 'opcua/json/data/{device}/#',
      published: 'opcua/json/data/press/group/writer',
      mapping: { readings: '/Messages/*/Payload/{metric}', value: '/Value', time: '/SourceTimestamp' },
    },
    {
      MessageType: 'ua-data',
      Messages: [
        { Payload: { Temp: { Value: 55, SourceTimestamp: '2026-01-01T08:00:00Z' } } },
        { Payload: { Temp: { Value: 56, SourceTimestamp: '2026-01-01T08:00:01Z' } } },
      ],
    },
    ['press 08:00:00.000 Temp=55', 'press 08:00:01.000 Temp=56'],
  ],
  [
    'Telegraf, a batch for several machines',
    {
      topic: 'telegraf/{site}',
      published: 'telegraf/plant-1',
      mapping: { readings: '/metrics', device: '/tags/host', values: '/fields', time: '/timestamp' },
    },
    {
      metrics: [
        { fields: { rms: 1.5 }, name: 'vibration', tags: { host: 'fan-1' }, timestamp: AT_8 / 1000 },
        { fields: { rms: 1.7 }, name: 'vibration', tags: { host: 'fan-2' }, timestamp: AT_8 / 1000 },
      ],
    },
    ['fan-1 08:00:00.000 rms=1.5', 'fan-2 08:00:00.000 rms=1.7'],
  ],
  [
    'ThingsBoard gateway: a member for each device',
    {
      topic: 'v1/gateway/telemetry',
      mapping: { readings: '/{device}', values: '/values', time: '/ts' },
    },
    {
      'Device A': [
        { ts: AT_8, values: { temperature: 42 } },
        { ts: AT_8 + 1000, values: { temperature: 43 } },
      ],
      'Device B': [{ ts: AT_8, values: { temperature: 12 } }],
    },
    [
      'Device A 08:00:00.000 temperature=42',
      'Device A 08:00:01.000 temperature=43',
      'Device B 08:00:00.000 temperature=12',
    ],
  ],
  [
    'pairs of time and value for each metric',
    {
      topic: 'up/{device}',
      published: 'up/m1',
      mapping: { readings: '/{metric}', time: '/0', value: '/1' },
    },
    {
      t: [
        [AT_8, 1],
        [AT_8 + 1000, 2],
      ],
      p: [[AT_8, 9]],
    },
    ['m1 08:00:00.000 t=1', 'm1 08:00:00.000 p=9', 'm1 08:00:01.000 t=2'],
  ],
  [
    'objects of value and unit',
    {
      topic: 'up/{device}',
      published: 'up/m1',
      mapping: { readings: '/{metric}', value: '/value', unit: '/unit' },
    },
    { oil: { value: 140, unit: '°F' }, flow: { value: 3 } },
    ['m1 now oil=140 °F', 'm1 now flow=3'],
  ],
  [
    'one topic for each metric, as Node-RED and ESPHome have it',
    { topic: 'plant/{device}/sensor/{metric}/state', published: 'plant/pump-7/sensor/oil_temp/state' },
    '61.25',
    ['pump-7 now oil_temp=61.25'],
  ],
  [
    'a binary sensor of ESPHome',
    { topic: '{device}/binary_sensor/{metric}/state', published: 'pump-7/binary_sensor/leak/state' },
    'ON',
    ['pump-7 now leak=true'],
  ],
  [
    'a number that JSON would write in another way',
    { topic: '{device}/{metric}', published: 'pump-7/level' },
    '+07.50',
    ['pump-7 now level=7.5'],
  ],
  [
    'a meter of three phases, and a switch in words',
    { topic: 'tele/{device}/SENSOR', published: 'tele/meter-1/SENSOR' },
    { ENERGY: { Total: 12.3, Power: [71, 12.5, 8] }, POWER: 'ON', Relay: 'Off' },
    [
      'ENERGY.Total=12.3',
      'ENERGY.Power.0=71',
      'ENERGY.Power.1=12.5',
      'ENERGY.Power.2=8',
      'POWER=true',
      'Relay=false',
    ].map(value => `meter-1 now ${value}`),
  ],
  [
    'a payload with a byte order mark before it and a zero after it',
    { topic: '{device}', published: 'pump-7' },
    '\uFEFF{"temp": 3}\0',
    ['pump-7 now temp=3'],
  ],
  ['the publisher, where nobody else is named', { topic: 'up' }, { temp: 3 }, ['gateway-1 now temp=3']],
]

describe('what devices really send', () => {
  test.each(real)('%s', (_, format, body, said) => {
    expect(brief(format, body)).toEqual({ said, problems: [] })
  })
})

describe('a time', () => {
  const timeOf = (time: unknown, more: JsonMapping = {}) => {
    const { said, problems } = brief({ topic: 'up', mapping: { time: '/t', ...more } }, { t: time, v: 1 })
    return said[0]?.split(' ')[1] ?? problems[0]
  }
  test.each<[unknown, JsonMapping, string]>([
    [AT_8 / 1000, {}, '08:00:00.000'],
    [AT_8 / 1000 + 0.001, {}, '08:00:00.001'],
    [AT_8, {}, '08:00:00.000'],
    [AT_8 * 1e3 + 999, {}, '08:00:00.000'],
    [AT_8 * 1e6, {}, '08:00:00.000'],
    [`${AT_8}`, {}, '08:00:00.000'],
    [`${AT_8}000000`, {}, '08:00:00.000'],
    [` ${AT_8 / 1000}.25 `, {}, '08:00:00.250'],
    [AT_8 / 1000, { timeUnit: 's' }, '08:00:00.000'],
    [AT_8 * 1e3, { timeUnit: 'us' }, '08:00:00.000'],
    ['2026-01-01t08:00:00z', {}, '08:00:00.000'],
    ['2026-01-01 09:00:00,5+0100', {}, '08:00:00.500'],
    ['2026-01-01 09:00:00.5+01', {}, '08:00:00.500'],
    ['2026-01-01T08:00Z', {}, '08:00:00.000'],
    ['2026-01-01 09:00:00', { zone: '+01:00' }, '08:00:00.000'],
    ['2026-01-01T08:00:00', { zone: 'Z' }, '08:00:00.000'],
    ['2026-01-01T08:00:00Z', { zone: '+01:00' }, '08:00:00.000'],
    ['2026-01-01T08:00:00Z', { timeUnit: 'rfc3339' }, '08:00:00.000'],
  ])('%j with %j is %s', (time, more, expected) => expect(timeOf(time, more)).toBe(expected))

  test.each<[unknown, JsonMapping, RegExp]>([
    [
      '2026-01-01T08:00:00',
      {},
      /bad_timestamp: The time at "\/t" is ".*", which does not say its zone; say `zone` in the mapping/,
    ],
    ['2026-02-30T08:00:00Z', {}, /a day that does not exist/],
    ['yesterday', {}, /the text "yesterday"; it should be RFC 3339 or a number \(unit: auto\)/],
    [true, {}, /is a boolean/],
    [{}, {}, /is an object/],
    [AT_8, { timeUnit: 'rfc3339' }, /is a number; it should be RFC 3339/],
    [null, {}, /There is no time at "\/t"; correct the mapping, or leave `time` out/],
    ['9'.repeat(400), {}, /is the text/],
  ])('%j with %j is none', (time, more, words) => expect(timeOf(time, more)).toMatch(words))
})

describe('quality', () => {
  const isTaken = (quality: unknown, good?: JsonMapping['good']) => {
    const mapping = { quality: '/q', ...(good && { good }) }
    const { said, problems } = brief({ topic: 'up', mapping }, { v: 1, q: quality })
    expect(said.length + problems.length).toBe(1)
    if (problems[0])
      expect(problems[0]).toMatch(/^bad_quality: The quality at "\/q" is .*, which is not good/)
    return said.length === 1
  }
  test.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    ['good', true],
    ['GOOD', true],
    ['Uncertain', true],
    ['bad', false],
    ['', false],
    [192, true],
    ['192', true],
    [255, true],
    [64, true],
    [63, false],
    [0, false],
    [0x4000_0000, true],
    [0x8000_0000, false],
    [256, false],
    [{}, false],
    [null, true],
    [undefined, true],
  ])('%j is taken: %s', (quality, taken) => expect(isTaken(quality)).toBe(taken))

  test('the mapping may say what is good', () => {
    expect(isTaken(0, [0, 'ok'])).toBe(true)
    expect(isTaken('0', [0])).toBe(true)
    expect(isTaken(192, [0])).toBe(false)
  })
})

test.each<[string, JsonMapping, unknown, RegExp]>([
  ['no JSON', {}, '{', /malformed_payload: The payload is not JSON/],
  ['null', {}, 'null', /There is no reading in the payload/],
  ['an empty array', {}, [], /There is no reading in the payload/],
  ['no readings', { readings: '/data' }, { x: 1 }, /There is no reading at "\/data" in the payload/],
  ['a number', {}, 5, /The reading is a number; it should be an object of values by name/],
  ['no object of values', { values: '/values' }, { x: 1 }, /What is at "\/values" is missing/],
  ['nothing but its time', { time: '/t' }, { t: AT_8 }, /There are no values in it/],
  ['none of the named values', { values: { a: '/a' } }, { b: 1 }, /None of the mapped `values` is there/],
  ['no name', { name: '/n', value: '/v' }, { v: 1 }, /no name of a metric at "\/n"/],
  ['no value', { name: '/n', value: '/v' }, { n: 'x', v: null }, /no value at "\/v"/],
  ['no device', { device: '/d' }, { t: 1 }, /no name of a device at "\/d"/],
])('%s is malformed', (_, mapping, body, words) => {
  const { said, problems } = brief({ topic: 'up', mapping }, body)
  expect(said).toEqual([])
  expect(problems).toEqual([expect.stringMatching(words)])
})

test('whoever publishes for all must name the device', () => {
  const { problems } = codecOf('up').decode(messageOf('up', { t: 1 }, 'admin'), nothing)
  expect(problems).toMatchObject([{ reason: 'unknown_device', detail: expect.stringContaining('{device}') }])
})

test('text that is no value of a metric is left for the decoder, also bare; a long array is one value', () => {
  const bare = { topic: '{device}/{metric}', published: 'pump-7/oil' }
  expect(brief(bare, 'nan')).toEqual({ said: ['pump-7 now oil=nan'], problems: [] })
  const { said } = brief({ topic: 'up' }, { wave: Array(17).fill(1) })
  expect(said).toEqual([`gateway-1 now wave=${Array(17).fill(1)}`])
})

test('what is ignored is no fault, also where nothing else is said', () => {
  const flat = { topic: 'up', mapping: { ignore: ['/action'], time: '/t' } }
  expect(brief(flat, { action: 'single', t: AT_8 })).toEqual({ said: [], problems: [] })
  const named = { topic: 'up', mapping: { name: '/id', value: '/v', ignore: ['/PLC1.State', '/a~1b'] } }
  const text = [
    { id: 'PLC1.State', v: 'RUN' },
    { id: 'a/b', v: '' },
  ]
  expect(brief(named, text)).toEqual({ said: [], problems: [] })
  expect(brief(named, [...text, { id: 'PLC1.Level', v: 4 }]).said).toEqual(['gateway-1 now PLC1.Level=4'])
})

test('a metric has one value at a time; a second is told', () => {
  const { said, problems } = brief({ topic: 'up' }, [{ t: 1 }, { t: 2 }])
  expect(said).toEqual(['gateway-1 now t=1'])
  expect(problems).toEqual([expect.stringMatching(/"t" has two values at the same time/)])
})

test('a bad element keeps what it stands in, and its neighbours live', () => {
  const codec = codecOf('up', { readings: '/lines/*/tags', device: '/line', name: '/id', value: '/v' })
  const message = messageOf('up', {
    at: 'plant',
    lines: [
      { line: 'a', tags: [{ id: 't', v: 1 }, { id: 't2' }] },
      { line: 'b', tags: [{ id: 't', v: 'x' }] },
    ],
  })
  const { readings, problems } = codec.decode(message, nothing)
  expect(readings.map(({ device, index }) => [device, index])).toEqual([
    ['a', 0],
    ['b', 2],
  ])
  expect(problems).toMatchObject([{ index: 1, device: 'a' }])
  const parts = codec.excerpts(message, new Set([1, 2]))
  expect([...parts].map(([index, payload]) => [index, JSON.parse(Buffer.from(payload).toString())])).toEqual([
    [1, { at: 'plant', lines: [{ line: 'a', tags: [{ id: 't2' }] }] }],
    [2, { at: 'plant', lines: [{ line: 'b', tags: [{ id: 't', v: 'x' }] }] }],
  ])
})

test('hostile names and depths stay values', () => {
  const { said } = brief({ topic: 'up' }, '{"__proto__": 1, "constructor": {"prototype": 2}}')
  expect(said).toEqual(['gateway-1 now __proto__=1', 'gateway-1 now constructor.prototype=2'])
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
  const { readings } = codecOf('up').decode(messageOf('up', deep), nothing)
  expect(Object.keys(readings[0]?.values ?? {})).toEqual([Array.from({ length: 16 }, () => 'a').join('.')])
})

test('any number comes back as it was, as a number and as text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
      const { readings } = codecOf('up').decode(
        messageOf('up', { a: value, b: { c: String(value) } }),
        nothing,
      )
      expect(readings[0]?.values).toEqual({ a: value === 0 ? 0 : value, 'b.c': value === 0 ? 0 : value })
    }),
  )
})

test('any mapping and payload end in readings or problems', () => {
  const pointer = fc.constantFrom(
    '',
    '/a',
    '/a/b',
    '/0',
    '/*',
    '/{device}',
    '/{metric}',
    '/a/*/b',
    '/{metric}/*',
  )
  const key = fc.constantFrom('a', 'b', '0', 't')
  const { json } = fc.letrec(tie => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(1, 'x', '1', true, null, AT_8),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(key, tie('json'), { maxKeys: 3 }),
    ),
  }))
  const mapping = fc.record(
    {
      readings: pointer,
      device: pointer,
      time: pointer,
      values: pointer,
      name: pointer,
      value: pointer,
      quality: pointer,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(mapping, json, (each, body) => {
      const codec = formatCodec({ id: 'x', topic: 'up', codec: 'json', mapping: each })
      const message = messageOf('up', body)
      const { readings, problems } = codec.decode(message, nothing)
      expect(readings.length + problems.length).toBeGreaterThan(0)
      const indexes = new Set([...readings, ...problems].flatMap(({ index }) => index ?? []))
      for (const [, payload] of codec.excerpts(message, indexes)) {
        const again = codec.decode({ ...message, payload }, nothing)
        expect(again.readings.length + again.problems.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 1_000 },
  )
})
