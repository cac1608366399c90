import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { amountOf, instantText, roughly } from './text.ts'
import { type Reading, readingOf, TOLERATED_SHARE, type Usual } from './usual.ts'

/*
 * After a repair the same sensors are watched. What counts is the event time in which the metric was really heard while
 * the machine was in operation, not the time on our wall: a silent device or a machine that stands still verifies
 * nothing, and after a backlog the watch is as long as it would have been without one.
 */

/** When a repair is watched. */
export interface WatchPlan {
  /** In event time of the device. */
  fromMs: number
  /** In event time: until then at the least, and longer where the metric was not heard enough. */
  untilMs: number
  /** In our time: when the metric was not heard enough until then, the watch is given up. */
  giveUpAtMs: number
  /** Means over this time are judged: a single reading is not a state of the machine. */
  stepMs: number
}

const STEPS = 96
const GIVE_UP_AFTER = 3
const SHORTEST_STEP_MS = 1_000

/** `fromMs`: event time of the repair; `clockAheadMs`: by how much times of the device are later than ours. */
export function planWatch(given: {
  fromMs: number
  clockAheadMs: number | null
  minutes: number
  nowMs: number
}): WatchPlan {
  const lengthMs = given.minutes * 60_000
  const fromMs = given.fromMs + Math.max(0, given.clockAheadMs ?? 0)
  return {
    fromMs,
    untilMs: fromMs + lengthMs,
    giveUpAtMs: given.nowMs + GIVE_UP_AFTER * lengthMs,
    stepMs: Math.max(SHORTEST_STEP_MS, Math.round(lengthMs / STEPS)),
  }
}

/** The event time that can be in the watch, where it lasts for as long as it may. */
export const watchSpan = ({ fromMs, untilMs }: Pick<WatchPlan, 'fromMs' | 'untilMs'>) => ({
  fromMs,
  toMs: fromMs + GIVE_UP_AFTER * (untilMs - fromMs),
})

/** The machine warms up, cools down and settles in this share of the watch: until then a deviation may go on. */
const SETTLING_SHARE = 1 / 8
/** This share of the watch must have been heard in operation. */
const COVERAGE = 0.5
const LEAST_SAMPLES = 10
/** A mean of so few steps in a row may be chance. */
const LEAST_RUN = 2

/** What is known of a watch that is judged. */
export interface Watched {
  plan: WatchPlan
  metric: string
  unit: string | null
  device: string
  usual: Usual
  /** Means over `stepMs` since the beginning, oldest first; none where nothing came. */
  points: readonly SeriesPoint[]
  /** The mean while the fault lasted. */
  meanBefore: number | undefined
  /** Whether it moved before the repair: a sensor that does not move any more says nothing. */
  movedBefore: boolean
  /** For how long a device may be silent and still counts as heard. */
  maxGapMs: number
  /** The first deviation that a detector has seen since. */
  deviation: { phase: string; observedAtMs: number; explanation: string } | undefined
  /** Findings of the fault wait to be judged. */
  pending: boolean
}

export interface Judgement {
  state: 'watching' | 'verified' | 'failed' | 'unwatched'
  sentence: string
  /** Event time in which the metric was heard while the machine was in operation. */
  observedMs: number
}

export function judgeWatch(watched: Watched, nowMs: number): Judgement {
  const { plan, points, pending } = watched
  const heard = hear(watched)
  const observedMs = heard.normalMs + heard.deviatingMs
  const settledBy = plan.fromMs + SETTLING_SHARE * (plan.untilMs - plan.fromMs)
  const failure = failureOf(watched, heard, settledBy)
  if (failure) return { state: 'failed', sentence: failure, observedMs }
  const heardUntilMs = points.length > 0 ? (points.at(-1)?.ts ?? 0) + plan.stepMs : undefined
  const enough =
    observedMs >= COVERAGE * (plan.untilMs - plan.fromMs) && heard.samples >= LEAST_SAMPLES && !heard.stuck
  if (heardUntilMs !== undefined && heardUntilMs >= plan.untilMs && enough && !pending) {
    if (heard.lateDeviatingMs > TOLERATED_SHARE * heard.lateMs) {
      return { state: 'failed', sentence: oftenOutside(watched, heard), observedMs }
    }
    return { state: 'verified', sentence: held(watched, heard, observedMs), observedMs }
  }
  if (nowMs >= plan.giveUpAtMs && !pending) {
    return { state: 'unwatched', sentence: unmeasured(watched, heard, observedMs), observedMs }
  }
  return { state: 'watching', sentence: stillWatching(watched, heard, observedMs), observedMs }
}

interface Heard {
  normalMs: number
  deviatingMs: number
  idleMs: number
  /** Of the time in operation after settling. */
  lateMs: number
  lateDeviatingMs: number
  /** The longest time without a break in which it deviated, with the mean of that time. */
  run: { ms: number; steps: number; mean: number }
  samples: number
  mean: number
  min: number
  max: number
  stuck: boolean
}

