import { expect, test } from 'vitest'
import { status } from './status.ts'

const decode = (text: string, topic = 'status/plant-1/pump-7') =>
  status.decode({ topic, payload: Buffer.from(text), receivedAtMs: 5, publisher: 'pump-7' }, () => undefined)
const about = { site: 'plant-1', device: 'pump-7', receivedAtMs: 5 }

test.each([
  ['status/plant-1/pump-7', true],
  ['status/plant-1', false],
  ['status/plant-1/pump-7/x', false],
  ['status//pump-7', false],
])('accepts %s: %s', (topic, accepted) => expect(status.accepts(topic)).toBe(accepted))

test.each([
  ['online', { status: 'online' }],
  [' Offline\n', { status: 'offline' }],
  ['SLEEPING', { status: 'sleeping' }],
  ['{"status": "online"}', { status: 'online' }],
  ['{"status": "Online", "firmware": "1.4.2"}', { status: 'online', attributes: { firmware: '1.4.2' } }],
  ['"online"', { status: 'online' }],
  ['True', { status: 'online' }],
  ['0', { status: 'offline' }],
  ['{"state":"offline"}', { status: 'offline' }],
  ['{"state":"running"}', { attributes: { state: 'running' } }],
  ['{"status":"online","state":"running"}', { status: 'online', attributes: { state: 'running' } }],
  ['{"online":true,"ssid":"x"}', { status: 'online', attributes: { ssid: 'x' } }],
  ['{"batteryPercent": 87, "mains": false}', { attributes: { batteryPercent: '87', mains: 'false' } }],
])('%s is a report', (text, report) => {
  expect(decode(text)).toEqual({ readings: [], problems: [], reports: [{ ...about, ...report }] })
})

test.each([
  ['', /The payload is empty; send online, offline or sleeping/],
  ['dead', /"dead" is no status/],
  ['{', /not JSON/],
  ['{}', /The object is empty/],
  ['{"status": "dead"}', /"status" is "dead"/],
  ['{"status": 2}', /"status" is a number/],
  ['{"modules": []}', /"modules" is no short text/],
])('%j is malformed', (text, words) => {
  const { problems, reports } = decode(text)
  expect(reports).toBeUndefined()
  expect(problems).toMatchObject([
    { reason: 'malformed_payload', detail: expect.stringMatching(words), device: 'pump-7' },
  ])
})

test('attributes are few, short and what a database takes; the others are told', () => {
  const many = Object.fromEntries(Array.from({ length: 22 }, (_, n) => [`a${n}`, 'x']))
  const { problems, reports } = decode(JSON.stringify({ long: 'x'.repeat(201), bad: 'a\u0000', ...many }))
  expect(Object.keys(reports?.[0]?.attributes ?? {})).toHaveLength(20)
  expect(problems).toHaveLength(4)
})
