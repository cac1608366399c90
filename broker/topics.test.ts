import { afterEach, describe, expect, test } from 'vitest'
import type { Format } from '../contracts/format.ts'
import { connectRaw, publish, type RawClient } from './testing/raw-client.ts'
import { createTestRegistry, startTestBroker, type TestBroker, until } from './testing/test-broker.ts'

let broker: TestBroker
afterEach(() => broker.close())

const edge = 'pump-1 edge' // of pump-1, in the group `Plant`

async function subscribe(client: RawClient, ...topics: string[]): Promise<unknown> {
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions: topics.map(topic => ({ topic, qos: 1 })) })
  const answer = await client.next()
  return answer?.cmd === 'suback' ? answer.granted : answer
}

describe('what devices say', () => {
  test.each([
    'status/north/pump-1',
    'spBv1.0/Plant/NBIRTH/pump-1 edge',
    'homie/5/pump-1/$state',
    'factory/north/pump-1/up',
  ])('on %s is acknowledged when durable, goes to nobody, and is not retained', async topic => {
    const format: Format = { id: 'factory', topic: 'factory/{site}/{device}/up', codec: 'json' }
    broker = await startTestBroker({ formats: { current: () => [format] } })
    broker.log.hold()
    const admin = await connectRaw(broker.port, 'admin')
    expect(await subscribe(admin, topic)).toEqual([128])
    const device = await connectRaw(broker.port, 'pump-1')
    device.send(publish(topic, 'x', { messageId: 7, retain: true }), { cmd: 'pingreq' })
    expect(await device.next()).toMatchObject({ cmd: 'pingresp' })
    broker.log.release()
    expect(await device.next()).toMatchObject({ cmd: 'puback', messageId: 7 })
    expect(broker.log.entries).toMatchObject([{ topic, publisher: 'pump-1' }])
  })

  test('the topics of the formats follow the formats', async () => {
    let formats: Format[] = []
    broker = await startTestBroker({ formats: { current: () => formats } })
    const early = await connectRaw(broker.port, 'pump-1')
    early.send(publish('factory/pump-1', '1'))
    expect(await early.next()).toBeUndefined()
    expect(broker.lines.at(-1)?.message).toContain('/api/v1/formats')
    formats = [{ id: 'factory', topic: 'factory/{device}', codec: 'json' }]
    const late = await connectRaw(broker.port, 'pump-1')
    late.send(publish('factory/pump-1', '1'))
    expect(await late.next()).toMatchObject({ cmd: 'puback' })
  })

  test.each(['status/north/pump-1', 'spBv1.0/Plant/NDEATH/pump-1 edge', 'homie/5/pump-1/$state'])(
    'a last will on %s is stored when the device is lost',
    async topic => {
      broker = await startTestBroker()
      const will = { topic, payload: Buffer.from('offline'), qos: 1, retain: true } as const
      const device = await connectRaw(broker.port, 'pump-1', { will })
      expect(device.returnCode).toBe(0)
      await device.hangUp()
      await until('the will is stored', () => broker.log.entries.length === 1)
      expect(broker.log.entries).toMatchObject([{ topic, publisher: 'pump-1' }])
    },
  )
})

