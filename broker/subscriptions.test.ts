import type { ISubscription, Packet } from 'mqtt-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { connectRaw, publish, type RawClient } from './testing/raw-client.ts'
import { createTestRegistry, startTestBroker, type TestBroker, until } from './testing/test-broker.ts'

let broker: TestBroker
afterEach(() => broker.close())

const own = 'commands/north/pump-1'
const foreign = 'commands/north/pump-2'

async function subscribe(client: RawClient, ...topics: string[]): Promise<unknown> {
  const subscriptions: ISubscription[] = topics.map(topic => ({ topic, qos: 1 }))
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions })
  const answer = await client.next()
  return answer?.cmd === 'suback' ? answer.granted : answer
}

const payloads = (packets: Packet[]) =>
  packets.map(packet => (packet.cmd === 'publish' ? packet.payload.toString() : packet.cmd))

describe('subscriptions', () => {
  // Stock Aedes grants all of these but those below $SYS.
  test.each([
    'telemetry/#',
    'telemetry/north/pump-1',
    '#',
    '+/north/pump-1',
    '$SYS/#',
    '$share/group/telemetry/#',
    foreign,
    'commands/#',
    `${own}/#`,
  ])('a device gets 128 for %s', async filter => {
    broker = await startTestBroker()
    const device = await connectRaw(broker.port, 'pump-1')
    expect(await subscribe(device, filter)).toEqual([128])
    expect(broker.lines.at(-1)).toMatchObject({ level: 'warn', fields: { subject: 'subscription', filter } })
  })

  test('a device gets its own commands, the administrator sends them, and nothing is retained', async () => {
    broker = await startTestBroker()
    const admin = await connectRaw(broker.port, 'admin')
    admin.send(publish(own, 'before', { retain: true }))
    expect(await admin.next()).toMatchObject({ cmd: 'puback' })
    const device = await connectRaw(broker.port, 'pump-1')
    expect(await subscribe(device, 'telemetry/#', own)).toEqual([128, 1])
    admin.send(publish(own, 'now'))
    expect(await device.next()).toMatchObject({ cmd: 'publish', topic: own, retain: false })
    expect(broker.log.entries).toEqual([])
  })

  test('a filter is no deeper than a topic, the administrator included', async () => {
    broker = await startTestBroker()
    const admin = await connectRaw(broker.port, 'admin')
    const filter = (levels: number) => `commands${'/+'.repeat(levels - 1)}`
    expect(await subscribe(admin, filter(16), filter(17))).toEqual([1, 128])
  })

  test('telemetry is forwarded to nobody, the administrator included', async () => {
    broker = await startTestBroker()
    const admin = await connectRaw(broker.port, 'admin')
    expect(await subscribe(admin, '#', 'telemetry/#', '$SYS/#')).toEqual([128, 128, 128])
  })

  test('a subscription ends with the permission: the device was moved to another site', async () => {
    const registry = createTestRegistry()
    let site = 'north'
    const device = (id: string) => {
      const known = registry.device(id)
      return known && { ...known, site }
    }
    broker = await startTestBroker({ registry: { ...registry, device } })
    const moved = await connectRaw(broker.port, 'pump-1')
    expect(await subscribe(moved, own)).toEqual([1])
    site = 'south'
    const admin = await connectRaw(broker.port, 'admin')
    admin.send(publish(own, 'for whoever is there now'))
    await admin.next()
    moved.send({ cmd: 'pingreq' })
    expect(await moved.next()).toMatchObject({ cmd: 'pingresp' })
  })

  // Stock Aedes with the same permission hook stores both filters and delivers both after the reconnect.
  test('what was refused in a stored session stays refused after a reconnect', async () => {
    broker = await startTestBroker()
    const session = { clientId: 'kept', clean: false }
    const device = await connectRaw(broker.port, 'pump-1', session)
    expect(await subscribe(device, own, foreign, '#')).toEqual([1, 128, 128])
    await device.hangUp()

    const admin = await connectRaw(broker.port, 'admin')
    admin.send(publish(foreign, 'not for you', { messageId: 1 }), publish(own, 'for you', { messageId: 2 }))
    await until('both are sent', () => admin.inbox.length === 2)
    const back = await connectRaw(broker.port, 'pump-1', session)
    admin.send(publish(foreign, 'nor this', { messageId: 3 }), publish(own, 'and this', { messageId: 4 }))
    await until('its own arrived', () => back.inbox.length >= 2)
    back.send({ cmd: 'pingreq' })
    await until('the broker answered', () => back.inbox.some(({ cmd }) => cmd === 'pingresp'))
    expect(payloads(back.inbox)).toEqual(['for you', 'and this', 'pingresp'])
  })
})

describe('a subscriber that does not read', () => {
  const big = 'x'.repeat(200_000)

  async function stuckOn(filter: string): Promise<RawClient> {
    const stuck = await connectRaw(broker.port, 'pump-1')
    await subscribe(stuck, filter)
    stuck.socket.pause()
    const admin = await connectRaw(broker.port, 'admin', { clientId: 'floods' })
    for (let sent = 0; sent < 150; sent += 1) admin.send(publish(filter, big, { qos: 0 }))
    return stuck
  }
  const open = () => broker.metric('forewarn_broker_connections')

  // With the concurrency of 100 that is Aedes' default, the command waits behind the stuck ones.
  test('does not stall the commands or the telemetry of others', async () => {
    broker = await startTestBroker({ limits: { outgoingBytesPerClient: 1e9, drainMs: 60_000 } })
    const stuck = await stuckOn(own)
    const other = await connectRaw(broker.port, 'pump-2')
    await subscribe(other, foreign)
    const admin = await connectRaw(broker.port, 'admin')
    const sentAtMs = performance.now()
    for (let messageId = 1; messageId <= 20; messageId += 1) {
      admin.send(publish(foreign, 'on time', { messageId, qos: 0 }))
      expect(await other.next()).toMatchObject({ cmd: 'publish', topic: foreign })
      other.send(publish('telemetry/north/pump-2', 'on time', { messageId }))
      expect(await other.next()).toMatchObject({ cmd: 'puback', messageId })
    }
    expect(performance.now() - sentAtMs).toBeLessThan(20_000)
    expect(await open()).toBe(4)
    await stuck.hangUp()
  })

  test('is disconnected when too much waits for it', async () => {
    broker = await startTestBroker({ limits: { drainMs: 60_000 } })
    const stuck = await stuckOn(own)
    await until('it is gone', async () => (await open()) === 1)
    expect(await broker.metric('forewarn_broker_refused_total', { reason: 'slow_subscriber' })).toBe(1)
    await stuck.hangUp()
  })

  test('is disconnected when it takes nothing for too long', async () => {
    broker = await startTestBroker({ limits: { outgoingBytesPerClient: 1e9, drainMs: 200 } })
    const stuck = await stuckOn(own)
    await until('it is gone', async () => (await open()) === 1)
    await stuck.hangUp()
  })
})
