import type { Symptom } from '../../contracts/detector.ts'
import { isOpen } from './memory.ts'
import type { Heard } from './types.ts'

/** How strongly a metric shows each symptom, 0 … 1; `any`: it deviates, and nobody said to which side. */
export type Shown = Record<'high' | 'low' | 'unstable' | 'any', number>

/** What the metrics of an asset show together. */
export interface Signs {
  shown: ReadonlyMap<string, Shown>
  /** Metrics that are watched and show nothing. */
  quiet: readonly string[]
  /** 0 … 1, how much it means that a metric is quiet: the larger the deviation, the more others should have moved. */
  silence: number
}

/** What the sensor itself does, whatever it measures. */
const OF_SENSOR: ReadonlySet<Symptom> = new Set(['stuck', 'clipped', 'spikes', 'silent', 'unit_changed'])

const SIDES: Partial<Record<Symptom, keyof Shown>> = {
  ...{ high: 'high', rising: 'high', low: 'low', falling: 'low', unstable: 'unstable' },
  ...{ unusual: 'any', drifting: 'any' },
}

/** A finding that is over tells less of what is wrong now. */
const OVER = 0.5
/** What makes no finding by itself is not trusted so far; half of what it says has other reasons. */
const SYMPTOM_TRUST = 0.5
/** A share of this adds nothing that could not be chance. */
const LEAST_SHARE = 0.1

/** Whether the statement by itself says that the sensor is at fault. */
export const isOfSensor = ({ symptom, faultKind }: Heard): boolean =>
  faultKind === undefined ? OF_SENSOR.has(symptom) : faultKind === 'sensor'

export const sideOf = (symptom: Symptom): keyof Shown => SIDES[symptom] ?? 'any'

/** Puts together what was heard of the machine. `watched`: the metrics that come; `distrusted`: whose sensors are known to be wrong. */
export function signsOf(
  heard: readonly Heard[],
  { watched, distrusted }: { watched: readonly string[]; distrusted: ReadonlySet<string> },
): Signs {
  const shown = new Map<string, Shown>()
  let worst = 0
  const show = (metric: string, side: keyof Shown, strength: number) => {
    if (metric === '' || distrusted.has(metric)) return
    const all = shown.get(metric) ?? { high: 0, low: 0, unstable: 0, any: 0 }
    all[side] = Math.max(all[side], strength)
    shown.set(metric, all)
  }
  for (const each of heard) {
    if (isOfSensor(each) || distrusted.has(each.metric)) continue
    const trust = each.mode === 'symptom' ? SYMPTOM_TRUST : 1
    const strength = (each.distance / (each.distance + 0.5)) * trust * (isOpen(each) ? 1 : OVER)
    if (isOpen(each)) worst = Math.max(worst, each.distance * trust)
    if (!each.contributions) show(each.metric, sideOf(each.symptom), strength)
    for (const { metric, share, direction } of each.contributions ?? []) {
      if (share < LEAST_SHARE) continue
      const side = direction ?? (metric === each.metric ? sideOf(each.symptom) : 'any')
      show(metric, side, strength * Math.min(1, 2 * share))
    }
  }
  // Where the side is known from one detector, another one that does not know it adds nothing.
  for (const all of shown.values()) if (Math.max(all.high, all.low, all.unstable) > 0) all.any = 0
  const quiet = watched.filter(metric => !shown.has(metric) && !distrusted.has(metric))
  return { shown, quiet, silence: Math.min(1, 0.25 + 0.15 * worst) }
}
