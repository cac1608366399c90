import type { FailureRecord } from '../failure-record.ts'
import { symmetricEigen } from '../math/eigen.ts'
import { inverseOf } from '../math/matrix.ts'
import { applied, type DeviationMap, deviationOf, featuresOf } from './deviation.ts'
import { fineCell } from './grid.ts'
import type { PrognosisModel } from './model.ts'
import { beginningOf, meanOf, type Rows, SHARP, SMOOTH, startOf, trajectoryOf } from './trajectory.ts'

type Matrix = number[][]

/** Everything but how far it is to be believed, which comes from trying it (calibrate.ts). */
export type Fitted = Omit<PrognosisModel, 'temper' | 'pace' | 'widen'>

/** More dimensions than kinds of failure that differ add noise only. */
const MOST_DIMENSIONS = 4
const ROWS_PER_CELL = 6
const RIDGE = 1e-3
const MISFIT = 0.08
const LEVELS = 14
/** A smallest bin is some observations, so that a single one does not decide. */
const OBSERVATIONS_PER_UNIT = 3

interface Run {
  rows: Rows
  mode: string | null
}

export function fitted(records: readonly FailureRecord[]): Fitted {
  const metrics = commonMetrics(records)
  const runs = records.map(record => ({ mode: record.mode ?? null, rows: columnsOf(record, metrics) }))
  const { unitMs, spanMs } = scaleOf(runs)
  const raw = rawMap(runs, metrics, unitMs)
  const deviations = runs.map(({ rows }) => mapped(rows, raw))
  const turn = turned(deviations, unitMs)
  const weights = turn.map(direction => combined(direction, raw.weights))
  const map = { ...raw, weights }
  const turnedRows = runs.map(({ rows }) => mapped(rows, map))
  return {
    version: 1,
    id: idOf(records, map),
    examples: records.length,
    ...{ unitMs, spanMs, map },
    trajectories: turnedRows.map(rows => trajectoryOf(rows, unitMs, SHARP).map(cell => cell.map(rounded))),
    modes: runs.map(({ mode }) => mode),
    noise: noiseOf(turnedRows, unitMs),
    offsets: offsetsOf(turnedRows),
    misfit: MISFIT,
  }
}

/** Tells models apart: a sum over the numbers of the map (FNV-1a). */
function idOf(records: readonly FailureRecord[], map: DeviationMap): string {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify([records.length, map])) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  }
  return hash.toString(16)
}

const rounded = (value: number) => Number(value.toPrecision(5))

/** Those that every record has and that ever move. */
function commonMetrics(records: readonly FailureRecord[]): string[] {
  const [first, ...others] = records
  return (first?.metrics ?? []).filter(metric => {
    if (!others.every(({ metrics }) => metrics.includes(metric))) return false
    const values = records.flatMap(record => {
      const column = record.metrics.indexOf(metric) + 1
      return record.rows.map(row => row[column] ?? 0)
    })
    const { mean, deviation } = spreadOf(values)
    return deviation > 1e-6 * Math.abs(mean)
  })
}

function columnsOf({ metrics, rows }: FailureRecord, wanted: readonly string[]): Rows {
  const columns = wanted.map(metric => metrics.indexOf(metric) + 1)
  return rows.map(row => [row[0] ?? 0, ...columns.map(column => row[column] ?? 0)])
}

function scaleOf(runs: readonly Run[]): { unitMs: number; spanMs: number } {
  const intervals = runs.flatMap(({ rows }) => {
    const last = rows.slice(-50)
    return last.slice(1).map((row, i) => (last[i]?.[0] ?? 0) - (row[0] ?? 0))
  })
  const interval = intervals.sort((a, b) => a - b)[intervals.length >> 1] ?? 1
  const spanMs = Math.max(...runs.map(({ rows }) => rows[0]?.[0] ?? 0))
  return { unitMs: OBSERVATIONS_PER_UNIT * interval, spanMs }
}

