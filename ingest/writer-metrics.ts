import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Cursor, MessageLog } from '../contracts/message-log.ts'

/** The gauges are asked for at the scrape, so that they tell the truth also while the writer is stuck. */
interface WriterLevels {
  log: MessageLog
  /** Undefined until the log gave it. */
  cursor(): Cursor | undefined
}

export type WriterMetrics = ReturnType<typeof createWriterMetrics>

export function createWriterMetrics(registry: Registry, levels: WriterLevels) {
  const registers = [registry]
  const gauge = (name: string, help: string, read: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read().catch(() => Number.NaN))
      },
    })
  gauge(
    'forewarn_writer_lag_messages',
    'Messages in the log that are not yet in the telemetry store or the dead letters.',
    () => lag(levels),
  )
  gauge(
    'forewarn_writer_oldest_unstored_timestamp_seconds',
    'When the oldest unstored message was received (Unix time), 0 when all are stored; its age is time() minus this.',
    () => oldestUnstoredS(levels),
  )
  return {
    samples: new Counter({
      name: 'forewarn_writer_samples_total',
      help: 'Samples that the telemetry store has.',
      registers,
    }),
    liveSamples: new Counter({
      name: 'forewarn_writer_live_samples_total',
      help: 'Samples stored beside a backlog, before their turn; they are counted as stored when it comes.',
      registers,
    }),
    deadLetters: new Counter({
      name: 'forewarn_writer_dead_letters_total',
      help: 'Dead letters by reason.',
      labelNames: ['reason'],
      registers,
    }),
    batches: new Counter({
      name: 'forewarn_writer_batches_total',
      help: 'Batches stored and committed.',
      registers,
    }),
    retries: new Counter({
      name: 'forewarn_writer_retries_total',
      help: 'Failed tries of a step of a batch, by error code.',
      labelNames: ['code'],
      registers,
    }),
    commitDuration: new Histogram({
      name: 'forewarn_writer_commit_duration_seconds',
      help: 'Time to make the place in the log durable.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers,
    }),
    batchDuration: new Histogram({
      name: 'forewarn_writer_batch_duration_seconds',
      help: 'From the first try of a write to the commit of its batch.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  }
}

async function lag({ log, cursor }: WriterLevels): Promise<number> {
  const { next } = await log.size()
  const committed = cursor()?.committed
  return committed === undefined ? Number.NaN : Number(next - committed)
}

async function oldestUnstoredS({ log, cursor }: WriterLevels): Promise<number> {
  const committed = cursor()?.committed
  if (committed === undefined) return Number.NaN
  const { entries } = await log.read(committed, { count: 1, bytes: 1 })
  return (entries[0]?.receivedAtMs ?? 0) / 1000
}
