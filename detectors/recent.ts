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

  /** Of older pairs, oldest first. */
  constructor(pairs: readonly (readonly [observedAtMs: number, value: number])[] = []) {
    for (const [observedAtMs, value] of pairs) this.push(observedAtMs, value)
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

  /** Oldest first. */
  pairs(): [observedAtMs: number, value: number][] {
    const length = Math.min(this.#count, EVIDENCE_VALUES)
    return Array.from({ length }, (_, i) => {
      const at = 2 * ((this.#count - length + i) % EVIDENCE_VALUES)
      return [this.#numbers[at] ?? 0, this.#numbers[at + 1] ?? 0]
    })
  }
}
