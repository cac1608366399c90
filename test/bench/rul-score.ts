/** What was said of a remaining life, and what it really was; in one unit. */
export interface Predicted {
  rul: number
  low: number
  high: number
  truth: number
}

/**
 * Figures of C-MAPSS: RMSE of the capped life, NASA's score (Saxena et al. 2008: being late costs more than being early), and
 * what share of the intervals holds the life, capped as the score has it and as it really was.
 */
export function rulFigures(all: readonly Predicted[], cap: number) {
  const errors = all.map(({ rul, truth }) => Math.min(cap, rul) - Math.min(cap, truth))
  const squares = errors.reduce((sum, error) => sum + error * error, 0)
  const nasa = errors.reduce((sum, error) => sum + Math.expm1(error < 0 ? -error / 13 : error / 10), 0)
  const holds = (of: (truth: number) => number) =>
    all.filter(({ low, high, truth }) => Math.min(of(low), low) <= of(truth) && of(truth) <= high).length /
    all.length
  const capped = (value: number) => Math.min(cap, value)
  return {
    RMSE: Number(Math.sqrt(squares / all.length).toFixed(2)),
    'NASA score each': Number((nasa / all.length).toFixed(2)),
    'interval holds %': Number((100 * holds(capped)).toFixed(1)),
    'uncapped %': Number((100 * holds(value => value)).toFixed(1)),
    'median width': Number(median(all.map(({ low, high }) => high - low)).toFixed(1)),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
