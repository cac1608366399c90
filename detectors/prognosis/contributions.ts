import type { Memory } from '../math/past.ts'
import { deviationOf } from './deviation.ts'
import type { PrognosisModel } from './model.ts'

/**
 * What each metric adds to how far the machine is from where it was: how much of the way would go away if this metric were
 * as it usually is. None where nothing stands out.
 */
export function contributionsOf(
  { map }: PrognosisModel,
  state: { values: readonly (number | null)[]; memory: Memory },
): { metric: string; share: number }[] {
  const values = state.values.map((value, i) => value ?? map.mean[i] ?? 0)
  const here = deviationOf(map, values)
  const oldest = state.memory.bins[0]
  if (!oldest) return []
  const way = here.map((value, k) => value - (oldest[k + 4] ?? 0) / oldest[3])
  const parts = map.metrics.map((metric, i) => {
    const usual = values.map((value, j) => (j === i ? (map.mean[i] ?? value) : value))
    const there = deviationOf(map, usual)
    const along = here.reduce((sum, value, k) => sum + (value - (there[k] ?? 0)) * (way[k] ?? 0), 0)
    return { metric, share: Math.max(0, along) }
  })
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  if (!(total > 0) || !Number.isFinite(total)) return []
  const shares = parts.map(({ metric, share }) => ({ metric, share: share / total }))
  return shares.filter(({ share }) => share > 0.01).sort((a, b) => b.share - a.share)
}
