import { expect, test } from 'vitest'
import { createRequests } from './requests.ts'

const NOW = 1_767_225_600_000
const silent = { debug() {}, info() {}, warn() {}, error() {} }

function requester() {
  const sent: string[] = []
  const clock = { now: NOW, nowMs: () => clock.now }
  const warnings: object[] = []
  const ask = createRequests({
    clock,
    logger: { ...silent, warn: fields => void warnings.push(fields) },
    send: async ({ topic }) => {
      if (topic === 'broken') throw new Error('nobody there')
      sent.push(topic)
    },
  })
  const request = (topic: string, ageMs = 0) =>
    ask([{ command: { topic, payload: Buffer.from('x') }, receivedAtMs: clock.now - ageMs }])
  return { sent, warnings, clock, request }
}

test('a fresh request is sent, an old one is not', () => {
  const { sent, request } = requester()
  request('a', 60_000)
  request('b', 60_001)
  expect(sent).toEqual(['a'])
})

test('a topic is asked at most once a minute', () => {
  const { sent, request, clock } = requester()
  for (const afterMs of [0, 30_000, 29_999, 1, 60_000]) {
    clock.now += afterMs
    request('a')
    request('b')
  }
  expect(sent).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
})

test('the memory of topics is bounded: the one asked longest ago is forgotten', () => {
  const { sent, request } = requester()
  for (let i = 0; i < 10_001; i++) request(`${i}`)
  request('10000')
  request('0')
  expect(sent.length).toBe(10_002)
  expect(sent.at(-1)).toBe('0')
})

test('one that cannot be sent is logged and harms nobody', async () => {
  const { sent, warnings, request } = requester()
  request('broken')
  request('a')
  await expect.poll(() => warnings.length).toBe(1)
  expect(sent).toEqual(['a'])
})
