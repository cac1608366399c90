/** First and last sequence number of messages without a gap between them. */
export type Run = [first: number, last: number]

/** What the broker has acknowledged of one device. Message `n` has the event time `firstTs + n * stepMs`. */
export interface LedgerEntry {
  device: string
  firstTs: number
  stepMs: number
  acknowledged: Run[]
}

/** Numbers in ascending runs: one run for as long as nothing is lost and the order is kept. */
export class Runs {
  readonly #runs: Run[] = []

  /** Adding a number twice changes nothing. */
  add(number: number): void {
    let at = this.#runs.length - 1 // numbers come almost in order, so the end is near
    while (at >= 0 && (this.#runs[at]?.[0] ?? 0) > number) at--
    const [before, after] = [this.#runs[at], this.#runs[at + 1]]
    if (before && number <= before[1]) return
    const joinsBefore = before !== undefined && before[1] === number - 1
    const joinsAfter = after !== undefined && after[0] === number + 1
    if (joinsBefore && joinsAfter) {
      before[1] = after[1]
      this.#runs.splice(at + 1, 1)
    } else if (joinsBefore) before[1] = number
    else if (joinsAfter) after[0] = number
    else this.#runs.splice(at + 1, 0, [number, number])
  }

  toJSON(): Run[] {
    return this.#runs.map(([first, last]) => [first, last])
  }
}