export function mapped(rows: Rows, map: DeviationMap): Rows {
  return rows.map(([before = 0, ...values]) => [before, ...deviationOf(map, values)])
}

/**
 * A regression of the smooth course of each metric on what all of them show at the moment, with parabolas: the course
 * knows nothing of the load and the weather of the hour, so the regression learns to leave these away.
 */
function rawMap(runs: readonly Run[], metrics: string[], unitMs: number): DeviationMap {
  const samples = runs.map(({ rows }) => thinnedRows(rows, unitMs))
  const columns = metrics.map((_, i) => samples.flat().map(row => row[i + 1] ?? 0))
  const spreads = columns.map(spreadOf)
  const mean = spreads.map(each => each.mean)
  const deviation = spreads.map(each => each.deviation)
  const standard = columns.map((column, i) =>
    column.map(value => (value - (mean[i] ?? 0)) / (deviation[i] ?? 1)).sort((a, b) => a - b),
  )
  const low = standard.map(column => column[Math.floor(0.002 * column.length)] ?? 0)
  const high = standard.map(column => column[Math.ceil(0.998 * column.length) - 1] ?? 0)
  const map = { metrics, mean, deviation, low, high }
  const features: number[][] = []
  const targets: number[][] = []
  runs.forEach(({ rows }, i) => {
    const course = trajectoryOf(rows, unitMs, SMOOTH)
    const start = startOf(rows)
    for (const [before = 0, ...values] of samples[i] ?? []) {
      const cell = course[Math.min(course.length - 1, fineCell(before, unitMs))] ?? []
      features.push(featuresOf(map, values))
      targets.push(cell.map((value, k) => (value - (start[k] ?? 0)) / (deviation[k] ?? 1)))
    }
  })
  return { ...map, weights: ridge(features, targets) }
}

/** Some rows of each stretch of time, so that the last hours count as much as the first weeks. */
function thinnedRows(rows: Rows, unitMs: number): Rows {
  const cells = new Map<number, (readonly number[])[]>()
  for (const row of rows) {
    const cell = fineCell(row[0] ?? 0, unitMs)
    cells.set(cell, [...(cells.get(cell) ?? []), row])
  }
  return [...cells.values()].flatMap(all => {
    const step = Math.max(1, all.length / ROWS_PER_CELL)
    const picked: (readonly number[])[] = []
    for (let i = 0; i < all.length; i += step) picked.push(all[Math.floor(i)] ?? [])
    return picked
  })
}

/** Weights [target][feature] of a ridge regression; features are scaled to the same spread for the penalty. */
function ridge(features: Matrix, targets: Matrix): Matrix {
  const n = features.length
  const width = features[0]?.length ?? 0
  const scale = Array.from({ length: width }, (_, i) => {
    const square = features.reduce((sum, row) => sum + (row[i] ?? 0) ** 2, 0)
    return Math.sqrt(square / n) || 1
  })
  const scaled = features.map(row => Float64Array.from(row, (value, i) => value / (scale[i] ?? 1)))
  const gram = new Array<number>(width * width).fill(0)
  for (const row of scaled)
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++)
        gram[i * width + j] = (gram[i * width + j] as number) + (row[i] as number) * (row[j] as number)
  for (let i = 0; i < width; i++) {
    gram[i * width + i] = (gram[i * width + i] as number) + (i > 0 ? RIDGE * n : 1e-9 * n)
    for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j] as number
  }
  const inverse = inverseOf(gram, width) ?? []
  return (targets[0] ?? []).map((_, k) => {
    const right = Array.from({ length: width }, (_, i) =>
      scaled.reduce((sum, row, r) => sum + (row[i] as number) * (targets[r]?.[k] ?? 0), 0),
    )
    return right.map((_, i) => {
      const sum = right.reduce((total, value, j) => total + value * (inverse[i * width + j] ?? 0), 0)
      return sum / (scale[i] ?? 1)
    })
  })
}

