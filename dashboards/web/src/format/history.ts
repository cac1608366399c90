import type { TicketEvent } from '../api/types.ts'
import { dateTime } from './time.ts'
import { stateName } from './words.ts'

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
export function historyLines(
  events: readonly TicketEvent[],
  teamName: (id: string) => string = id => id,
): HistoryLine[] {
  const lines = events.map(event => ({
    id: event.id,
    atMs: event.atMs,
    actor: event.actor === SYSTEM ? undefined : event.actor,
    ...sentences(event, teamName),
  }))
  return lines.reverse()
}

function sentences(event: TicketEvent, teamName: (id: string) => string): Pick<HistoryLine, 'text' | 'note'> {
  const note = event.reason ?? undefined
  switch (event.type) {
    case 'created':
      return { text: 'Ticket raised', note }
    case 'routed':
      return { text: routedText(event, teamName), note }
    case 'finding':
      return { text: findingText(event), note: measured(event) }
    case 'priority':
      return { text: priorityText(event), note }
    case 'transition':
      return { text: transitionText(event), note: transitionNote(event) }
  }
}

function routedText({ data }: TicketEvent, teamName: (id: string) => string): string {
  const team = words(data.team)
  return team ? `Routed to ${teamName(team)}` : 'No route matched: the ticket has no team'
}

/** Only findings that change something are in the history: normal, deviating again, or worse. */
function findingText({ data }: TicketEvent): string {
  if (data.phase === 'cleared') return 'Signal back to normal'
  const severity = words(data.severity)
  return severity ? `Deviating, severity ${severity}` : 'Deviating'
}

function priorityText({ data }: TicketEvent): string {
  const before = words(data.from)
  const after = words(data.to)
  return before && after ? `Priority changed from ${before} to ${after}` : 'Priority changed'
}

function transitionText({ from, to }: TicketEvent): string {
  if (!to) return 'State changed'
  return from ? `${stateName(from)} → ${stateName(to)}` : stateName(to)
}

function transitionNote(event: TicketEvent): string | undefined {
  const failure = words(event.data.failureCode)
  const parts = [failure && `Failure code: ${failure}.`, words(event.data.resolution), event.reason]
  return parts.filter(Boolean).join(' ') || undefined
}

/** Late and replayed readings: when it was measured, where that is not when it came. */
function measured({ atMs, data }: TicketEvent): string | undefined {
  const observedAtMs = data.observedAtMs
  if (typeof observedAtMs !== 'number' || Math.abs(atMs - observedAtMs) < LATE_MS) return undefined
  return `Measured ${dateTime(observedAtMs)}`
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
