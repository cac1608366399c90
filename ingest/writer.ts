import { setTimeout as sleep } from 'node:timers/promises'
import type { Registry } from 'prom-client'
import type { DeadLetters } from '../contracts/dead-letters.ts'
import { type Backoff, createHold, type Hold } from '../contracts/hold.ts'
import type { Logger } from '../contracts/logger.ts'
import type { Batch, Cursor, LogEntry, MessageLog, Offset } from '../contracts/message-log.ts'
import type { Decoded, Decoder } from '../contracts/sample.ts'
import type { TelemetryStore } from '../contracts/telemetry-store.ts'
import { type LiveLaneLimits, liveLaneLimits, runLiveLane } from './live-lane.ts'
import { parallelWrite } from './parallel-write.ts'
import { rejectionLetters } from './rejections.ts'
import { createWriterMetrics, type WriterMetrics } from './writer-metrics.ts'

/** The writer's name in the log. */
const CONSUMER = 'writer'
const BATCH = { count: 5_000, bytes: 8 * 1024 * 1024 }
const STOP_WITHIN_MS = 10_000
const CONCURRENCY = 4

export interface WriterOptions {
  log: MessageLog
  decoder: Decoder
  store: TelemetryStore
  deadLetters: Pick<DeadLetters, 'put'>
  /** Keeps what devices say of themselves, who is unknown, and who was seen; held like a store. */
  activity?: { note(decoded: Decoded, entries: readonly LogEntry[]): Promise<void> }
  /** Asks devices for what is missing, after the batch is stored. */
  onRequests?(requests: Decoded['requests']): void
  /** Whether what is published on the topic can be read without the messages before it. */
  standsAlone(topic: string): boolean
  logger: Logger
  metrics: Registry
  /** Writes of a batch side by side. */
  concurrency?: number
  liveLane?: LiveLaneLimits
  backoff?: Backoff
  stopWithinMs?: number
  /** Called once when the writer has ended by itself, for an error of the log that no retry heals; already logged. */
  onFatal?(error: Error): void
}

export interface Writing {
  /** First offset that is not stored and committed; undefined until the log was asked. */
  committed(): Offset | undefined
  stop(): Promise<void>
}

/**
 * Carries every message of the log into the telemetry store or the dead letters, then commits it. At least once: what
 * was not committed comes again, and both stores take the same twice without harm. A failing store holds the batch,
 * for as long as it takes; nothing is skipped.
 */
export function startWriter(options: WriterOptions): Writing {
  const { log, logger, metrics, backoff, stopWithinMs = STOP_WITHIN_MS, onFatal } = options
  const stopping = new AbortController()
  const abandoned = new AbortController()
  let cursor: Cursor | undefined
  const counts = createWriterMetrics(metrics, { log, cursor: () => cursor })
  const onRetry = (code: string) => counts.retries.inc({ code })
  const hold = createHold({ consumer: CONSUMER, stopping, logger, backoff, onRetry, onFatal })
  const work = async () => {
    const opened = await hold('opening the log', () => log.cursor(CONSUMER))
    if (!opened) return
    cursor = opened.result
    const signals = { stopping: stopping.signal, abandoned: abandoned.signal }
    const writer = { ...options, ...signals, cursor, hold, counts }
    const limits = options.liveLane ?? liveLaneLimits
    const onStored = (samples: number) => counts.liveSamples.inc(samples)
    await Promise.all([consume(writer), runLiveLane({ ...writer, limits, onStored })])
  }
  const done = work().catch(error => {
    logger.error({ err: error }, 'writer: it has ended by a mistake in the program')
    onFatal?.(error)
  })
  return {
    committed: () => cursor?.committed,
    async stop() {
      stopping.abort()
      if (await within(stopWithinMs, done)) return
      abandoned.abort()
      logger.warn(
        { stopWithinMs },
        'writer: a write did not end in time; its batch comes again after the next start',
      )
    },
  }
}

interface Writer extends WriterOptions {
  cursor: Cursor
  hold: Hold
  counts: WriterMetrics
  /** Nothing new is begun. */
  stopping: AbortSignal
  /** Nobody waits any longer, the log may be closed. */
  abandoned: AbortSignal
}

/** Decodes a batch while the one before it is written; they are stored and committed one after the other. */
async function consume(writer: Writer): Promise<void> {
  const { cursor, decoder, hold, stopping } = writer
  let storing = Promise.resolve()
  while (!stopping.aborted) {
    const read = await hold('reading the log', () => cursor.next(BATCH, stopping))
    const batch = read?.result
    if (!batch) break
    const decoded = await hold('decoding', () => decoder.decode(batch.entries))
    await storing
    if (!decoded || stopping.aborted) break
    storing = storeBatch(writer, batch, decoded.result)
  }
  await storing
}

/** Returns without a commit only when the writer is stopped. */
async function storeBatch(writer: Writer, batch: Batch, decoded: Decoded): Promise<void> {
  const { store, decoder, activity, hold, counts, abandoned, concurrency = CONCURRENCY } = writer
  const { samples } = decoded
  const stopTimer = counts.batchDuration.startTimer()
  const written = await hold('writing samples', parallelWrite(store, samples, concurrency))
  if (!written) return
  const { rejected } = written.result
  const refused = await hold('decoding', () => rejectionLetters(rejected, batch.entries, decoder))
  if (!refused) return
  const letters = [...decoded.deadLetters, ...refused.result]
  if (letters.length > 0 && !(await hold('keeping dead letters', () => writer.deadLetters.put(letters))))
    return
  if (activity && !(await hold('keeping what devices say', () => activity.note(decoded, batch.entries))))
    return
  writer.onRequests?.(decoded.requests)
  if (abandoned.aborted) return
  const stopCommitTimer = counts.commitDuration.startTimer()
  if (!(await hold('committing', () => batch.commit()))) return
  stopCommitTimer()
  stopTimer()
  counts.batches.inc()
  counts.samples.inc(samples.length - rejected.length)
  for (const { reason } of letters) counts.deadLetters.inc({ reason })
}

async function within(ms: number, done: Promise<void>): Promise<boolean> {
  const timer = new AbortController()
  const tooLate = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const inTime = await Promise.race([done.then(() => true), tooLate])
  timer.abort()
  return inTime
}
