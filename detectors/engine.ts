import { setImmediate } from 'node:timers/promises'
import type { Registry } from 'prom-client'
import type { Finding, FindingSink } from '../contracts/finding.ts'
import { type Backoff, createHold, type Hold } from '../contracts/hold.ts'
import type { Logger } from '../contracts/logger.ts'
import type { Batch, Cursor, MessageLog, Offset } from '../contracts/message-log.ts'
import type { AssetRegistry } from '../contracts/registry.ts'
import type { Decoded, Decoder, PlacedNotice } from '../contracts/sample.ts'
import { createEngineMetrics, type EngineMetrics } from './engine-metrics.ts'
import type { DetectionStates } from './engine-state.ts'
import { createFailureLog, type FailureLog } from './failure-log.ts'
import { detectors } from './index.ts'
import { DetectionTable, type TableOptions } from './table.ts'
import { type Counts, MAX_SERIES_PER_DEVICE } from './watched-metrics.ts'

/** The engine's name in the log. */
const CONSUMER = 'detection'
const BATCH = { count: 4_096, bytes: 1024 * 1024 }
/** How much work a crash repeats; the work is harmless, the time is not. */
const CHECKPOINT_INTERVAL_MS = 5_000
/** The work goes on for so many times as long as the last checkpoint took: of a large fleet all states are some time. */
const WORK_PER_CHECKPOINT = 10
/** The writer shares this thread: it gets its turn at least so often. */
const LONGEST_TURN_MS = 10

