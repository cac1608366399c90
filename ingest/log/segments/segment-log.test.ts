import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MessageLog } from '../../../contracts/message-log.ts'
import { openSegmentLog } from './segment-log.ts'
import { message, openThroughPort, readAll, segmentFiles, tempDirectory, text } from './testing.ts'

const LIMIT = { count: 10, bytes: 100_000 }
const never = new AbortController().signal

describe.each([
  { where: 'in its own thread', openLog: openSegmentLog },
  { where: 'through a port', openLog: openThroughPort },
])('$where', ({ openLog }) => {
  let temp: Awaited<ReturnType<typeof tempDirectory>>
  let log: MessageLog

  const open = (more: { maxBytes?: number; segmentBytes?: number } = {}) =>
    openLog({ directory: temp.directory, maxBytes: 2 ** 30, ...more })
  const reopen = async (more = {}) => {
    await log.close()
    log = await open(more)
  }

  beforeEach(async () => {
    temp = await tempDirectory()
    log = await open()
  })
  afterEach(async () => {
    await log.close()
    await temp.remove()
  })

  test('an entry has everything its message had, before and after reopening', async () => {
    const sent = message('{"values":{"temperature":71.2}}', {
      topic: 'telemetry/oslo/pumpe-æ',
      publisher: 'pumpe-7',
      receivedAtMs: 1_763_000_000_123,
    })
    expect(await log.append([sent])).toEqual({ first: 0n, last: 0n })
    expect(await readAll(log)).toEqual([{ ...sent, offset: 0n }])
    await reopen()
    expect(await readAll(log)).toEqual([{ ...sent, offset: 0n }])
    expect(await log.append([sent, sent])).toEqual({ first: 1n, last: 2n })
  })

  test('concurrent appends get consecutive offsets in the order of the calls', async () => {
    const ranges = await Promise.all(
      Array.from({ length: 5000 }, (_, i) => log.append([message(`${i}`), message(`${i}`)])),
    )
    expect(ranges.map(({ first }) => first)).toEqual(ranges.map((_, i) => BigInt(2 * i)))
    expect((await readAll(log)).map(text)).toEqual(Array.from({ length: 10_000 }, (_, i) => `${i >> 1}`))
  })

  test('a call with more messages than a group keeps them together', async () => {
    const big = log.append(Array.from({ length: 2500 }, (_, i) => message(`${i}`)))
    const small = log.append([message('behind')])
    expect(await big).toEqual({ first: 0n, last: 2499n })
    expect(await small).toEqual({ first: 2500n, last: 2500n })
  })

  test('reading is bounded by count and by bytes, and gives at least one entry', async () => {
    await log.append(Array.from({ length: 100 }, (_, i) => message(`${i}`.padStart(1000))))
    expect((await log.read(95n, { count: 3, bytes: 1e6 })).entries.map(entry => entry.offset)).toEqual([
      95n,
      96n,
      97n,
    ])
    expect((await log.read(0n, { count: 100, bytes: 5000 })).entries).toHaveLength(5)
    expect((await log.read(0n, { count: 100, bytes: 1 })).entries).toHaveLength(1)
    expect(await log.read(100n, LIMIT)).toEqual({ entries: [], next: 100n })
  })

  test('messages larger than the read buffer come back whole', async () => {
    const payload = Buffer.alloc(3_000_000, 'x')
    await log.append([message('a'), message('', { payload }), message('b')])
    expect((await readAll(log)).map(entry => entry.payload.byteLength)).toEqual([1, 3_000_000, 1])
  })

  test.each([
    ['nothing', []],
    ['more than a segment', [message('', { payload: Buffer.alloc(5_000_000) })]],
    ['a topic beyond MQTT', [message('', { topic: 'x'.repeat(70_000) })]],
  ])('refuses %s', async (_, messages) => {
    await expect(log.append(messages)).rejects.toMatchObject({ code: 'invalid' })
  })

  test.runIf(openLog === openSegmentLog)('what waits for the disk is bounded', async () => {
    const calls = Array.from({ length: 60_000 }, () => log.append([message('x')]))
    const results = await Promise.allSettled(calls)
    const refused = results.filter(result => result.status === 'rejected')
    expect(refused).toHaveLength(10_000)
    expect(refused[0]?.reason).toMatchObject({ code: 'overloaded', retryable: true })
    expect((await log.size()).next).toBe(50_000n)
  })

  test('waitFor resolves with the entry, and when aborted', async () => {
    const seen: string[] = []
    const waiting = log.waitFor(1n).then(() => seen.push('entry'))
    await log.append([message('0')])
    expect(seen).toEqual([])
    await log.append([message('1')])
    await waiting
    expect(seen).toEqual(['entry'])
    const abort = new AbortController()
    const aborted = log.waitFor(99n, abort.signal)
    abort.abort()
    await aborted
  })

  test('a cursor waits for entries, hands out each once, and comes again after reopening from its commit', async () => {
    const cursor = await log.cursor('writer')
    const waiting = cursor.next(LIMIT, never)
    await log.append([message('a'), message('b')])
    const first = await waiting
    expect(first?.entries.map(text)).toEqual(['a', 'b'])
    await first?.commit()
    await log.append([message('c')])
    expect((await cursor.next(LIMIT, never))?.entries.map(text)).toEqual(['c'])
    expect(cursor.committed).toBe(2n)
    await reopen()
    const again = await log.cursor('writer')
    expect(again.committed).toBe(2n)
    expect((await again.next(LIMIT, never))?.entries.map(text)).toEqual(['c'])
  })

  test('committing an older batch later takes nothing back', async () => {
    const cursor = await log.cursor('writer')
    await log.append(Array.from({ length: 4 }, () => message('x')))
    const a = await cursor.next({ count: 2, bytes: 1e6 }, never)
    const b = await cursor.next({ count: 2, bytes: 1e6 }, never)
    await Promise.all([b?.commit(), a?.commit()])
    expect(cursor.committed).toBe(4n)
    await reopen()
    expect((await log.cursor('writer')).committed).toBe(4n)
  })

  test('next gives undefined when aborted, also when there are entries', async () => {
    const cursor = await log.cursor('writer')
    const abort = new AbortController()
    const waiting = cursor.next(LIMIT, abort.signal)
    abort.abort()
    expect(await waiting).toBeUndefined()
    await log.append([message('x')])
    expect(await cursor.next(LIMIT, abort.signal)).toBeUndefined()
    expect((await cursor.next(LIMIT, never))?.entries).toHaveLength(1)
  })

  test('a cursor has a name that a file can have', async () => {
    await expect(log.cursor('../writer')).rejects.toMatchObject({ code: 'invalid' })
  })

  test('a full log refuses and goes on reading; commits free whole segments and it takes messages again', async () => {
    await reopen({ maxBytes: 40_000 })
    const cursor = await log.cursor('writer')
    const slow = await log.cursor('detectors')
    const payload = Buffer.alloc(1000)
    const fill = async () => {
      for (let i = 0; ; i++) {
        const result = await log.append([message('', { payload })]).catch(error => error)
        if (result instanceof Error) return { result, count: i }
      }
    }
    const filled = await fill()
    expect(filled.result).toMatchObject({ code: 'log_full', retryable: true })
    expect(filled.count).toBeGreaterThan(30)
    for (const each of [cursor, slow]) {
      expect((await log.size()).first).toBe(0n) // the slowest cursor decides
      for (let done = 0n; done < BigInt(filled.count); ) {
        const batch = await each.next(LIMIT, never)
        await batch?.commit()
        done = batch?.next ?? done
      }
    }
    await log.trim(0n) // waits for the deletions that the commits began
    expect((await log.size()).first).toBeGreaterThan(20n)
    expect((await fill()).count).toBeGreaterThan(20)
    await expect(log.read(0n, LIMIT)).rejects.toMatchObject({ code: 'log_trimmed' })
    expect((await log.size()).bytes).toBeLessThanOrEqual(40_000)
  })

  test('trimming deletes whole segments and their indexes, never beyond a cursor, never the last', async () => {
    await reopen({ segmentBytes: 2000 })
    for (let i = 0; i < 50; i++) await log.append([message(`${i}`.padStart(300))])
    const cursor = await log.cursor('writer')
    expect(await log.trim(40n)).toBe(0n)
    const batch = await cursor.next({ count: 23, bytes: 1e6 }, never)
    await batch?.commit()
    const { next, first } = await log.size()
    expect(first).toBeLessThanOrEqual(batch?.next ?? 0n)
    expect(await log.trim(50n)).toBe(first)
    expect((await readAll(log)).at(-1)?.offset).toBe(next - 1n)
    await reopen({ segmentBytes: 2000 })
    expect((await log.size()).first).toBe(first)
    expect((await segmentFiles(temp.directory)).length).toBeGreaterThan(3)
  })

  test('a read that is under way is not disturbed by trimming', async () => {
    await reopen({ segmentBytes: 100_000 })
    for (let i = 0; i < 300; i++) await log.append([message(`${i}`.padStart(1000))])
    const reading = log.read(0n, { count: 1000, bytes: 1e6 })
    await log.trim(300n)
    expect((await reading).entries.length).toBeGreaterThan(50)
  })

  test('closing finishes what is queued, lets go of waiters, and refuses what is new', async () => {
    const stored = log.append([message('x')])
    const waiting = log.waitFor(10n)
    await log.close()
    expect(await stored).toEqual({ first: 0n, last: 0n })
    await waiting
    await expect(log.append([message('y')])).rejects.toMatchObject({ code: 'conflict' })
    log = await open()
    expect((await readAll(log)).map(text)).toEqual(['x'])
  })

  test('a directory has one log at a time', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'conflict' })
  })

  test('any mix of operations agrees with an array', async () => {
    const operation = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          op: fc.constant('append' as const),
          sizes: fc.array(fc.nat(400), { minLength: 1, maxLength: 6 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          op: fc.constant('next' as const),
          count: fc.integer({ min: 1, max: 8 }),
          commits: fc.boolean(),
        }),
      },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('read' as const), back: fc.nat(20) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant('reopen' as const) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant('trim' as const), back: fc.nat(20) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async operations => {
        const own = await tempDirectory()
        const openOwn = () => openLog({ directory: own.directory, maxBytes: 1e6, segmentBytes: 1500 })
        let real = await openOwn()
        let cursor = await real.cursor('model')
        const model: string[] = []
        let position = 0
        let committed = 0
        for (const step of operations) {
          if (step.op === 'append') {
            const texts = step.sizes.map((size, i) => `${model.length + i}`.padEnd(size, '.'))
            const range = await real.append(texts.map(each => message(each)))
            expect(range).toEqual({
              first: BigInt(model.length),
              last: BigInt(model.length + texts.length - 1),
            })
            model.push(...texts)
          } else if (step.op === 'next' && position < model.length) {
            const batch = await cursor.next({ count: step.count, bytes: 1e6 }, never)
            const texts = batch?.entries.map(text) ?? []
            expect(texts.length).toBeGreaterThan(0)
            expect(texts).toEqual(model.slice(position, position + texts.length))
            position += texts.length
            if (step.commits) {
              await batch?.commit()
              committed = position
            }
          } else if (step.op === 'read') {
            const { first } = await real.size()
            const from = Math.max(Number(first), model.length - step.back)
            expect((await readAll(real, BigInt(from))).map(text)).toEqual(model.slice(from))
          } else if (step.op === 'reopen') {
            await real.close()
            real = await openOwn()
            cursor = await real.cursor('model')
            position = committed
          } else if (step.op === 'trim') {
            expect(
              Number(await real.trim(BigInt(Math.max(0, model.length - step.back)))),
            ).toBeLessThanOrEqual(committed)
          }
          expect(cursor.committed).toBe(BigInt(committed))
        }
        await real.close()
        await own.remove()
      }),
      { numRuns: 60 },
    )
  })
})
