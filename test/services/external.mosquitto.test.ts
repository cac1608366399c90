import mqtt from 'mqtt'
import { Registry } from 'prom-client'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { startConformanceBroker } from '../../broker/conformance.ts'
import {
  type ExternalConsumer,
  type ExternalConsumerOptions,
  startExternalConsumer,
} from '../../broker/external/consumer.ts'
import { createMemoryLog } from '../../broker/testing/memory-log.ts'
import { until } from '../../broker/testing/test-broker.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Format } from '../../contracts/format.ts'
import { type Mosquitto, startMosquitto } from './mosquitto.ts'

const clock = { nowMs: () => Date.now() }
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
let broker: Mosquitto
let log = createMemoryLog()
const cleanUp: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  broker = await startMosquitto()
  return () => broker.stop()
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step()
})

interface Started extends ExternalConsumer {
  lines: string[]
  /** The value of a metric, summed over the label sets that contain `labels`. */
  metric(name: string, labels?: Record<string, string>): Promise<number>
}

let started = 0
function start(more: Partial<ExternalConsumerOptions> = {}): Started {
  started += 1
  const metrics = new Registry()
  const lines: string[] = []
  const say = (_: object, message: string) => void lines.push(message)
  const consumer = startExternalConsumer({
    url: broker.url,
    clientId: `forewarn-${started}`,
    connections: 1,
    log,
    clock,
    logger: { debug() {}, info: say, warn: say, error: say },
    metrics,
    ...more,
  })
  cleanUp.push(() => consumer.close())
  return {
    ...consumer,
    lines,
    async metric(name, labels = {}) {
      const { values = [] } = (await metrics.getSingleMetric(`forewarn_external_${name}`)?.get()) ?? {}
      return values
        .filter(value => Object.entries(labels).every(([key, wanted]) => value.labels[key] === wanted))
        .reduce((sum, { value }) => sum + value, 0)
    },
  }
}

const sharing = (share: string, clientId = share) => ({ share, clientId, connections: 2 })

const subscribed = (consumer: Started, connections = 1) =>
  until('it is connected', async () => (await consumer.metric('connections')) === connections)

async function publisher(url = broker.url): Promise<mqtt.MqttClient> {
  const client = await mqtt.connectAsync(url)
  cleanUp.push(() => client.endAsync(true))
  return client
}

/** Each on a topic of its own, so that no order is expected. */
const publishAll = (client: mqtt.MqttClient, from: number, to: number) =>
  Promise.all(
    Array.from({ length: to - from }, (_, n) =>
      client.publishAsync(`telemetry/north/pump-${from + n}`, String(from + n), { qos: 1 }),
    ),
  )
const stored = () => log.entries.map(({ payload }) => Number(Buffer.from(payload).toString()))
const numbers = (to: number) => Array.from({ length: to }, (_, n) => n)
const sorted = (list: number[]) => list.toSorted((a, b) => a - b)

/** A SUBSCRIBE is under way when the connection counts; what comes back through it says that it is done. */
async function ready(consumer: Started, client: mqtt.MqttClient, connections = 1): Promise<void> {
  await subscribed(consumer, connections)
  await until('a message comes through', async () => {
    await client.publishAsync('status/north/probe', '-1', { qos: 1 })
    await new Promise(resolve => setTimeout(resolve, 50))
    return log.entries.length > 0
  })
  const before = await consumer.metric('messages_received_total')
  await new Promise(resolve => setTimeout(resolve, 200))
  if ((await consumer.metric('messages_received_total')) !== before)
    return ready(consumer, client, connections)
  log.entries.splice(0)
}

test('fixed topics and those of the formats come into the log, commands do not', async () => {
  log = createMemoryLog()
  const format: Format = { id: 'f', topic: 'factory/{site}/+/{device}/up', codec: 'json' }
  const consumer = start({ formats: { current: () => [format] } })
  const client = await publisher()
  await ready(consumer, client)
  const topics = [
    'telemetry/north/pump-1',
    'spBv1.0/G/NBIRTH/E',
    'homie/5/m1/$state',
    'factory/north/hall/m1/up',
  ]
  const others = ['spBv1.0/G/NCMD/E', 'commands/north/pump-1', 'elsewhere']
  for (const topic of [...others, ...topics]) await client.publishAsync(topic, 'x', { qos: 1 })
  await until('all came', () => log.entries.length === topics.length)
  expect(log.entries.map(({ topic }) => topic)).toEqual(topics)
  expect(new Set(log.entries.map(({ publisher }) => publisher))).toEqual(new Set(['$external']))
  expect(await consumer.metric('refused_total', { reason: 'command' })).toBe(1)

  await client.subscribeAsync('spBv1.0/G/NCMD/#')
  const heard = new Promise(resolve => client.once('message', (_, payload) => resolve(payload.toString())))
  await consumer.publish('spBv1.0/G/NCMD/E', Buffer.from('rebirth'))
  expect(await heard).toBe('rebirth')
})

