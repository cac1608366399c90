import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MessageLog } from '../../../contracts/message-log.ts'
import { openSegmentLog } from './segment-log.ts'
import { errno, message, readAll, tempDirectory, testDisk, text } from './testing.ts'

const never = new AbortController().signal
let temp: Awaited<ReturnType<typeof tempDirectory>>
let disk: ReturnType<typeof testDisk>
let log: MessageLog

const open = (more = {}) =>
  openSegmentLog({ directory: temp.directory, maxBytes: 1e8, files: disk.files, ...more })
const append = (...texts: string[]) => log.append(texts.map(each => message(each)))
const isSegment = (path: string) => path.endsWith('.segment')

beforeEach(async () => {
  temp = await tempDirectory()
  disk = testDisk()
  log = await open()
})
afterEach(async () => {
  disk.fault = undefined
  await log.close()
  await temp.remove()
})

test('one group is in flight; what arrives meanwhile makes the next; each is acknowledged after its sync', async () => {
  disk.operations.length = 0
  const first = append('a')
  const joins = append('b')
  const seen: string[] = []
  const later = first.then(() => {
    seen.push(...disk.operations)
    return Promise.all([append('c'), append('d'), append('e')])
  })
  await Promise.all([first, joins, later])
  const name = '00000000000000000000.segment'
  expect(seen).toEqual([`write ${name}`, `datasync ${name}`])
  expect(disk.operations).toEqual([`write ${name}`, `datasync ${name}`, `write ${name}`, `datasync ${name}`])
})

test('an entry is not readable before it is durable', async () => {
  let nextWhileSyncing: Promise<bigint> | undefined
  disk.fault = operation => {
    if (operation === 'datasync') nextWhileSyncing = log.size().then(({ next }) => next)
    return undefined
  }
  await append('a')
  expect(await nextWhileSyncing).toBe(0n)
})

test.each([
  { code: 'ENOSPC', partly: 30, as: 'log_full' },
  { code: 'ENOSPC', partly: 0, as: 'log_full' },
  { code: 'EIO', partly: 10, as: 'store_unavailable' },
])(
  'a write that fails with $code after $partly bytes leaves nothing, and the next one works',
  async fault => {
    await append('a')
    disk.fault = (operation, path) =>
      operation === 'write' && isSegment(path)
        ? { error: errno(fault.code), partly: fault.partly }
        : undefined
    await expect(append('b')).rejects.toMatchObject({ code: fault.as, retryable: true })
    disk.fault = undefined
    await append('c')
    expect((await readAll(log)).map(text)).toEqual(['a', 'c'])
    await log.close()
    log = await open()
    expect((await readAll(log)).map(text)).toEqual(['a', 'c'])
  },
)

test('what waits behind a failed group is refused with it, so that no publisher is overtaken by itself', async () => {
  disk.fault = (operation, path) =>
    operation === 'write' && isSegment(path) ? { error: errno('ENOSPC'), partly: 0 } : undefined
  const calls = Array.from({ length: 3000 }, (_, i) => append(`${i}`))
  const results = await Promise.allSettled(calls)
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']))
  expect(disk.operations.filter(operation => operation.startsWith('write'))).toHaveLength(1)
})

test('a failed sync poisons: no append any more, and no second sync; reading and committing go on', async () => {
  await append('a')
  const cursor = await log.cursor('writer')
  disk.fault = (operation, path) =>
    operation === 'datasync' && isSegment(path) ? { error: errno('EIO') } : undefined
  await expect(append('b')).rejects.toMatchObject({ code: 'log_poisoned', retryable: false })
  disk.fault = undefined
  disk.operations.length = 0
  await expect(append('c')).rejects.toMatchObject({ code: 'log_poisoned' })
  expect(disk.operations).toEqual([])
  const batch = await cursor.next({ count: 10, bytes: 1e6 }, never)
  expect(batch?.entries.map(text)).toEqual(['a'])
  await batch?.commit()
  await log.close()
  log = await open()
  await append('d')
  expect((await readAll(log)).map(text)).toContain('a')
})

test('a truncation that fails poisons too', async () => {
  disk.fault = (operation, path) =>
    isSegment(path) && (operation === 'write' || operation === 'truncate')
      ? { error: errno('EIO'), partly: 3 }
      : undefined
  await expect(append('a')).rejects.toMatchObject({ code: 'log_poisoned' })
})

test('the directory is synced when a segment is made and when a cursor is made', async () => {
  await log.close()
  log = await open({ segmentBytes: 500 })
  disk.operations.length = 0
  await append('x'.repeat(300))
  await append('y'.repeat(300))
  const directory = temp.directory.replace(/^.*\//, '')
  const made = disk.operations.indexOf('open 00000000000000000001.segment')
  expect(disk.operations.slice(made, made + 3)).toEqual([
    'open 00000000000000000001.segment',
    `open ${directory}`,
    `sync ${directory}`,
  ])
  expect(disk.operations.indexOf('write 00000000000000000001.segment')).toBeGreaterThan(made + 2)
  disk.operations.length = 0
  await log.cursor('writer')
  expect(disk.operations).toEqual([
    'open writer.cursor.new',
    'write writer.cursor.new',
    'sync writer.cursor.new',
    'close writer.cursor.new',
    `open ${directory}`,
    `sync ${directory}`,
    `close ${directory}`,
  ])
})

test('descriptors are closed before the segment is deleted, those of reads too; the index goes first', async () => {
  await log.close()
  log = await open({ segmentBytes: 500 })
  disk.operations.length = 0
  for (let i = 0; i < 3; i++) await append('x'.repeat(300))
  const reading = log.read(0n, { count: 1, bytes: 1 })
  await log.trim(1n)
  expect((await reading).entries).toHaveLength(1)
  const name = '00000000000000000000'
  const balance = (operation: string) =>
    disk.operations.filter(each => each === `${operation} ${name}.segment`).length
  expect(balance('close')).toBe(balance('open') + 1) // one was opened before the record began
  expect(disk.operations.slice(-2)).toEqual([`unlink ${name}.index`, `unlink ${name}.segment`])
})

test('on a full disk commits and trimming go on, and give the space back', async () => {
  await log.close()
  log = await open({ segmentBytes: 500 })
  const cursor = await log.cursor('writer')
  for (let i = 0; i < 5; i++) await append('x'.repeat(300))
  // A full disk: nothing new can be made or grow; blocks that a file has can be written again.
  disk.fault = (operation, path) =>
    (operation === 'write' && isSegment(path)) || (operation === 'open' && path.endsWith('.new'))
      ? { error: errno('ENOSPC') }
      : undefined
  await expect(append('y'.repeat(300))).rejects.toMatchObject({ code: 'log_full' })
  for (let i = 0; i < 5; i++) await (await cursor.next({ count: 1, bytes: 1 }, never))?.commit()
  await log.trim(0n)
  expect(await log.size()).toMatchObject({ first: 5n, next: 5n })
  disk.fault = undefined
  await append('z')
  expect((await readAll(log)).map(text)).toEqual(['z'])
})

test('a segment that cannot be deleted is tried again', async () => {
  await log.close()
  log = await open({ segmentBytes: 500 })
  for (let i = 0; i < 5; i++) await append('x'.repeat(300))
  disk.fault = operation => (operation === 'unlink' ? { error: errno('EACCES') } : undefined)
  expect(await log.trim(2n)).toBe(2n)
  const { bytes } = await log.size()
  disk.fault = undefined
  await log.trim(3n)
  expect((await log.size()).bytes).toBeLessThan(bytes - 900)
})
