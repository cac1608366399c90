import type { FastifyRequest } from 'fastify'
import { isWithin, sitesWith } from '../domain/access.ts'
import { notFound } from '../domain/refusals.ts'
import type { Reader } from '../store/inbox.ts'
import { siteOf } from '../store/site-of.ts'
import { seenSites } from './other-sites.ts'

/** Whom notices to the caller name: the technician who acts, or else the account. */
export function recipientOf({ actor, principal }: FastifyRequest): string {
  if (actor !== principal.id) return `technician:${actor}`
  return actor.startsWith('account:') ? actor : `account:${actor}`
}

/** What they were told of a site that they do not see (any more) is not there. */
export const readerOf = (request: FastifyRequest): Reader => ({
  recipient: recipientOf(request),
  sites: seenSites(request),
})

/**
 * What somebody is told is their own: an address of mail is not for everybody. Planners see to technicians of their sites,
 * administrators of every site to all. Error: `not_found`.
 */
export async function requireOwnOrRuled(request: FastifyRequest, recipient: string): Promise<void> {
  if (recipientOf(request) === recipient) return
  const [kind, id = ''] = recipient.split(/:(.*)/s)
  const sites = sitesWith(
    request.principal,
    kind === 'technician' ? ['administrator', 'planner'] : ['administrator'],
  )
  if (sites === null) return
  const site = kind === 'technician' ? await siteOf(request.db, 'technician', id) : undefined
  if (site === undefined || !isWithin(sites, site)) throw notFound(`There is no ${kind} ${id}.`)
}
