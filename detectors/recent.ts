/** The chart of a finding shows so many values before it. */
const EVIDENCE_VALUES = 120
/** So many series have their values in one piece of memory: a piece for each costs a sixth more. */
const SERIES_PER_PIECE = 64
/** Of two values that are further apart the older one is forgotten: seven weeks. */
const LONGEST_GAP_MS = 2 ** 32 - 1

/** Rings of `EVIDENCE_VALUES`, one after the other. */
interface Piece {
  values: Float64Array
  /** Of each value the time since the one before. */
  gapsMs: Uint32Array
  /** Rings that are given away. */
  taken: number
}

let piece: Piece | undefined

/**
 * The last values of a series. Written in place: a pair made for every value and dropped 120 values later outlives the
 * young generation of the heap, which costs a tenth of detection when there are thousands of series.
 */
export class Recent {
  readonly #piece: Piece
  readonly #from: number
  #count = 0
  #newestMs = 0

  /** Of what `stored` has answered. */
  constructor(stored: readonly number[] = []) {
    if (!piece || piece.taken === SERIES_PER_PIECE) piece = newPiece()
    this.#piece = piece
    this.#from = piece.taken++ * EVIDENCE_VALUES
    let observedAtMs = 0
    for (let i = 0; i + 1 < stored.length; i += 2) {
      observedAtMs += stored[i] ?? 0
      this.push(observedAtMs, stored[i + 1] ?? 0)
    }
  }

  /** Times strictly increase. */
  push(observedAtMs: number, value: number): void {
    const gapMs = observedAtMs - this.#newestMs
    if (gapMs > LONGEST_GAP_MS) this.#count = 0
    const at = this.#from + (this.#count % EVIDENCE_VALUES)
    this.#piece.values[at] = value
    this.#piece.gapsMs[at] = this.#count === 0 ? 0 : gapMs
    this.#count++
    this.#newestMs = observedAtMs
  }

  has(observedAtMs: number): boolean {
    let ms = this.#newestMs
    for (let i = this.#count - 1; i >= this.#oldest && ms >= observedAtMs; i--) {
      if (ms === observedAtMs) return true
      ms -= this.#gapMs(i)
    }
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
    const pairs: [number, number][] = []
    let ms = this.#newestMs
    for (let i = this.#count - 1; i >= this.#oldest; i--) {
      pairs.push([ms, this.#piece.values[this.#from + (i % EVIDENCE_VALUES)] ?? 0])
      ms -= this.#gapMs(i)
    }
    return pairs.reverse()
  }

  get #oldest(): number {
    return Math.max(0, this.#count - EVIDENCE_VALUES)
  }

  #gapMs(index: number): number {
    return this.#piece.gapsMs[this.#from + (index % EVIDENCE_VALUES)] ?? 0
  }
}

function newPiece(): Piece {
  const length = SERIES_PER_PIECE * EVIDENCE_VALUES
  return { values: new Float64Array(length), gapsMs: new Uint32Array(length), taken: 0 }
}