export interface EngineOptions {
  log: MessageLog
  decoder: Decoder
  registry: AssetRegistry
  sink: FindingSink
  states: DetectionStates
  logger: Logger
  metrics: Registry
  backoff?: Backoff
  checkpointIntervalMs?: number
  /** Asked before each batch: resolves when what shares the core with detection can do without it. */
  giveWay?(signal: AbortSignal): Promise<void>
  /** For tests: other parts than those that are shipped. */
  parts?: Partial<Pick<TableOptions, 'detectors' | 'regimes' | 'diagnosis'>>
  /** Called once when detection has ended by itself, for an error of the log that no retry heals; already logged. */
  onFatal?(error: Error): void
}

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
  const { logger, onFatal } = options
  const stopping = new AbortController()
  const running = new Engine(options, stopping).run().catch(error => {
    logger.error({ err: error }, 'detection: it has ended by a mistake in the program')
    onFatal?.(error)
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
  readonly #hold: Hold
  readonly #failures: FailureLog
  readonly #overfull = new Set<string>()
  #table: DetectionTable | undefined
  /** First offset that is not stepped and delivered; undefined until the checkpoint is loaded. */
  #offset: Offset | undefined
  /** The last batch that is done but not committed. */
  #uncommitted: Batch | undefined
  #checkpointAtMs = 0

  constructor(options: EngineOptions, stopping: AbortController) {
    const { logger, log, backoff, onFatal } = options
    this.#options = options
    this.#signal = stopping.signal
    this.#metrics = createEngineMetrics(options.metrics, {
      series: () => this.#table?.size ?? 0,
      lag: async () => (this.#offset === undefined ? NaN : Number((await log.size()).next - this.#offset)),
    })
    this.#failures = createFailureLog({ logger, failures: this.#metrics.failures })
    const onRetry = (code: string) => this.#metrics.retries.inc({ code })
    this.#hold = createHold({ consumer: CONSUMER, stopping, logger, backoff, onRetry, onFatal })
  }

  async run(): Promise<void> {
    const table = await this.#hold('loading the checkpoint', () => this.#resume())
    const cursor = await this.#hold('opening the log', () => this.#options.log.cursor(CONSUMER))
    if (!table || !cursor) return
    this.#planCheckpoint()
    while (!this.#signal.aborted) {
      await this.#options.giveWay?.(this.#signal)
      const batch = await this.#nextBatch(cursor.result, table.result)
      if (!batch) break
      const isDone = await this.#detect(batch, table.result)
      if (!isDone) return // stopped with findings that nobody has: their states must not be saved
      if (performance.now() >= this.#checkpointAtMs) await this.#holdCheckpoint(table.result)
    }
    await this.#checkpoint(table.result).catch(error => {
      const message = 'detection: the last checkpoint failed; some work is repeated after the next start'
      this.#options.logger.warn({ err: error }, message)
    })
  }

  async #resume(): Promise<DetectionTable> {
    const { states: store, log, logger, registry } = this.#options
    const table = new DetectionTable({
      registry,
      detectors,
      ...this.#options.parts,
      onFailure: this.#failures,
      onExcess: (device, metric) => this.#tellExcess(device, metric),
    })
    const [offset, { first, next }] = await Promise.all([
      store.load(stored => table.restore(stored)),
      log.size(),
    ])
    if (offset > next) {
      const fields = { checkpoint: String(offset), logEnd: String(next) }
      logger.warn(
        fields,
        'detection: the log ends before the checkpoint; it is a new log, read from its start',
      )
    }
    // Who is silent does not speak, so nobody would ask for it.
    await registry.resolve(new Set(table.devices()))
    this.#offset = offset > next ? first : offset
    this.#table = table
    return table
  }

  /** The next entries. While there are none, the checkpoint of what was done before must not wait for them. */
  async #nextBatch(cursor: Cursor, table: DetectionTable): Promise<Batch | undefined> {
    const read = await this.#hold('reading the log', async () => {
      const next = cursor.next(BATCH, this.#signal)
      next.catch(() => {}) // awaited below, perhaps after a checkpoint
      const waitMs = Math.max(0, this.#checkpointAtMs - performance.now())
      if (this.#uncommitted && !(await settles(next, waitMs))) await this.#holdCheckpoint(table)
      return next
    })
    return read?.result
  }

  /** False when stopped before the findings were delivered. */
  async #detect(batch: Batch, table: DetectionTable): Promise<boolean> {
    const { decoder, sink } = this.#options
    const from = this.#offset ?? 0n
    const entries = batch.entries.filter(({ offset }) => offset >= from)
    const decoded = await this.#hold('decoding', () => decoder.decode(entries))
    if (!decoded) return false
    const findings = await this.#step(decoded.result, table)
    if (findings.length > 0) {
      if (!(await this.#hold('delivering findings', () => sink.deliver(findings)))) return false
      for (const { detector, phase } of findings) this.#metrics.findings.inc({ detector, phase })
    }
    if (batch.next > from) this.#offset = batch.next
    this.#uncommitted = batch
    return true
  }

  /** Samples and notices in the order of the log. */
  async #step({ samples, notices }: Decoded, table: DetectionTable): Promise<Finding[]> {
    const findings: Finding[] = []
    const before = { ...table.counts }
    let turnEndsAtMs = performance.now() + LONGEST_TURN_MS
    let noticed = 0
    for (let i = 0; i <= samples.length; i++) {
      for (let next = notices[noticed]; next && next.samplesBefore <= i; next = notices[++noticed]) {
        findings.push(...take(next, table))
      }
      const sample = samples[i]
      if (sample) findings.push(...table.take(sample))
      if (performance.now() < turnEndsAtMs) continue
      await setImmediate()
      turnEndsAtMs = performance.now() + LONGEST_TURN_MS
    }
    countSince(before, table.counts, this.#metrics)
    return findings
  }

  #tellExcess(device: string, metric: string): void {
    if (this.#overfull.has(device)) return
    this.#overfull.add(device)
    this.#options.logger.warn(
      { device, metric },
      `detection: device ${device} sends more than ${MAX_SERIES_PER_DEVICE} metrics; the further ones are stored, but not watched`,
    )
  }

  async #holdCheckpoint(table: DetectionTable): Promise<void> {
    await this.#hold('saving the checkpoint', () => this.#checkpoint(table))
  }

  async #checkpoint(table: DetectionTable): Promise<void> {
    if (!this.#uncommitted || this.#offset === undefined) return
    const stopTimer = this.#metrics.checkpointDuration.startTimer()
    const beganAtMs = performance.now()
    await this.#options.states.save(this.#offset, table.changed())
    table.saved()
    await this.#uncommitted.commit()
    this.#uncommitted = undefined
    stopTimer()
    this.#planCheckpoint(performance.now() - beganAtMs)
  }

  #planCheckpoint(lastTookMs = 0): void {
    const { checkpointIntervalMs = CHECKPOINT_INTERVAL_MS } = this.#options
    this.#checkpointAtMs =
      performance.now() + Math.max(checkpointIntervalMs, WORK_PER_CHECKPOINT * lastTookMs)
  }
}

function take({ notice, receivedAtMs }: PlacedNotice, table: DetectionTable): readonly Finding[] {
  return notice.kind === 'intervention'
    ? table.intervene(notice.intervention, receivedAtMs)
    : table.passTime(receivedAtMs)
}

function countSince(before: Counts, now: Counts, metrics: EngineMetrics): void {
  metrics.values.inc(now.stepped - before.stepped)
  metrics.lateValues.inc(now.late - before.late)
  metrics.earlyValues.inc(now.early - before.early)
  metrics.excessValues.inc(now.excess - before.excess)
  metrics.mutedValues.inc(now.muted - before.muted)
}

/** Whether the promise fulfils within the time; rejects when it rejects within it. */
async function settles(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, ms, false)
  })
  return Promise.race([promise.then(() => true), tooLate]).finally(() => clearTimeout(timer))
}
