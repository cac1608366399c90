import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { connectRaw, publish } from './testing/raw-client.ts'
import { startTestBroker, type TestBroker, until } from './testing/test-broker.ts'
import { createTokenBucket } from './token-bucket.ts'

const topic = 'telemetry/north/pump-1'
const other = 'telemetry/north/pump-2'
let broker: TestBroker | undefined
afterEach(async () => {
  await broker?.close()
  broker = undefined
})

const numbered = (count: number, payload = 'x', of = topic) =>
  Array.from({ length: count }, (_, n) => publish(of, payload, { messageId: n + 1 }))

describe('the token bucket', () => {
  test('over any time it covers no more than burst and rate', () => {
    const amounts = fc.array(
      fc.record({ amount: fc.integer({ min: 1, max: 50 }), pauseMs: fc.integer({ min: 0, max: 3_000 }) }),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(amounts, requests => {
        const bucket = createTokenBucket({ perS: 10, burstS: 5 })
        let nowMs = 1_000
        let taken = 0
        let lastDueMs = 0
        for (const { amount, pauseMs } of requests) {
          nowMs += pauseMs
          const dueMs = nowMs + bucket.waitMs(amount, nowMs)
          bucket.take(amount, nowMs)
          taken += amount
          expect(taken).toBeLessThanOrEqual(50 + ((dueMs - 1_000) / 1_000) * 10 + 1e-6)
          // In order: nothing that is taken later is covered earlier.
          expect(dueMs).toBeGreaterThanOrEqual(lastDueMs - 1e-6)
          lastDueMs = dueMs
        }
      }),
    )
  })

  test('is full after a pause, and no more than full', () => {
    const bucket = createTokenBucket({ perS: 10, burstS: 2 })
    bucket.take(20, 0)
    expect(bucket.waitMs(5, 0)).toBe(500)
    expect(bucket.waitMs(20, 60_000)).toBe(0)
    expect(bucket.waitMs(21, 60_000)).toBe(100)
    expect(bucket.waitMs(21, 59_000)).toBe(100) // a clock that goes back changes nothing
  })
})

