import { connectAsync } from 'mqtt'
import { generate } from 'mqtt-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { ForewarnError } from '../contracts/errors.ts'
import { connectRaw, publish } from './testing/raw-client.ts'
import { adminToken, secretOf, startTestBroker, type TestBroker, until } from './testing/test-broker.ts'

let broker: TestBroker
afterEach(() => broker.close())

const topic = 'telemetry/north/pump-1'
const text = (payload: Uint8Array) => Buffer.from(payload).toString()
const stored = () => broker.log.entries.map(({ payload }) => text(payload))
const ping = { cmd: 'pingreq' } as const

describe('acknowledgements', () => {
  // The PINGREQ comes in the same chunk after the PUBLISH: where nothing holds the PUBACK (stock Aedes), it comes first.
  test('PUBACK goes out only when the log has the message', async () => {
    broker = await startTestBroker()
    broker.log.hold()
    const device = await connectRaw(broker.port, 'pump-1')
    device.send(publish(topic, '71.2', { messageId: 7 }), ping)
    expect(await device.next()).toMatchObject({ cmd: 'pingresp' })
    await until('the log was asked', () => broker.log.waiting === 1)
    expect(device.inbox).toEqual([])
    broker.log.release()
    expect(await device.next()).toMatchObject({ cmd: 'puback', messageId: 7 })
    expect(broker.log.entries).toMatchObject([
      { topic, publisher: 'pump-1', receivedAtMs: 1_700_000_000_000 },
    ])
    expect(await broker.metric('forewarn_broker_messages_acknowledged_total')).toBe(1)
  })

  test('PUBREC of QoS 2 waits too, and a repeated message is stored once', async () => {
    broker = await startTestBroker()
    broker.log.hold()
    const device = await connectRaw(broker.port, 'pump-1', { clean: false })
    device.send(publish(topic, 'once', { qos: 2, messageId: 9 }), ping)
    expect(await device.next()).toMatchObject({ cmd: 'pingresp' })
    broker.log.release()
    expect(await device.next()).toMatchObject({ cmd: 'pubrec', messageId: 9 })
    await device.hangUp()

    const again = await connectRaw(broker.port, 'pump-1', { clean: false })
    again.send(publish(topic, 'once', { qos: 2, messageId: 9, dup: true }))
    expect(await again.next()).toMatchObject({ cmd: 'pubrec', messageId: 9 })
    again.send({ cmd: 'pubrel', messageId: 9 })
    expect(await again.next()).toMatchObject({ cmd: 'pubcomp', messageId: 9 })
    expect(stored()).toEqual(['once'])
    // The id is free again: the next message with it is a new one.
    again.send(publish(topic, 'twice', { qos: 2, messageId: 9, dup: true }))
    await again.next()
    expect(stored()).toEqual(['once', 'twice'])
  })

  test('come in the order of the messages, also over several groups', async () => {
    broker = await startTestBroker({ limits: { appendMessages: 7 } })
    const device = await connectRaw(broker.port, 'pump-1')
    const ids = Array.from({ length: 200 }, (_, n) => n + 1)
    device.send(...ids.map(messageId => publish(topic, String(messageId), { messageId })))
    await until('all are acknowledged', () => device.inbox.length === ids.length)
    expect(device.inbox.map(packet => packet.messageId)).toEqual(ids)
    expect(stored()).toEqual(ids.map(String))
  })

  test('an ordinary client stores with every QoS', async () => {
    broker = await startTestBroker()
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username: 'pump-1',
      password: secretOf('pump-1'),
    })
    await client.publishAsync(topic, 'a', { qos: 0 })
    await client.publishAsync(topic, 'b', { qos: 1, retain: true })
    await client.publishAsync(topic, 'c', { qos: 2 })
    await client.endAsync()
    expect(stored()).toEqual(['a', 'b', 'c'])
    expect(await broker.metric('forewarn_broker_messages_received_total', { qos: '0' })).toBe(1)
    expect(await broker.metric('forewarn_broker_messages_stored_total')).toBe(3)
  })
})

