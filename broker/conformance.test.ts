import { generate, type Packet } from 'mqtt-packet'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, test } from 'vitest'
import { startConformanceBroker } from './conformance.ts'
import type { RunningBroker } from './serve.ts'
import { connectRaw, hello, openRaw, publish, type RawClient } from './testing/raw-client.ts'
import { until } from './testing/test-broker.ts'

let broker: RunningBroker
afterEach(() => broker?.close())

const start = async (host = '127.0.0.1') => {
  const ignore = () => {}
  broker = await startConformanceBroker({
    host,
    port: 0,
    clock: { nowMs: () => 1_700_000_000_000 },
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    metrics: new Registry(),
  })
}

/** Connects without a name: anybody. */
async function connect(clientId: string, more: Parameters<typeof hello>[1] = {}) {
  const client = await openRaw(broker.port)
  const { username: _, password: __, ...packet } = hello('pump-1', { clientId, ...more })
  client.send(packet)
  const answer = await client.next()
  return Object.assign(client, { connack: answer?.cmd === 'connack' ? answer : undefined })
}

async function subscribe(client: RawClient, topic: string, qos: 0 | 1 | 2 = 2): Promise<unknown> {
  client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] })
  await until('the SUBACK came', () => client.inbox.some(({ cmd }) => cmd === 'suback'))
  const at = client.inbox.findIndex(({ cmd }) => cmd === 'suback')
  const [answer] = client.inbox.splice(at, 1)
  return answer?.cmd === 'suback' ? answer.granted : answer
}

const heard = (client: RawClient) =>
  client.inbox.flatMap((packet: Packet) =>
    packet.cmd === 'publish'
      ? [{ qos: packet.qos, retain: packet.retain, text: String(packet.payload) }]
      : [],
  )

describe('the conformance broker', () => {
  test('lets anybody in, and carries every QoS from anybody to anybody', async () => {
    await start()
    const listener = await connect('listener')
    expect(await subscribe(listener, '#')).toEqual([2])
    const speaker = await connect('speaker')
    for (const qos of [0, 1, 2] as const)
      speaker.send(publish('any/topic', `qos ${qos}`, { qos, messageId: qos + 1 }))
    await until('PUBREC came', () => speaker.inbox.some(({ cmd }) => cmd === 'pubrec'))
    speaker.send({ cmd: 'pubrel', messageId: 3 })
    await until('PUBCOMP came', () => speaker.inbox.some(({ cmd }) => cmd === 'pubcomp'))
    await until('all three came', () => heard(listener).length === 3)
    // MQTT keeps the order per QoS only [MQTT-4.6.0-6].
    expect(
      heard(listener)
        .map(({ qos, text }) => [qos, text])
        .sort(),
    ).toEqual([
      [0, 'qos 0'],
      [1, 'qos 1'],
      [2, 'qos 2'],
    ])
  })

  test('retains messages, and forgets one with an empty payload', async () => {
    await start()
    const speaker = await connect('speaker')
    speaker.send(publish('kept', 'for later', { retain: true }))
    expect(await speaker.next()).toMatchObject({ cmd: 'puback' })
    const late = await connect('late')
    await subscribe(late, '+')
    await until('the retained message came', () => heard(late).length === 1)
    expect(heard(late)).toEqual([{ qos: 1, retain: true, text: 'for later' }])
    speaker.send(publish('kept', '', { retain: true }))
    await until('it is forgotten', () => heard(late).length === 2)
    const later = await connect('later')
    await subscribe(later, '+')
    later.send({ cmd: 'pingreq' })
    expect(await later.next()).toMatchObject({ cmd: 'pingresp' })
  })

  test('sends a last will, and keeps messages for a session that is away', async () => {
    await start()
    const away = await connect('away', { clean: false })
    await subscribe(away, 'will/#')
    await away.hangUp()
    const will = { topic: 'will/1', payload: Buffer.from('gone'), qos: 2, retain: false } as const
    const dying = await connect('dying', { will })
    await dying.hangUp()
    const polite = await connect('polite', { will: { ...will, payload: Buffer.from('never') } })
    polite.send({ cmd: 'disconnect' })
    await until('it hung up', () => polite.closed)
    const back = await connect('away', { clean: false })
    expect(back.connack).toMatchObject({ returnCode: 0, sessionPresent: true })
    await until('the will came', () => heard(back).length > 0)
    expect(heard(back).map(({ text }) => text)).toEqual(['gone'])
  })

  test('refuses what suites expect to be refused', async () => {
    await start()
    const client = await connect('client')
    expect(await subscribe(client, 'nosubscribe')).toEqual([128])
    expect((await connect('', { clean: true })).connack?.returnCode).toBe(0)
    const nameless = await openRaw(broker.port)
    const packet = generate(hello('pump-1', { clientId: '' }))
    packet[9] = 0xc0 // clean=false, which the generator does not make with an empty client id
    nameless.socket.write(packet)
    expect(await nameless.next()).toMatchObject({ cmd: 'connack', returnCode: 2 }) // [MQTT-3.1.3-8]
    client.send(hello('pump-1'))
    await until('a second CONNECT ends the connection', () => client.closed) // [MQTT-3.1.0-2]
    const five = await connectRaw(broker.port, 'pump-1', { protocolVersion: 5 })
    expect(five.returnCode).toBe(1)
  })

  test('a second client with the same id takes over [MQTT-3.1.4-2]', async () => {
    await start()
    const first = await connect('same')
    const second = await connect('same')
    expect(second.connack?.returnCode).toBe(0)
    await until('the first is disconnected', () => first.closed)
  })

  test.each(['0.0.0.0', '::', '192.0.2.1', 'localhost.example', ''])(
    'refuses to listen on %j',
    async host => {
      await expect(start(host)).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('loopback only'),
      })
    },
  )
})
