import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import mqtt, { type MqttClient } from 'mqtt'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startConformanceBroker } from '../../broker/conformance.ts'
import type { RunningBroker } from '../../broker/serve.ts'
import { adminToken, readerToken, secretOf, startTestBroker } from '../../broker/testing/test-broker.ts'
import { systemClock } from '../../main/clock.ts'
import { createLogger } from '../../main/logger.ts'
import { connectPublisher } from '../../simulators/publisher.ts'
import { type RecordOptions, recordBroker } from '../../simulators/record/record.ts'
import type { RecordedMessage } from '../../simulators/record/recording.ts'
import { replayRecording } from '../../simulators/record/replay-recording.ts'

let directory: string
/** Anybody may do anything there, as at the broker of a plant that trusts its network. */
let plant: RunningBroker
let url: string
let device: MqttClient
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'record-'))
  plant = await startConformanceBroker({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    logger: createLogger('plant', 'fatal'),
    metrics: new Registry(),
  })
  url = `mqtt://127.0.0.1:${plant.port}`
  device = await mqtt.connectAsync(url)
})
afterAll(async () => {
  await device.endAsync()
  await plant.close()
  await rm(directory, { recursive: true, force: true })
})

let files = 0
/** Records until the test says stop; `run` is called when it has subscribed. */
async function record(
  run: (stop: () => void, file: string) => Promise<void>,
  more: Partial<RecordOptions> = {},
) {
  const file = more.file ?? join(directory, `${files++}.jsonl`)
  const abort = new AbortController()
  const started = Promise.withResolvers<void>()
  const recorded = recordBroker({
    url,
    topics: ['#'],
    file,
    maxBytes: 1e9,
    clock: systemClock,
    signal: abort.signal,
    onStarted: started.resolve,
    ...more,
  })
  await Promise.race([started.promise, recorded])
  await run(() => abort.abort(), file)
  return { file, summary: await recorded }
}

async function messagesOf(file: string): Promise<RecordedMessage[]> {
  const messages: RecordedMessage[] = []
  const summary = await replayRecording({
    file,
    speed: 'max',
    clock: systemClock,
    signal: new AbortController().signal,
    publish: async message => void messages.push(message),
  })
  expect(summary.problems).toEqual([])
  return messages
}
const said = (messages: RecordedMessage[]) =>
  messages.map(({ topic, retain, payload }) => [topic, retain, payload.toString('latin1')])

/** Says something last, and waits until it is in the file. */
async function settle(file: string): Promise<void> {
  await device.publishAsync('end', '', { qos: 1 })
  const topics = async () => (await messagesOf(file)).map(({ topic }) => topic)
  await expect.poll(topics).toContain('end')
}

test.each(['.jsonl', '.jsonl.gz'])(
  'what is published is in the recording (%s), and can be published again',
  async suffix => {
    await device.publishAsync('state', 'was', { qos: 1, retain: true })
    const beganAtMs = Date.now()
    const { file, summary } = await record(
      async (stop, path) => {
        await device.publishAsync('telemetry/plant/p', '{"ts":1,"values":{"a":1}}', { qos: 1 })
        await device.publishAsync('bytes', Buffer.from([0xff, 0, 1]), { qos: 0 })
        await settle(path)
        stop()
      },
      { file: join(directory, `${files++}${suffix}`) },
    )
    const messages = await messagesOf(file)
    const expected = [
      ['state', true, 'was'],
      ['telemetry/plant/p', false, '{"ts":1,"values":{"a":1}}'],
      ['bytes', false, '\xff\x00\x01'],
    ]
    expect(said(messages).slice(0, 3)).toEqual(expected)
    expect(summary).toMatchObject({ endedBy: 'signal', messages: messages.length, lostConnections: 0 })
    for (const { ts } of messages) expect(ts).toBeGreaterThanOrEqual(beganAtMs)

    const publisher = await connectPublisher({ url })
    const again = await record(async (stop, path) => {
      await replayRecording({
        file,
        speed: 'max',
        clock: systemClock,
        signal: new AbortController().signal,
        rewrites: [{ from: 'telemetry/', to: 'again/' }],
        publish: ({ topic, payload, retain }) => publisher.publish(topic, payload, { retain }),
      })
      await publisher.flush()
      await settle(path)
      stop()
    })
    await publisher.close()
    expect(said(await messagesOf(again.file)).slice(1, 4)).toEqual([
      ['state', false, 'was'],
      ['again/plant/p', false, '{"ts":1,"values":{"a":1}}'],
      ['bytes', false, '\xff\x00\x01'],
    ])
  },
)