describe('when the log does not take a message', () => {
  test('it is not acknowledged, the connection closes, and the log says so once', async () => {
    broker = await startTestBroker()
    broker.log.fail(new ForewarnError('log_full', '1 GB of 1 GB is used', { retryable: true }))
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const device = await connectRaw(broker.port, 'pump-1')
      device.send(publish(topic, 'kept by the device'))
      expect(await device.next()).toBeUndefined()
    }
    expect(broker.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: expect.stringContaining('The log is full') },
    ])
    expect(
      await broker.metric('forewarn_broker_refused_total', { subject: 'message', reason: 'log_full' }),
    ).toBe(3)

    broker.log.fail(undefined)
    const device = await connectRaw(broker.port, 'pump-1')
    device.send(publish(topic, 'kept by the device'))
    expect(await device.next()).toMatchObject({ cmd: 'puback' })
    expect(stored()).toEqual(['kept by the device'])
  })

  test('no more than the limit waits for it; who sends more is disconnected', async () => {
    broker = await startTestBroker({ limits: { pendingMessages: 2 } })
    broker.log.hold()
    const patient = await connectRaw(broker.port, 'pump-1')
    patient.send(publish(topic, '1', { messageId: 1 }), publish(topic, '2', { messageId: 2 }))
    await until('both wait', () => broker.log.waiting === 2)
    expect(await broker.metric('forewarn_broker_pending_messages')).toBe(2)
    expect(await broker.metric('forewarn_broker_pending_bytes')).toBe(2)
    const late = await connectRaw(broker.port, 'pump-2')
    late.send(publish('telemetry/north/pump-2', '3'))
    expect(await late.next()).toBeUndefined()
    broker.log.release()
    expect(await patient.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    expect(await patient.next()).toMatchObject({ cmd: 'puback', messageId: 2 })
    expect(await broker.metric('forewarn_broker_refused_total', { reason: 'overloaded' })).toBe(1)
    expect(await broker.metric('forewarn_broker_pending_bytes')).toBe(0)
  })
})

describe('whose message it is', () => {
  test('telemetry for another device is stored with its real publisher', async () => {
    broker = await startTestBroker()
    const admin = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username: 'admin',
      password: adminToken,
    })
    await admin.publishAsync('telemetry/north/pump-1', 'replayed', { qos: 1 })
    await admin.endAsync()
    const other = await connectRaw(broker.port, 'pump-2')
    other.send(publish('telemetry/north/pump-1', 'foreign'))
    await other.next()
    expect(broker.log.entries.map(({ publisher }) => publisher)).toEqual(['admin', 'pump-2'])
  })

  test('a topic that is not telemetry is refused, and the log names the right one', async () => {
    broker = await startTestBroker()
    for (const wrong of ['sensors/temperature', '$SYS/uptime', 'commands/north/pump-2', 'telemetry']) {
      const device = await connectRaw(broker.port, 'pump-1')
      device.send(publish(wrong, '1'))
      expect(await device.next(), wrong).toBeUndefined()
    }
    expect(broker.lines.at(-1)?.message).toContain('telemetry/north/pump-1')
    expect(broker.log.entries).toEqual([])
  })

  // Stock Aedes and its parser let all of these through; written as bytes because the generator does not.
  test.each([
    ['the message id 0', Buffer.from([0x32, 5, 0, 1, 0x61, 0, 0]), 'malformed_packet'],
    ['NUL in the topic', Buffer.from([0x32, 7, 0, 3, 0x61, 0, 0x62, 0, 1]), 'malformed_topic'],
    ['a topic that is not UTF-8', Buffer.from([0x32, 7, 0, 3, 0x61, 0xc3, 0x28, 0, 1]), 'malformed_topic'],
    ['a topic of 17 levels', generate(publish(`telemetry${'/x'.repeat(16)}`, '')), 'topic_too_deep'],
    ['a topic of 600 bytes', generate(publish(`telemetry/${'x'.repeat(590)}`, '')), 'malformed_topic'],
  ])('%s is refused', async (_, packet, reason) => {
    broker = await startTestBroker()
    const device = await connectRaw(broker.port, 'pump-1')
    device.socket.write(packet)
    expect(await device.next()).toBeUndefined()
    expect(await broker.metric('forewarn_broker_refused_total', { subject: 'message', reason })).toBe(1)
    expect(broker.log.entries).toEqual([])
  })
})

describe('the last will', () => {
  const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: true } as const

  test('is stored when the device is lost', async () => {
    broker = await startTestBroker()
    const device = await connectRaw(broker.port, 'pump-1', { will })
    await device.hangUp()
    await until('the will is stored', () => broker.log.entries.length === 1)
    expect(broker.log.entries).toMatchObject([{ topic, publisher: 'pump-1' }])
  })

  test('is not when the device says goodbye, or the broker does', async () => {
    broker = await startTestBroker()
    const polite = await connectRaw(broker.port, 'pump-1', { will })
    polite.send({ cmd: 'disconnect' })
    await until('it hung up', () => polite.closed)
    await connectRaw(broker.port, 'pump-2', { will: { ...will, topic: 'telemetry/north/pump-2' } })
    await broker.close()
    expect(broker.log.entries).toEqual([])
  })
})
