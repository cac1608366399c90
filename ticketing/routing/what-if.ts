import type { Weights } from '../domain/dispatch.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Technician } from '../domain/technician.ts'
import { choose, type DispatchInput, dispatch } from './dispatch.ts'
import type { Assignment, Past, PastTicket } from './past.ts'
import { type RoutingDecision, route } from './route.ts'
import { Workload } from './workload.ts'

/** What shall be otherwise. */
export interface PolicyChange {
  tree?: RouteTree | undefined
  weights?: Weights | undefined
}

export interface Compared {
  ticket: PastTicket
  before: Assignment
  after: Assignment
  /** Why, where it is another one than before. */
  reason: string | undefined
}

/**
 * The period twice, side by side: under the trees that counted, and under the change. Where the two agree the change
 * did nothing to the ticket, and it stays with whom it was; so an unchanged policy changes nothing, whatever was
 * learned or decided by hand since. Yields once per ticket, so that the caller can breathe in between.
 */
export function* compare(past: Past, change: PolicyChange): Generator<Compared> {
  const asWas = new Workload(past)
  const changed = new Workload(past)
  for (const ticket of past.tickets) {
    const old = decide(asWas, ticket, {})
    const now = decide(changed, ticket, change)
    const before = ticket.decided ?? old.assignment
    const isOther = !same(old.assignment, now.assignment) && !same(before, now.assignment)
    yield {
      ticket,
      before,
      after: isOther ? now.assignment : before,
      reason: isOther ? now.why() : undefined,
    }
    asWas.take(old.assignment.assignee, ticket)
    changed.take(now.assignment.assignee, ticket)
  }
}

const same = (a: Assignment, b: Assignment) => a.team === b.team && a.assignee === b.assignee

function decide(workload: Workload, ticket: PastTicket, change: PolicyChange) {
  const tree = change.tree ?? ticket.tree
  const routed = route(tree, ticket.routable)
  const weights = change.weights ?? tree.weights
  const input: DispatchInput = { ...inputOf(workload, ticket, routed), weights }
  const assignment: Assignment = { team: routed.team, assignee: choose(input) }
  return { assignment, why: () => `${routed.reason} ${dispatch(input).reason}` }
}

function inputOf(workload: Workload, ticket: PastTicket, { team, skills }: RoutingDecision): DispatchInput {
  const { site, criticality, respondByMs, timeZone, createdAtMs } = ticket
  return {
    ticket: {
      team,
      site,
      skills: [...new Set([...skills, ...ticket.skills])],
      criticality,
      respondByMs,
      timeZone,
    },
    candidates: workload.candidates(team, ticket),
    nowMs: createdAtMs,
    calendars: workload.past.calendars,
  }
}

export interface Figures {
  /** Tickets that another team or person resolved than was decided. */
  wrongDispatch: number
  /** Of so many that were resolved. */
  resolved: number
  wrongDispatchShare: number | null
  /** Tickets that waited in a team's queue. */
  unassigned: number
  /** Tickets of the period per active technician. */
  loadPerTechnician: { max: number; mean: number; spread: number }
}

/** `spread` is the standard deviation: 0 where everybody gets as much. */
export function figuresOf(
  outcomes: readonly { ticket: PastTicket; assignment: Assignment }[],
  technicians: readonly Technician[],
): Figures {
  const resolved = outcomes.filter(({ ticket }) => ticket.resolvedBy)
  const wrong = resolved.filter(isWrong).length
  const loads = new Map(
    technicians
      .filter(({ active, roles }) => active && roles.includes('technician'))
      .map(({ id }) => [id, 0]),
  )
  for (const { assignment } of outcomes) {
    const { assignee } = assignment
    if (assignee !== null) loads.set(assignee, (loads.get(assignee) ?? 0) + 1)
  }
  const counts = [...loads.values()]
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length)
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, counts.length)
  return {
    wrongDispatch: wrong,
    resolved: resolved.length,
    wrongDispatchShare: resolved.length > 0 ? rounded(wrong / resolved.length) : null,
    unassigned: outcomes.filter(({ assignment }) => assignment.assignee === null).length,
    loadPerTechnician: {
      max: Math.max(0, ...counts),
      mean: rounded(mean),
      spread: rounded(Math.sqrt(variance)),
    },
  }
}

/** Whoever took it out of the team's own queue was not sent wrongly. */
function isWrong({ ticket, assignment }: { ticket: PastTicket; assignment: Assignment }): boolean {
  const by = ticket.resolvedBy
  if (!by) return false
  if (by.team !== null && by.team !== assignment.team) return true
  return assignment.assignee !== null && by.technician !== assignment.assignee
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000