describe('a device over its rate', () => {
  test('is slowed down to it, in order, while others are served at once', async () => {
    broker = await startTestBroker({ limits: { messagesPerS: 20, burstS: 0.5 } })
    const eager = await connectRaw(broker.port, 'pump-1')
    const calm = await connectRaw(broker.port, 'pump-2')
    const startedAtMs = performance.now()
    eager.send(...numbered(60))
    await until('it is slowed', () => eager.inbox.length >= 10)
    calm.send(publish(other, 'at once'))
    expect(await calm.next()).toMatchObject({ cmd: 'puback' })
    expect(eager.inbox.length).toBeLessThan(50)
    await until('all is acknowledged', () => eager.inbox.length === 60)
    // 10 at once, 50 at 20 a second.
    expect(performance.now() - startedAtMs).toBeGreaterThan(2_490)
    expect(eager.inbox.map(packet => packet.messageId)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
    expect(await broker.metric('forewarn_broker_messages_slowed_total')).toBeGreaterThanOrEqual(45)
    expect(broker.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { who: 'pump-1' }, message: expect.stringContaining('acknowledgements are delayed') },
    ])
  })

  test('is slowed down by its bytes as well', async () => {
    broker = await startTestBroker({ limits: { bytesPerS: 100_000, burstS: 0.1 } })
    const eager = await connectRaw(broker.port, 'pump-1')
    const startedAtMs = performance.now()
    eager.send(...numbered(6, 'x'.repeat(9_979)))
    await until('all is acknowledged', () => eager.inbox.length === 6)
    expect(performance.now() - startedAtMs).toBeGreaterThan(490)
  })

  test('may send as much as it wants for as long as it waits: TCP slows it down, nothing is lost', async () => {
    broker = await startTestBroker({ limits: { messagesPerS: 10_000, burstS: 0.1 } })
    const eager = await connectRaw(broker.port, 'pump-1')
    eager.send(...numbered(20_000, 'x'.repeat(100)))
    let most = 0
    await until('all is acknowledged', async () => {
      const waiting = (await broker?.metric('forewarn_broker_slowed_messages')) ?? 0
      most = Math.max(most, waiting)
      return eager.inbox.length === 20_000
    })
    // About what one or two reads of the socket hold, not the 20,000.
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(4_000)
    expect(broker.log.entries).toHaveLength(20_000)
  })

  test.each([
    ['a message would wait for too long', { slowedMs: 100 }],
    ['too many messages wait', { slowedMessagesPerPrincipal: 5 }],
    ['too many bytes wait', { slowedBytesPerPrincipal: 200 }],
  ])('is disconnected when %s; others stay', async (_, limits) => {
    broker = await startTestBroker({ limits: { messagesPerS: 20, burstS: 0.1, ...limits } })
    const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: false } as const
    const calm = await connectRaw(broker.port, 'pump-2')
    const eager = await connectRaw(broker.port, 'pump-1', { will })
    eager.send(...numbered(100))
    await until('it is cut', () => eager.closed)
    // What was admitted is acknowledged before.
    expect(eager.inbox.length).toBeGreaterThan(1)
    expect(eager.inbox.length).toBeLessThan(20)
    expect(
      await broker.metric('forewarn_broker_refused_total', { subject: 'message', reason: 'rate_exceeded' }),
    ).toBe(1)
    expect(broker.lines.at(-1)).toMatchObject({
      fields: { who: 'pump-1' },
      message: expect.stringContaining('more than 20 messages or 10000000 bytes a second'),
    })
    calm.send(publish(other, 'still served'))
    expect(await calm.next()).toMatchObject({ cmd: 'puback' })
    await until(
      'its will is stored all the same',
      () => broker?.log.entries.some(({ payload }) => Buffer.from(payload).toString() === 'gone') === true,
    )
  })

  // Cut at once, as an error in the hook does it, the client would lose the acknowledgements of what was admitted and
  // send the same messages again after each reconnect, for ever.
  test.each([
    ['that never waits for acknowledgements', 60, { slowedMs: 100 }],
    ['with a keepalive shorter than the waiting', 1, {}],
  ])('and a client %s: all arrives in the end', async (_, keepalive, limits) => {
    broker = await startTestBroker({ limits: { messagesPerS: 100, burstS: 0.1, ...limits } })
    const unacknowledged = new Set(Array.from({ length: 200 }, (_, n) => n + 1))
    let connections = 0
    while (unacknowledged.size > 0) {
      const before = unacknowledged.size
      const eager = await connectRaw(broker.port, 'pump-1', { keepalive })
      connections += 1
      // One write, so that the broker reads them at once.
      eager.send(...[...unacknowledged].map(messageId => publish(topic, String(messageId), { messageId })))
      await until('it is cut, or has all', () => eager.closed || eager.inbox.length === before)
      for (const { messageId } of eager.inbox) unacknowledged.delete(messageId ?? 0)
      expect(unacknowledged.size).toBeLessThan(before)
    }
    expect(connections).toBeGreaterThan(2)
    expect(new Set(broker.log.entries.map(({ payload }) => Buffer.from(payload).toString())).size).toBe(200)
    // What was admitted is acknowledged before the cut, so nothing comes twice.
    expect(broker.log.entries).toHaveLength(200)
    // Nor does the broker take a client that it does not read for dead.
    expect(await broker.metric('forewarn_broker_refused_total', { reason: 'protocol' })).toBe(0)
  })

  test('has one rate over all its connections, and does not get a new one by reconnecting', async () => {
    broker = await startTestBroker({ limits: { messagesPerS: 20, burstS: 0.1, slowedMs: 100 } })
    const one = await connectRaw(broker.port, 'pump-1')
    one.send(...numbered(4))
    await until('all are acknowledged', () => one.inbox.length === 4)
    const two = await connectRaw(broker.port, 'pump-1', { clientId: 'another' })
    two.send(...numbered(5))
    await until('it is cut', () => two.closed)
    expect(two.inbox.length).toBeLessThan(5)
  })

  test('is not the administrator, who has a rate of its own', async () => {
    broker = await startTestBroker({
      limits: { messagesPerS: 1, burstS: 1, administratorMessagesPerS: 5_000 },
    })
    const admin = await connectRaw(broker.port, 'admin')
    admin.send(...numbered(2_000))
    await until('all is acknowledged', () => admin.inbox.length === 2_000)
    expect(await broker.metric('forewarn_broker_messages_slowed_total')).toBe(0)
  })
})

test('all of them together hold a bounded number of messages', async () => {
  broker = await startTestBroker({ limits: { messagesPerS: 10, burstS: 0.1, slowedMessages: 3 } })
  const clients = await Promise.all(
    ['pump-1', 'pump-2', 'pump-3'].map(id => connectRaw(broker?.port ?? 0, id)),
  )
  for (const client of clients) client.send(...numbered(3))
  await until('one is cut', () => clients.some(({ closed }) => closed))
  expect(await broker.metric('forewarn_broker_refused_total', { reason: 'overloaded' })).toBeGreaterThan(0)
})

test('close stores and acknowledges what waits for the rate', async () => {
  broker = await startTestBroker({ limits: { messagesPerS: 1, burstS: 1 } })
  const eager = await connectRaw(broker.port, 'pump-1')
  eager.send(...numbered(8))
  await until('seven wait', async () => (await broker?.metric('forewarn_broker_slowed_messages')) === 7)
  await broker.close()
  await until('it is disconnected', () => eager.closed)
  expect(eager.inbox).toHaveLength(8)
  expect(broker.log.entries).toHaveLength(8)
})
