import { effectiveAtMs } from '../../ticketing/domain/ledger.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { InjectedApi } from './injected-api.ts'
import type { ScoredTicket, Technician } from './marks.ts'

/** What both paths must agree on. Numbers and ids of the database are not among it. */
export interface TicketDigest {
  asset: string
  faultKey: string | null
  source: string
  firstFinding: string | null
  findings: number
  /** Each state with the event time at which the ticket came into it. */
  states: [state: string, atMs: number][]
  outcome: string | null
}

/** Who acts by itself. */
const SYSTEM = 'system'

/** Every ticket with its history, in the order in which they were made. */
export async function allTickets(api: InjectedApi): Promise<TicketDetail[]> {
  const listed = await api.all<Ticket>('/tickets')
  const details: TicketDetail[] = []
  for (const { number } of listed.toReversed()) {
    details.push((await api.get(`/tickets/${number}`)) as TicketDetail)
  }
  return details
}

export function scored(ticket: TicketDetail): ScoredTicket {
  const { number, asset, source, firstFinding, mergedInto, team } = ticket
  const byRule = ticket.events.find(
    ({ actor, after }) => actor === SYSTEM && typeof after.assignee === 'string',
  )
  return {
    ...{ number, asset, source },
    firstFindingAtMs: firstFinding?.observedAtMs,
    isMerged: mergedInto !== null,
    assignee: byRule ? String(byRule.after.assignee) : undefined,
    team: team ?? undefined,
  }
}

export function digestOf(ticket: TicketDetail): TicketDigest {
  const { asset, faultKey, source, firstFinding, findingCount, outcome, events } = ticket
  return {
    ...{ asset, faultKey, source, firstFinding: firstFinding?.id ?? null, findings: findingCount, outcome },
    states: events.flatMap(event => (event.to === null ? [] : [[event.to, effectiveAtMs(event)]])),
  }
}

/** What is only in one of two runs, a sentence each. */
export function ticketDifferences(one: readonly TicketDigest[], other: readonly TicketDigest[]): string[] {
  const [ours, theirs] = [one, other].map(tickets => tickets.map(ticket => JSON.stringify(ticket)))
  return [
    ...without(ours ?? [], theirs ?? []).map(line => `only in the first: ${line}`),
    ...without(theirs ?? [], ours ?? []).map(line => `only in the second: ${line}`),
  ]
}

/** Each line of `taken` takes away one that is the same. */
function without(lines: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of taken) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter(line => {
    const same = left.get(line) ?? 0
    left.set(line, same - 1)
    return same <= 0
  })
}

interface ListedTechnician {
  id: string
  team: string | null
  skills: { skill: string }[]
}

export async function allTechnicians(api: InjectedApi): Promise<Technician[]> {
  const listed = await api.all<ListedTechnician>('/technicians')
  return listed.map(({ id, team, skills }) => ({
    ...{ id, team: team ?? undefined, skills: skills.map(({ skill }) => skill) },
  }))
}
