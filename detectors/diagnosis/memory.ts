import type { Severity } from '../../contracts/finding.ts'
import type { AssetStatement, Heard } from './types.ts'

const HOUR_MS = 3_600_000
/** What was seen so long before an alarm may belong to it; an episode of tickets ends after as much quiet. */
const RELEVANT_MS = 24 * HOUR_MS
/** About 1.2 kB each: an asset never takes more than 50 kB. */
const MOST_HEARD = 40

export const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }
export const isOpen = ({ endedAtMs }: Heard): boolean => endedAtMs === undefined

/** Takes in what is said; answers the new list. */
export function hear(heard: readonly Heard[], said: readonly AssetStatement[]): Heard[] {
  const next = [...heard]
  for (const each of said) {
    const at = next.findIndex(before => isOpen(before) && isSame(before, each, next))
    const before = next[at]
    if (each.statement.phase === 'cleared') {
      if (before)
        next[at] = {
          ...before,
          endedAtMs: each.observedAtMs,
          saidAtMs: each.observedAtMs,
          value: judgedValue(each),
          over: each.statement.explanation,
        }
    } else if (before) next[at] = heardOf(each, before)
    else next.push(heardOf(each))
  }
  return next.filter(isNewest)
}

/** What comes again and again is one thing: of what is over only the newest is kept, and none while it is open. */
function isNewest(each: Heard, at: number, all: readonly Heard[]): boolean {
  if (isOpen(each)) return true
  return !all.some(
    (other, place) =>
      place > at &&
      other.device === each.device &&
      other.metric === each.metric &&
      other.detector === each.detector,
  )
}

/**
 * A detector of a device may name another metric than when it began, or none. Where it has a single thing open, that is
 * meant.
 */
function isSame(before: Heard, said: AssetStatement, all: readonly Heard[]): boolean {
  const { device, metric, detector, statement } = said
  if (before.device !== device || before.detector !== detector) return false
  if (before.metric === metric) return true
  if (statement.phase === 'raised' || !before.isOfDevice) return false
  return all.filter(each => isOpen(each) && each.device === device && each.detector === detector).length === 1
}

/** A tenth of a limit beyond it is as far again as the limit itself: what is far beyond every limit is seldom real. */
const LIMIT_STEP = 0.1

function beyondLimit({ statement, value }: AssetStatement): number {
  const { limit, value: judged = value } = statement
  if (limit === undefined || limit === 0) return 1
  return 1 + Math.min(1000, Math.abs(judged - limit) / (LIMIT_STEP * Math.abs(limit)))
}

const judgedValue = ({ statement, value }: AssetStatement) => statement.value ?? value

function heardOf(said: AssetStatement, before?: Heard): Heard {
  const { device, metric, unit, detector, mode, statement, parameters, regime, observedAtMs } = said
  const { symptom, severity, faultKind, sinceMs, expected, limit, crossing, contributions, explanation } =
    statement
  const distance = statement.distance ?? beyondLimit(said)
  return {
    ...{ device, metric, unit, detector, mode, symptom, severity, explanation, parameters, regime, distance },
    isOfDevice: statement.metric !== undefined || metric === '',
    sinceMs: before ? Math.min(before.sinceMs, sinceMs) : sinceMs,
    saidAtMs: observedAtMs,
    firstDistance: before?.firstDistance ?? distance,
    value: judgedValue(said),
    ...(faultKind && { faultKind }),
    ...(expected && { expected }),
    ...(limit !== undefined && { limit }),
    ...(crossing && { crossing }),
    ...(contributions && { contributions }),
    ...(before?.fault !== undefined && { fault: before.fault }),
  }
}

/**
 * Without what is over for a day, and what was open but has not been spoken of for as long: detectors speak every six
 * hours while there are values, so nobody knows any more. The least are given up where there are too many.
 */
export function forget(heard: readonly Heard[], nowMs: number): Heard[] {
  const relevant = heard.filter(({ saidAtMs }) => nowMs - saidAtMs <= RELEVANT_MS)
  if (relevant.length <= MOST_HEARD) return relevant
  const kept = new Set([...relevant].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, MOST_HEARD))
  return relevant.filter(each => kept.has(each))
}

/** What is open counts before what is over, alarms before symptoms, the worse before the lesser. */
export function weightOf(heard: Heard): number {
  const { mode, severity, distance } = heard
  return (
    (isOpen(heard) ? 100 : 0) + (mode === 'symptom' ? 0 : 10) + rank[severity] + distance / (1 + distance)
  )
}
