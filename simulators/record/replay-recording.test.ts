import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headerLine, messageLine, type RecordedMessage } from './recording.ts'
import { describeRecordingReplay, type RecordingReplayOptions, replayRecording } from './replay-recording.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-recording-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const T = Date.UTC(2026, 0, 1)
const NOW = Date.UTC(2026, 5, 1)
const header = headerLine({
  forewarnRecording: 1,
  startedAt: '2026-01-01T00:00:00Z',
  broker: 'mqtt://b',
  filters: ['#'],
})
const message = (ms: number, topic: string, payload: unknown): string =>
  messageLine({
    ts: T + ms,
    topic,
    qos: 0,
    retain: false,
    payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  })

let files = 0
async function replay(content: string | Buffer, more: Partial<RecordingReplayOptions> = {}) {
  const file = join(directory, String(files++))
  await writeFile(file, content)
  const messages: RecordedMessage[] = []
  const summary = await replayRecording({
    file,
    speed: 'max',
    clock: { nowMs: () => NOW },
    signal: new AbortController().signal,
    publish: async each => {
      messages.push(each)
    },
    ...more,
  })
  const payloads = messages.map(({ payload }) => payload.toString())
  return { messages, payloads, topics: messages.map(({ topic }) => topic), summary }
}

const own = 'telemetry/plant/pump-1'
const values = { temperature: 20 }
const recording =
  header +
  message(0, own, { ts: T - 50, values }) +
  message(1000, own, [{ ts: '2026-01-01T00:00:00.900Z', values, more: 1 }, { values }]) +
  message(2000, 'spBv1.0/G/DDATA/E', 'not ours') +
  message(3000, own, 'no JSON')

test('topics and bytes are as they were; who gave no time measured when it was received', async () => {
  const { topics, payloads, summary } = await replay(recording)
  expect(topics).toEqual([own, own, 'spBv1.0/G/DDATA/E', own])
  expect(payloads).toEqual([
    JSON.stringify({ ts: T - 50, values }),
    JSON.stringify([
      { ts: T + 900, values, more: 1 },
      { values, ts: T + 1000 },
    ]),
    'not ours',
    'no JSON',
  ])
  expect(describeRecordingReplay(summary)).toBe('4 of 4 messages published.')
})

describe('shifted to now', () => {
  const times = (payloads: string[]) =>
    payloads
      .slice(0, 2)
      .flatMap(text => JSON.parse(text))
      .map(({ ts }) => ts - NOW)

  test('it ends now when it is faster than it was', async () => {
    const { payloads, summary } = await replay(recording, { shiftTo: 'now' })
    expect(times(payloads)).toEqual([-3050, -2100, -2000])
    expect(payloads.slice(2)).toEqual(['not ours', 'no JSON'])
    expect(describeRecordingReplay(summary)).toMatch(
      /^4 of 4 messages published\.\nEvent times are moved by \d+\.000 s\.\n2 messages are not Forewarn's own JSON/,
    )
  })

  test('it begins now when it is as it was', async () => {
    const abort = new AbortController()
    const payloads: string[] = []
    await replay(recording, {
      shiftTo: 'now',
      speed: 1,
      signal: abort.signal,
      publish: async ({ payload }) => {
        payloads.push(payload.toString())
        abort.abort()
      },
    })
    expect(times(payloads)).toEqual([-50])
  })
})

test('topics are chosen as they were recorded, changed, and left out with a reason', async () => {
  const { topics, summary } = await replay(recording + message(4000, 'commands/plant/pump-1', 'stop'), {
    topics: ['telemetry/#', 'commands/#'],
    site: 'test',
    leaveOut: topic =>
      topic.startsWith('commands/test') ? 'never' : topic.startsWith('commands/') ? 'commands' : undefined,
  })
  expect(topics).toEqual(Array(3).fill('telemetry/test/pump-1'))
  expect(describeRecordingReplay(summary)).toBe(
    '3 of 5 messages published.\nLeft out: 1 messages of topics not chosen.\nLeft out: 1 commands.',
  )
})

test('what is no message is told by line, and the others are published', async () => {
  const { payloads, summary } = await replay(
    `${header}nonsense\n${message(0, 'a', 'x')}\n${message(1, 'a', 'y').slice(0, -9)}`,
  )
  expect(payloads).toEqual(['x'])
  expect(summary.problems).toMatchObject([{ line: 2 }, { line: 5 }])
})

test('of a packed recording that was cut, what is there is published', async () => {
  const members = [header, message(0, 'a', 'x'), message(1, 'a', 'y')].map(text => gzipSync(text))
  const { payloads, summary } = await replay(Buffer.concat(members).subarray(0, -15))
  expect(payloads[0]).toBe('x')
  expect(summary.problems).toMatchObject([{ detail: expect.stringContaining('compression ends here') }])
})

test.each([
  ['timestamp,value\n', /no recording: its first line is not/],
  ['{"forewarnRecording":7}\n', /of version 7/],
])('%j is refused', async (content, message) => {
  await expect(replay(content)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(message),
  })
})
