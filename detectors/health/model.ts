import { BLOCKS } from '../math/horizon.ts'
import { inverseOf, type Matrix } from '../math/matrix.ts'

/** Means run over so many blocks: about a day of operation at a sample a minute, half a minute at one a second. */
const DAY = 16
/** And over so few: some hours, for faults that do not give a day. */
const HOURS = 4
/** So many blocks are remembered one by one: about a day of operation. */
export const DAY_BLOCKS = 24
/** What has been learned is forgotten over so many blocks: half a year at a sample a minute. */
const MEMORY = 13 * BLOCKS
/**
 * By no more than this of its usual deviation the level may follow in the time of learning, and a season at most: the
 * weather between winter and summer moves a temperature by a twentieth of its deviation a day. What a fault does is
 * faster, and is not followed away.
 */
const FOLLOWS = 0.7 / BLOCKS
/** A mean that deviates by more than so many usual deviations no longer widens what is usual by more than that. */
const ORDINARY = 2
/** And one that deviates by less than this is back. */
const RETURNED = 1.5
/** What has come back is no further off than this from then on. */
const RETURNS_AT = 3
/** Ridge: so much of the correlations is left out, as they are known from few blocks. */
const RIDGE = 0.02
/** A metric may always deviate by this share of its own variation: sensors drift, and curves are not lines. */
const LEAST = 0.05
/** After so many blocks the regressions are made anew. */
const REFIT_BLOCKS = 24
/** Correlations and variances are taken as 0 below this share. */
const NEXT_TO_NOTHING = 1e-9
/** A mean that goes up (or down) in nearly all blocks is a counter. */
const COUNTING = 0.8

/** Means that run over some blocks, and how they usually vary around the level. By metric, the matrix row after row. */
interface Running {
  over: number
  mean: number[]
  covariance: Matrix
  /** While it learns: mean of the running means. */
  centre?: number[]
}

/** What is known of the metrics of a device while it runs. All by metric, matrices row after row. */
export interface Model {
  blocks: number
  level: number[]
  day: Running
  hours: Running
  /** Covariance of the blocks around the level. */
  blockCovariance: Matrix
  /** Blocks in which it went up, less those in which it went down. */
  rises: number[]
  /** The last blocks, the newest last. */
  last: number[][]
  /** How far it has been from what is ordinary, since it went there. */
  away?: { distance: number; off: number[] }
  fit?: Fit
}

/** What is made of the model from time to time, to judge by. */
export interface Fit {
  age: number
  /** Metrics that are judged: neither constant nor counters. */
  used: number[]
  /** Usual deviation of a block, by used metric; what is below is in these. */
  deviation: number[]
  /** Inverse of the correlations. */
  precision: Matrix
  day: Scales
  hours: Scales
}

/** Usual deviation of a running mean from its level, and from what the other metrics let expect. */
interface Scales {
  own: number[]
  joint: number[]
}

/** The running means that are judged. */
export const RUNNING = ['day', 'hours'] as const

/** By how much the threshold is raised at the end of learning; it goes down with the root of what is known. */
const YOUTH = 0.5

/** Usual deviations that are known from few days are known badly: the threshold is this many times as high. */
export const caution = (model: Model): number => 1 + YOUTH * youth(model)

/** 1 at the end of learning; goes down with the root of what is known. */
const youth = ({ blocks }: Model): number => Math.sqrt(BLOCKS / Math.max(BLOCKS, blocks))

const nothing = (means: readonly number[]): Matrix => new Array(means.length ** 2).fill(0)
const beginRunning = (over: number, means: readonly number[]): Running => ({
  ...{ over, mean: [...means], covariance: nothing(means), centre: [...means] },
})

export const beginModel = (means: readonly number[]): Model => ({
  blocks: 0,
  level: [...means],
  day: beginRunning(DAY, means),
  hours: beginRunning(HOURS, means),
  blockCovariance: nothing(means),
  rises: new Array(means.length).fill(0),
  last: [],
})

