import type { Packet } from 'mqtt-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { connectRaw, publish, type RawClient } from './testing/raw-client.ts'
import {
  createTestEnrolment,
  secretOf,
  startTestBroker,
  type TestBroker,
  until,
} from './testing/test-broker.ts'

let broker: TestBroker
afterEach(() => broker.close())

const READER = '$reader'

async function subscribe(client: RawClient, ...topics: string[]): Promise<unknown> {
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions: topics.map(topic => ({ topic, qos: 1 })) })
  const answer = await client.next()
  return answer?.cmd === 'suback' ? answer.granted : answer
}

let readers = 0
async function listen(...topics: string[]): Promise<RawClient> {
  const reader = await connectRaw(broker.port, READER, { clientId: `recorder-${readers++}` })
  expect(await subscribe(reader, ...topics)).toEqual(topics.map(() => 1))
  return reader
}

const said = (packets: Packet[]) =>
  packets.flatMap(packet => (packet.cmd === 'publish' ? [[packet.topic, packet.payload.toString()]] : []))

/** Says it with QoS 1 and waits for the PUBACK. */
async function say(client: RawClient, topic: string, text: string, messageId = 1): Promise<void> {
  client.send(publish(topic, text, { messageId }))
  expect(await client.next()).toMatchObject({ cmd: 'puback', messageId })
}

describe('a reader', () => {
  test('hears what devices say when it is in the log, once, whatever the QoS and however many filters fit', async () => {
    broker = await startTestBroker()
    const reader = await listen('telemetry/#', '+/north/+')
    const device = await connectRaw(broker.port, 'pump-1')
    await say(device, 'telemetry/north/pump-1', 'one')
    device.send(publish('telemetry/north/pump-1', 'two', { qos: 0 }))
    await say(device, 'status/north/pump-1', 'three', 2)
    await say(device, 'spBv1.0/G/NBIRTH/E', 'not asked for', 3)
    await until('all is heard', () => reader.inbox.length === 3)
    expect(said(reader.inbox)).toEqual([
      ['telemetry/north/pump-1', 'one'],
      ['telemetry/north/pump-1', 'two'],
      ['status/north/pump-1', 'three'],
    ])
    for (const packet of reader.inbox) expect(packet).toMatchObject({ qos: 0, retain: false, dup: false })
    expect(await broker.metric('forewarn_broker_readers')).toBe(1)
    expect(await broker.metric('forewarn_broker_reader_messages_total', { outcome: 'sent' })).toBe(3)
  })

  test('hears the last will of a device, and nothing that the log did not take', async () => {
    broker = await startTestBroker()
    const reader = await listen('#')
    const will = {
      topic: 'status/north/pump-1',
      payload: Buffer.from('gone'),
      qos: 1,
      retain: false,
    } as const
    const device = await connectRaw(broker.port, 'pump-1', { will })
    await device.hangUp()
    await until('the will is heard', () => reader.inbox.length === 1)
    broker.log.fail(new Error('the disk is full'))
    const other = await connectRaw(broker.port, 'pump-2')
    other.send(publish('telemetry/north/pump-2', 'lost'))
    expect(await other.next()).toBeUndefined()
    reader.send({ cmd: 'pingreq' })
    await until('the broker answered', () => reader.inbox.some(({ cmd }) => cmd === 'pingresp'))
    expect(said(reader.inbox)).toEqual([['status/north/pump-1', 'gone']])
  })

  test('hears no commands, also by a filter that takes everything, and no state that is retained', async () => {
    broker = await startTestBroker()
    const admin = await connectRaw(broker.port, 'admin')
    admin.send(publish('spBv1.0/STATE/scada', 'online', { retain: true }))
    await admin.next()
    const reader = await connectRaw(broker.port, READER)
    const refused = ['commands/#', 'spBv1.0/+/NCMD/#', 'homie/5/+/+/+/set', '$SYS/#', '$share/g/telemetry/#']
    expect(await subscribe(reader, '#', ...refused)).toEqual([1, 128, 128, 128, 128, 128])
    await say(admin, 'commands/north/pump-1', 'stop', 2)
    await say(admin, 'telemetry/north/pump-1', 'data', 3)
    await until('data is heard', () => reader.inbox.length > 0)
    expect(said(reader.inbox)).toEqual([['telemetry/north/pump-1', 'data']])
  })

  test('hears what a filter that it gave up is about no more', async () => {
    broker = await startTestBroker()
    const reader = await listen('telemetry/#', 'status/#')
    reader.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['telemetry/#'] })
    expect(await reader.next()).toMatchObject({ cmd: 'unsuback' })
    const device = await connectRaw(broker.port, 'pump-1')
    await say(device, 'telemetry/north/pump-1', 'not heard')
    await say(device, 'status/north/pump-1', 'heard', 2)
    await until('something is heard', () => reader.inbox.length > 0)
    expect(said(reader.inbox)).toEqual([['status/north/pump-1', 'heard']])
  })

  test.each(['telemetry/north/pump-1', 'commands/north/pump-1', 'status/north/pump-1'])(
    'says nothing: neither a message on %s nor a will',
    async topic => {
      broker = await startTestBroker()
      const reader = await connectRaw(broker.port, READER)
      reader.send(publish(topic, 'x'))
      expect(await reader.next()).toBeUndefined()
      const will = { topic, payload: Buffer.from('x'), qos: 0, retain: false } as const
      expect((await connectRaw(broker.port, READER, { will })).returnCode).toBe(5)
      expect(broker.log.entries).toEqual([])
    },
  )

  test('leaves no session behind', async () => {
    broker = await startTestBroker()
    const session = { clientId: 'recorder', clean: false }
    const before = await connectRaw(broker.port, READER, session)
    await subscribe(before, 'telemetry/#')
    await before.hangUp()
    const device = await connectRaw(broker.port, 'pump-1')
    await say(device, 'telemetry/north/pump-1', 'while it is away')
    const back = await connectRaw(broker.port, READER, session)
    await say(device, 'telemetry/north/pump-1', 'before it subscribes', 2)
    back.send({ cmd: 'pingreq' })
    expect(await back.next()).toMatchObject({ cmd: 'pingresp' })
  })
})

