/**
 * How long a machine must be watched before it is known. In two weeks there are days, weekends and some weather, and a
 * machine that is measured every minute, or less often, is watched for months.
 */
const LONG_MS = 14 * 86_400_000
/** Fewer samples tell nothing of how a machine varies. */
const LEAST_SAMPLES = 400
/** Who measures this often watches the minutes of an experiment, or of a cycle: then so many samples are a first look. */
const EACH_SECOND_MS = 1_000
const EACH_MINUTE_MS = 60_000
/** From a first look of 400 s at a sample a second to two weeks at a sample a minute, by the power of the interval. */
const POWER = Math.log(LONG_MS / (LEAST_SAMPLES * EACH_SECOND_MS)) / Math.log(EACH_MINUTE_MS / EACH_SECOND_MS)

/** After this time a machine is known; ms of event time. */
export const learningSpanMs = (intervalMs: number): number => Math.max(LONG_MS, LEAST_SAMPLES * intervalMs)

/** After this time there is a first look at it; undefined where it would not be much earlier. */
export function firstLookMs(intervalMs: number): number | undefined {
  if (intervalMs >= EACH_MINUTE_MS / 2) return undefined
  const span = LEAST_SAMPLES * EACH_SECOND_MS * (intervalMs / EACH_SECOND_MS) ** POWER
  return Math.max(span, LEAST_SAMPLES * intervalMs)
}

/** Over a span divided by this values are averaged before they are compared: 50 minutes, or a second. */
export const BLOCKS = 400

/** So long a machine takes to warm up after a start, and to get used to another load. */
export const SETTLE_MS = LONG_MS / BLOCKS

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
