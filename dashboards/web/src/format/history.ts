import type { Outcome, RejectionCode, TicketEvent } from '../api/types.ts'
import { localTimes } from './due.ts'
import { capitalised, MASK, type Names, namesFrom } from './names.ts'
import { dateTime } from './time.ts'
import { inWords, OUTCOME_WORDS, REJECTION_WORDS } from './words.ts'

export interface HistoryLine {
  id: number
  atMs: number
  text: string
  /** The person's or the rule's own words. */
  note: string | undefined
  /** Who did it; undefined for what Forewarn does by itself. */
  actor: string | undefined
}

/** The actor of what nobody did by hand. */
const SYSTEM = 'system'
const LATE_MS = 5 * 60_000

/** The events as sentences, newest first: who opens a ticket again wants to know what has changed. */
export function historyLines(events: readonly TicketEvent[], names = namesFrom()): HistoryLine[] {
  const lines = events.map(event => ({
    id: event.id,
    atMs: event.atMs,
    actor: event.actor === SYSTEM ? undefined : names.person(event.actor),
    ...sentences({ ...event, reason: reasonOf(event, names) }, names),
  }))
  return lines.reverse()
}

/** What somebody may not read is not said at all. */
const reasonOf = ({ reason }: TicketEvent, names: Names): string | null =>
  reason === MASK ? null : reason && names.text(localTimes(reason))

/** What happened, by the type of the event; a type that is not here is said by its reason. */
const TEXTS: Record<string, (event: TicketEvent, names: Names) => string> = {
  created: () => 'Ticket raised',
  routed: routedText,
  assigned: assignedText,
  finding: findingText,
  priority: priorityText,
  transition: transitionText,
  changed: changedText,
  approval: () => 'Next step approved',
  migrated: () => 'Taken over from an earlier version of Forewarn',
  merged: ({ data }) => `Ticket #${data.source} became part of it`,
  split: ({ data }) => `Ticket #${data.into} goes on with a part of it`,
  snoozed: ({ after }) => `Put off until ${dateTime(Number(after.snoozedUntilMs))}`,
  woken: () => 'Back for review',
  comment: ({ data }) => (data.visibility === 'public' ? 'Comment that the requester sees' : 'Comment'),
  attachment: () => 'Attachment added',
  attachment_removed: () => 'Attachment removed',
  watched: ({ data }, names) => `${names.person(String(data.watcher))} is told of what happens`,
  unwatched: ({ data }, names) => `${names.person(String(data.watcher))} is not told any more`,
  request_link: () => 'Link for the requester made',
  request_link_revoked: () => 'Link for the requester revoked',
  rating: ratingText,
  signed: signedText,
  part_requested: ({ data }) => `Asked for ${data.quantity} ${data.unit} of ${data.part}`,
  part_answered: ({ data }) => `${data.part} is ${data.to}`,
}

/** What is said about it beside the reason, or with it. */
const NOTES: Record<string, (event: TicketEvent) => string | undefined> = {
  finding: measured,
  transition: event => joined(transitionNote(event), happened(event)),
}

function sentences(event: TicketEvent, names: Names): Pick<HistoryLine, 'text' | 'note'> {
  const { type, reason } = event
  const text = TEXTS[type]
  if (!text) return { text: reason ?? inWords(type), note: undefined }
  const note = NOTES[type]
  return { text: capitalised(text(event, names)), note: note ? note(event) : (reason ?? undefined) }
}

const MEANINGS: Record<string, string> = {
  performed: 'as the one who did it',
  checked: 'as checked',
  approved: 'as approved',
}

function signedText({ data }: TicketEvent): string {
  return `Work signed ${MEANINGS[String(data.meaning)] ?? ''}`.trim()
}

function ratingText({ data: { fixed, rating } }: TicketEvent): string {
  const stars = typeof rating === 'number' ? `: ${rating} of 5` : ''
  return `The requester says that it is ${fixed ? '' : 'not '}fixed${stars}`
}

function routedText({ data }: TicketEvent, names: Names): string {
  const team = words(data.team)
  return team ? `Routed to ${names.team(team)}` : 'No route matched: the ticket has no team'
}

function assignedText({ after }: TicketEvent, names: Names): string {
  const assignee = words(after.assignee)
  const team = words(after.team)
  if (assignee) return `Assigned to ${names.person(assignee)}`
  if (team) return `Given to ${names.team(team)}`
  return after.assignee === null ? 'Assigned to nobody' : 'Assignment looked at again'
}

/** Only findings that change something are in the history: normal, deviating again, or worse. */
function findingText({ data }: TicketEvent): string {
  if (data.phase === 'cleared') return 'Signal back to normal'
  const severity = words(data.severity)
  return severity ? `Deviating, severity ${severity}` : 'Deviating'
}

function priorityText({ before, after, data }: TicketEvent): string {
  const was = words(before.priority ?? data.from)
  const is = words(after.priority ?? data.to)
  return was && is ? `Priority changed from ${was} to ${is}` : 'Priority changed'
}

function transitionText({ from, to }: TicketEvent): string {
  if (!to) return 'State changed'
  return from ? `${inWords(from)} → ${inWords(to)}` : inWords(to)
}

/** Events of before the ledger have what was said under `data`. */
function transitionNote({ data, after, reason }: TicketEvent): string | undefined {
  const said = { ...data, ...after }
  const failure = words(said.failureCode)
  const outcome = OUTCOME_WORDS[said.outcome as Outcome]
  const rejection = REJECTION_WORDS[said.rejectionCode as RejectionCode]
  return joined(
    failure && `Failure code: ${failure}.`,
    outcome && `${outcome}.`,
    rejection && `${rejection}.`,
    words(said.resolution),
    reason,
  )
}

/** Which properties, and what they are now where that is short. */
function changedText({ after }: TicketEvent): string {
  const parts = Object.entries(after).map(([name, value]) => {
    const short = typeof value === 'number' || (typeof value === 'string' && value.length <= 40)
    return short && !name.endsWith('Ms') ? `${propertyName(name)} ${value}` : propertyName(name)
  })
  return parts.length > 0 ? `Changed: ${parts.join(', ')}` : 'Changed'
}

/** `repairMinutes` → `repair minutes`. */
export const propertyName = (key: string) =>
  key.replace(/Ms$/, '').replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

/** Late and replayed readings: when it was measured, where that is not when it came. */
function measured({ atMs, data }: TicketEvent): string | undefined {
  const { observedAtMs } = data
  return typeof observedAtMs === 'number' ? late(atMs, observedAtMs, 'Measured') : undefined
}

/** A phone that was offline: when it happened, where that is not when it was sent. */
function happened({ atMs, deviceAtMs }: TicketEvent): string | undefined {
  return deviceAtMs === null ? undefined : late(atMs, deviceAtMs, 'Happened')
}

function late(atMs: number, whenMs: number, verb: string): string | undefined {
  return Math.abs(atMs - whenMs) < LATE_MS ? undefined : `${verb} ${dateTime(whenMs)}`
}

function joined(...parts: (string | null | undefined)[]): string | undefined {
  return parts.filter(Boolean).join(' ') || undefined
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
