import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerLine, headerProblem, isRecording, messageLine, parseMessage } from './recording.ts'

const header = {
  forewarnRecording: 1,
  startedAt: '2026-01-01T00:00:00Z',
  broker: 'mqtt://b',
  filters: ['#'],
} as const

test('any message comes back', () => {
  const message = fc.record({
    ts: fc.integer({ min: 0, max: 4e12 }),
    topic: fc.string({ minLength: 1, unit: fc.constantFrom(...'ab/ä$ ') }),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    retain: fc.boolean(),
    payload: fc.oneof(
      fc.string({ unit: 'grapheme' }).map(text => Buffer.from(text)),
      fc.uint8Array().map(bytes => Buffer.from(bytes)),
    ),
  })
  fc.assert(
    fc.property(message, written => {
      const line = messageLine(written)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(parseMessage(line)).toEqual(written)
    }),
  )
})

test('text stays readable, and other bytes are Base64', () => {
  const message = { ts: 5, topic: 'a', qos: 1, retain: false } as const
  expect(messageLine({ ...message, payload: Buffer.from('{"ä":1}') })).toBe(
    '{"t":5,"topic":"a","qos":1,"retain":false,"text":"{\\"ä\\":1}"}\n',
  )
  expect(messageLine({ ...message, payload: Buffer.from([0xff, 0]) })).toContain('"base64":"/wA="')
})

test.each([
  '',
  '{',
  'null',
  '{"t":1,"topic":"a"}',
  '{"t":1,"topic":"a","text":"x","base64":"eA=="}',
  '{"t":"1","topic":"a","text":"x"}',
  '{"t":1,"topic":"a/#","text":"x"}',
  '{"t":1,"topic":"","text":"x"}',
  '{"t":1,"topic":"a","base64":"?"}',
  '{"t":1,"topic":"a","qos":3,"text":"x"}',
])('%j is no message', line => {
  expect(parseMessage(line)).toMatchObject({ problem: expect.any(String) })
})

test('a recording is told by its header, whatever its version', () => {
  expect(isRecording(headerLine(header).trim())).toBe(true)
  expect(headerProblem(headerLine(header))).toBeUndefined()
  const later = JSON.stringify({ ...header, forewarnRecording: 2 })
  expect(isRecording(later)).toBe(true)
  expect(headerProblem(later)).toMatch(/of version 2; this Forewarn reads version 1/)
  expect(isRecording('{"t":1}')).toBe(false)
  expect(headerProblem('timestamp,value')).toMatch(/first line is not/)
})
