import { setImmediate } from 'node:timers/promises'
import type { Registry } from 'prom-client'
import type { Finding, FindingSink } from '../contracts/finding.ts'
import type { Logger } from '../contracts/logger.ts'
import type { Batch, Cursor, MessageLog, Offset } from '../contracts/message-log.ts'
import type { AssetRegistry } from '../contracts/registry.ts'
import type { Decoder, Sample } from '../contracts/sample.ts'
import type { DetectionStates } from './engine-state.ts'
import { detectors } from './index.ts'
import { type EngineMetrics, engineMetrics } from './metrics.ts'
import { untilDone } from './patience.ts'
import { SeriesTable } from './series.ts'

interface EngineOptions {
  log: MessageLog
  decoder: Decoder
  registry: AssetRegistry
  sink: FindingSink
  states: DetectionStates
  logger: Logger
  metrics: Registry
  /** How much work a crash repeats, ms; the work is harmless, the time is not. */
  checkpointIntervalMs?: number
}

const CURSOR = 'detection'
const READ_LIMIT = { count: 256, bytes: 256 * 1024 }
/** The broker shares this thread: it gets its turn at least so often. */
const LONGEST_TURN_MS = 10

/**
 * Runs every detector over the log, from the last checkpoint on.
 *
 * A batch is stepped through the detectors, its findings are delivered, then the next batch is read. From time to
 * time the states go to the store together with the offset they belong to, and only then the log's cursor is
 * committed. After a crash the states and the offset are those of the last checkpoint, the entries since come again,
 * and the same findings with the same ids are delivered again. States whose findings are not delivered are never
 * saved: while the sink fails the engine waits, and when it is stopped then, it forgets.
 */
export function startEngine(options: EngineOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const engine = new Engine(options, stopping.signal)
  const running = engine.run().catch(error => {
    options.logger.error({ err: error }, 'detection ended by a mistake in the program; restart the service')
  })
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

class Engine {
  readonly #options: EngineOptions
  readonly #signal: AbortSignal
  readonly #metrics: EngineMetrics
  readonly #checkpointIntervalMs: number
  /** First offset that is not stepped and delivered. */
  #offset: Offset = 0n
  /** The last batch that is done but not committed. */
  #uncommitted: Batch | undefined
  #checkpointAtMs = 0

  constructor(options: EngineOptions, signal: AbortSignal) {
    this.#options = options
    this.#signal = signal
    this.#metrics = engineMetrics(options.metrics)
    this.#checkpointIntervalMs = options.checkpointIntervalMs ?? 5000
  }

  async run(): Promise<void> {
    const table = await this.#resume()
    const cursor = await this.#retry('opening the log for detection', () => this.#options.log.cursor(CURSOR))
    if (!table || !cursor) return
    this.#planCheckpoint()
    while (!this.#signal.aborted) {
      const batch = await this.#nextBatch(cursor.value, table)
      if (!batch) break
      const isDone = await this.#detect(batch, table)
      if (!isDone) return // stopped with findings that nobody has: their states must not be saved
      if (performance.now() >= this.#checkpointAtMs) {
        await this.#retry('saving the detection checkpoint', () => this.#checkpoint(table))
      }
    }
    await this.#checkpoint(table).catch(error => {
      this.#options.logger.warn({ err: error }, 'the last detection checkpoint failed; some work is repeated')
    })
  }

  async #resume(): Promise<SeriesTable | undefined> {
    const loaded = await this.#retry('loading the detection checkpoint', async () => {
      const [checkpoint, size] = await Promise.all([this.#options.states.load(), this.#options.log.size()])
      return { ...checkpoint, size }
    })
    if (!loaded) return undefined
    const { offset, states, size } = loaded.value
    this.#offset = offset
    if (offset > size.next) {
      const fields = { checkpoint: String(offset), logEnd: String(size.next) }
      this.#options.logger.warn(
        fields,
        'the log ends before the detection checkpoint: a new log, read from its start',
      )
      this.#offset = size.first
    }
    this.#metrics.series.set(states.length)
    return new SeriesTable(this.#options.registry, detectors, states)
  }

  /** The next entries. While there are none, the checkpoint of what was done before must not wait for them. */
  async #nextBatch(cursor: Cursor, table: SeriesTable): Promise<Batch | undefined> {
    const batch = await this.#retry('reading the log for detection', async () => {
      const next = cursor.next(READ_LIMIT, this.#signal)
      next.catch(() => {}) // awaited below, perhaps after a checkpoint
      if (!this.#uncommitted) return next
      let timer: NodeJS.Timeout | undefined
      const due = new Promise<'due'>(resolve => {
        timer = setTimeout(resolve, Math.max(0, this.#checkpointAtMs - performance.now()), 'due')
      })
      const first = await Promise.race([next, due])
      clearTimeout(timer)
      if (first === 'due') await this.#retry('saving the detection checkpoint', () => this.#checkpoint(table))
      return next
    })
    return batch?.value
  }

  /** False when stopped before the findings were delivered. */
  async #detect(batch: Batch, table: SeriesTable): Promise<boolean> {
    const entries = batch.entries.filter(({ offset }) => offset >= this.#offset)
    const decoded = await this.#retry('decoding for detection', () => this.#options.decoder.decode(entries))
    if (!decoded) return false
    const findings = await this.#step(decoded.value.samples, table)
    if (findings.length > 0) {
      const delivered = await this.#retry('delivering findings', () => this.#options.sink.deliver(findings))
      if (!delivered) return false
      for (const { detector, phase } of findings) this.#metrics.findings.inc({ detector, phase })
    }
    if (batch.next > this.#offset) this.#offset = batch.next
    this.#uncommitted = batch
    return true
  }

  async #step(samples: readonly Sample[], table: SeriesTable): Promise<Finding[]> {
    const findings: Finding[] = []
    let turnEndsAtMs = performance.now() + LONGEST_TURN_MS
    for (const sample of samples) {
      for (const [metric, value] of Object.entries(sample.values)) {
        const step = table.step(sample, metric, value)
        if (step.outcome === 'late') this.#metrics.late.inc()
        if (step.outcome !== 'stepped') continue
        this.#metrics.values.inc()
        findings.push(...step.findings)
      }
      if (performance.now() < turnEndsAtMs) continue
      await setImmediate()
      turnEndsAtMs = performance.now() + LONGEST_TURN_MS
    }
    return findings
  }

  async #checkpoint(table: SeriesTable): Promise<void> {
    if (!this.#uncommitted) return
    const done = this.#metrics.checkpoint.startTimer()
    await this.#options.states.save(this.#offset, table.changed())
    table.saved()
    await this.#uncommitted.commit()
    this.#uncommitted = undefined
    done()
    this.#metrics.series.set(table.size)
    this.#metrics.lag.set(Number((await this.#options.log.size()).next - this.#offset))
    this.#planCheckpoint()
  }

  #planCheckpoint(): void {
    this.#checkpointAtMs = performance.now() + this.#checkpointIntervalMs
  }

  #retry<T>(what: string, attempt: () => Promise<T>): Promise<{ value: T } | undefined> {
    return untilDone(what, { logger: this.#options.logger, signal: this.#signal }, attempt)
  }
}
