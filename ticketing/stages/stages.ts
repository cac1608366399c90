import { wasQuiet } from '../domain/episode.ts'
import { isMoreUrgent, isWorse, priorityOf } from '../domain/priority.ts'
import { titleOf } from '../domain/ticket.ts'
import { type Case, isVerdict, type Stage, type TicketChange, type Verdict } from './stage.ts'

const assetIsRegistered: Stage = judged =>
  judged.asset
    ? judged
    : {
        kind: 'noted',
        reason: `Asset ${judged.finding.asset} is not registered, so there is nothing to work on.`,
      }

/**
 * After 24 quiet hours the same fault is another episode: of a proposal that nobody has looked at, which lapses, and of
 * a rejected one. Where somebody took the ticket it goes on: one fault is one open ticket.
 */
const quietEpisodeEnds: Stage = judged => {
  const { finding, latest } = judged
  if (!latest || latest.ended || finding.phase === 'cleared') return judged
  if (latest.ticket.category !== 'review' && latest.ticket.category !== 'rejected') return judged
  if (!wasQuiet(latest, finding.observedAtMs)) return judged
  return { ...judged, latest: { ...latest, ended: 'quiet' } }
}

/**
 * Late data raises nothing: what was seen before the end of an ended episode belongs to that one. Unless its last
 * deviation was long before: then another device's "back to normal" came in first, and this is another episode.
 */
const lateForEndedEpisode: Stage = judged => {
  const { finding, latest } = judged
  if (!latest?.ended || finding.observedAtMs > latest.lastFindingAtMs) return judged
  if (wasQuiet(latest, finding.observedAtMs)) return judged
  return {
    kind: 'noted',
    ticket: latest.ticket.number,
    reason: `It is not newer than the last finding of ticket ${latest.ticket.number}, whose episode has ended.`,
  }
}

const clearedWithoutEpisode: Stage = judged => {
  if (judged.finding.phase !== 'cleared' || (judged.latest && !judged.latest.ended)) return judged
  return { kind: 'noted', reason: 'The signal is back to normal and no episode of this fault is open.' }
}

/** "Won't fix" is honoured while the fault lasts; a rejected ticket's episode stays open for that. */
const mutedByRejection: Stage = judged => {
  const { latest } = judged
  if (!latest || latest.ended || latest.ticket.category !== 'rejected') return judged
  return {
    kind: 'muted',
    episode: latest.id,
    ticket: latest.ticket.number,
    change: withoutUrgency(changeOf(judged)),
    reason: `Ticket ${latest.ticket.number} of this episode was rejected; it mutes the fault until 24 quiet hours.`,
  }
}

const groupIntoEpisode: Stage = judged => {
  const { finding, latest } = judged
  if (!latest || latest.ended) return judged
  const change = changeOf(judged)
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

/**
 * `continuing` begins an episode as `raised` does: either the detector began before the tickets did, or the former
 * ticket was closed or cancelled while the machine still deviates, and then somebody should look again.
 */
const createTicket: Stage = ({ finding, asset, latest }) => {
  if (!asset) throw new Error('a stage before this one takes findings without an asset')
  return {
    kind: 'created',
    ...(latest?.ended === 'quiet' && {
      endsQuietEpisode: latest.id,
      ...(latest.ticket.category === 'review' && { lapses: latest.ticket.number }),
    }),
    priority: priorityOf(finding.severity, asset.criticality),
    title: titleOf(finding, asset.name),
    reason: whyNew(latest, finding.phase),
  }
}

/** The pipeline: every finding walks this line until a stage gives the verdict. Order is meaning. */
const stages: readonly Stage[] = [
  assetIsRegistered,
  quietEpisodeEnds,
  lateForEndedEpisode,
  clearedWithoutEpisode,
  mutedByRejection,
  groupIntoEpisode,
  createTicket,
]

/** What becomes of one finding, with the reason in a sentence. */
export function judge(first: Case): Verdict {
  let judged = first
  for (const stage of stages) {
    const result = stage(judged)
    if (isVerdict(result)) return result
    judged = result
  }
  throw new Error('the last stage always gives a verdict')
}

function changeOf({ finding, asset, latest }: Case): TicketChange {
  if (!latest || !asset || finding.observedAtMs < latest.lastFindingAtMs) return { late: true }
  const { ticket } = latest
  const cleared = finding.phase === 'cleared'
  if (cleared) return { late: false, cleared }
  const priority = priorityOf(finding.severity, asset.criticality)
  const worse = isWorse(finding.severity, ticket.severity) && {
    severity: finding.severity,
    priority: isMoreUrgent(priority, ticket.priority) ? priority : ticket.priority,
    title: titleOf(finding, asset.name),
  }
  return { late: false, ...(ticket.cleared && { cleared }), ...(worse && { worse }) }
}

function withoutUrgency({ worse: _, ...change }: TicketChange): TicketChange {
  return change
}

function whyNew(latest: Case['latest'], phase: string): string {
  if (!latest)
    return `No episode of this fault on this asset was known; a finding that is ${phase} began one.`
  const former = `ticket ${latest.ticket.number}`
  return latest.ended === 'quiet'
    ? `The episode of ${former} had been quiet for more than 24 h, so this is a new one.`
    : `The episode of ${former} ended when that was ${latest.ended}, and the fault is ${phase}.`
}
