import type { FastifyRequest } from 'fastify'
import { type AccessRole, isWithin, sitesWith } from '../domain/access.ts'
import type { Visibility } from '../domain/comment.ts'
import { forbidden } from '../domain/refusals.ts'
import type { Signature } from '../domain/signature.ts'
import type { Technician } from '../domain/technician.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import { siteOf } from '../store/site-of.ts'

/*
 * What is known of people is for those who work with them. A viewer sees what machines and tickets do, and not who people
 * are, how they are reached and when they are away; who only asks for work sees of a ticket what the page of their link shows.
 */

const MASK = '***'

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

/** Without what the plant says among itself: why somebody got the ticket, and the events of that. */
export async function maskedTicket(request: FastifyRequest, ticket: TicketDetail): Promise<TicketDetail> {
  const own = await withOwnRelations(request, ticket)
  if (await hasRoleAt(request, crew, ticket.number)) return own
  if (!(await isGuestAt(request, ticket.number)))
    return { ...own, decision: masked(own.decision), events: own.events.map(withoutDecision) }
  const events = own.events
    .filter(({ type, data }) => shownToGuests.has(type) || data.visibility === 'public')
    .map(event => ({ ...event, data: {} }))
  return { ...own, decision: null, events }
}

/** A ticket of another site is not there, also where this one hangs together with it. */
async function withOwnRelations(request: FastifyRequest, ticket: TicketDetail): Promise<TicketDetail> {
  const { parent, mergedInto } = ticket
  const ofOwn = async (number: number | null) =>
    number !== null && isWithin(request.sites, (await siteOf(request.db, 'ticket', number)) ?? null)
      ? number
      : null
  if (request.sites === null || (parent === null && mergedInto === null)) return ticket
  return { ...ticket, parent: await ofOwn(parent), mergedInto: await ofOwn(mergedInto) }
}
