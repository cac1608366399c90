/** The chart of a finding shows so many values before it. */
const EVIDENCE_VALUES = 120

/**
 * The last values of a series. Written in place: a pair made for every value and dropped 120 values later outlives the
 * young generation of the heap, which costs a tenth of detection when there are thousands of series.
 */
export class Recent {
  /** Event time and value in turn. */
  readonly #numbers = new Float64Array(2 * EVIDENCE_VALUES)
  #count = 0

  /** Of what `stored` has answered. */
  constructor(stored: readonly number[] = []) {
    let observedAtMs = 0
    for (let i = 0; i + 1 < stored.length; i += 2) {
      observedAtMs += stored[i] ?? 0
      this.push(observedAtMs, stored[i + 1] ?? 0)
    }
  }

  push(observedAtMs: number, value: number): void {
    const at = 2 * (this.#count % EVIDENCE_VALUES)
    this.#numbers[at] = observedAtMs
    this.#numbers[at + 1] = value
    this.#count++
  }

  has(observedAtMs: number): boolean {
    const length = Math.min(this.#count, EVIDENCE_VALUES)
    for (let i = 0; i < length; i++) if (this.#numbers[2 * i] === observedAtMs) return true
    return false
  }

  /**
   * The time since the one before (of the first its event time) and the value in turn, oldest first: three fifths of the
   * JSON of pairs, which is most of what there is to save of a series.
   */
  stored(): number[] {
    const numbers: number[] = []
    let lastMs = 0
    for (const [observedAtMs, value] of this.pairs()) {
      numbers.push(observedAtMs - lastMs, value)
      lastMs = observedAtMs
    }
    return numbers
  }

  /** Oldest first. */
  pairs(): [observedAtMs: number, value: number][] {
    const length = Math.min(this.#count, EVIDENCE_VALUES)
    return Array.from({ length }, (_, i) => {
      const at = 2 * ((this.#count - length + i) % EVIDENCE_VALUES)
      return [this.#numbers[at] ?? 0, this.#numbers[at + 1] ?? 0]
    })
  }
}
