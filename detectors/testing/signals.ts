/** Simulated series of healthy equipment, seeded: what a detector must not speak of. */
export type Signal = (atMs: number) => number

const DAY_MS = 86_400_000

/** Uniform in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function gaussian(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

export const healthySignals: Record<string, (seed: number) => Signal> = {
  'white noise': seed => {
    const noise = gaussian(random(seed))
    return () => 50 + noise()
  },
  'a daily cycle with noise': seed => {
    const noise = gaussian(random(seed))
    return atMs => 20 + 5 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + 0.5 * noise()
  },
  'noise with a memory of 100 samples': seed => {
    const noise = gaussian(random(seed))
    let x = 0
    return () => {
      x = 0.99 * x + 0.141 * noise()
      return 70 + 3 * x
    }
  },
  'a machine that switches on and off': seed => {
    const uniform = random(seed)
    const noise = gaussian(uniform)
    let on = false
    let left = 0
    return () => {
      if (left-- <= 0) {
        on = !on
        left = 10 + uniform() * 110
      }
      return (on ? 8 : 0.2) + 0.2 * noise()
    }
  },
  'coarse quanta': seed => {
    const noise = gaussian(random(seed))
    return () => Math.round((30 + 0.3 * noise()) * 2) / 2
  },
  'noise with rare spikes': seed => {
    const uniform = random(seed)
    const noise = gaussian(uniform)
    return () => 10 + noise() + (uniform() < 0.002 ? 50 * uniform() : 0)
  },
  'daily cycle and slow weather': seed => {
    const noise = gaussian(random(seed))
    let weather = 0
    return atMs => {
      weather = 0.9995 * weather + 0.0316 * noise()
      return 15 + 6 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + 3 * weather + 0.2 * noise()
    }
  },
}
