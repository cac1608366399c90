/**
 * How fast a backlog in an external broker comes into the log, against mqtt.js one message at a time:
 * `npx node test/bench/external.ts [--messages 40000]`; needs Debian's package `mosquitto`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import mqtt from 'mqtt'
import { Registry } from 'prom-client'
import { startExternalConsumer } from '../../broker/external/consumer.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { eventually } from '../services/forewarn.ts'
import { startMosquitto } from '../services/mosquitto.ts'

const { values } = parseArgs({ options: { messages: { type: 'string', default: '40000' } } })
const messages = Number(values.messages)
const clock = { nowMs: () => Date.now() }
const logger = { debug() {}, info() {}, warn() {}, error: (_: object, text: string) => console.error(text) }

const directory = await mkdtemp(join(tmpdir(), 'forewarn-external-'))
const broker = await startMosquitto()
const log = await openSegmentLog({ directory, maxBytes: 1024 ** 3, logger, onPoisoned: console.error })

async function publishAll(): Promise<void> {
  const client = await mqtt.connectAsync(broker.url)
  const body = 'x'.repeat(120)
  const window = 1_000
  for (let sent = 0; sent < messages; sent += window) {
    const topics = Array.from({ length: window }, (_, n) => `telemetry/plant/device-${n % 100}`)
    await Promise.all(topics.map(topic => client.publishAsync(topic, body, { qos: 1 })))
  }
  await client.endAsync()
}

async function consumed(name: string, sharing: { share?: string; connections: number }): Promise<void> {
  const start = (metrics: Registry) =>
    startExternalConsumer({ url: broker.url, clientId: name, ...sharing, log, clock, logger, metrics })
  const value = async (metrics: Registry, metric: string) =>
    (await metrics.getSingleMetric(metric)?.get())?.values[0]?.value ?? 0
  const before = new Registry()
  const first = start(before)
  const isThere = async () => (await value(before, 'forewarn_external_connections')) === sharing.connections
  await eventually(async () => ((await isThere()) ? true : undefined))
  await first.close()
  await publishAll()
  const metrics = new Registry()
  const startedAtMs = performance.now()
  const consumer = start(metrics)
  const acknowledged = () => value(metrics, 'forewarn_external_messages_acknowledged_total')
  await eventually(async () => ((await acknowledged()) >= messages ? true : undefined), { withinMs: 300_000 })
  report(name, messages, startedAtMs)
  await consumer.close()
}

async function oneAtATime(): Promise<void> {
  const session = { clientId: 'one-at-a-time', clean: false }
  const first = await mqtt.connectAsync(broker.url, session)
  await first.subscribeAsync('telemetry/#', { qos: 1 })
  await first.endAsync()
  await publishAll()
  const startedAtMs = performance.now()
  const client = mqtt.connect(broker.url, session)
  let got = 0
  client.handleMessage = ({ topic, payload }, done) => {
    const message = { topic, payload: Buffer.from(payload), receivedAtMs: clock.nowMs(), publisher: 'bench' }
    log.append([message]).then(() => {
      got += 1
      done()
    }, done)
  }
  await eventually(async () => (got >= messages / 10 ? true : undefined), { withinMs: 300_000 })
  report('one-at-a-time', got, startedAtMs)
  await client.endAsync(true)
}

function report(name: string, count: number, startedAtMs: number): void {
  const perS = count / ((performance.now() - startedAtMs) / 1_000)
  console.log(`${name}: ${perS.toFixed(0)} acknowledged/s`)
}

await consumed('one-connection', { connections: 1 })
await consumed('four-shared', { share: 'bench', connections: 4 })
await oneAtATime()
await log.close()
await broker.stop()
await rm(directory, { recursive: true, force: true })
