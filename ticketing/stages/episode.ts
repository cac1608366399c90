import { inWords } from '../domain/duration.ts'
import { isAfter, reworkSinceMs, wasQuiet } from '../domain/episode.ts'
import { isWorse } from '../domain/priority.ts'
import { changeOf, withoutUrgency } from './change.ts'
import { deviates, type Stage } from './stage.ts'

/**
 * After 24 quiet hours the same fault is another episode: a detector's proposal that nobody has looked at lapses, so that
 * the planner sees one ticket, and a rejection mutes no more. Whoever has taken the ticket keeps the fault that came back.
 */
export const quietEpisodeEnds: Stage = judged => {
  const { finding, latest } = judged
  if (!latest || latest.ended || !deviates(judged) || !wasQuiet(latest, finding.observedAtMs)) return judged
  const { category, number, source } = latest.ticket
  if (category !== 'rejected' && (category !== 'review' || source !== 'finding')) return judged
  const ends = { episode: latest.id, as: 'quiet', ...(category === 'review' && { lapses: number }) } as const
  return { ...judged, ends, latest: { ...latest, ended: 'quiet' } }
}

/**
 * Late data raises nothing: what was seen before the end of an ended episode belongs to that one. Unless its last
 * deviation was long before: then another device's "back to normal" came in first, and this is another episode.
 */
export const lateForEndedEpisode: Stage = judged => {
  const { finding, latest } = judged
  if (!latest?.ended) return judged
  const { number, resolvedAtMs, closedAtMs } = latest.ticket
  const { observedAtMs } = finding
  if (observedAtMs <= latest.lastFindingAtMs && !wasQuiet(latest, observedAtMs)) {
    const reason = `It is not newer than the last finding of ticket ${number}, whose episode has ended.`
    return { kind: 'noted', ticket: number, reason }
  }
  const repairedAtMs = resolvedAtMs ?? closedAtMs
  if (latest.ended !== 'closed' || repairedAtMs === null || isAfter(latest, repairedAtMs, observedAtMs)) {
    return judged
  }
  return { kind: 'noted', ticket: number, reason: `It was observed before ticket ${number} was resolved.` }
}

export const clearedWithoutEpisode: Stage = judged => {
  if (deviates(judged) || (judged.latest && !judged.latest.ended)) return judged
  return { kind: 'noted', reason: 'The signal is back to normal and no episode of this fault is open.' }
}

/** "Won't fix" is honoured while the fault lasts; a rejected ticket's episode stays open for that. */
export const mutedByRejection: Stage = judged => {
  const { latest } = judged
  if (!latest || latest.ended || latest.ticket.category !== 'rejected') return judged
  return {
    kind: 'muted',
    episode: latest.id,
    ticket: latest.ticket.number,
    change: withoutUrgency(changeOf(judged, latest)),
    reason: `Ticket ${latest.ticket.number} of this episode was rejected; it mutes the fault until 24 quiet hours.`,
  }
}

/** Who closed it as a false alarm shall not hear the same again at once; what is worse is another matter. */
export const mutedByFalseAlarm: Stage = judged => {
  const { finding, latest, policy } = judged
  if (latest?.ended !== 'closed' || latest.ticket.outcome !== 'false_alarm') return judged
  const { number, severity } = latest.ticket
  const sinceMs = reworkSinceMs(latest, finding.observedAtMs)
  if (isWorse(finding.severity, severity) || finding.observedAtMs - sinceMs > policy.falseAlarmMuteMs) {
    return judged
  }
  const mutes = `mutes the fault for ${inWords(policy.falseAlarmMuteMs)} unless it gets worse than ${severity}`
  return {
    kind: 'muted',
    ticket: number,
    reason: `Ticket ${number} was closed as a false alarm; it ${mutes}.`,
  }
}

/**
 * The repair is being verified by the same sensors, and a detector raises the fault anew. One that only goes on saying so
 * may see a machine that cools down: that is judged by the watch, which has the readings. Of a false alarm nothing was
 * repaired: it is only news where it is worse than what somebody has judged.
 */
export const failsVerification: Stage = judged => {
  const { finding, latest } = judged
  if (!latest || latest.ended || finding.phase !== 'raised') return judged
  const { category, number, outcome, resolvedAtMs, severity } = latest.ticket
  if (category !== 'resolved' && category !== 'verifying') return judged
  if (outcome === 'false_alarm' && !isWorse(finding.severity, severity)) return judged
  if (resolvedAtMs === null || !isAfter(latest, resolvedAtMs, finding.observedAtMs)) return judged
  const reason = `The deviation was raised again after ticket ${number} was resolved, so it is not repaired.`
  return { kind: 'reopened', episode: latest.id, ticket: number, change: changeOf(judged, latest), reason }
}

/** Recurrence inside the window is the same work done badly, not new work; a false alarm was no work at all. */
export const reopensAsRework: Stage = judged => {
  const { finding, latest, policy } = judged
  if (latest?.ended !== 'closed' || latest.ticket.outcome === 'false_alarm') return judged
  const { number } = latest.ticket
  if (finding.observedAtMs - reworkSinceMs(latest, finding.observedAtMs) > policy.reworkWindowMs)
    return judged
  const reason = `The fault of ticket ${number} deviates again within ${inWords(policy.reworkWindowMs)} of its end: rework.`
  return { kind: 'reopened', episode: latest.id, ticket: number, change: changeOf(judged, latest), reason }
}

export const groupIntoEpisode: Stage = judged => {
  const { finding, latest } = judged
  if (!latest || latest.ended) return judged
  const change = changeOf(judged, latest)
  const because = change.late
    ? 'older than its newest finding, so nothing else changes'
    : change.worse
      ? `the deviation is ${change.worse.severity} now`
      : `the deviation is ${finding.phase}`
  return {
    kind: 'appended',
    episode: latest.id,
    ticket: latest.ticket.number,
    change,
    reason: `The episode of ticket ${latest.ticket.number} is open: ${because}.`,
  }
}