describe('nobody else is a reader', () => {
  test('without the right token, nor by the token or secret of somebody else', async () => {
    broker = await startTestBroker({ enrolment: createTestEnrolment() })
    for (const secret of ['', 'x'.repeat(16), secretOf('pump-1'), secretOf(READER)]) {
      const { returnCode } = await connectRaw(broker.port, READER, { password: Buffer.from(secret) })
      expect(returnCode).toBe(secret === '' ? 5 : 4)
    }
    expect(await broker.metric('forewarn_broker_readers')).toBe(0)
  })

  test('a device, a stranger and the administrator hear no telemetry, while a reader does', async () => {
    broker = await startTestBroker({ enrolment: createTestEnrolment() })
    const reader = await listen('telemetry/#')
    const others = [
      await connectRaw(broker.port, 'pump-2'),
      await connectRaw(broker.port, 'new-1', { password: Buffer.from('a secret of its own') }),
      await connectRaw(broker.port, 'admin'),
    ]
    for (const other of others)
      expect(await subscribe(other, 'telemetry/#', 'telemetry/north/pump-1', '#')).toEqual([128, 128, 128])
    await say(await connectRaw(broker.port, 'pump-1'), 'telemetry/north/pump-1', 'x')
    await until('the reader has it', () => reader.inbox.length === 1)
    for (const other of others) {
      other.send({ cmd: 'pingreq' })
      expect(await other.next()).toMatchObject({ cmd: 'pingresp' })
    }
  })
})

describe('bounds', () => {
  test('a reader that does not read loses messages, counted, and nobody waits for it', async () => {
    broker = await startTestBroker({ limits: { readerBytes: 1_000_000, drainMs: 200 } })
    const stuck = await listen('telemetry/#')
    stuck.socket.pause()
    const awake = await listen('telemetry/#')
    const device = await connectRaw(broker.port, 'pump-1')
    const text = 'x'.repeat(200_000)
    for (let messageId = 1; messageId <= 100; messageId += 1)
      await say(device, 'telemetry/north/pump-1', text, messageId)
    await until('the other one has it all', () => awake.inbox.length === 100)
    const outcome = (name: string) =>
      broker.metric('forewarn_broker_reader_messages_total', { outcome: name })
    const [sent, dropped] = [await outcome('sent'), await outcome('dropped')]
    expect(sent + dropped).toBe(200)
    // What the operating system takes for a socket is not ours to bound: some MB.
    expect(dropped).toBeGreaterThan(30)
    expect(await broker.metric('forewarn_broker_refused_total', { reason: 'slow_reader' })).toBe(dropped)
    expect(broker.lines.filter(({ message }) => message.includes('misses messages'))).toHaveLength(1)

    stuck.socket.resume()
    await until('it has what was kept for it', () => stuck.inbox.length === 100 - dropped)
    await say(device, 'telemetry/north/pump-1', 'after', 200)
    await until('it hears on', () => said(stuck.inbox).some(([, payload]) => payload === 'after'))
  })

  test('no more readers than the limit; one that leaves makes room', async () => {
    broker = await startTestBroker({ limits: { readers: 1 } })
    const first = await listen('#')
    expect((await connectRaw(broker.port, READER, { clientId: 'b' })).returnCode).toBe(3)
    await first.hangUp()
    await until('there is room', async () => (await broker.metric('forewarn_broker_readers')) === 0)
    expect((await connectRaw(broker.port, READER, { clientId: 'b' })).returnCode).toBe(0)
  })
})
