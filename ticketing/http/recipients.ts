import type { FastifyRequest } from 'fastify'

/** Whom notices to the caller name: the technician who acts, or else the account. */
export function recipientOf({ actor, roles }: FastifyRequest): string {
  if (roles !== undefined) return `technician:${actor}`
  return actor.startsWith('account:') ? actor : `account:${actor}`
}
