/** Buckets per power of two: a percentile is at most 1/64 too high. */
const PRECISION_BITS = 6
/** 36 minutes; what is longer counts as that. */
const LARGEST_US = 2 ** 31 - 1

/** Latencies in 14 kB, however many there are. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(bucketOf(LARGEST_US) + 1)
  #count = 0
  #maxUs = 0

  get count(): number {
    return this.#count
  }

  get maxMs(): number {
    return this.#maxUs / 1000
  }

  record(latencyMs: number): void {
    const us = Math.max(0, Math.min(LARGEST_US, Math.round(latencyMs * 1000)))
    const bucket = bucketOf(us)
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#count++
    if (us > this.#maxUs) this.#maxUs = us
  }

  /** The latency in ms that `share` (0 to 1) of the recorded ones do not exceed; 0 when there are none. */
  percentileMs(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count))
    let seen = 0
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count
      if (seen >= rank) return Math.min(upperEdgeUs(bucket), this.#maxUs) / 1000
    }
    return 0
  }
}

/** Exact below 128 µs, then 64 buckets for each doubling. */
function bucketOf(us: number): number {
  const shift = Math.max(0, 31 - Math.clz32(us) - PRECISION_BITS)
  return (shift << PRECISION_BITS) + (us >>> shift)
}

function upperEdgeUs(bucket: number): number {
  const shift = Math.max(0, (bucket >> PRECISION_BITS) - 1)
  return (bucket - (shift << PRECISION_BITS) + 1) * 2 ** shift - 1
}
