/** By a metric that is the higher the more a machine does: whether it is off, idle, or in operation. */
export interface Level {
  metric: string
  /** It is a vibration, which is never 0, as neighbours shake too. */
  isNoisy: boolean
  /** Level in operation; of a vibration also that at rest. */
  high: number
  low: number
}

/** Shares of the usual level in operation below which a machine is off, and below which it runs without a load. */
const OFF = 0.1
const IDLE = 0.2
/** The level in operation follows upwards, and downwards: 95 samples of 100 lie below it. */
const UP = 0.02
const DOWN = 0.001
/** A value counts as no more than this of the level: a spike, or a level that is not known yet. */
const MOST = 3
/** Of a vibration: off is what is this much less than in operation. */
const APART = 3
/** Keeps products finite. */
const LARGEST = 1e100

export const beginLevel = (metric: string, isNoisy: boolean): Level => ({ metric, isNoisy, high: 0, low: 0 })

/** Takes a value, and answers what it says. */
export function readLevel(level: Level, measured: number): 'off' | 'idle' | 'run' {
  const value = Math.min(Math.abs(measured), LARGEST)
  learn(level, value)
  if (level.isNoisy) return value < between(level) ? 'off' : 'run'
  if (value <= OFF * level.high) return 'off'
  return value < IDLE * level.high ? 'idle' : 'run'
}

function learn(level: Level, value: number): void {
  if (level.high === 0) level.high = level.low = value
  const seen = Math.min(value, MOST * level.high)
  const isAtWork = level.isNoisy ? value >= between(level) : value > OFF * level.high
  if (seen > level.high) level.high += UP * (seen - level.high)
  else if (isAtWork) level.high += DOWN * (seen - level.high)
  if (level.isNoisy && !isAtWork) level.low += UP * (value - level.low)
  else if (value < level.low) level.low += UP * (value - level.low)
}

/** Where both levels are apart, the middle between them in their ratio; else nothing is off. */
const between = ({ high, low }: Level): number => (high > APART * low ? Math.sqrt(high * low) : 0)
