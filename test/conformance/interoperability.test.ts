/**
 * The scenarios of the MQTT 3.1.1 interoperability suite of Eclipse Paho (paho.mqtt.testing, client_test.py), with its
 * topics, against the broker of `npm run broker:conformance`.
 */
import { Registry } from 'prom-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startConformanceBroker } from '../../broker/conformance.ts'
import type { RunningBroker } from '../../broker/serve.ts'
import { openRaw } from '../../broker/testing/raw-client.ts'
import { until } from '../../broker/testing/test-broker.ts'
import { connectSuite, type SuiteClient } from './suite-client.ts'

const topics = ['TopicA', 'TopicA/B', 'Topic/C', 'TopicA/C', '/TopicA'] as const
const wild = ['TopicA/+', '+/C', '#', '/#', '/+', '+/+', 'TopicA/#'] as const

let broker: RunningBroker
beforeEach(async () => {
  const ignore = () => {}
  broker = await startConformanceBroker({
    host: '127.0.0.1',
    port: 0,
    clock: { nowMs: () => Date.now() },
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    metrics: new Registry(),
  })
})
afterEach(() => broker.close())

const connect = (clientId: string, more: Parameters<typeof connectSuite>[1] = {}) =>
  connectSuite(broker.port, { clientId, ...more })
const heardBy = (client: SuiteClient, count: number) =>
  until(`${count} messages`, () => client.heard.length >= count)
/** What another message of the same way overtakes would have come before. */
async function nothingElse(client: SuiteClient, count: number): Promise<void> {
  await client.ping()
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(client.heard).toHaveLength(count)
}

test('basic: connect, subscribe, publish with every QoS, disconnect', async () => {
  const client = await connect('myclientid')
  await client.disconnect()
  const again = await connect('myclientid')
  expect(await again.subscribe([topics[0], 2])).toEqual([2])
  for (const qos of [0, 1, 2] as const) await again.publish(topics[0], `qos ${qos}`, qos)
  await heardBy(again, 3)
  expect(again.heard.map(({ text, qos }) => `${text}: ${qos}`).toSorted()).toEqual([
    'qos 0: 0',
    'qos 1: 1',
    'qos 2: 2',
  ])
  await again.disconnect()
})

test('basic: a second CONNECT, and another protocol name, end the connection', async () => {
  const client = await connect('myclientid')
  client.send({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'myclientid', clean: true })
  await until('it is disconnected', () => client.closed) // [MQTT-3.1.0-2]
  const other = await openRaw(broker.port)
  other.socket.write(Buffer.from([0x10, 14, 0, 2, 0x68, 0x6a, 4, 2, 0, 0, 0, 4, 0x6e, 0x61, 0x6d, 0x65]))
  await until('it is disconnected', () => other.closed) // [MQTT-3.1.2-1]
})

test('retained messages: sent to new subscribers, forgotten with an empty payload', async () => {
  const client = await connect('myclientid')
  await client.publish(topics[1], 'qos 0', 0, true)
  await client.publish(topics[2], 'qos 1', 1, true)
  await client.publish(topics[3], 'qos 2', 2, true)
  await client.subscribe([wild[5], 2])
  await heardBy(client, 3)
  expect(client.heard.map(({ retain }) => retain)).toEqual([true, true, true])
  await client.disconnect()

  const clearing = await connect('myclientid')
  for (const [n, qos] of [
    [1, 0],
    [2, 1],
    [3, 2],
  ] as const)
    await clearing.publish(topics[n], '', qos, true)
  await clearing.ping()
  const late = await connect('another')
  await late.subscribe([wild[5], 2])
  await nothingElse(late, 0)
})

test('zero-length client id: refused with clean=false, given one with clean=true', async () => {
  expect((await connect('', { clean: false })).returnCode).toBe(2) // [MQTT-3.1.3-8]
  expect((await connect('', { clean: true })).returnCode).toBe(0)
})

test('offline message queueing: a session that is away gets what it missed', async () => {
  const away = await connect('away', { clean: false })
  await away.subscribe([wild[5], 2])
  await away.disconnect()
  const speaker = await connect('speaker')
  await speaker.publish(topics[1], 'qos 0', 0)
  await speaker.publish(topics[2], 'qos 1', 1)
  await speaker.publish(topics[3], 'qos 2', 2)
  const back = await connect('away', { clean: false })
  expect(back).toMatchObject({ returnCode: 0, sessionPresent: true })
  await heardBy(back, 2)
  expect(back.heard.filter(({ qos }) => qos > 0)).toMatchObject([
    { text: 'qos 1', dup: false },
    { text: 'qos 2', dup: false },
  ])
  await back.disconnect()
  const third = await connect('away', { clean: false })
  await nothingElse(third, 0)
})