/** Each mean stands until the next one, but no longer than a device may be silent. */
function hear({ plan, usual, points, maxGapMs, movedBefore }: Watched): Heard {
  const settledBy = plan.fromMs + SETTLING_SHARE * (plan.untilMs - plan.fromMs)
  const time: Record<Reading, number> = { normal: 0, deviating: 0, idle: 0 }
  let [lateMs, lateDeviatingMs, samples, sum, min, max] = [0, 0, 0, 0, Infinity, -Infinity]
  let run = { ms: 0, steps: 0, mean: 0 }
  let longest = run
  for (const [index, point] of points.entries()) {
    const ms = Math.min((points[index + 1]?.ts ?? point.ts + plan.stepMs) - point.ts, maxGapMs)
    const reading = readingOf(point.value, usual)
    time[reading] += ms
    if (reading === 'deviating') {
      const steps = run.steps + 1
      run = { ms: run.ms + ms, steps, mean: run.mean + (point.value - run.mean) / steps }
      if (run.ms > longest.ms) longest = run
    } else if (reading === 'normal') {
      run = { ms: 0, steps: 0, mean: 0 }
    }
    if (reading !== 'idle' && point.ts >= settledBy) {
      lateMs += ms
      if (reading === 'deviating') lateDeviatingMs += ms
    }
    min = Math.min(min, point.min ?? point.value)
    max = Math.max(max, point.max ?? point.value)
    if (reading === 'idle') continue
    const count = point.count ?? 1
    samples += count
    sum += count * point.value
  }
  const stuck = movedBefore && samples >= LEAST_SAMPLES && min === max
  const { normal: normalMs, deviating: deviatingMs, idle: idleMs } = time
  const mean = samples > 0 ? sum / samples : 0
  return {
    normalMs,
    deviatingMs,
    idleMs,
    lateMs,
    lateDeviatingMs,
    run: longest,
    samples,
    mean,
    min,
    max,
    stuck,
  }
}

/** A detector's word, or the telemetry itself: a detector that has raised the fault speaks again only after hours. */
function failureOf({ deviation, metric, unit, usual, plan }: Watched, { run }: Heard, settledBy: number) {
  if (deviation && (deviation.phase === 'raised' || deviation.observedAtMs > settledBy)) {
    return `The fault is there after the repair: ${deviation.explanation}`
  }
  if (run.steps < LEAST_RUN || run.ms < settledBy - plan.fromMs) return undefined
  const where = outside(usual, unit)
  return `${metric} was ${where} for ${roughly(run.ms)} without a break after the repair, ${amountOf(run.mean, unit)} on average: it is not repaired.`
}

function oftenOutside({ metric, unit, usual }: Watched, { lateMs, lateDeviatingMs }: Heard): string {
  const share = Math.round((100 * lateDeviatingMs) / lateMs)
  return `${metric} was ${outside(usual, unit)} in ${share} % of the ${roughly(lateMs)} that the repair was watched: it is not repaired.`
}

function held(
  { metric, unit, usual, meanBefore }: Watched,
  { samples, mean, min, max }: Heard,
  observedMs: number,
) {
  const { low, high } = usual.normal ?? {}
  const bound =
    low !== undefined && high !== undefined
      ? ` within ${amountOf(low)} to ${amountOf(high, unit)}`
      : high !== undefined
        ? ` below ${amountOf(high, unit)}`
        : low !== undefined
          ? ` above ${amountOf(low, unit)}`
          : ' without a finding'
  const was = meanBefore === undefined ? '' : `; during the fault it was ${amountOf(meanBefore, unit)}`
  const figures = `${amountOf(mean, unit)} on average, ${amountOf(min)} to ${amountOf(max, unit)} in ${samples} samples`
  return `After the repair ${metric} was${bound} for ${roughly(observedMs)} of operation: ${figures}${was}.`
}

function unmeasured({ metric, device, plan, points }: Watched, heard: Heard, observedMs: number): string {
  const time = roughly(GIVE_UP_AFTER * (plan.untilMs - plan.fromMs))
  if (points.length === 0) {
    return `${device} has sent no ${metric} in the ${time} since the repair, so it could not be verified.`
  }
  if (heard.stuck) {
    return `${metric} of ${device} has not moved in the ${time} since the repair, so it could not be verified: look at the sensor.`
  }
  const least = roughly(COVERAGE * (plan.untilMs - plan.fromMs))
  const why = heard.idleMs > observedMs ? 'the machine stood still' : 'the device was silent'
  return `In the ${time} since the repair ${metric} was heard for ${roughly(observedMs)} of operation only, of ${least} at the least: most of the time ${why}, so it could not be verified.`
}

function stillWatching({ metric, plan, points }: Watched, heard: Heard, observedMs: number): string {
  const until = `${metric} is watched until ${instantText(plan.untilMs)} at the least`
  if (points.length === 0) return `${until}; nothing has come since the repair.`
  const standing = heard.idleMs > 0 ? `, and for ${roughly(heard.idleMs)} the machine stood still` : ''
  const stuck = heard.stuck ? '; the value has not moved since the repair' : ''
  return `${until}: so far ${roughly(observedMs)} of operation${standing}${stuck}.`
}

function outside({ normal, side }: Usual, unit: string | null): string {
  const { low, high } = normal ?? {}
  if (side === 'high' && high !== undefined) return `above ${amountOf(high, unit)}`
  if (side === 'low' && low !== undefined) return `below ${amountOf(low, unit)}`
  return `outside ${amountOf(low ?? 0)} to ${amountOf(high ?? 0, unit)}`
}
