import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import type { LogEntry, Message } from '../../contracts/message-log.ts'
import { noticeMessage } from '../../contracts/notice.ts'
import { noAnnouncements } from '../../ingest/announcements/testing.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { startNotices } from '../../main/roles/notices.ts'
import { openInterventionOutbox } from '../../ticketing/store/interventions.ts'
import { finding } from './ticketing-fixtures.ts'
import { NOW, quiet, startTicketingTest } from './ticketing-harness.ts'

/** What people do at a ticket, from the API into the message log and out of the decoder. */

let service: Awaited<ReturnType<typeof startTicketingTest>>
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
})
afterAll(() => service.close())

const entriesOf = (messages: readonly Message[]): LogEntry[] =>
  messages.map((message, i) => ({ ...message, offset: BigInt(i) }))

const decoder = createDecoder({
  registry: { device: () => undefined, resolve: async () => {}, verifySecret: async () => true },
  codecs,
  formats: { current: () => [] },
  announcements: noAnnouncements,
})

test('each once, in their order, whatever fails in between; then the outbox is empty', async () => {
  const { pool, clock, call } = service
  await service.deliver(finding({ observedAtMs: NOW, faultKey: 'machine', metric: 'temperature' }))
  await service.judged()
  const move = async (to: string, more: object = {}) => {
    clock.now += 60_000
    expect((await call('POST', '/tickets/1/transitions', { to, ...more })).status).toBe(200)
  }
  await move('accepted')
  await move('on_site')
  await move('on_hold', { reason: 'No part.' })
  await move('on_site')
  const outbox = openInterventionOutbox({ pool })
  expect(await outbox.waiting(10)).toHaveLength(3)

  const log: Message[] = []
  let failures = 0
  const append = async (messages: readonly Message[]) => {
    if (failures++ === 0) throw new ForewarnError('log_full', 'not now', { retryable: true })
    log.push(...messages)
    return { first: 0n, last: 0n }
  }
  const notices = startNotices({
    pool,
    log: { append },
    clock,
    logger: quiet,
    metrics: new Registry(),
    retryMs: 5,
  })
  try {
    await expect.poll(() => log.length).toBe(3)
    await move('resolved', { failureCode: 'OTH' }) // it is rung for, not waited for
    await expect.poll(() => log.length).toBe(5)
    await expect.poll(() => outbox.waiting(10)).toEqual([])
  } finally {
    await notices.stop()
  }
  const { notices: decoded, deadLetters } = await decoder.decode(entriesOf(log))
  const told = decoded.map(({ notice }) => notice)
  const of = (kind: Intervention['kind'], minute: number) => ({
    kind: 'intervention',
    intervention: { asset: 'pump-7', kind, atMs: NOW + minute * 60_000, ticket: 1, faultKey: 'machine' },
  })
  expect(told).toEqual([
    of('work_began', 2),
    of('work_ended', 3),
    of('work_began', 4),
    of('work_ended', 5),
    of('repaired', 5),
  ])
  expect(deadLetters).toEqual([])
})

test('that somebody listens is noted from time to time', async () => {
  const { pool, clock } = service
  const log: Message[] = []
  const append = async (messages: readonly Message[]) => {
    log.push(...messages)
    return { first: 0n, last: 0n }
  }
  const notices = startNotices({
    pool,
    log: { append },
    clock,
    logger: quiet,
    metrics: new Registry(),
    everyMs: 10,
  })
  await expect.poll(() => log.length).toBeGreaterThan(2)
  await notices.stop()
  const { notices: decoded } = await decoder.decode(entriesOf(log))
  expect(new Set(decoded.map(({ notice }) => notice.kind))).toEqual(new Set(['listening']))
})

test('nobody else can say it: what has the topic and another publisher is a dead letter', async () => {
  const intervention = { asset: 'pump-7', kind: 'work_began', atMs: NOW, ticket: 1 } as const
  const message = noticeMessage({ kind: 'intervention', intervention }, NOW)
  for (const publisher of ['sensor-7', 'admin', '$external']) {
    const { notices, deadLetters } = await decoder.decode(entriesOf([{ ...message, publisher }]))
    expect(notices).toEqual([])
    expect(deadLetters).toMatchObject([{ reason: 'unsupported_topic' }])
  }
})

test('a notice of a newer version is passed over, and what follows it keeps its place', async () => {
  const listening = noticeMessage({ kind: 'listening' }, NOW)
  const newer = { ...listening, payload: new TextEncoder().encode('{"kind":"moon_phase"}') }
  const { notices, deadLetters } = await decoder.decode(entriesOf([newer, listening]))
  expect(notices).toEqual([{ notice: { kind: 'listening' }, receivedAtMs: NOW, samplesBefore: 0 }])
  expect(deadLetters).toEqual([])
})
