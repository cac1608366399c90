import { type Clock, type Clocks, type Course, type Reading, read } from './clock.ts'
import { type History, resolutionCourse, responseCourse, valueAt } from './course.ts'
import {
  type ClockName,
  calendarOf,
  MINUTE_MS,
  ruleFor,
  type SlaPolicyVersion,
  type SlaSubject,
  type Threshold,
  thresholdsOf,
} from './sla.ts'
import type { WorkingTime } from './working-time.ts'

const clockNames: readonly ClockName[] = ['response', 'resolution']

/** What clocks are computed from, and nothing else. */
export interface Sla {
  /** Oldest first, at least one. */
  policies: readonly SlaPolicyVersion[]
  calendar(id: string): WorkingTime
}

/** A threshold that a clock has passed, or will pass if nothing happens. */
export interface Crossing extends Threshold {
  crossedAtMs: number
}

export interface Judgement {
  clocks: Clocks
  /** Thresholds that were passed until now, in the order of time. */
  crossed: Crossing[]
  /** When the next one will be passed if nothing happens; undefined: none. */
  nextAtMs: number | undefined
}

/**
 * The clocks of a ticket at an instant, and the thresholds that they have passed: recomputed from its history each
 * time, so that a changed policy or calendar, a backdated event or a merged ticket comes out right.
 *
 * What counts is the rule of the priority that the ticket has now, under the newest policy, from the beginning on; for
 * a clock that has ended, of the instant at which it ended, so that a later policy does not rewrite what was attained.
 */
export function judgeClocks(
  sla: Sla,
  { history, kind, criticality }: { history: History } & Pick<SlaSubject, 'kind' | 'criticality'>,
  nowMs: number,
): Judgement {
  const judgement: Judgement = {
    clocks: { response: null, resolution: null },
    crossed: [],
    nextAtMs: undefined,
  }
  for (const name of clockNames) {
    const judged = judgeClock(sla, name, { history, kind, criticality }, nowMs)
    if (!judged) continue
    judgement.clocks[name] = judged.clock
    for (const threshold of judged.thresholds) {
      const reachedMs = judged.reading.reaches(threshold.workMs)
      if (reachedMs === undefined) break // nor those after it
      if (reachedMs > nowMs) {
        judgement.nextAtMs = Math.min(reachedMs, judgement.nextAtMs ?? reachedMs)
        break
      }
      judgement.crossed.push({ ...threshold, crossedAtMs: reachedMs })
    }
  }
  if (judgement.crossed.length > 1) judgement.crossed.sort((a, b) => a.crossedAtMs - b.crossedAtMs)
  return judgement
}

function judgeClock(
  { policies, calendar }: Sla,
  name: ClockName,
  { history, kind, criticality }: { history: History } & Pick<SlaSubject, 'kind' | 'criticality'>,
  nowMs: number,
): { clock: Clock; reading: Reading; thresholds: readonly Threshold[] } | undefined {
  const courseUnder = (version: SlaPolicyVersion) =>
    (name === 'response' ? responseCourse : resolutionCourse)(history, version.policy.pausing)
  const newest = policies.at(-1)
  if (!newest) throw new Error('there is no SLA policy; the migration seeds one')
  const endedAtMs = endOf(courseUnder(newest)) // under any policy: pauses do not move an end
  const version = endedAtMs === undefined ? newest : policyAt(policies, endedAtMs)
  const endMs = endedAtMs ?? nowMs
  const course = courseUnder(version)
  const { policy } = version
  const rule = ruleFor(policy, { kind, criticality, priority: valueAt(history.priorities, endMs) })
  const minutes = name === 'response' ? rule?.respond : rule?.resolve
  if (!rule || minutes === null || minutes === undefined) return undefined
  const targetMs = minutes * MINUTE_MS
  const reading = read(course.spells, calendar(calendarOf(rule)), nowMs)
  const used = reading.reaches(targetMs)
  const { elapsedMs, pausedMs } = reading
  const clock: Clock = {
    state: stateOf(course, used !== undefined && used <= nowMs),
    policyVersion: version.version,
    calendar: calendarOf(rule),
    targetMs,
    startedAtMs: history.startedAtMs,
    dueAtMs: used ?? (course.metAtMs === undefined ? undefined : reading.wouldReach(targetMs)) ?? null,
    metAtMs: course.metAtMs ?? null,
    elapsedMs,
    pausedMs,
    remainingMs: targetMs - elapsedMs,
  }
  return { clock, reading, thresholds: course.void ? [] : thresholdsOf(policy, name, targetMs) }
}

const endOf = ({ metAtMs, spells, void: isVoid }: Course): number | undefined =>
  metAtMs ?? (isVoid ? spells.at(-1)?.toMs : undefined)

function stateOf({ metAtMs, spells, void: isVoid }: Course, isUsedUp: boolean): Clock['state'] {
  if (isVoid) return 'void'
  if (metAtMs !== undefined) return isUsedUp ? 'missed' : 'met'
  if (isUsedUp) return 'breached'
  return spells.at(-1)?.mode === 'waits' ? 'paused' : 'running'
}

const policyAt = (policies: readonly SlaPolicyVersion[], ms: number): SlaPolicyVersion =>
  policies.findLast(({ createdAtMs }) => createdAtMs <= ms) ?? (policies[0] as SlaPolicyVersion)
