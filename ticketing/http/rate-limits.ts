import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Api } from './parts.ts'

const MINUTE_MS = 60_000
/** A page that shows a lot asks some times a second; a script that needs more can take larger pages. */
const REQUESTS_A_MINUTE = 3_000
/** Of one address: a shift signs in from behind one, and argon2 takes a tenth of a second each. */
const SIGN_INS_A_MINUTE = 60

export interface RateLimits {
  /** Of who asks, by who they are. Not of the administrator's own token: that is the operator. */
  ofPrincipal(request: FastifyRequest): Promise<void>
  ofSignIn(request: FastifyRequest): Promise<void>
}

/** Counted in memory, for each process. Error: `rate_limited` with the time until it goes on. */
export async function rateLimits(api: Api, requestsAMinute = REQUESTS_A_MINUTE): Promise<RateLimits> {
  await api.register(rateLimit, { global: false })
  const counting = (max: number, keyOf: (request: FastifyRequest) => string, what: string) => {
    const count = api.createRateLimit({
      max,
      timeWindow: MINUTE_MS,
      keyGenerator: request => keyOf(request as FastifyRequest),
    })
    return async (request: FastifyRequest): Promise<void> => {
      const counted = await count(request)
      if (counted.isAllowed || !counted.isExceeded) return
      const retryAfterMs = counted.ttlInSeconds * 1_000
      throw new ForewarnError('rate_limited', `${what}; at most ${max} a minute.`, { retryAfterMs })
    }
  }
  const ofPrincipal = counting(requestsAMinute, ({ principal }) => principal.id, 'Too many requests')
  return {
    ofPrincipal: async request => {
      if (request.principal.kind !== 'administrator' && request.principal.kind !== 'nobody')
        await ofPrincipal(request)
    },
    ofSignIn: counting(SIGN_INS_A_MINUTE, ({ ip }) => `sign-in ${ip}`, 'Too many attempts from your address'),
  }
}