/** Directions [dimension][output] in which healthy noise is 1 and failures go furthest. */
function turned(deviations: readonly Rows[], unitMs: number): Matrix {
  const noise = covariance(deviations.flatMap(rows => groupMeans(rows, unitMs * 8)))
  for (let i = 0; i < noise.length; i++) {
    const row = noise[i]
    if (row) row[i] = (row[i] ?? 0) * 1.02 + 1e-9
  }
  const { values, vectors } = symmetricEigen(noise)
  const whiten = vectors.map((vector, i) => vector.map(x => x / Math.sqrt(Math.max(values[i] ?? 0, 1e-12))))
  const courses = deviations.flatMap(rows => {
    const start = startOf(rows)
    const course = trajectoryOf(rows, unitMs, SMOOTH)
    return course.map(cell =>
      applied(
        whiten,
        cell.map((value, i) => value - (start[i] ?? 0)),
      ),
    )
  })
  const moments = secondMoments(courses)
  const main = symmetricEigen(moments)
  return main.vectors.slice(0, MOST_DIMENSIONS).map(direction => combined(direction, whiten))
}

function combined(direction: readonly number[], rows: Matrix): number[] {
  return (rows[0] ?? []).map((_, j) => direction.reduce((sum, d, i) => sum + d * (rows[i]?.[j] ?? 0), 0))
}

/** What is left of the older half of a record when its own smooth course is taken away, as means over `lengthMs`. */
function groupMeans(rows: Rows, lengthMs: number): number[][] {
  const oldestMs = rows[0]?.[0] ?? 0
  const early = beginningOf(rows)
  const whole = meanOf(early.map(row => row.slice(1)))
  const groups: number[][][] = []
  let group = -1
  for (const [before = 0, ...values] of early) {
    const index = Math.floor((oldestMs - before) / lengthMs)
    if (index !== group) groups.push([])
    group = index
    groups.at(-1)?.push(values.map((value, i) => value - (whole[i] ?? 0)))
  }
  return groups.map(meanOf)
}

function noiseOf(runs: readonly Rows[], unitMs: number): Matrix {
  const noise: Matrix = []
  for (let level = 0; level < LEVELS; level++) {
    const means = runs.flatMap(rows => groupMeans(rows, unitMs * 2 ** level))
    const before = noise.at(-1)
    const square = secondMoments(means)
    const enough = means.length >= 4 * runs.length && means.length >= 20
    const here = square.map((row, i) => (enough ? (row[i] ?? 0) : 0))
    noise.push(here.map((value, i) => rounded(Math.max(value, 0.6 * (before?.[i] ?? value), 0.01))))
  }
  return noise
}

/** Two machines differ by twice the variance of one. */
function offsetsOf(runs: readonly Rows[]): number[] {
  const spread = covariance(runs.map(startOf))
  return spread.map((row, i) => rounded(Math.max(0.05, 2 * (row[i] ?? 0))))
}

function covariance(vectors: readonly (readonly number[])[]): Matrix {
  const mean = meanOf(vectors)
  return secondMoments(vectors.map(vector => vector.map((value, i) => value - (mean[i] ?? 0))))
}

function secondMoments(vectors: readonly (readonly number[])[]): Matrix {
  const width = vectors[0]?.length ?? 0
  const moments: Matrix = Array.from({ length: width }, () => Array.from({ length: width }, () => 0))
  for (const vector of vectors)
    for (let i = 0; i < width; i++) {
      const row = moments[i] ?? []
      for (let j = 0; j < width; j++) row[j] = (row[j] ?? 0) + (vector[i] ?? 0) * (vector[j] ?? 0)
    }
  return moments.map(row => row.map(value => value / Math.max(1, vectors.length)))
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
  return { mean, deviation: Math.sqrt(square) || 1e-12 }
}
