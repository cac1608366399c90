import type { MachineKind, Severities, Values } from '../kind.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.parse('2026-01-05T00:00:00Z')

export interface Steady {
  seed?: number
  demand?: number
  ambientC?: number
  severities?: Severities
  hours?: number
  stepMs?: number
}

/** Mean of what a machine shows in the second half of some hours under the same surroundings. */
export function steady(kind: MachineKind, options: Steady = {}): Values {
  const { seed = 1, demand = 0.75, ambientC = 20, severities = {}, hours = 24, stepMs = 60_000 } = options
  const model = kind.create(seed)
  const steps = Math.ceil((hours * HOUR_MS) / stepMs)
  const first = Math.floor(steps / 2)
  const mean: Values = {}
  for (let i = 0; i < steps; i++) {
    const values = model.step({ tMs: START_MS + i * stepMs, dtMs: stepMs, demand, ambientC, severities })
    if (i < first) continue
    for (const [metric, value] of Object.entries(values))
      mean[metric] = (mean[metric] ?? 0) + value / (steps - first)
  }
  return mean
}

/** In which direction each metric goes, 0 where it stays within three times the noise of its sensor. */
export function changes(kind: MachineKind, mode: string, options: Steady = {}): Record<string, -1 | 0 | 1> {
  const well = steady(kind, options)
  const sick = steady(kind, { ...options, severities: { [mode]: 1 } })
  return Object.fromEntries(
    Object.entries(kind.sensors).map(([metric, { noise }]) => {
      const change = (sick[metric] ?? Number.NaN) - (well[metric] ?? Number.NaN)
      return [metric, Math.abs(change) <= 3 * noise ? 0 : change > 0 ? 1 : -1]
    }),
  )
}

/** Metrics of healthy machines that leave their limits under any of many surroundings, with where they do. */
export function leavingLimits(kind: MachineKind): string[] {
  const left: string[] = []
  for (const seed of [1, 2, 3, 4, 5, 6])
    for (const demand of [0, 0.1, 0.5, 1])
      for (const ambientC of [-15, 20, 40]) {
        const model = kind.create(seed)
        for (let i = 0; i < 72; i++) {
          const dtMs = i < 36 ? 60_000 : 600_000
          const values = model.step({ tMs: START_MS + i * dtMs, dtMs, demand, ambientC, severities: {} })
          for (const { key, limits } of kind.class.metrics) {
            const value = values[key] ?? Number.NaN
            if (value >= (limits?.low ?? -Infinity) && value <= (limits?.high ?? Infinity)) continue
            left.push(`${key} ${value} of ${seed} at ${demand}, ${ambientC} °C`)
          }
        }
      }
  return left
}
