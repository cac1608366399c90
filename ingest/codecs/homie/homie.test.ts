import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Announcement, Content } from '../codec.ts'
import { homie } from './homie.ts'

const NOW = 1_767_225_600_000
const DESCRIPTION = {
  homie: '5.0',
  version: 7,
  name: 'Cooler',
  root: 'gateway-1',
  parent: 'gateway-1',
  nodes: {
    motor: {
      properties: {
        speed: { datatype: 'integer', unit: 'rpm' },
        temperature: { datatype: 'float', unit: '°C' },
        running: { datatype: 'boolean' },
        mode: { datatype: 'enum', format: 'off,eco,full' },
        label: { datatype: 'string' },
        colour: { datatype: 'color', format: 'rgb' },
        bare: {},
      },
    },
  },
}

const decode = (path: string, payload: string, described: unknown = undefined): Content => {
  const message = (text: string, topic: string) => ({
    topic: `homie/5/cooler-1/${topic}`,
    payload: Buffer.from(text),
    receivedAtMs: NOW,
    publisher: 'cooler-1',
  })
  const known = new Map<string, Announcement>()
  if (described !== undefined) {
    const birth = message(JSON.stringify(described), '$description')
    const { announces = '' } = homie.decode(birth, () => undefined)
    known.set(announces, { ...birth, offset: 0n })
  }
  const { topic, ...rest } = message(payload, path)
  const needs = homie.needs?.(topic) ?? []
  return homie.decode({ topic, ...rest }, key => {
    expect(needs).toContain(key)
    return known.get(key)
  })
}
const onlyValue = ({ readings }: Content) => Object.values(readings[0]?.values ?? {})[0]
const nothing = { readings: [], problems: [] }

describe('a described value', () => {
  test.each([
    ['speed', '1450', 1450],
    ['speed', '-9223372036854775808', -(2 ** 63)],
    ['temperature', '71.25', 71.25],
    ['temperature', '-1.5e-3', -0.0015],
    ['running', 'true', 1],
    ['running', 'false', 0],
    ['mode', 'off', 0],
    ['mode', 'full', 2],
    ['bare', '5', 5],
    ['bare', 'true', 1],
  ])('%s %s is %d', (property, text, value) => {
    expect(onlyValue(decode(`motor/${property}`, text, DESCRIPTION))).toBe(value)
  })

  test('has the unit of its description and the time of its arrival', () => {
    expect(decode('motor/temperature', '71.25', DESCRIPTION)).toEqual({
      readings: [
        {
          site: undefined,
          device: 'cooler-1',
          observedAtMs: undefined,
          values: { 'motor.temperature': 71.25 },
          units: { 'motor.temperature': '°C' },
          index: undefined,
        },
      ],
      problems: [],
    })
  })

  test.each([
    ['speed', 'fast'],
    ['speed', 'true'],
    ['speed', '1 450'],
    ['temperature', 'NaN'],
    ['temperature', '-'],
    ['temperature', '0x10'],
    ['running', '1'],
    ['running', 'TRUE'],
    ['mode', 'turbo'],
  ])('%s %s is left for the decoder to refuse', (property, text) => {
    expect(onlyValue(decode(`motor/${property}`, text, DESCRIPTION))).toBe(text)
  })

  test.each([
    ['label', '5'],
    ['colour', '100,100,100'],
    ['temperature', ''],
  ])('%s "%s" says nothing', (property, text) => {
    expect(decode(`motor/${property}`, text, DESCRIPTION)).toEqual(nothing)
  })
})

test.each([
  ['71.5', 71.5],
  ['false', 0],
  ['warm', 'warm'],
])('without a description %s is %s', (text, value) => {
  expect(decode('motor/speed', text)).toMatchObject({
    readings: [{ values: { 'motor.speed': value }, units: undefined }],
  })
})

test('a property that the description leaves out, or a description of another shape, is as none', () => {
  for (const described of [
    DESCRIPTION,
    {},
    { nodes: [] },
    { nodes: { motor: 5 } },
    { nodes: { motor: {} } },
  ]) {
    expect(onlyValue(decode('motor/torque', '5', described))).toBe(5)
    expect(onlyValue(decode('constructor/name', '5', described))).toBe(5)
  }
})

