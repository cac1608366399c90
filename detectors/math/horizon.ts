/**
 * How long a machine must be watched before it is known, by how often it is measured. Who measures every second watches
 * minutes, an experiment or a cycle of a machine; who measures every minute watches months, with the days, weekends and
 * weather in them. Between both the power law through these two points.
 */
const EACH_SECOND = { intervalMs: 1_000, spanMs: 400_000 }
const EACH_MINUTE = { intervalMs: 60_000, spanMs: 14 * 86_400_000 }
const POWER =
  Math.log(EACH_MINUTE.spanMs / EACH_SECOND.spanMs) /
  Math.log(EACH_MINUTE.intervalMs / EACH_SECOND.intervalMs)
/** Fewer samples tell nothing of how a machine varies. */
const LEAST_SAMPLES = 400

/** What is learned in this time is taken as how the machine is; ms of event time. */
export function learningSpanMs(intervalMs: number): number {
  const span = EACH_SECOND.spanMs * (intervalMs / EACH_SECOND.intervalMs) ** POWER
  return Math.max(Math.min(span, EACH_MINUTE.spanMs), LEAST_SAMPLES * intervalMs)
}

/** Blocks of a span: a second at a sample a second, 50 minutes at a sample a minute. */
export const BLOCKS = 400

/** Over so long a time values are averaged before they are compared, ms. It is also what a start takes to settle. */
export const blockMs = (intervalMs: number): number => learningSpanMs(intervalMs) / BLOCKS

/** So fast the usual interval follows what it sees: a single gap changes it by a hundredth. */
const STEP = 1.01

/** The usual interval between samples after another one: a running median, so that gaps do not count as such. */
export function usualInterval(usualMs: number | undefined, intervalMs: number): number {
  if (usualMs === undefined) return intervalMs
  if (intervalMs === usualMs) return usualMs
  const next = intervalMs > usualMs ? usualMs * STEP : usualMs / STEP
  // lands on what it is looking for instead of swinging around it
  return Math.abs(Math.log(intervalMs / next)) < Math.log(STEP) ? intervalMs : next
}