/** Takes the means of a block. */
export function advance(model: Model, means: readonly number[]): void {
  model.last.push([...means])
  if (model.last.length > DAY_BLOCKS) model.last.shift()
  for (const each of RUNNING) {
    const { mean, over } = model[each]
    means.forEach((value, i) => {
      const before = mean[i] ?? value
      mean[i] = before + (value - before) / over
    })
  }
}

/** While nothing is known: everything counts. Welford's way, which is exact whatever the level. */
export function learn(model: Model, means: readonly number[], before: readonly number[]): void {
  model.blocks++
  means.forEach((value, i) => {
    model.rises[i] = (model.rises[i] ?? 0) + Math.sign(value - (before[i] ?? 0))
  })
  const { level, blocks } = model
  widen(model.blockCovariance, { values: means, centre: level, blocks })
  for (const each of RUNNING) {
    const { mean, covariance, centre = [] } = model[each]
    widen(covariance, { values: mean, centre, blocks })
  }
}

function widen(
  covariance: Matrix,
  { values, centre, blocks }: { values: readonly number[]; centre: number[]; blocks: number },
): void {
  const n = values.length
  const share = 1 / blocks
  const from = values.map((value, i) => value - (centre[i] ?? 0))
  from.forEach((off, i) => {
    centre[i] = (centre[i] ?? 0) + off * share
  })
  const to = values.map((value, i) => value - (centre[i] ?? 0))
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) mix(covariance, i * n + j, { value: (from[i] ?? 0) * (to[j] ?? 0), share })
}

/** What is learned is fixed: from here on running means are compared with the level. */
export function settle(model: Model): boolean {
  const { level } = model
  const n = level.length
  for (const each of RUNNING) {
    const { covariance, centre = level } = model[each]
    const off = offOf(level, centre)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        covariance[i * n + j] = (covariance[i * n + j] ?? 0) + (off[i] ?? 0) * (off[j] ?? 0)
    delete model[each].centre
  }
  const used = informative(model)
  return used.length > 0 && refit(model, used)
}

/** Once it is known: level and spread follow slowly, the slower the further off the machine is. */
export function follow(model: Model, means: readonly number[], distance: number): void {
  const { fit, level } = model
  if (!fit) return
  model.blocks++
  moveLevel(model, { share: 1 / BLOCKS, most: FOLLOWS })
  const weight = distance > ORDINARY ? (ORDINARY / distance) ** 2 : 1
  const share = 1 / Math.min(MEMORY, model.blocks)
  mixIn(model.blockCovariance, { off: offOf(level, means), weight, share })
  for (const each of RUNNING)
    mixIn(model[each].covariance, { off: offOf(level, model[each].mean), weight, share })
  if (++fit.age >= REFIT_BLOCKS) refit(model, fit.used)
}

/** Takes the level towards the running means: this share of the way, and at most so many usual deviations. */
export function moveLevel(
  { fit, level, day: { mean } }: Model,
  { share, most }: { share: number; most: number },
): void {
  fit?.used.forEach((metric, i) => {
    const off = (mean[metric] ?? 0) - (level[metric] ?? 0)
    const bound = most * (fit.day.own[i] ?? 0) * (fit.deviation[i] ?? 0)
    level[metric] = (level[metric] ?? 0) + Math.max(-bound, Math.min(bound, share * off))
  })
}

const offOf = (level: readonly number[], values: readonly number[]): number[] =>
  values.map((value, i) => value - (level[i] ?? 0))

function mixIn(
  matrix: Matrix,
  { off, weight, share }: { off: readonly number[]; weight: number; share: number },
): void {
  const n = off.length
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      mix(matrix, i * n + j, { value: weight * (off[i] ?? 0) * (off[j] ?? 0), share })
}

