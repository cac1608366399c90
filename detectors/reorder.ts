/** How far back in event time disorder is put right, and in how many samples of a device. */
const LONGEST_MS = 5 * 60_000
const MOST_SAMPLES = 32
/** For devices of many metrics: so many values of a device are held back at most. */
const MOST_VALUES = 2_000
/** A device that kept order for so long is believed again. */
const ORDERLY_MS = 7 * 24 * 3_600_000

/** What is held back of a sample. */
export interface Held {
  observedAtMs: number
  receivedAtMs: number
  values: Record<string, number>
}

export interface ReorderState {
  /** Event time of the newest sample that came. */
  newestMs: number
  /** For how long samples are held back, in event time. */
  allowanceMs: number
  /** Event time of the newest sample when something came out of order last. */
  disorderAtMs: number
  /** Oldest first. */
  held: Held[]
}

/** What was there before a sample. */
interface Before {
  /** Event time of the newest sample that went through. */
  throughMs: number
  isRepeated(sample: Held): boolean
}

/** Of all devices: what one of them kept until its next sample would outlive the young generation of the heap. */
const released: Held[] = []

/**
 * Puts the samples of one device in order. Waiting costs time before a finding, so nobody waits for a device that keeps
 * order: a sample goes through at once. The first one out of order is late; from then on the samples of that device are
 * held back, for twice as long as the latest of them was late, until it has kept order for a week. What is later than
 * five minutes, or 32 samples, cannot be put right.
 */
export class ReorderWindow {
  #newestMs: number
  #allowanceMs: number
  #disorderAtMs: number
  readonly #held: Held[]

  /** `throughMs` is the event time of the newest sample that went through. */
  constructor(throughMs: number, state?: ReorderState) {
    this.#newestMs = state?.newestMs ?? throughMs
    this.#allowanceMs = state?.allowanceMs ?? 0
    this.#disorderAtMs = state?.disorderAtMs ?? 0
    this.#held = state?.held ?? []
  }

  get isHolding(): boolean {
    return this.#held.length > 0
  }

  /**
   * Takes a sample and answers what goes through now, in order; the array is used again, by all. A sample that is older than what
   * went through goes through too: it may have metrics that were not there yet. `isRepeated` tells whether it was there.
   */
  push(sample: Held, { throughMs, isRepeated }: Before): readonly Held[] {
    const { observedAtMs } = sample
    released.length = 0
    if (observedAtMs > this.#newestMs) {
      this.#newestMs = observedAtMs
      if (this.#allowanceMs > 0 && observedAtMs - this.#disorderAtMs > ORDERLY_MS) this.#allowanceMs = 0
    } else if (observedAtMs < this.#newestMs && !isRepeated(sample)) {
      this.#widen(this.#newestMs - observedAtMs)
    }
    const isAtOnce = this.#allowanceMs === 0 && this.#held.length === 0
    if (isAtOnce || observedAtMs <= throughMs) released.push(sample)
    else this.#hold(sample)
    return released
  }

  /** What has waited long enough by the time at which messages are received, while the device said nothing. */
  releaseReceivedBefore(nowMs: number): readonly Held[] {
    released.length = 0
    const isDue = this.#held.every(({ receivedAtMs }) => receivedAtMs + this.#allowanceMs <= nowMs)
    if (isDue) released.push(...this.#held.splice(0))
    return released
  }

  stored(): ReorderState | undefined {
    if (this.#allowanceMs === 0 && this.#held.length === 0) return undefined
    return {
      newestMs: this.#newestMs,
      allowanceMs: this.#allowanceMs,
      disorderAtMs: this.#disorderAtMs,
      held: this.#held,
    }
  }

  #widen(lateMs: number): void {
    if (lateMs > LONGEST_MS) return
    this.#allowanceMs = Math.min(LONGEST_MS, Math.max(this.#allowanceMs, 2 * lateMs))
    this.#disorderAtMs = this.#newestMs
  }

  #hold({ observedAtMs, receivedAtMs, values }: Held): void {
    const sample = { observedAtMs, receivedAtMs, values }
    const held = this.#held
    let at = held.length
    while (at > 0 && (held[at - 1]?.observedAtMs ?? 0) > sample.observedAtMs) at--
    held.splice(at, 0, sample)
    const most = Math.min(MOST_SAMPLES, MOST_VALUES / (1 + Object.keys(sample.values).length))
    let due = Math.max(0, held.length - Math.ceil(most))
    while (due < held.length && (held[due]?.observedAtMs ?? 0) + this.#allowanceMs <= this.#newestMs) due++
    released.push(...held.splice(0, due))
  }
}
