import { ckmeans } from 'simple-statistics'
import { learningSpanMs, SETTLE_MS } from '../math/horizon.ts'

/** A metric that may tell load steps: by its level, or, where it is a state, by its value. */
export interface Candidate {
  metric: string
  isState: boolean
}

/** Samples in operation, taken evenly over the time of learning, each with the one that followed it. */
export interface Learning {
  candidates: Candidate[]
  beganAtMs: number
  /** Every so many samples one is taken. */
  every: number
  seen: number
  /** By candidate. */
  taken: number[][]
  followers: number[][]
}

/** The load steps of a machine. */
export interface Steps extends Candidate {
  /** Of a state its values; otherwise the values between one step and the next, ascending. */
  values: number[]
  /** Of a level: how far beyond the edge it must be to count as the other step. */
  margins: number[]
}

/** So many samples are kept of each candidate: one in two or three hours. */
const MOST_TAKEN = 200
const LEAST_TAKEN = 100
const MOST_STEPS = 5
/** So many of the lowest, and of the highest, count for nothing: spikes, and what is between one load and the next. */
const OUTLIERS = 0.02
/** A step is where the machine is for this share of the time at least. */
const LEAST_SHARE = 0.08
/** Two steps are so many of their own deviations apart: two halves of what spreads evenly are 3.5, of a bell 2.7. */
const APART = 6
/** And by this share of the highest: a machine is not another one by less. */
const LEAST_DISTANCE = 0.05
/** A load that changes faster than this, on average, is a cycle and no step: nothing settles in it. */
const LEAST_DWELL_MS = 3 * SETTLE_MS
const MARGIN = 0.1

export const beginLearning = (candidates: Candidate[], observedAtMs: number): Learning => ({
  ...{ candidates, beganAtMs: observedAtMs, every: 1, seen: 0 },
  taken: candidates.map(() => []),
  followers: candidates.map(() => []),
})

/** Takes a sample in operation. */
export function take(learning: Learning, values: Readonly<Record<string, number>>): void {
  const { candidates, taken, followers, every } = learning
  const isFollower = (taken[0]?.length ?? 0) > (followers[0]?.length ?? 0)
  if (isFollower) push(followers, { values, candidates })
  if (learning.seen++ % every === 0) push(taken, { values, candidates })
  if ((followers[0]?.length ?? 0) < MOST_TAKEN) return
  learning.taken = taken.map(everyOther)
  learning.followers = followers.map(everyOther)
  learning.every *= 2
}

function push(
  kept: number[][],
  { values, candidates }: { values: Readonly<Record<string, number>>; candidates: Candidate[] },
): void {
  candidates.forEach(({ metric }, i) => {
    const own = kept[i] ?? []
    own.push(values[metric] ?? own.at(-1) ?? 0)
  })
}

const everyOther = (values: readonly number[]): number[] => values.filter((_, at) => at % 2 === 0)

/** What was learned; null where the machine has no load steps; undefined as long as it is too early to say. */
export function decide(
  { candidates, beganAtMs, taken, followers }: Learning,
  { observedAtMs, intervalMs }: { observedAtMs: number; intervalMs: number },
): Steps | null | undefined {
  if (observedAtMs - beganAtMs < learningSpanMs(intervalMs)) return undefined
  if ((taken[0]?.length ?? 0) < LEAST_TAKEN) return undefined
  for (const [i, candidate] of candidates.entries()) {
    const values = taken[i] ?? []
    const after = followers[i] ?? []
    const found = candidate.isState ? stepsOfState(candidate, values) : stepsOfLevel(candidate, values)
    const changes = after.filter(
      (value, at) => found && stepOf(found, value) !== stepOf(found, values[at] ?? 0),
    )
    if (found && intervalMs * after.length >= changes.length * LEAST_DWELL_MS) return found
  }
  return null
}

/** The step that a value is of, from 1; undefined for a state that was not there while it was learned. */
export function stepOf({ isState, values, margins }: Steps, value: number, current = 0): number | undefined {
  if (isState) return values.indexOf(value) + 1 || undefined
  const step = 1 + values.filter(edge => value > edge).length
  const edge = step === current + 1 ? current - 1 : step === current - 1 ? step - 1 : -1
  const isNear = edge >= 0 && Math.abs(value - (values[edge] ?? 0)) < (margins[edge] ?? 0)
  return isNear ? current : step
}

function stepsOfState(candidate: Candidate, taken: readonly number[]): Steps | undefined {
  const values = [...new Set(taken)].sort((a, b) => a - b)
  if (values.length > 2 * MOST_STEPS) return undefined
  const steps = values.filter(value => share(taken, each => each === value) >= LEAST_SHARE)
  if (steps.length < 2 || steps.length > MOST_STEPS) return undefined
  return { ...candidate, values: steps, margins: [] }
}

/** As many as there are, and no more: the finest division whose parts are far apart. */
function stepsOfLevel(candidate: Candidate, taken: readonly number[]): Steps | undefined {
  const outer = Math.ceil(OUTLIERS * taken.length)
  const values = [...taken].sort((a, b) => a - b).slice(outer, -outer)
  const distinct = new Set(values).size
  for (let count = Math.min(MOST_STEPS, distinct); count >= 2; count--) {
    const steps = edgesBetween(ckmeans(values, count), values.length)
    if (steps) return { ...candidate, ...steps }
  }
  return undefined
}

function edgesBetween(clusters: number[][], all: number): Pick<Steps, 'values' | 'margins'> | undefined {
  const parts = clusters.map(describe)
  const highest = Math.max(...parts.map(({ mean }) => Math.abs(mean)))
  const values: number[] = []
  const margins: number[] = []
  for (const [i, above] of parts.entries()) {
    if (above.count < LEAST_SHARE * all) return undefined
    const below = parts[i - 1]
    if (!below) continue
    const distance = above.mean - below.mean
    if (!(distance >= LEAST_DISTANCE * highest)) return undefined
    if (!(distance >= (APART * (above.deviation + below.deviation)) / 2)) return undefined
    const spread = above.deviation + below.deviation
    // nearer to the one that wanders less
    const place = spread > 0 ? Math.max(0.3, Math.min(0.7, below.deviation / spread)) : 0.5
    values.push(below.mean + place * distance)
    margins.push(MARGIN * distance)
  }
  return { values, margins }
}

function describe(values: readonly number[]): { count: number; mean: number; deviation: number } {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value / count, 0)
  return {
    count,
    mean,
    deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0)),
  }
}

const share = (values: readonly number[], is: (value: number) => boolean): number =>
  values.filter(is).length / values.length
