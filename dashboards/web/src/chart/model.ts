import type { Finding, SeriesPoint } from '../api/types.ts'

/** What the chart shows, without anything of how it is drawn. Times in ms. */
export interface ChartModel {
  /** uPlot's columns: seconds, value, lowest, highest. */
  columns: [number[], (number | null)[], (number | null)[], (number | null)[]]
  unit: string
  /** The values are means of windows, and lowest and highest are known. */
  windowed: boolean
  /** What was normal, from finding to finding; the first and the last reach to the edges. */
  bands: Band[]
  limit: number | undefined
  markers: { atMs: number; label: string; side: 'left' | 'right' }[]
}

interface Band {
  fromMs: number
  toMs: number
  low: number
  high: number
}

/** Of a ticket: its findings by event time, and those that began it and came last. */
export interface Found {
  findings: readonly Finding[]
  first: Finding
  last: Finding
}

/** Puts together the points, what was normal, and when it was seen. */
export function chartModel(
  points: readonly SeriesPoint[],
  { findings, first, last }: Found,
  windowMs?: number,
): ChartModel {
  const drawn = withGaps(points, windowMs ?? typicalStep(points))
  return {
    columns: [
      drawn.map(point => point.ts / 1000),
      drawn.map(point => point.value),
      drawn.map(point => point.min ?? null),
      drawn.map(point => point.max ?? null),
    ],
    unit: first.unit,
    windowed: windowMs !== undefined,
    bands: bandsOf(findings),
    limit: findings.findLast(({ evidence }) => evidence.limit !== undefined)?.evidence.limit,
    markers: [
      { atMs: first.sinceMs, label: 'began', side: 'left' },
      { atMs: first.observedAtMs, label: 'found', side: 'right' },
      ...(last.phase === 'cleared'
        ? [{ atMs: last.observedAtMs, label: 'normal', side: 'right' as const }]
        : []),
    ],
  }
}

/** Each finding froze the band that its detector had learned by then; it held until the next one. */
function bandsOf(findings: readonly Finding[]): Band[] {
  const bands: Band[] = []
  for (const { observedAtMs, evidence } of findings) {
    const { expected } = evidence
    const before = bands.at(-1)
    if (!expected || (before?.low === expected.low && before.high === expected.high)) continue
    if (before) before.toMs = observedAtMs
    const fromMs = before ? observedAtMs : Number.NEGATIVE_INFINITY
    bands.push({ fromMs, toMs: Number.POSITIVE_INFINITY, ...expected })
  }
  return bands
}

/** The values that were kept with the finding, for when the store has none. */
export function evidencePoints(finding: Finding): SeriesPoint[] {
  const points = finding.evidence.series.map(([ts, value]) => ({ ts, value }))
  const newest = points.at(-1)
  if (newest && newest.ts >= finding.observedAtMs) return points
  return [...points, { ts: finding.observedAtMs, value: finding.evidence.value }]
}

/** Values that were frozen with a finding beside its own, with when it began and was found. */
export function sideModel(
  { series, unit }: { series: readonly (readonly [number, number])[]; unit: string },
  { sinceMs, observedAtMs }: Pick<Finding, 'sinceMs' | 'observedAtMs'>,
): ChartModel {
  const points = series.map(([ts, value]) => ({ ts, value }))
  const drawn = withGaps(points, typicalStep(points))
  const none = drawn.map(() => null)
  return {
    columns: [drawn.map(point => point.ts / 1000), drawn.map(point => point.value), none, none],
    unit,
    windowed: false,
    bands: [],
    limit: undefined,
    markers: [sinceMs, observedAtMs].map(atMs => ({ atMs, label: '', side: 'right' })),
  }
}

/** The y range: all of the data, the bands and the limit, with room above and below. */
export function valueRange(model: ChartModel): [number, number] {
  const [, values, lows, highs] = model.columns
  const bands = model.bands.flatMap(({ low, high }) => [low, high])
  const limit = model.limit === undefined ? [] : [model.limit]
  const all = [...values, ...lows, ...highs, ...bands, ...limit].filter(value => value !== null)
  const low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  if (low > high) return [0, 1]
  const room = (high - low) * 0.08 || Math.abs(high) * 0.05 || 1
  return [low - room, high + room]
}

type Drawn = Omit<SeriesPoint, 'value'> & { value: number | null }

/** A pause of more than ten steps is a hole in the line: a straight line over it would show values nobody measured. */
function withGaps(points: readonly SeriesPoint[], stepMs: number): Drawn[] {
  return points.flatMap((point, index): Drawn[] => {
    const before = points[index - 1]
    const gap = before !== undefined && point.ts - before.ts > 10 * stepMs
    return gap ? [{ ts: before.ts + stepMs, value: null }, point] : [point]
  })
}

function typicalStep(points: readonly SeriesPoint[]): number {
  const steps = points.slice(1).map((point, index) => point.ts - (points[index]?.ts ?? point.ts))
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY
}
