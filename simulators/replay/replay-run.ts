import type { Clock } from '../../contracts/clock.ts'
import { createPacer, type Speed } from '../pace.ts'

export interface ReplayRunOptions<Item> {
  file: string
  speed: Speed
  clock: Clock
  signal: AbortSignal
  /** Takes one item; resolves when the next one may come. What it throws ends the replay. */
  publish(item: Item): Promise<void>
  /** Each row that is skipped, as it is met. */
  onProblem?(problem: RowProblem): void
  /** About once a second. */
  onProgress?(progress: ReplaySummary): void
}

export interface RowProblem {
  /** Of the file, the first is line 1. */
  line: number
  /** What is there, and what would be right. */
  detail: string
}

export interface ReplaySummary {
  /** Rows read, without headers. */
  rows: number
  published: number
  skipped: number
  /** The first few skipped rows. */
  problems: RowProblem[]
  firstTs: number | undefined
  lastTs: number | undefined
  /** The signal ended it before the end of the file. */
  aborted: boolean
}

const PROGRESS_MS = 1000
const PROBLEMS_KEPT = 5

/** What all replays do: wait for the turn of each item, publish it, and count. */
export class ReplayRun<Item extends { ts: number }> {
  readonly summary: ReplaySummary = {
    rows: 0,
    published: 0,
    skipped: 0,
    problems: [],
    firstTs: undefined,
    lastTs: undefined,
    aborted: false,
  }
  readonly #options: ReplayRunOptions<Item>
  readonly #pace: (eventMs: number) => Promise<void>
  #reportedAtMs: number

  constructor(options: ReplayRunOptions<Item>) {
    this.#options = options
    this.#pace = createPacer(options.speed, options.clock, options.signal)
    this.#reportedAtMs = options.clock.nowMs()
  }

  skip(line: number, detail: string): void {
    const { summary } = this
    summary.skipped++
    if (summary.problems.length < PROBLEMS_KEPT) summary.problems.push({ line, detail })
    this.#options.onProblem?.({ line, detail })
  }

  /** Whether the signal has ended it. */
  isAborted(): boolean {
    this.summary.aborted ||= this.#options.signal.aborted
    return this.summary.aborted
  }

  /** Publishes the item when its turn has come; false when the signal came first. */
  async publish(item: Item): Promise<boolean> {
    await this.#pace(item.ts)
    if (this.isAborted()) return false
    await this.#options.publish(item)
    const { summary } = this
    summary.published++
    summary.firstTs ??= item.ts
    summary.lastTs = item.ts
    this.report()
    return true
  }

  report(): void {
    const nowMs = this.#options.clock.nowMs()
    if (nowMs - this.#reportedAtMs < PROGRESS_MS) return
    this.#reportedAtMs = nowMs
    this.#options.onProgress?.({ ...this.summary })
  }
}

/** One sentence for a person. */
export function describeReplay(summary: ReplaySummary): string {
  const { rows, published, aborted } = summary
  return withProblems(`${published} of ${rows} rows published${aborted ? ', then stopped' : ''}`, summary)
}

/** A sentence, and what was skipped, if anything. */
export function withProblems(head: string, { skipped, problems }: ReplaySummary): string {
  if (skipped === 0) return `${head}.`
  const shown = problems.map(({ line, detail }) => `  line ${line}: ${detail}`)
  const more = skipped > problems.length ? [`  … and ${skipped - problems.length} more`] : []
  return [`${head}, ${skipped} skipped:`, ...shown, ...more].join('\n')
}
