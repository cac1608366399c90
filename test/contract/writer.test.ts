import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeadLetter } from '../../contracts/dead-letters.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Cursor, LogEntry, MessageLog } from '../../contracts/message-log.ts'
import type { Decoded, Decoder, Sample } from '../../contracts/sample.ts'
import type { TelemetryStore, WriteResult } from '../../contracts/telemetry-store.ts'
import { startWriter, type WriterOptions } from '../../ingest/writer.ts'

const unavailable = () => new ForewarnError('store_unavailable', 'down', { retryable: true })

/** A log in memory with one consumer; `committed` lists the commits in their order. */
function memoryLog() {
  const entries: LogEntry[] = []
  const commits: bigint[] = []
  const waiting = new Set<() => void>()
  let committed = 0n
  const next: Cursor['next'] = async (limit, signal) => {
    while (position >= entries.length && !signal.aborted) {
      await new Promise<void>(resolve => {
        waiting.add(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    if (signal.aborted) return undefined
    const part = entries.slice(position, position + limit.count)
    position += part.length
    const end = BigInt(position)
    return {
      entries: part,
      next: end,
      commit: async () => {
        committed = end
        commits.push(end)
      },
    }
  }
  let position = 0
  const log: MessageLog = {
    durability: 'os-cache',
    append: async messages => {
      for (const message of messages) entries.push({ ...message, offset: BigInt(entries.length) })
      for (const wake of waiting) wake()
      return { first: 0n, last: 0n }
    },
    read: async (from, limit) => {
      const part = entries.slice(Number(from), Number(from) + limit.count)
      return { entries: part, next: from + BigInt(part.length) }
    },
    waitFor: async () => {},
    cursor: async () => {
      position = Number(committed)
      return {
        get committed() {
          return committed
        },
        next,
      }
    },
    trim: async before => before,
    size: async () => ({ first: 0n, next: BigInt(entries.length), bytes: 0 }),
    close: async () => {},
  }
  return { log, commits }
}

const message = (n: number | string) => ({
  topic: 'telemetry/plant-1/pump-7',
  payload: Buffer.from(String(n)),
  receivedAtMs: 1767225600000,
  publisher: 'pump-7',
})
const messages = (from: number, count: number) => Array.from({ length: count }, (_, n) => message(from + n))

/** A number is a sample, anything else a dead letter. */
const decoder: Decoder = {
  async decode(entries) {
    const samples: Sample[] = []
    const deadLetters: DeadLetter[] = []
    for (const { offset, ...entry } of entries) {
      const n = Number(Buffer.from(entry.payload).toString())
      const { receivedAtMs } = entry
      if (Number.isNaN(n)) {
        deadLetters.push({ ...entry, id: `${offset}-0`, reason: 'malformed_payload', detail: 'not a number' })
        continue
      }
      const names = { site: 'plant-1', asset: 'a', device: 'pump-7', class: 'pump' }
      samples.push({ ...names, receivedAtMs, observedAtMs: n, values: { n } })
    }
    return { samples, deadLetters, reports: [], notices: [], strangers: [], requests: [] }
  },
}

let stop: (() => Promise<void>) | undefined
let state: ReturnType<typeof memoryLog>
let registry: Registry
/** What the stores did, one after the other. */
let stored: number[]
let writes: number[][]
let letters: Map<string, DeadLetter>
let logged: { level: string; message: string; fields: object }[]
let onWrite: (samples: readonly Sample[]) => Promise<WriteResult | undefined>
let onPut: () => Promise<void>

beforeEach(() => {
  state = memoryLog()
  registry = new Registry()
  stored = []
  writes = []
  letters = new Map()
  logged = []
  onWrite = async () => undefined
  onPut = async () => {}
})
afterEach(async () => {
  await stop?.()
  stop = undefined
})

type More = Partial<
  Pick<WriterOptions, 'stopWithinMs' | 'onFatal' | 'liveLane' | 'activity' | 'onRequests' | 'decoder'>
>
function start({ firstMs = 1, ...more }: More & { firstMs?: number } = {}) {
  const log = (level: string) => (fields: object, text: string) =>
    void logged.push({ level, message: text, fields })
  const store: TelemetryStore = {
    async write(samples) {
      const result = (await onWrite(samples)) ?? { rejected: [] }
      const lost = new Set(result.rejected.map(({ sample }) => sample))
      writes.push(samples.map(sample => sample.observedAtMs))
      stored.push(...samples.filter(sample => !lost.has(sample)).map(sample => sample.observedAtMs))
      return result
    },
    series: async () => [],
    check: async () => {},
    close: async () => {},
  }
  const writer = startWriter({
    log: state.log,
    decoder,
    standsAlone: topic => topic !== 'telemetry/needs/others',
    store,
    deadLetters: {
      async put(more) {
        await onPut()
        for (const letter of more) letters.set(letter.id, letter)
      },
    },
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    metrics: registry,
    backoff: { firstMs, maxMs: 20 },
    ...more,
  })
  stop = writer.stop
  return writer
}

const committed = () => expect.poll(() => state.commits.at(-1), { timeout: 10_000, interval: 2 })
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)
async function metric(name: string, labels: object = {}): Promise<number | undefined> {
  const found = (await registry.getMetricsAsJSON()).find(each => each.name === name)
  return found?.values.find(({ labels: own }) => JSON.stringify(own) === JSON.stringify(labels))?.value
}

test('carries every message to the store, in order, in bounded batches, and commits', async () => {
  await state.log.append(messages(0, 12_000))
  start()
  await committed().toBe(12_000n)
  expect(stored).toEqual(numbers(12_000))
  expect(writes.map(write => write.length)).toEqual([5_000, 5_000, 2_000])
  expect(state.commits).toEqual([5_000n, 10_000n, 12_000n])
  await state.log.append(messages(12_000, 1))
  await committed().toBe(12_001n)
  expect(await metric('forewarn_writer_samples_total')).toBe(12_001)
  expect(await metric('forewarn_writer_batches_total')).toBe(4)
})

test('poison is a dead letter, before its batch is committed', async () => {
  await state.log.append([message(0), message('poison'), message(2)])
  const order: string[] = []
  onPut = async () => void order.push(`put, committed ${state.commits.length}`)
  start()
  await committed().toBe(3n)
  expect(stored).toEqual([0, 2])
  expect([...letters.values()]).toMatchObject([{ id: '1-0', reason: 'malformed_payload' }])
  expect(order).toEqual(['put, committed 0'])
  expect(await metric('forewarn_writer_dead_letters_total', { reason: 'malformed_payload' })).toBe(1)
})

test('what the store will never take is a dead letter of its message, and the others are stored', async () => {
  onWrite = async samples => ({
    rejected: samples
      .filter(({ observedAtMs }) => observedAtMs % 100 === 7)
      .map(sample => ({ sample, detail: 'too odd' })),
  })
  await state.log.append([message('poison'), ...messages(1, 299)])
  start()
  await committed().toBe(300n)
  expect(stored).toEqual(numbers(300).filter(n => n > 0 && n % 100 !== 7))
  expect([...letters.keys()]).toEqual(['0-0', '7-0', '107-0', '207-0'])
  expect(letters.get('107-0')).toMatchObject({
    ...message(107),
    reason: 'store_rejected',
    detail: expect.stringContaining('too odd'),
  })
  expect(await metric('forewarn_writer_dead_letters_total', { reason: 'store_rejected' })).toBe(3)
})

describe('an outage', () => {
  test('in the middle loses nothing, keeps the order, and is logged once', async () => {
    let calls = 0
    onWrite = async () => {
      if (++calls > 1 && calls < 7) throw unavailable()
      return undefined
    }
    await state.log.append(messages(0, 12_000))
    start()
    await committed().toBe(12_000n)
    expect(stored).toEqual(numbers(12_000))
    expect(state.commits).toEqual([5_000n, 10_000n, 12_000n])
    expect(logged.map(({ level, message: text }) => [level, text])).toEqual([
      ['error', 'writer: writing samples fails and is retried'],
      ['info', 'writer: writing samples works again'],
    ])
    expect(await metric('forewarn_writer_retries_total', { code: 'store_unavailable' })).toBe(5)
  })

  test('of the dead letters holds the batch too', async () => {
    let calls = 0
    onPut = async () => {
      if (++calls < 4) throw unavailable()
    }
    await state.log.append([message('poison'), message(1)])
    start()
    await committed().toBe(2n)
    expect(state.commits).toEqual([2n])
    expect(writes).toEqual([[1]])
    expect(letters.size).toBe(1)
  })

  test('shows its lag and the age of what waits', async () => {
    onWrite = async () => {
      throw unavailable()
    }
    await state.log.append(messages(0, 3))
    start()
    await expect
      .poll(() => metric('forewarn_writer_retries_total', { code: 'store_unavailable' }))
      .toBeGreaterThan(1)
    expect(await metric('forewarn_writer_lag_messages')).toBe(3)
    expect(await metric('forewarn_writer_oldest_unstored_timestamp_seconds')).toBe(1767225600)
    onWrite = async () => undefined
    await committed().toBe(3n)
    expect(await metric('forewarn_writer_lag_messages')).toBe(0)
    expect(await metric('forewarn_writer_oldest_unstored_timestamp_seconds')).toBe(0)
  })

  test('whose nature changes is logged again, and an unknown error is held as well', async () => {
    const errors = [
      unavailable(),
      unavailable(),
      new ForewarnError('store_misconfigured', 'no database', { retryable: true }),
      new TypeError('a bug'),
    ]
    onWrite = async () => {
      const error = errors.shift()
      if (error) throw error
      return undefined
    }
    await state.log.append(messages(0, 1))
    start()
    await committed().toBe(1n)
    expect(logged.map(({ fields }) => ('code' in fields ? fields.code : undefined))).toEqual([
      'store_unavailable',
      'store_misconfigured',
      'unexpected',
      undefined,
    ])
  })

  test('waits as long as the store asks for', async () => {
    let calls = 0
    const times: number[] = []
    onWrite = async () => {
      times.push(performance.now())
      if (++calls === 1)
        throw new ForewarnError('store_unavailable', 'busy', { retryable: true, retryAfterMs: 150 })
      return undefined
    }
    await state.log.append(messages(0, 1))
    start()
    await committed().toBe(1n)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(140)
  })
})

test.each(['log_corrupt', 'log_trimmed', 'log_poisoned'] as const)(
  'a log that says %s ends the writer, after what it had read is stored',
  async code => {
    await state.log.append(messages(0, 5_000))
    const broken = new ForewarnError(code, 'broken')
    const release = Promise.withResolvers<void>()
    onWrite = () => release.promise.then(() => undefined)
    const { cursor } = state.log
    state.log.cursor = async name => {
      const whole = await cursor(name)
      let reads = 0
      return {
        committed: 0n,
        next: (limit, signal) => (++reads > 1 ? Promise.reject(broken) : whole.next(limit, signal)),
      }
    }
    const fatal = Promise.withResolvers<Error>()
    const writer = start({ onFatal: fatal.resolve })
    expect(await fatal.promise).toBe(broken)
    release.resolve()
    await committed().toBe(5_000n)
    expect(logged).toMatchObject([{ level: 'error', fields: { code, err: broken } }])
    await writer.stop()
  },
)

describe('stop', () => {
  test('finishes the batch in flight, and no other', async () => {
    const release = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    onWrite = async () => {
      begun.resolve()
      await release.promise
      return undefined
    }
    await state.log.append(messages(0, 12_000))
    const writer = start()
    await begun.promise
    const stopped = writer.stop()
    release.resolve()
    await stopped
    expect(state.commits).toEqual([5_000n])
    expect(stored).toEqual(numbers(5_000))
  })

  test('in the middle of an outage leaves the batch for the next start', async () => {
    const failing = Promise.withResolvers<void>()
    onWrite = async () => {
      failing.resolve()
      throw unavailable()
    }
    await state.log.append(messages(0, 10))
    const writer = start({ firstMs: 20_000 })
    await failing.promise
    await writer.stop()
    expect(state.commits).toEqual([])

    onWrite = async () => undefined
    registry = new Registry()
    start()
    await committed().toBe(10n)
    expect(stored).toEqual(numbers(10))
  })

  test('gives a write that hangs up, uncommitted, also when it ends later', async () => {
    const hanging = Promise.withResolvers<undefined>()
    const begun = Promise.withResolvers<void>()
    onWrite = () => {
      begun.resolve()
      return hanging.promise
    }
    await state.log.append(messages(0, 10))
    const writer = start({ stopWithinMs: 50 })
    await begun.promise
    await writer.stop()
    expect(logged.at(-1)).toMatchObject({ level: 'warn' })
    hanging.resolve(undefined)
    await expect.poll(() => stored.length).toBe(10)
    expect(state.commits).toEqual([])
  })

  test('while there is nothing to do ends at once', async () => {
    const writer = start()
    await writer.stop()
    expect(state.commits).toEqual([])
  })
})

describe('what devices say of themselves', () => {
  test('is kept before the commit, and held like everything else', async () => {
    let calls = 0
    const order: string[] = []
    const activity = {
      note: async (decoded: Decoded) => {
        order.push(`${decoded.samples.length} samples, ${state.commits.length} commits`)
        if (++calls < 3) throw unavailable()
      },
    }
    await state.log.append([message(0), message('poison')])
    start({ activity })
    await committed().toBe(2n)
    expect(order).toEqual(['1 samples, 0 commits', '1 samples, 0 commits', '1 samples, 0 commits'])
    expect(logged.map(({ message: text }) => text)).toEqual([
      'writer: keeping what devices say fails and is retried',
      'writer: keeping what devices say works again',
    ])
  })

  test('what they must be asked for is handed on', async () => {
    const requests = [{ command: { topic: 'NCMD', payload: Buffer.from('rebirth') }, receivedAtMs: 1 }]
    const asked: Decoded['requests'] = []
    await state.log.append([message(0)])
    start({
      decoder: { decode: async entries => ({ ...(await decoder.decode(entries)), requests }) },
      onRequests: more => void asked.push(...more),
    })
    await committed().toBe(1n)
    expect(asked).toEqual(requests)
  })
})

describe('a long backlog', () => {
  const liveLane = { beginAt: 10_000, endAt: 1_000, idleMs: 1, intervalMs: 1 }
  const isNew = (samples: readonly Sample[]) => samples.every(({ observedAtMs }) => observedAtMs >= 20_000)
  /** The backlog is stuck in the store until released; what is new is not. */
  const stuck = () => {
    const release = Promise.withResolvers<void>()
    onWrite = async samples => {
      if (!isNew(samples)) await release.promise
      return undefined
    }
    return release
  }
  const fresh = () => stored.filter(n => n >= 20_000)

  test('does not keep new samples from being read; they are stored again in their turn', async () => {
    const release = stuck()
    await state.log.append(messages(0, 20_000))
    start({ liveLane })
    await expect.poll(() => logged.map(({ level }) => level)).toEqual(['info'])
    await state.log.append(messages(20_000, 3))
    await expect.poll(fresh).toEqual([20_000, 20_001, 20_002])
    expect(state.commits).toEqual([])
    expect(await metric('forewarn_writer_lag_messages')).toBe(20_003)
    expect(await metric('forewarn_writer_live_samples_total')).toBe(3)

    release.resolve()
    await committed().toBe(20_003n)
    expect(stored.filter(n => n < 20_000)).toEqual(numbers(20_000))
    expect(new Set(stored).size).toBe(20_003)
    await expect.poll(() => logged.length).toBe(2)
    const before = writes.length
    await state.log.append(messages(20_003, 1))
    await committed().toBe(20_004n)
    expect(writes.slice(before)).toEqual([[20_003]])
    expect(await metric('forewarn_writer_samples_total')).toBe(20_004)
  })

  test('leaves its dead letters, and what depends on other messages, to their turn', async () => {
    const release = stuck()
    await state.log.append(messages(0, 20_000))
    start({ liveLane })
    await expect.poll(() => logged.length).toBe(1)
    const dependent = { ...message(20_000), topic: 'telemetry/needs/others' }
    await state.log.append([dependent, message('poison'), message(20_001)])
    await expect.poll(fresh).toEqual([20_001])
    expect(letters.size).toBe(0)
    release.resolve()
    await committed().toBe(20_003n)
    expect(fresh()).toContain(20_000)
    expect([...letters.keys()]).toEqual(['20001-0'])
  })

  test('is begun again after a stop in the middle, with nothing lost', async () => {
    stuck()
    await state.log.append(messages(0, 20_000))
    const first = start({ liveLane, stopWithinMs: 20 })
    await expect.poll(() => logged.length).toBe(1)
    await state.log.append(messages(20_000, 2))
    await expect.poll(fresh).toEqual([20_000, 20_001])
    await first.stop()
    expect(state.commits).toEqual([])

    stored = []
    onWrite = async () => undefined
    registry = new Registry()
    start({ liveLane })
    await committed().toBe(20_002n)
    expect(new Set(stored).size).toBe(20_002)
  })
})
