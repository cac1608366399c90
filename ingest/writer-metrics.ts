import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Cursor, MessageLog } from '../contracts/message-log.ts'

export interface WriterMetrics {
  samples: Counter
  deadLetters: Counter<'reason'>
  batches: Counter
  retries: Counter<'code'>
  batchSeconds: Histogram
}

/**
 * `cursor` is undefined until the log gave it. The gauges are asked for at the scrape, so that they tell the truth
 * also while the writer is stuck.
 */
export function writerMetrics(
  registry: Registry,
  log: MessageLog,
  cursor: () => Cursor | undefined,
): WriterMetrics {
  const registers = [registry]
  new Gauge({
    name: 'forewarn_writer_lag_messages',
    help: 'Messages in the log that are not yet in the telemetry store or the dead letters.',
    registers,
    async collect() {
      this.set(await lag(log, cursor()).catch(() => Number.NaN))
    },
  })
  new Gauge({
    name: 'forewarn_writer_oldest_unstored_timestamp_seconds',
    help: 'When the oldest unstored message was received (Unix time), 0 when all are stored; its age is time() minus this.',
    registers,
    async collect() {
      this.set(await oldestUnstoredS(log, cursor()).catch(() => Number.NaN))
    },
  })
  return {
    samples: new Counter({
      name: 'forewarn_writer_samples_total',
      help: 'Samples that the telemetry store has.',
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
    batchSeconds: new Histogram({
      name: 'forewarn_writer_batch_duration_seconds',
      help: 'From the first try of a write to the commit of its batch.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  }
}

async function lag(log: MessageLog, cursor: Cursor | undefined): Promise<number> {
  const { next } = await log.size()
  return cursor ? Number(next - cursor.committed) : Number.NaN
}

async function oldestUnstoredS(log: MessageLog, cursor: Cursor | undefined): Promise<number> {
  const messages = await lag(log, cursor)
  if (!cursor || messages === 0) return 0
  const { entries } = await log.read(cursor.committed, { count: 1, bytes: 1 })
  return (entries[0]?.receivedAtMs ?? 0) / 1000
}
