import { appendFile, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MessageLog } from '../../../contracts/message-log.ts'
import { openSegmentLog } from './segment-log.ts'
import { flipByte, message, readAll, segmentFiles, tempDirectory, text } from './testing.ts'

const never = new AbortController().signal
let temp: Awaited<ReturnType<typeof tempDirectory>>
const opened: MessageLog[] = []

/** Three groups of 300 bytes fill a segment. */
const open = async () => {
  const log = await openSegmentLog({ directory: temp.directory, maxBytes: 1e6, segmentBytes: 1000 })
  opened.push(log)
  return log
}
/** `count` messages `0`, `1`, …, a group each; then the files of the closed log. */
async function written(count: number): Promise<string[]> {
  const log = await open()
  for (let i = 0; i < count; i++) await log.append([message(`${i}`.padEnd(200))])
  await log.close()
  return segmentFiles(temp.directory)
}
const numbers = async (log: MessageLog) => (await readAll(log)).map(entry => Number(text(entry)))
const path = (files: string[], i: number): string => files[i] ?? ''

beforeEach(async () => {
  temp = await tempDirectory()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(log => log.close()))
  await temp.remove()
})

test('a last write torn at any byte is cut off, and the log goes on there', async () => {
  const files = await written(2)
  const whole = await readFile(path(files, 0))
  for (let length = whole.length / 2; length < whole.length; length += 13) {
    await writeFile(path(files, 0), whole.subarray(0, length))
    const log = await open()
    expect(await numbers(log), `${length} bytes`).toEqual([0])
    expect(await log.append([message('9')])).toEqual({ first: 1n, last: 1n })
    expect(await numbers(log)).toEqual([0, 9])
    await log.close()
  }
})

test('garbage or zeros behind the last frame are cut off', async () => {
  const files = await written(2)
  for (const tail of [Buffer.alloc(5000), Buffer.from('no frame')]) {
    await appendFile(path(files, 0), tail)
    const log = await open()
    expect(await numbers(log)).toEqual([0, 1])
    expect((await stat(path(files, 0))).size).toBe((await log.size()).bytes)
    await log.close()
  }
})

test('a bad frame with a good one behind it: refuses to start, says where and what to do, changes nothing', async () => {
  const files = await written(3)
  await flipByte(path(files, 0), 100)
  const before = await readFile(path(files, 0))
  const error = await open().catch(e => e)
  expect(error).toMatchObject({ code: 'log_corrupt', retryable: false })
  expect(error.message).toContain(`${path(files, 0)}: the frame at byte 0 is damaged`)
  expect(error.message).toContain(`rename it to ${path(files, 0)}.damaged`)
  expect(await readFile(path(files, 0))).toEqual(before)
})

test('damage in an older segment is never handed out: reading it says so', async () => {
  const files = await written(7)
  await flipByte(path(files, 0), 400)
  const log = await open()
  expect((await log.read(0n, { count: 1, bytes: 1 })).entries.map(text)).toHaveLength(1)
  await expect(log.read(1n, { count: 10, bytes: 1e6 })).rejects.toMatchObject({ code: 'log_corrupt' })
  expect((await log.read(3n, { count: 10, bytes: 1e6 })).entries).toHaveLength(3)
})

test.each(['shorter', 'longer', 'missing'])('an older segment that is %s is refused', async how => {
  const files = await written(9)
  if (how === 'shorter') await truncate(path(files, 1), 500)
  if (how === 'longer') await appendFile(path(files, 1), 'x')
  if (how === 'missing') await rm(path(files, 1))
  await expect(open()).rejects.toMatchObject({ code: 'log_corrupt' })
})

test.each([
  { lost: 0, left: [3, 4, 5, 6, 7] },
  { lost: 1, left: [0, 1, 2, 6, 7] },
  { lost: 2, left: [0, 1, 2, 3, 4, 5] },
])(
  'segment $lost given up by its new name: the rest goes on, no offset is used again',
  async ({ lost, left }) => {
    const files = await written(8)
    const first = await open()
    await (await (await first.cursor('writer')).next({ count: 1, bytes: 1 }, never))?.commit()
    await first.close()
    await rename(path(files, lost), `${path(files, lost)}.damaged`)
    for (const added of [[], [100]]) {
      const log = await open()
      expect(await numbers(log)).toEqual([...left, ...added])
      if (added.length === 0) expect((await log.append([message('100')])).first).toBeGreaterThanOrEqual(8n)
      const cursor = await log.cursor('writer')
      const seen: number[] = []
      while (seen.at(-1) !== 100) {
        const batch = await cursor.next({ count: 10, bytes: 1e6 }, never)
        seen.push(...(batch?.entries ?? []).map(entry => Number(text(entry))))
      }
      expect(seen).toEqual([...left.filter(n => n > 0), 100])
      await log.close()
    }
  },
)

test('without an index, or with a damaged one, the segment is read instead', async () => {
  await written(9)
  const indexes = (await segmentFiles(temp.directory))
    .slice(0, -1)
    .map(file => file.replace(/segment$/, 'index'))
  expect(indexes).toHaveLength(2)
  await rm(path(indexes, 0))
  await flipByte(path(indexes, 1), 2)
  expect(await numbers(await open())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('a crash between making a segment and writing to it leaves an empty one, which does no harm', async () => {
  const files = await written(3)
  const name = '00000000000000000003-'
  await writeFile(join(temp.directory, `${name}0badc0de.segment`), '')
  await writeFile(join(temp.directory, `${name}ffffffff.segment`), '')
  const log = await open()
  expect(await log.append([message('3')])).toEqual({ first: 3n, last: 3n })
  await log.close()
  expect(await numbers(await open())).toEqual([0, 1, 2, 3])
  expect((await stat(path(files, 0))).size).toBeGreaterThan(600)
})

test('a torn commit leaves the one before', async () => {
  const log = await open()
  const cursor = await log.cursor('writer')
  for (let i = 0; i < 3; i++) {
    await log.append([message('x')])
    await (await cursor.next({ count: 1, bytes: 1 }, never))?.commit()
  }
  await log.close()
  const file = join(temp.directory, 'writer.cursor')
  await flipByte(file, 4096) // commits go to the second, the first and the second slot
  const again = await open()
  expect((await again.cursor('writer')).committed).toBe(2n)
  await again.close()
  await flipByte(file, 0)
  await expect(open()).rejects.toMatchObject({ code: 'log_corrupt', message: expect.stringContaining(file) })
})

test('a cursor beyond the end of the log is refused: it would skip what comes', async () => {
  const files = await written(3)
  const log = await open()
  await (await (await log.cursor('writer')).next({ count: 3, bytes: 1e6 }, never))?.commit()
  await log.close()
  await truncate(path(files, 0), 0)
  await expect(open()).rejects.toMatchObject({ code: 'log_corrupt' })
  await rm(path(files, 0)) // without any segment the cursor says where to go on
  expect(await (await open()).append([message('3')])).toEqual({ first: 3n, last: 3n })
})
