import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../contracts/clock.ts'
import type { Act } from '../store/ledger.ts'
import type { Edit } from '../store/registry-ledger.ts'
import { seenSites } from './other-sites.ts'
import { expectedVersions } from './versions.ts'

/** Who asks for a change, and when. */
export const actOf = (request: FastifyRequest, clock: Clock): Act => ({
  actor: request.actor,
  roles: request.roles,
  sites: seenSites(request),
  nowMs: clock.nowMs(),
})

/** The same with the versions that `If-Match` allows. */
export const editOf = (request: FastifyRequest, clock: Clock): Edit => ({
  ...actOf(request, clock),
  ifVersion: expectedVersions(request),
})