const mix = (matrix: Matrix, at: number, { value, share }: { value: number; share: number }): void => {
  matrix[at] = (matrix[at] ?? 0) * (1 - share) + value * share
}

/** Remembers where the machine is, where that is the furthest yet. */
export function noteAway(
  model: Model,
  { distance, over }: { distance: number; over: 'day' | 'hours' },
): void {
  if (model.away && distance <= model.away.distance) return
  model.away = { distance, off: offOf(model.level, model[over].mean) }
}

/** Remembers how far the machine has been away; what comes back by itself is learned. */
export function learnReturns(model: Model, distance: number): void {
  if (distance > ORDINARY) noteAway(model, { distance, over: 'day' })
  else if (distance < RETURNED) absorb(model)
}

/**
 * What has gone away and has come back by itself was no fault, as no fault heals: the same is only `RETURNS_AT` usual
 * deviations away the next time. The first warm days of the year teach how it is in summer.
 */
export function absorb(model: Model): void {
  const { away, fit } = model
  delete model.away
  if (!away || !fit || away.distance <= RETURNS_AT) return
  const square = Math.min(away.distance, 1e6) ** 2
  const share = (square / RETURNS_AT ** 2 - 1) / (square - 1)
  for (const matrix of [model.blockCovariance, ...RUNNING.map(each => model[each].covariance)])
    mixIn(matrix, { off: away.off, weight: 1, share })
  refit(model, fit.used)
}

/** The metrics that can be judged after learning. */
function informative({ blockCovariance, level, rises, blocks }: Model): number[] {
  const n = level.length
  return level.flatMap((value, i) => {
    const deviation = Math.sqrt(blockCovariance[i * n + i] ?? 0)
    const isConstant =
      !(deviation > NEXT_TO_NOTHING * Math.abs(value)) || deviation < Number.MIN_VALUE ** 0.25
    return isConstant || Math.abs(rises[i] ?? 0) > COUNTING * blocks ? [] : [i]
  })
}

/** Makes the regressions of each metric on the others. False where the numbers do not allow it. */
function refit(model: Model, used: readonly number[]): boolean {
  const m = used.length
  const n = model.level.length
  const deviation = used.map(i => Math.sqrt(model.blockCovariance[i * n + i] ?? 0))
  const scaled = (matrix: Matrix) =>
    used.flatMap((row, i) =>
      used.map((column, j) => (matrix[row * n + column] ?? 0) / ((deviation[i] ?? 1) * (deviation[j] ?? 1))),
    )
  const ridged = scaled(model.blockCovariance).map((value, at) =>
    at % (m + 1) === 0 ? 1 : (1 - RIDGE) * value,
  )
  const precision = inverseOf(ridged, m)
  if (!precision) return false
  const least = LEAST * youth(model)
  const scales = ({ covariance }: Running) => scalesOf(scaled(covariance), { precision, least, m })
  const { day, hours } = model
  model.fit = { age: 0, used: [...used], deviation, precision, day: scales(day), hours: scales(hours) }
  return true
}

function scalesOf(
  means: Matrix,
  { precision, least, m }: { precision: Matrix; least: number; m: number },
): Scales {
  const own: number[] = []
  const joint: number[] = []
  for (let i = 0; i < m; i++) {
    own.push(Math.hypot(Math.sqrt(means[i * m + i] ?? 0), least))
    const row = rowOf(precision, i, m)
    let variance = 0
    for (let j = 0; j < m; j++)
      for (let k = 0; k < m; k++) variance += (row[j] ?? 0) * (row[k] ?? 0) * (means[j * m + k] ?? 0)
    joint.push(Math.hypot(Math.sqrt(Math.max(0, variance)), least))
  }
  return { own, joint }
}

/** What a metric deviates by from what the others let expect is this row times the deviations of all. */
function rowOf(precision: Matrix, i: number, m: number): number[] {
  const own = precision[i * m + i] ?? 1
  return precision.slice(i * m, i * m + m).map(value => value / own)
}
