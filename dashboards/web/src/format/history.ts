import type { TicketEvent } from '../api/types.ts'
import { count } from './numbers.ts'
import { dateTime } from './time.ts'
import { stateName } from './words.ts'

export interface HistoryLine {
  id: string
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

/**
 * The events as sentences, newest first: who opens a ticket again wants to know what has changed. A row of
 * findings that say nothing new becomes one line, so that a deviation of a week does not bury the decisions.
 */
export function historyLines(
  events: readonly TicketEvent[],
  teamName: (id: string) => string = id => id,
): HistoryLine[] {
  const lines: HistoryLine[] = []
  let still: TicketEvent[] = []
  for (const event of [...events].sort((a, b) => a.atMs - b.atMs)) {
    if (isStill(event)) {
      still.push(event)
      continue
    }
    lines.push(...stillLine(still), eventLine(event, teamName))
    still = []
  }
  return [...lines, ...stillLine(still)].reverse()
}

function isStill({ type, data }: TicketEvent): boolean {
  return type === 'finding' && (data?.phase === undefined || data.phase === 'continuing')
}

function stillLine(events: readonly TicketEvent[]): HistoryLine[] {
  const last = events.at(-1)
  if (!last) return []
  const text =
    events.length === 1 ? 'Still deviating' : `Still deviating (${count(events.length, 'finding')})`
  return [{ ...frame(last), text, note: measured(last) }]
}

function eventLine(event: TicketEvent, teamName: (id: string) => string): HistoryLine {
  const { data } = event
  switch (event.type) {
    case 'created':
      return { ...frame(event), text: 'Ticket raised', note: note(event) }
    case 'routed':
      return { ...frame(event), text: routedText(event, teamName), note: note(event) }
    case 'finding':
      return {
        ...frame(event),
        text: findingText(data?.phase),
        note: measured(event),
      }
    case 'priority':
      return { ...frame(event), text: priorityText(event), note: note(event) }
    case 'transition':
      return { ...frame(event), text: transitionText(event), note: transitionNote(event) }
    default:
      return { ...frame(event), text: String(event.type), note: note(event) }
  }
}

function routedText({ data }: TicketEvent, teamName: (id: string) => string): string {
  const team = words(data?.team)
  return team ? `Routed to ${teamName(team)}` : 'No route matched: the ticket has no team'
}

function findingText(phase: unknown): string {
  return phase === 'cleared' ? 'Signal back to normal' : 'Deviation found again'
}

function priorityText({ data }: TicketEvent): string {
  const before = words(data?.from)
  const after = words(data?.to)
  return before && after ? `Priority changed from ${before} to ${after}` : 'Priority changed'
}

function transitionText({ from, to }: TicketEvent): string {
  if (!to) return 'State changed'
  return from ? `${stateName(from)} → ${stateName(to)}` : stateName(to)
}

function transitionNote(event: TicketEvent): string | undefined {
  const failure = words(event.data?.failureCode)
  const parts = [failure && `Failure code: ${failure}.`, words(event.data?.resolution), note(event)]
  return parts.filter(Boolean).join(' ') || undefined
}

function frame({ id, atMs, actor }: TicketEvent): Pick<HistoryLine, 'id' | 'atMs' | 'actor'> {
  return { id: String(id), atMs, actor: actor === SYSTEM ? undefined : actor }
}

/** Late and replayed readings: when it was measured, where that is not when it came. */
function measured({ atMs, data }: TicketEvent): string | undefined {
  const observedAtMs = data?.observedAtMs
  if (typeof observedAtMs !== 'number' || Math.abs(atMs - observedAtMs) < LATE_MS) return undefined
  return `Measured ${dateTime(observedAtMs)}`
}

function note({ reason }: TicketEvent): string | undefined {
  return reason ?? undefined
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
