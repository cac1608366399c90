import type { Finding } from '../api/types.ts'

const MAX_POINTS = 1_400
const NICE_MS = [1, 2, 5, 10, 15, 30]
  .map(s => s * 1_000)
  .concat([1, 2, 5, 10, 15, 30].map(min => min * 60_000))
  .concat([1, 2, 3, 6, 12, 24].map(h => h * 3_600_000))
const DAY = 86_400_000
const DEFAULT_SPACING = 60_000

/** What to load for the chart: event times in ms; with `windowMs` means of windows of that length. */
export interface ChartWindow {
  fromMs: number
  toMs: number
  windowMs?: number
}

/** The usual distance between two values, by the median, so that a pause in the data does not count. */
export function spacingOf(series: readonly (readonly [number, number])[]): number {
  const steps = series
    .slice(1)
    .map(([ts], index) => ts - (series[index]?.[0] ?? ts))
    .filter(step => step > 0)
    .sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 2)] ?? DEFAULT_SPACING
}

/** While a deviation lasts, a detector says so at least this often: until then values may go on after its last word. */
const SPEAKS_WITHIN_MS = 6 * 3_600_000

/**
 * The part of the series that explains a finding: enough before it to see what normal looked like, the whole
 * deviation, and a little after; while it lasts, what has come since the last finding too.
 */
export function chartWindow(first: Finding, last: Finding): ChartWindow {
  const spacing = spacingOf(first.evidence.series)
  const deviation = Math.max(last.observedAtMs, first.observedAtMs) - first.sinceMs
  const fromMs = Math.floor(first.sinceMs - Math.max(240 * spacing, deviation / 2))
  const sinceLast = last.phase === 'cleared' ? 0 : Math.min(SPEAKS_WITHIN_MS, deviation / 2)
  const toMs = Math.ceil(first.sinceMs + deviation + Math.max(80 * spacing, deviation / 8, sinceLast))
  return limitPoints({ fromMs, toMs }, spacing)
}

/** Windows so that at most `MAX_POINTS` are loaded; none where the values themselves are few enough. */
export function limitPoints(range: { fromMs: number; toMs: number }, spacing: number): ChartWindow {
  const span = range.toMs - range.fromMs
  if (span / spacing <= MAX_POINTS) return range
  return { ...range, windowMs: niceWindow(span / MAX_POINTS) }
}

/** A window four times as long, for a series that turned out denser than its evidence. */
export function coarser(window: ChartWindow): ChartWindow {
  const atLeast = (window.windowMs ?? (window.toMs - window.fromMs) / MAX_POINTS / 4) * 4
  return { ...window, windowMs: niceWindow(atLeast) }
}

function niceWindow(atLeastMs: number): number {
  return NICE_MS.find(nice => nice >= atLeastMs) ?? Math.ceil(atLeastMs / DAY) * DAY
}
