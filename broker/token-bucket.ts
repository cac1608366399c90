export interface Rate {
  perS: number
  /** Seconds of the rate that may come at once. */
  burstS: number
}

/** A token bucket that goes into debt: what it cannot cover is covered later, in the order of `take`. */
export interface TokenBucket {
  /** How long it takes until the bucket covers `amount` after all that was taken before, in milliseconds. */
  waitMs(amount: number, nowMs: number): number
  take(amount: number, nowMs: number): void
}

/** A full bucket. `nowMs` comes from any clock that does not jump. */
export function createTokenBucket({ perS, burstS }: Rate): TokenBucket {
  const capacity = perS * burstS
  let level = capacity
  let filledAtMs = Number.NEGATIVE_INFINITY

  function fill(nowMs: number): void {
    if (nowMs <= filledAtMs) return
    level = Math.min(capacity, level + ((nowMs - filledAtMs) / 1_000) * perS)
    filledAtMs = nowMs
  }

  return {
    waitMs(amount, nowMs) {
      fill(nowMs)
      return level >= amount ? 0 : ((amount - level) / perS) * 1_000
    },
    take(amount, nowMs) {
      fill(nowMs)
      level -= amount
    },
  }
}

/** What both cover. */
export const bothOf = (one: TokenBucket, other: TokenBucket): TokenBucket => ({
  waitMs: (amount, nowMs) => Math.max(one.waitMs(amount, nowMs), other.waitMs(amount, nowMs)),
  take(amount, nowMs) {
    one.take(amount, nowMs)
    other.take(amount, nowMs)
  },
})