describe('what devices are told', () => {
  const commands = [
    'commands/north/pump-1',
    `spBv1.0/Plant/NCMD/${edge}`,
    `spBv1.0/Plant/DCMD/${edge}/press`,
    'homie/5/pump-1/motor/speed/set',
  ]
  const filters = [
    'commands/north/pump-1',
    `spBv1.0/Plant/NCMD/${edge}/#`,
    `spBv1.0/Plant/DCMD/${edge}/#`,
    'homie/5/pump-1/+/+/set',
  ]

  test.each(['the administrator', 'the service'])('comes from %s', async who => {
    broker = await startTestBroker()
    const device = await connectRaw(broker.port, 'pump-1')
    expect(await subscribe(device, ...filters)).toEqual([1, 1, 1, 1])
    const admin = await connectRaw(broker.port, 'admin')
    for (const topic of commands) {
      if (who === 'the service') await broker.publish(topic, Buffer.from('do'))
      else admin.send(publish(topic, 'do'))
      expect(await device.next()).toMatchObject({ cmd: 'publish', topic, retain: false })
    }
    expect(broker.log.entries).toEqual([])
  })

  test('the state of a Sparkplug host is retained, as edge nodes expect', async () => {
    broker = await startTestBroker({ limits: { retained: 1 } })
    await broker.publish('spBv1.0/STATE/scada', Buffer.from('online'))
    await broker.publish('spBv1.0/STATE/second', Buffer.from('beyond the limit'))
    const device = await connectRaw(broker.port, 'pump-1')
    device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'spBv1.0/STATE/#', qos: 1 }] })
    await until('the state came', () => device.inbox.length === 2)
    device.send({ cmd: 'pingreq' })
    await until('nothing else comes', () => device.inbox.length === 3)
    expect(device.inbox).toContainEqual(
      expect.objectContaining({ cmd: 'publish', topic: 'spBv1.0/STATE/scada', retain: true }),
    )
  })

  test('the service cannot speak for a device', async () => {
    broker = await startTestBroker()
    for (const topic of ['telemetry/north/pump-1', 'spBv1.0/G/NDATA/E', 'commands/#', 'elsewhere'])
      await expect(broker.publish(topic, Buffer.alloc(0))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('a command that subscribers do not take in time is an error', async () => {
    const limits = { commandMs: 50, commands: 1, outgoingBytesPerClient: 1e9, drainMs: 60_000 }
    broker = await startTestBroker({ limits })
    const stuck = await connectRaw(broker.port, 'pump-1')
    await subscribe(stuck, 'commands/north/pump-1')
    stuck.socket.pause()
    const flood = async () => {
      for (;;) await broker.publish('commands/north/pump-1', Buffer.alloc(200_000))
    }
    await expect(flood()).rejects.toMatchObject({ code: 'overloaded', retryable: true })
    const [first, second] = [1, 2].map(() => broker.publish('commands/north/pump-2', Buffer.alloc(0)))
    await expect(second).rejects.toMatchObject({ code: 'overloaded' })
    await first
    await stuck.hangUp()
  })
})

describe('what a session can hold', () => {
  test('as many filters as the limit says, counted over SUBSCRIBE packets and given back by UNSUBSCRIBE', async () => {
    broker = await startTestBroker({ limits: { filtersPerClient: 3 } })
    const device = await connectRaw(broker.port, 'pump-1', { clean: false })
    const states = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `spBv1.0/STATE/host-${from + n}`)
    expect(await subscribe(device, ...states(0, 2))).toEqual([1, 1])
    expect(await subscribe(device, ...states(0, 5))).toEqual([1, 1, 1, 128, 128])
    device.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: states(0, 1) })
    expect(await device.next()).toMatchObject({ cmd: 'unsuback' })
    expect(await subscribe(device, ...states(6, 7))).toEqual([1])
    expect(await broker.metric('forewarn_broker_refused_total', { reason: 'too_many_filters' })).toBe(2)
  })

  test('as many commands as the limit says while its client is away', async () => {
    broker = await startTestBroker({ limits: { queuedPerClient: 3 } })
    const session = { clientId: 'kept', clean: false }
    const topic = 'commands/north/pump-1'
    for (const round of [1, 2]) {
      const device = await connectRaw(broker.port, 'pump-1', session)
      await subscribe(device, topic)
      await device.hangUp()
      await until('it is away', async () => (await broker.metric('forewarn_broker_connections')) === 0)
      for (let n = 1; n <= 5; n += 1) await broker.publish(topic, Buffer.from(`${round}.${n}`))
      const back = await connectRaw(broker.port, 'pump-1', session)
      await until('its commands came', () => back.inbox.length === 3)
      for (const { messageId } of back.inbox.splice(0))
        back.send({ cmd: 'puback', messageId: messageId ?? 0 })
      back.send({ cmd: 'pingreq' })
      expect(await back.next()).toMatchObject({ cmd: 'pingresp' })
      await back.hangUp()
      await until('it is away again', async () => (await broker.metric('forewarn_broker_connections')) === 0)
    }
    expect(await broker.metric('forewarn_broker_refused_total', { reason: 'queue_full' })).toBe(4)
  })
})

test('a device whose login no longer holds is disconnected at once, others stay', async () => {
  const registry = createTestRegistry()
  broker = await startTestBroker({ registry })
  const gone = [
    await connectRaw(broker.port, 'pump-1'),
    await connectRaw(broker.port, 'pump-1', { clientId: 'x' }),
  ]
  const stays = await connectRaw(broker.port, 'pump-2')
  registry.revoke('pump-1')
  await until('it is disconnected', () => gone.every(({ closed }) => closed))
  stays.send({ cmd: 'pingreq' })
  expect(await stays.next()).toMatchObject({ cmd: 'pingresp' })
  expect(await broker.metric('forewarn_broker_refused_total', { reason: 'login_revoked' })).toBe(2)
})
