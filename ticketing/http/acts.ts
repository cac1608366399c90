import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../contracts/clock.ts'
import type { Act } from '../store/ledger.ts'

/** Who asks for a change, and when. */
export const actOf = ({ actor, roles }: FastifyRequest, clock: Clock): Act => ({
  actor,
  roles,
  nowMs: clock.nowMs(),
})
