import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AccessRole, isWithin, sitesWith } from '../domain/access.ts'
import type { Visibility } from '../domain/comment.ts'
import { forbidden } from '../domain/refusals.ts'
import type { Signature } from '../domain/signature.ts'
import type { Technician } from '../domain/technician.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import { siteOf } from '../store/site-of.ts'
import { mayAt } from './access.ts'
import { HIDDEN as MASK, withOwnNames, withOwnPeople, withOwnRelations } from './other-sites.ts'
import { withEtag } from './versions.ts'

/*
 * What is known of people is for those who work with them. A viewer sees what machines and tickets do, and not who people
 * are, how they are reached and when they are away; who only asks for work sees of a ticket what the page of their link shows.
 */

/** Who needs to reach people, and plan with them. */
const crew: readonly AccessRole[] = ['administrator', 'planner', 'technician']
const planners: readonly AccessRole[] = ['administrator', 'planner']
/** Who is of the plant; the others are guests. */
const plant: readonly AccessRole[] = [...crew, 'viewer']

/** Whether who asks has one of the roles where the ticket is. Asks the database only where that depends on the site. */
async function hasRoleAt(
  request: FastifyRequest,
  roles: readonly AccessRole[],
  ticket: number,
): Promise<boolean> {
  const sites = sitesWith(request.principal, roles)
  if (sites === null || sites.length === 0) return sites === null
  return isWithin(sites, (await siteOf(request.db, 'ticket', ticket)) ?? null)
}

interface Requester {
  name: string | null
  contact: string | null
}

export async function maskedRequesters<T extends Requester>(
  request: FastifyRequest,
  ticket: number,
  requesters: readonly T[],
): Promise<T[]> {
  if (await hasRoleAt(request, crew, ticket)) return [...requesters]
  return requesters.map(each => ({ ...each, name: masked(each.name), contact: masked(each.contact) }))
}

/** Who has signed is for those who work with them; that somebody has, and what became of the work, is for all of the plant. */
export async function maskedSignatures(
  request: FastifyRequest,
  ticket: number,
  signatures: readonly Signature[],
): Promise<Signature[]> {
  if (await hasRoleAt(request, crew, ticket)) return [...signatures]
  return signatures.map(each => ({ ...each, name: MASK }))
}

/** Why somebody is away is for those who plan; who they are is for those who work with them. */
export function maskedTechnician<T extends Technician>({ principal }: FastifyRequest, technician: T): T {
  const isOf = (roles: readonly AccessRole[]) => {
    const sites = sitesWith(principal, roles)
    return technician.site === null ? sites?.length !== 0 : isWithin(sites, technician.site)
  }
  if (isOf(planners) || principal.technician === technician.id) return technician
  const absences = technician.absences.map(absence => ({ ...absence, reason: MASK }))
  return isOf(crew) ? { ...technician, absences } : { ...technician, name: MASK, absences: [] }
}

/** A guest sees public comments and files only, and what they say is public. */
export const isGuestAt = async (request: FastifyRequest, ticket: number): Promise<boolean> =>
  !(await hasRoleAt(request, plant, ticket))

/** Of what visibility somebody writes: of a guest it is public. Error: `forbidden` where they ask for another one. */
export async function visibilityFor(
  request: FastifyRequest,
  ticket: number,
  asked: Visibility | undefined,
): Promise<Visibility | undefined> {
  if (!(await isGuestAt(request, ticket))) return asked
  if (asked === 'internal') throw forbidden('What a requester writes is public; leave visibility out.')
  return 'public'
}

/** Nowhere more than that. */
export const isOnlyRequester = ({ principal }: FastifyRequest): boolean =>
  sitesWith(principal, crew)?.length === 0

const masked = (text: string | null) => (text === null ? null : MASK)

/** Why it was given to somebody names people, in the history as on the ticket. */
const withoutDecision = (event: TicketDetail['events'][number]) =>
  event.type === 'assigned' ? { ...event, reason: masked(event.reason) } : event

const shownToGuests = new Set(['created', 'transition', 'merged', 'rating'])

/** As whoever asks may see it, with its version as the ETag: every answer that is a ticket in full goes through here. */
export const shownTicket = async (
  request: FastifyRequest,
  reply: FastifyReply,
  ticket: TicketDetail,
): Promise<TicketDetail> => withEtag(reply, await maskedTicket(request, ticket))

/** Without what the plant says among itself: why somebody got the ticket, and the events of that. */
export async function maskedTicket(request: FastifyRequest, given: TicketDetail): Promise<TicketDetail> {
  const [related = given] = await withOwnRelations(request, [given])
  const ticket = {
    ...related,
    transitions: mayAt(request, 'transitionTicket', given.site) ? given.transitions : [],
  }
  if (isOf(request, crew, ticket)) {
    const { decision, assignee } = ticket
    return {
      ...ticket,
      decision: decision && (await withOwnPeople(request, decision, assignee)),
      events: await withOwnNames(request, ticket.events),
    }
  }
  if (isOf(request, plant, ticket)) {
    const events = await withOwnNames(request, ticket.events)
    return { ...ticket, decision: masked(ticket.decision), events: events.map(withoutDecision) }
  }
  const events = ticket.events
    .filter(({ type, data }) => shownToGuests.has(type) || data.visibility === 'public')
    .map(event => ({ ...event, data: {} }))
  return { ...ticket, decision: null, events: await withOwnNames(request, events) }
}

const isOf = ({ principal }: FastifyRequest, roles: readonly AccessRole[], { site }: TicketDetail) =>
  isWithin(sitesWith(principal, roles), site)