const will = { topic: topics[2], payload: Buffer.from('not disconnected'), qos: 1, retain: false } as const

test('will message: sent for a client that is lost, not for one that says goodbye', async () => {
  const listener = await connect('listener')
  await listener.subscribe([topics[2], 2])
  const lost = await connect('lost', { will, keepalive: 2 })
  await lost.terminate()
  await heardBy(listener, 1)
  expect(listener.heard).toMatchObject([{ topic: topics[2], text: 'not disconnected' }])
  const polite = await connect('polite', { will })
  await polite.disconnect()
  await nothingElse(listener, 1)
})

test('overlapping subscriptions: one message with the highest QoS, or one for each', async () => {
  const client = await connect('myclientid')
  await client.subscribe([wild[6], 2], [wild[0], 1])
  await client.publish(topics[3], 'overlapping', 2)
  await heardBy(client, 1)
  await client.ping()
  await new Promise(resolve => setTimeout(resolve, 50))
  const levels = client.heard.map(({ qos }) => qos).toSorted()
  expect([[2], [1, 2]]).toContainEqual(levels)
})

test('keepalive: a silent client is taken for lost, one with keepalive 0 is not', async () => {
  const listener = await connect('listener', { keepalive: 0 })
  await listener.subscribe([topics[4], 2])
  const silent = await connect('silent', { keepalive: 1, will: { ...will, topic: topics[4] } })
  await until('it is cut', () => silent.closed)
  await heardBy(listener, 1)
  expect(listener.heard).toMatchObject([{ topic: topics[4] }])
  await listener.ping()
})

test('redelivery on reconnect: what was not acknowledged comes again', async () => {
  const first = await connect('redelivered', { clean: false })
  await first.subscribe([wild[6], 2])
  first.deaf = true
  const speaker = await connect('speaker')
  await speaker.publish(topics[1], 'qos 1', 1)
  await speaker.publish(topics[3], 'qos 2', 2)
  await first.ping()
  await first.disconnect()
  const back = await connect('redelivered', { clean: false })
  await heardBy(back, 2)
  expect(back.heard).toMatchObject([
    { text: 'qos 1', dup: true }, // [MQTT-3.3.1-1]
    { text: 'qos 2', dup: true },
  ])
})

test('the DUP flag of a publisher is not passed on [MQTT-3.3.1-3]', async () => {
  const levels = [0, 1, 2] as const
  const listeners = await Promise.all(levels.map(qos => connect(`listener ${qos}`)))
  for (const qos of levels) await listeners[qos]?.subscribe([topics[0], qos])
  const speaker = await connect('speaker')
  for (const qos of [1, 2] as const)
    speaker.send({
      cmd: 'publish',
      topic: topics[0],
      payload: 'again',
      qos,
      dup: true,
      retain: false,
      messageId: qos,
    })
  for (const listener of listeners) {
    await heardBy(listener, 2)
    expect(listener.heard).toMatchObject([{ dup: false }, { dup: false }])
  }
})

test('subscribe failure: 128 for what may not be subscribed to', async () => {
  const client = await connect('myclientid')
  expect(await client.subscribe(['test/nosubscribe', 2])).toEqual([128])
  expect(await client.subscribe(['nosubscribe', 2], [topics[0], 1])).toEqual([128, 1])
})

test('dollar topics: a wildcard at the start does not match them [MQTT-4.7.2-1]', async () => {
  const client = await connect('myclientid')
  await client.subscribe([wild[5], 2], [wild[2], 2])
  await client.publish(`$${topics[1]}`, '', 1)
  await client.publish(`$${topics[1]}`, 'kept', 1, true)
  await nothingElse(client, 0)
})

test('unsubscribe: what was unsubscribed from does not come any more', async () => {
  const client = await connect('myclientid')
  await client.subscribe([topics[0], 2], [topics[1], 2], [topics[2], 2])
  await client.unsubscribe(topics[0])
  for (const topic of [topics[0], topics[1], topics[2]]) await client.publish(topic, 'x', 1)
  await heardBy(client, 2)
  await nothingElse(client, 2)
  expect(client.heard.map(({ topic }) => topic)).toEqual([topics[1], topics[2]])
})