test('new formats are followed', async () => {
  log = createMemoryLog()
  let formats: Format[] = []
  const consumer = start({ formats: { current: () => formats } })
  const client = await publisher()
  await ready(consumer, client)
  formats = [{ id: 'f', topic: 'later/{device}', codec: 'json' }]
  const deadline = Date.now() + 20_000
  while (log.entries.length === 0 && Date.now() < deadline) {
    await client.publishAsync('later/m1', '1', { qos: 1 })
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  expect(log.entries[0]?.topic).toBe('later/m1')
})

test('QoS 1 is acknowledged after the append: what was not durable when the service was killed comes again', async () => {
  log = createMemoryLog()
  const identity = { clientId: 'killed' }
  const first = start(identity)
  const client = await publisher()
  await ready(first, client)
  const acknowledgedBefore = await first.metric('messages_acknowledged_total')
  log.hold()
  await publishAll(client, 0, 100)
  await until('some wait for the disk', () => log.waiting > 5)
  expect(await first.metric('messages_acknowledged_total')).toBe(acknowledgedBefore)
  // As a kill does it: the log never gets what waits, and another process takes the session over.
  log = createMemoryLog()
  start(identity)
  await until('all came again', () => new Set(stored()).size === 100)
  expect(sorted([...new Set(stored())])).toEqual(numbers(100))
})

test('what was published while the service was away waits in the broker', async () => {
  log = createMemoryLog()
  const identity = sharing('away')
  const first = start(identity)
  const client = await publisher()
  await ready(first, client, 2)
  await first.close()
  await publishAll(client, 0, 200)
  start(identity)
  await until('all came', () => new Set(stored()).size === 200)
  expect(sorted(stored())).toEqual(numbers(200)) // and none twice
})

test('two services with one share get each message once', async () => {
  log = createMemoryLog()
  const one = start(sharing('both', 'one'))
  const client = await publisher()
  await ready(one, client, 2)
  const other = start(sharing('both', 'other'))
  await ready(other, client, 2)
  const before = await Promise.all([one, other].map(each => each.metric('messages_received_total')))
  await publishAll(client, 0, 400)
  await until('all came', () => stored().length >= 400)
  expect(sorted(stored())).toEqual(numbers(400))
  const after = await Promise.all([one, other].map(each => each.metric('messages_received_total')))
  expect(after.map((count, n) => count - (before[n] ?? 0) > 50)).toEqual([true, true])
})

test('a log that takes nothing: nothing is acknowledged, and all of it comes when it does', async () => {
  log = createMemoryLog()
  const consumer = start()
  const client = await publisher()
  await ready(consumer, client)
  log.fail(new ForewarnError('log_full', '1 GB of 1 GB is used', { retryable: true }))
  await publishAll(client, 0, 50)
  await until(
    'it was refused twice',
    async () => (await consumer.metric('refused_total', { reason: 'log_full' })) >= 2,
  )
  expect(consumer.lines.filter(line => line.includes('not acknowledged'))).toHaveLength(1)
  log.fail(undefined)
  await until('all came', () => new Set(stored()).size === 50)
})

test('the broker restarts: connected again by itself, nothing lost', async () => {
  log = createMemoryLog()
  const consumer = start()
  const client = await publisher()
  await ready(consumer, client)
  await publishAll(client, 0, 50)
  await broker.restart()
  await publishAll(await publisher(), 50, 100)
  await until('all came', () => new Set(stored()).size === 100)
  expect(consumer.lines.some(line => line.includes('Lost the connection'))).toBe(true)
})

// Mosquitto 2.0 keeps the session over its restart, but forgets that it had a shared subscription.
test('after a restart of the broker a shared subscription is made again', async () => {
  log = createMemoryLog()
  const consumer = start(sharing('restarted'))
  const client = await publisher()
  await ready(consumer, client, 2)
  await broker.restart()
  await until('it is lost', () => consumer.lines.some(line => line.includes('Lost the connection')))
  await ready(consumer, await publisher(), 2)
})

test('a broker of 3.1.1 alone: one connection with a plain subscription', async () => {
  log = createMemoryLog()
  const old = await startConformanceBroker({
    host: '127.0.0.1',
    port: 0,
    clock,
    logger: quiet,
    metrics: new Registry(),
  })
  cleanUp.push(() => old.close())
  const url = `mqtt://127.0.0.1:${old.port}`
  const consumer = start({ url, ...sharing('old') })
  const client = await publisher(url)
  await ready(consumer, client)
  await publishAll(client, 0, 100)
  await until('all came', () => stored().length >= 100)
  expect(stored()).toEqual(numbers(100)) // each once, and on one connection in order
  expect(await consumer.metric('connections')).toBe(1)
  expect(consumer.lines.at(-1)).toContain('MQTT 3.1.1')
})

test('a wrong password is said as such, once, and the right one later works', async () => {
  log = createMemoryLog()
  const login = { username: 'forewarn', password: 'right' }
  const strict = await startMosquitto({ login })
  cleanUp.push(() => strict.stop())
  const wrong = start({ url: strict.url, ...login, password: 'wrong' })
  await until(
    'it was refused twice',
    async () => (await wrong.metric('refused_total', { reason: 'login_refused' })) >= 2,
  )
  expect(wrong.lines).toHaveLength(1)
  expect(wrong.lines[0]).toMatch(/refused the login: .*EXTERNAL_MQTT_USERNAME/)
  expect(wrong.lines[0]).not.toContain('wrong')
  const right = start({ url: strict.url, ...login })
  await subscribed(right)
})

test('a broker that is not there is waited for', async () => {
  const consumer = start({ url: 'mqtt://127.0.0.1:1' })
  await until(
    'it was tried twice',
    async () => (await consumer.metric('refused_total', { reason: 'not_connected' })) >= 2,
  )
  expect(consumer.lines).toHaveLength(1)
  expect(consumer.lines[0]).toContain('Cannot connect to mqtt://127.0.0.1:1')
})
