import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PlayedRecording, surveyRecording } from './played-recording.ts'
import { headerLine, messageLine } from './recording.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'played-recording-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const T = Date.UTC(2026, 0, 1)
const header = headerLine({ forewarnRecording: 1, startedAt: '', broker: 'mqtt://b', filters: ['#'] })
const message = (ms: number, topic: string, payload: unknown): string =>
  messageLine({ ts: T + ms, topic, qos: 0, retain: false, payload: Buffer.from(JSON.stringify(payload)) })

const recording =
  header +
  message(0, 'spBv1.0/G/DDATA/E', {}) +
  message(1000, 'telemetry/north/a', { ts: T + 900, values: { x: 1 }, waveforms: { x: { sampleHz: 1 } } }) +
  message(2000, 'telemetry/south/b', [{ values: { x: 2 } }]) +
  message(2500, 'telemetry/south/b', 'no telemetry') +
  message(3000, 'telemetry/south/no id!', { values: { x: 3 } }) +
  message(5000, 'telemetry/north/a', { values: { x: 4 } }) +
  '{"t":'

let files = 0
async function file(): Promise<string> {
  const path = join(directory, String(files++))
  await writeFile(path, recording)
  return path
}

async function played(more: { topics?: string[]; shiftMs?: number } = {}) {
  const published: { topic: string; body: unknown }[] = []
  const recorded = new PlayedRecording({
    ...{ file: await file(), topics: [], prefix: 're-', site: 'test', shiftMs: 0, ...more },
    publish: async (topic, payload) => void published.push({ topic, body: JSON.parse(payload.toString()) }),
  })
  return { recorded, published }
}

test('who speaks in it, and when', async () => {
  const casting = { file: await file(), topics: [], prefix: 're-' }
  expect(await surveyRecording(casting)).toEqual({
    ...{ devices: ['re-a', 're-b'], firstMs: T + 1000, lastMs: T + 5000 },
    ...{ messages: 3, leftOut: 3, broken: 1, hasMore: false },
  })
  expect(await surveyRecording({ ...casting, topics: ['telemetry/south/+'] })).toMatchObject({
    ...{ devices: ['re-b'], messages: 1, firstMs: T + 2000 },
  })
  await expect(surveyRecording({ ...casting, file: '/nowhere' })).rejects.toThrow(/cannot be read/)
})

test('a message comes when its time has come, moved, at the site, with all that is in it', async () => {
  const { recorded, published } = await played({ shiftMs: 100_000 })
  expect(await recorded.advance(T + 100_999)).toBe(0)
  expect(await recorded.advance(T + 101_000)).toBe(1)
  expect(published).toEqual([
    {
      topic: 'telemetry/test/re-a',
      body: { ts: T + 100_900, values: { x: 1 }, waveforms: { x: { sampleHz: 1 } } },
    },
  ])
  expect(await recorded.advance(T + 200_000)).toBe(2)
  expect(await recorded.advance(T + 300_000)).toBe(0)
  expect(published.slice(1)).toEqual([
    { topic: 'telemetry/test/re-b', body: [{ values: { x: 2 }, ts: T + 102_000 }] },
    { topic: 'telemetry/test/re-a', body: { values: { x: 4 }, ts: T + 105_000 } },
  ])
})

test('what came before is passed over, and it can be left in the middle', async () => {
  const { recorded, published } = await played()
  expect(await recorded.advance(T + 2000, T + 1500)).toBe(1)
  expect(published.map(({ topic }) => topic)).toEqual(['telemetry/test/re-b'])
  await recorded.close()
  expect(await recorded.advance(T + 9000)).toBe(0)
})
