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

/** Normally distributed with mean 0 and deviation 1 (Box and Muller 1958). */
export function normal(seed: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed)))
  return radius * Math.cos(2 * Math.PI * uniform(seed ^ 0x5bd1e995))
}

/** Noise that wanders smoothly around 0 with deviation of about 1, with a new target every `periodMs`. */
export function drift(seed: number, tMs: number, periodMs: number): number {
  const step = Math.floor(tMs / periodMs)
  const share = tMs / periodMs - step
  const smooth = share * share * (3 - 2 * share)
  return normal(mixSeed(seed, step)) * (1 - smooth) + normal(mixSeed(seed, step + 1)) * smooth
}
