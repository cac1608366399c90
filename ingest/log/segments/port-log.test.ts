import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MessageLog } from '../../../contracts/message-log.ts'
import { flipByte, message, openThroughPort, segmentFiles, tempDirectory, text } from './testing.ts'

/** What segment-log.test.ts does not ask of every log. */

const LIMIT = { count: 10, bytes: 100_000 }
let temp: Awaited<ReturnType<typeof tempDirectory>>
let log: MessageLog

beforeEach(async () => {
  temp = await tempDirectory()
  log = await openThroughPort({ directory: temp.directory, maxBytes: 2 ** 30 })
})
afterEach(async () => {
  await log.close()
  await temp.remove()
})

test('a damaged frame is found by who decodes it, and is the same error as in the thread of the log', async () => {
  await log.append([message('a'.repeat(100))])
  await log.append([message('b')])
  const [path = ''] = await segmentFiles(temp.directory)
  await flipByte(path, 150)
  const cursor = await log.cursor('writer')
  await expect(cursor.next(LIMIT, new AbortController().signal)).rejects.toMatchObject({
    code: 'log_corrupt',
    retryable: false,
    message: expect.stringContaining(`${path}: the frame at byte 0 is damaged`),
  })
  expect((await log.read(1n, LIMIT)).entries.map(text)).toEqual(['b'])
})

test('a cursor that is opened again goes on where the first one has committed', async () => {
  await log.append([message('a'), message('b')])
  const signal = new AbortController().signal
  const first = await (await log.cursor('writer')).next({ count: 1, bytes: 1 }, signal)
  await first?.commit()
  const again = await log.cursor('writer')
  expect(again.committed).toBe(1n)
  expect((await again.next(LIMIT, signal))?.entries.map(text)).toEqual(['b'])
})

test('a payload that is a view of a large buffer takes only itself along', async () => {
  const payload = Buffer.alloc(64 * 1024 ** 2).subarray(10, 13)
  await log.append(Array.from({ length: 100 }, () => message('', { payload })))
  expect((await log.read(99n, LIMIT)).entries[0]?.payload.byteLength).toBe(3)
})

test('who has caught up lets messages gather; a backlog is read without a pause; stopping ends the wait', async () => {
  const reopen = async (gatherMs: number) => {
    await log.close()
    log = await openThroughPort({ directory: temp.directory, maxBytes: 2 ** 30 }, { gatherMs })
    return log.cursor('writer')
  }
  const { signal } = new AbortController()
  await log.append([message('a'), message('b'), message('c')])
  let cursor = await reopen(100)
  expect((await cursor.next(LIMIT, signal))?.entries).toHaveLength(3)
  const before = performance.now()
  await log.append([message('d')])
  expect((await cursor.next(LIMIT, signal))?.entries.map(text)).toEqual(['d'])
  expect(performance.now() - before).toBeGreaterThan(80)

  cursor = await reopen(600_000)
  expect((await cursor.next({ count: 2, bytes: 1e6 }, signal))?.entries.map(text)).toEqual(['a', 'b'])
  expect((await cursor.next(LIMIT, signal))?.entries.map(text)).toEqual(['c', 'd'])
  const stop = new AbortController()
  const gathering = cursor.next(LIMIT, stop.signal)
  stop.abort()
  expect(await gathering).toBeUndefined()
})
