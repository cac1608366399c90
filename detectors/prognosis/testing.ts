import type { FailureRecord } from '../failure-record.ts'
import { gaussian, random } from '../testing/signals.ts'
import { thinned } from './teach.ts'

const HOUR_MS = 3_600_000
export const STEP_MS = HOUR_MS / 2

/** A machine with a load, two metrics that follow it, and a wear that shows in one of them as its fourth power. */
export function runToFailure(seed: number, mode: 'wear' | 'leak' = 'wear'): FailureRecord {
  const uniform = random(seed)
  const noise = gaussian(uniform)
  const wellHours = 200 + 200 * uniform()
  const lifeHours = 300 * Math.exp(0.5 * noise())
  const steps = Math.round(((wellHours + lifeHours) * HOUR_MS) / STEP_MS)
  const rows: number[][] = []
  let load = 0
  for (let i = 0; i <= steps; i++) {
    const hours = (i * STEP_MS) / HOUR_MS
    const share = Math.max(0, (hours - wellHours) / lifeHours)
    load = 0.95 * load + 0.3 * noise()
    const wear = mode === 'wear' ? share ** 4 : 0
    const leak = mode === 'leak' ? share : 0
    const vibration = 2 + 0.2 * load + (5 + 0.3 * load) * wear + 0.05 * noise()
    const temperature = 60 + 4 * load + 25 * leak + 3 * wear + 0.3 * noise()
    rows.push([(steps - i) * STEP_MS, vibration, temperature, 40 + 3 * load])
  }
  return { id: `${mode}-${seed}`, mode, metrics: ['vibration', 'temperature', 'current'], rows }
}

export function fleet(count: number): FailureRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const record = runToFailure(i + 1, i % 2 === 0 ? 'wear' : 'leak')
    return { ...record, rows: thinned(record.rows) }
  })
}
