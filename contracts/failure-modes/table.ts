import type { FailureModeSigns, Metric } from '../registry.ts'
import type { Words } from '../text.ts'

/** Metric, what it does, and how likely it does so by the time somebody looks: 1 is the leading sign. */
type Sign = readonly [metric: string, symptom: 'high' | 'low' | 'unstable', weight: number]

/** A row of a table of failure modes, for all metrics that equipment of the kind may have. */
export interface ModeRow {
  mode: string
  name: Words
  failureCode: string
  signs: readonly Sign[]
  advice: Words
}

/** Without a sign of at least this weight among its metrics, a class cannot tell the mode. */
const LEADING = 0.7

/** The rows of a table that these metrics can tell, with the signs that they can show. */
export function modesOf(
  table: readonly ModeRow[],
  metrics: readonly Pick<Metric, 'key'>[],
): FailureModeSigns[] {
  const known = new Set(metrics.map(({ key }) => key))
  return table.flatMap(({ signs, ...row }) => {
    const shown = signs.filter(([metric]) => known.has(metric))
    if (!shown.some(([, , weight]) => weight >= LEADING)) return []
    return [{ ...row, signs: shown.map(([metric, symptom, weight]) => ({ metric, symptom, weight })) }]
  })
}
