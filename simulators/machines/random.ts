/**
 * mulberry32 by Tommy Ettinger, public domain
 * (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c): the first number of the sequence that
 * `seed` begins, evenly in 0 … 1.
 */
export function uniform(seed: number): number {
  const a = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(a ^ (a >>> 15), a | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

/** One seed out of several numbers and words, so that each metric and moment has noise of its own. */
export function mixSeed(...parts: (number | string)[]): number {
  let seed = 0
  for (const part of parts) {
    const numbers =
      typeof part === 'string' ? [...part].map(char => char.charCodeAt(0)) : [part % 2 ** 32, part / 2 ** 32]
    for (const number of numbers) seed = Math.floor(uniform(seed ^ number) * 2 ** 32)
  }
  return seed
}

/** As `mixSeed` of a seed and a whole number, for where it is asked for at every sample: it makes no array. */
export const seedAt = (seed: number, n: number): number => {
  const a = Math.floor(uniform(seed ^ n) * 2 ** 32)
  return Math.floor(uniform(a ^ (n / 2 ** 32)) * 2 ** 32)
}

/** Normally distributed with mean 0 and deviation 1 (Box and Muller 1958). */
export function normal(seed: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed)))
  return radius * Math.cos(2 * Math.PI * uniform(seed ^ 0x5bd1e995))
}

/** Noise that wanders smoothly around 0 with deviation of about 1, with a new target every `periodMs`. Pure. */
export function drift(seed: number, tMs: number, periodMs: number): number {
  const step = Math.floor(tMs / periodMs)
  const share = tMs / periodMs - step
  const smooth = share * share * (3 - 2 * share)
  return normal(seedAt(seed, step)) * (1 - smooth) + normal(seedAt(seed, step + 1)) * smooth
}

/** How one machine differs from the next of its kind: 1, with a deviation of `spread`, never more than two of them. */
export const individual = (seed: number, what: string, spread: number): number =>
  1 + spread * Math.max(-2, Math.min(2, normal(mixSeed(seed, what))))

/** Where a value is asked for at every step: a stream of numbers, and it remembers where it stands. */
export class Noise {
  #a: number
  #b: number
  #c: number
  #counter = 1
  #spare = Number.NaN

  constructor(seed: number) {
    this.#a = mixSeed(seed, 'a') | 0
    this.#b = mixSeed(seed, 'b') | 0
    this.#c = mixSeed(seed, 'c') | 0
  }

  /** Evenly in 0 … 1: sfc32 by Chris Doty-Humphrey (PractRand, public domain). */
  uniform(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0
    return (t >>> 0) / 2 ** 32
  }

  /** Mean 0, deviation 1: the polar form of Box and Muller's method (Marsaglia and Bray 1964), which gives two at once. */
  normal(): number {
    if (!Number.isNaN(this.#spare)) {
      const spare = this.#spare
      this.#spare = Number.NaN
      return spare
    }
    let x: number
    let y: number
    let square: number
    do {
      x = 2 * this.uniform() - 1
      y = 2 * this.uniform() - 1
      square = x * x + y * y
    } while (square >= 1 || square === 0)
    const factor = Math.sqrt((-2 * Math.log(square)) / square)
    this.#spare = y * factor
    return x * factor
  }
}

/**
 * What wanders around 0 with deviation 1 and forgets with the time constant `tauMs` (Ornstein and Uhlenbeck 1930;
 * this update is exact for any step: Gillespie 1996).
 */
export class Wander {
  readonly #noise: Noise
  readonly #tauMs: number
  #value: number
  #dtMs = Number.NaN
  #keeps = 0
  #adds = 0

  constructor(noise: Noise, tauMs: number) {
    this.#noise = noise
    this.#tauMs = tauMs
    this.#value = noise.normal()
  }

  step(dtMs: number): number {
    if (dtMs !== this.#dtMs) {
      this.#dtMs = dtMs
      this.#keeps = Math.exp(-dtMs / this.#tauMs)
      this.#adds = Math.sqrt(1 - this.#keeps * this.#keeps)
    }
    this.#value = this.#value * this.#keeps + this.#adds * this.#noise.normal()
    return this.#value
  }
}