test('nodes and properties as arrays, as the drafts of the convention had them', () => {
  const described = {
    nodes: [{ id: 'motor', properties: [{ id: 'mode', datatype: 'enum', format: 'a,b' }] }],
  }
  expect(onlyValue(decode('motor/mode', 'b', described))).toBe(1)
})

test.each([
  ['init', 'online'],
  ['ready', 'online'],
  ['alert', 'online'],
  ['sleeping', 'sleeping'],
  ['disconnected', 'offline'],
  ['lost', 'offline'],
  ['', 'offline'],
])('state %s is %s', (state, status) => {
  expect(decode('$state', state)).toMatchObject({
    ...nothing,
    reports: [{ device: 'cooler-1', status, receivedAtMs: NOW }],
  })
})

test('the devices behind one that is lost are lost with it', () => {
  expect(decode('$state', 'lost').reports?.[0]?.withDependents).toBe(true)
  expect(decode('$state', 'sleeping').reports?.[0]?.withDependents).toBeUndefined()
})

test.each(['here', 'constructor', 'READY'])('state %s is none', state => {
  expect(decode('$state', state).problems).toMatchObject([
    { reason: 'malformed_payload', detail: expect.stringContaining('init, ready') },
  ])
})

test('a description gives attributes', () => {
  const { reports, announces } = decode('$description', JSON.stringify(DESCRIPTION))
  const attributes = { name: 'Cooler', homie: '5.0', root: 'gateway-1', parent: 'gateway-1' }
  expect(reports).toEqual([{ device: 'cooler-1', receivedAtMs: NOW, attributes }])
  expect(announces).toBe('homie/cooler-1')
})

test('a description replayed from the dead letters is not remembered again', () => {
  const announce = (version: number, receivedAtMs: number, before: Announcement | undefined) => {
    const payload = Buffer.from(JSON.stringify({ ...DESCRIPTION, version }))
    const message = { topic: 'homie/5/cooler-1/$description', payload, receivedAtMs, publisher: 'cooler-1' }
    const { announces } = homie.decode(message, () => before)
    return announces === undefined ? undefined : { ...message, offset: 0n }
  }
  const newest = announce(8, NOW, undefined)
  expect(newest).toBeDefined()
  expect(announce(7, NOW - 1, newest)).toBeUndefined()
  expect(announce(7, NOW + 1, newest)).toBeDefined() // the device was reset
  expect(announce(9, NOW - 1, newest)).toBeDefined() // our clock was set back
})

test.each(['{', '[]', '"x"', `${'['.repeat(100_000)}`])(
  '%.10s is no description and leaves the last',
  text => {
    const content = decode('$description', text)
    expect(content.problems).toMatchObject([{ reason: 'malformed_payload' }])
    expect(content.announces).toBeUndefined()
  },
)

test.each([
  'motor/speed/set',
  'motor/speed/$target',
  'motor/$name',
  '$log/warn',
  '$alert/hot',
  '$state/x',
  '$fw/name',
])('%s is no telemetry', topic => {
  expect(decode(topic, '5')).toEqual(nothing)
})

test.each(['', 'motor', 'motor/', '/speed'])('cooler-1/%s is no topic of Homie', topic => {
  expect(decode(topic, '5').problems).toMatchObject([{ reason: 'unsupported_topic' }])
})

test('any description and any value end in a value, a problem, a report or nothing', () => {
  const property = fc.record({ datatype: fc.anything(), format: fc.anything(), unit: fc.anything() })
  const described = fc.oneof(
    fc.jsonValue(),
    fc.record({
      nodes: fc.dictionary(
        fc.constantFrom('motor', '__proto__'),
        fc.record({ properties: fc.dictionary(fc.constantFrom('speed', 'toString'), property) }),
      ),
    }),
  )
  const path = fc.oneof(
    fc.string(),
    fc.constantFrom('motor/speed', '$state', '$description', '__proto__/toString'),
  )
  fc.assert(
    fc.property(described, path, fc.string(), (body, topic, text) => {
      const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
      decode(topic, text, isObject ? JSON.parse(JSON.stringify(body, plain)) : undefined)
    }),
  )
})

/** What `fc.anything` makes and JSON does not have. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
