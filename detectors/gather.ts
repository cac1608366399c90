import type { Held } from './reorder.ts'

/** What comes within a second in messages of different metrics was measured together. */
const TOGETHER_MS = 1_000

export interface GatherState {
  /** What came so far of what is measured together. */
  sample?: Held
}

/**
 * Puts together what a device that sends each metric in a message of its own has measured at one time, for those who look
 * at all metrics together. A device that sends them in one message is not held up: nothing is gathered before the first
 * part of a sample, and what is complete goes on at once.
 */
export class Gather {
  #isNeeded: boolean
  #sample: Held | undefined

  constructor(state?: GatherState) {
    this.#isNeeded = state !== undefined
    this.#sample = state?.sample
  }

  get isHolding(): boolean {
    return this.#sample !== undefined
  }

  /** Whether a sample that lacks metrics may be a part of one that has them. */
  get isNeeded(): boolean {
    return this.#isNeeded
  }

  /**
   * Takes a sample; `otherAtMs` is the newest event time of the metrics that it lacks, and `metrics` how many the device
   * has. Answers what is complete: an older sample, and one that this one belongs to.
   */
  push(
    sample: Held,
    { metrics, otherAtMs }: { metrics: number; otherAtMs: number },
  ): { before?: Held | undefined; now?: Held | undefined } {
    this.#isNeeded ||= sample.observedAtMs - otherAtMs <= TOGETHER_MS
    if (!this.#isNeeded) return { now: sample }
    const waiting = this.#sample
    const isPart = waiting !== undefined && belongTogether(waiting, sample)
    const { observedAtMs, receivedAtMs } = sample
    const values = isPart ? { ...waiting.values, ...sample.values } : sample.values
    const merged = { observedAtMs, receivedAtMs, values }
    const isWhole = Object.keys(values).length >= metrics
    this.#sample = isWhole ? undefined : merged
    return { before: isPart ? undefined : waiting, now: isWhole ? merged : undefined }
  }

  /** What waits for others that did not come. */
  flush(): Held | undefined {
    const waiting = this.#sample
    this.#sample = undefined
    return waiting
  }

  stored(): GatherState | undefined {
    if (!this.#isNeeded) return undefined
    return this.#sample ? { sample: this.#sample } : {}
  }
}

function belongTogether(before: Held, sample: Held): boolean {
  if (sample.observedAtMs - before.observedAtMs > TOGETHER_MS) return false
  for (const metric in sample.values) if (metric in before.values) return false
  return true
}
