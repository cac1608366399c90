import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { json } from './json.ts'

const decode = (body: unknown, topic = 'telemetry/plant-1/pump-7') =>
  json.decode(
    {
      topic,
      payload: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      receivedAtMs: 0,
      publisher: 'pump-7',
    },
    () => undefined,
  )

test.each([
  ['telemetry/plant-1/pump-7', true],
  ['telemetry/plant-1', false],
  ['telemetry/plant-1/pump-7/extra', false],
  ['telemetry//pump-7', false],
  ['telemetry/plant-1/', false],
  ['Telemetry/plant-1/pump-7', false],
  ['spBv1.0/plant/DDATA/edge/pump', false],
])('accepts %s: %s', (topic, accepted) => expect(json.accepts(topic)).toBe(accepted))

describe('event time', () => {
  test.each([
    [1767225600000, 1767225600000],
    [1767225600000.9, 1767225600000],
    ['2026-01-01T00:00:00Z', 1767225600000],
    ['2026-01-01t00:00:00z', 1767225600000],
    ['2026-01-01 08:00:00.250+08:00', 1767225600250],
    ['2024-02-29T23:59:59.999999Z', 1709251199999],
    [-1, -1],
  ])('%j is %d', (ts, observedAtMs) => {
    expect(decode({ ts, values: { t: 1 } }).readings).toMatchObject([{ observedAtMs }])
  })

  test.each([
    null,
    true,
    {},
    [],
    '',
    '1767225600000',
    '2026-01-01',
    '2026-01-01T00:00:00', // no zone
    '2026-02-29T00:00:00Z', // no such day
    '2026-04-31T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00+24:00',
    '2026-00-10T00:00:00Z',
    'Thu, 01 Jan 2026 00:00:00 GMT',
  ])('%j is not one', ts => {
    const { readings, problems } = decode({ ts, values: { t: 1 } })
    expect(readings).toEqual([])
    expect(problems).toMatchObject([
      { reason: 'bad_timestamp', detail: expect.stringContaining('RFC 3339'), index: undefined },
    ])
  })

  test('RFC 3339 of any time comes back to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
        date => {
          expect(decode({ ts: date.toISOString(), values: { t: 1 } }).readings[0]?.observedAtMs).toBe(
            date.getTime(),
          )
        },
      ),
    )
  })
})

test.each([
  ['', 'not JSON'],
  ['{', 'not JSON'],
  ['NaN', 'not JSON'],
  ['[]', 'The array is empty'],
  ['null', 'This is null'],
  ['5', 'This is a number'],
  ['"x"', 'This is a string'],
  ['{}', '"values" is missing'],
  ['{"values":null}', '"values" is null'],
  ['{"values":[1]}', '"values" is an array'],
  ['{"values":{}}', '"values" is empty'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'This is an array'],
])('%.20s is malformed: %s', (body, words) => {
  expect(decode(body)).toMatchObject({
    readings: [],
    problems: [{ reason: 'malformed_payload', detail: expect.stringContaining(words) }],
  })
})

test('a bad element is named by its place and the others live', () => {
  const { readings, problems } = decode([
    { values: { t: 1 } },
    7,
    { values: { t: 2 } },
    { ts: 'x', values: { t: 3 } },
  ])
  expect(readings.map(reading => [reading.index, reading.values])).toEqual([
    [0, { t: 1 }],
    [2, { t: 2 }],
  ])
  expect(problems.map(problem => [problem.index, problem.reason])).toEqual([
    [1, 'malformed_payload'],
    [3, 'bad_timestamp'],
  ])
})

test('an excerpt is the element alone, and decodes again', () => {
  const body = [{ values: { t: 1 } }, { ts: 5, values: { t: 2 } }]
  const whole = {
    topic: 'telemetry/plant-1/pump-7',
    payload: Buffer.from(JSON.stringify(body)),
    receivedAtMs: 0,
    publisher: 'pump-7',
  }
  const parts = json.excerpts(whole, new Set([1, 9]))
  expect([...parts.keys()]).toEqual([1])
  const payload = parts.get(1) ?? new Uint8Array()
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(body[1])
  expect(json.decode({ ...whole, payload }, () => undefined).readings).toMatchObject([
    { observedAtMs: 5, values: { t: 2 } },
  ])
})