test('the recording ends before it becomes larger than its bound, and after its seconds', async () => {
  const bounded = await record(
    async () => {
      for (let i = 0; i < 200; i++) await device.publishAsync('t', 'x'.repeat(100), { qos: 1 })
    },
    { maxBytes: 5_000, topics: ['t'] },
  )
  expect(bounded.summary).toMatchObject({ endedBy: 'maxBytes', bytes: (await readFile(bounded.file)).length })
  expect(bounded.summary.bytes).toBeLessThanOrEqual(5_000)
  expect(bounded.summary.messages).toBeGreaterThan(20)
  expect(await messagesOf(bounded.file)).toHaveLength(bounded.summary.messages)
  const timed = await record(async () => undefined, { seconds: 1 })
  expect(timed.summary.endedBy).toBe('seconds')
})

test('a login is for the broker, and stands neither in the recording nor in a message', async () => {
  const { host } = new URL(url)
  const login = `mqtt://someone:hush-hush@${host}`
  const { file } = await record(async stop => stop(), { url: login, file: join(directory, 'login.gz') })
  const text = gunzipSync(await readFile(file)).toString()
  expect(text).toContain(`"broker":"mqtt://${host}"`)
  expect(text).not.toContain('hush')
  const refused = await record(async () => undefined, {
    url: 'mqtt://someone:hush-hush@127.0.0.1:1',
  }).catch(error => error)
  expect(refused.message).toMatch(/^someone could not connect to mqtt:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/)
  expect(refused.message).not.toContain('hush')
})

test('a file that exists is left as it is, and a refused filter is told', async () => {
  const { file } = await record(async stop => stop())
  const before = await readFile(file)
  await expect(record(async () => undefined, { file })).rejects.toThrow(/exists already/)
  expect(await readFile(file)).toEqual(before)
  await expect(record(async () => undefined, { topics: ['nosubscribe'] })).rejects.toThrow(
    /refuses the topic filter nosubscribe/,
  )
})

describe("Forewarn's own broker", () => {
  test('is recorded by a reader, and what it took is in the recording', async () => {
    const broker = await startTestBroker()
    const own = { url: `mqtt://127.0.0.1:${broker.port}` }
    const pump = await connectPublisher({ ...own, user: 'pump-1', secret: secretOf('pump-1') })
    const { file, summary } = await record(
      async (stop, path) => {
        await pump.publish('telemetry/north/pump-1', '{"values":{"a":1}}')
        await pump.flush()
        await expect.poll(() => messagesOf(path)).toHaveLength(1)
        stop()
      },
      { ...own, user: '$reader', password: readerToken },
    )
    expect(said(await messagesOf(file))).toMatchObject([
      ['telemetry/north/pump-1', false, expect.stringContaining('"a":1')],
    ])
    expect(summary).toMatchObject({ messages: 1, topics: 1 })
    await pump.close()
    await broker.close()
  })

  test('passes no telemetry on to its administrator, and the recorder says who may hear it', async () => {
    const broker = await startTestBroker()
    const own = { url: `mqtt://127.0.0.1:${broker.port}`, user: 'admin', password: adminToken }
    await expect(record(async () => undefined, { ...own, topics: ['telemetry/#'] })).rejects.toThrow(
      /refuses the topic filter telemetry\/#\. .* at Forewarn's own broker that is \$reader/,
    )
    const admin = await connectPublisher({ url: own.url, user: 'admin', secret: adminToken })
    const { file } = await record(
      async (stop, path) => {
        await admin.publish('commands/north/pump-1', 'stop')
        await expect.poll(() => messagesOf(path)).toHaveLength(1)
        stop()
      },
      { ...own, topics: ['commands/#'] },
    )
    expect(said(await messagesOf(file))).toEqual([['commands/north/pump-1', false, 'stop']])
    await admin.close()
    await broker.close()
  })

  test('hangs up on a topic that it does not take, and whoever publishes there is told', async () => {
    const broker = await startTestBroker()
    const admin = await connectPublisher({
      ...{ url: `mqtt://127.0.0.1:${broker.port}`, user: 'admin', secret: adminToken },
      hangUps: 2,
    })
    await admin.publish('telemetry/north/pump-1', '{}')
    await admin.publish('no/such/topic', '{}')
    await expect(admin.flush()).rejects.toThrow(/hung up 2 times .* first on the topic no\/such\/topic/)
    expect(admin.acknowledged).toBe(1)
    await admin.close()
    await broker.close()
  })
})
