import formbody from 'node:querystring'
import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openDb } from '../../store/database.ts'
import type { Api, Parts } from '../parts.ts'
import { problemOf, sendError } from '../problems.ts'
import { acceptForms } from '../uploads.ts'
import { MINUTE_MS, nameOfToken, sendPage, VIEWS_A_MINUTE } from './common.ts'
import { confirmationRoutes } from './confirmation.ts'
import { feedRoutes } from './feed.ts'
import { sorryPage } from './pages.ts'
import { progressRoutes } from './progress.ts'
import { reportRoutes } from './report.ts'
import { CONTENT_SECURITY_POLICY } from './style.ts'

/**
 * Pages for people without an account: `/r/{token}` reports a fault at an asset, `/p/{token}` follows a ticket,
 * `/c/{token}` confirms and rates its repair. They are forms that work without scripts. `/f/{token}/calendar.ics` is for
 * calendar programs. The token is the only key, so it is
 * kept out of logs, caches and referrers.
 */
export async function publicPages(app: Api, given: Parts): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: VIEWS_A_MINUTE,
    timeWindow: MINUTE_MS,
    keyGenerator: request => `${request.ip} ${nameOfToken(request)}`,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
  })
  app.setErrorHandler(sayWhatIsWrong)
  await acceptForms(app)
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 64 * 1024 },
    (_request, body, done) => done(null, formbody.parse(String(body))),
  )
  const parts = { ...given, db: openDb(given.pool) }
  reportRoutes(app, parts)
  progressRoutes(app, parts)
  confirmationRoutes(app, parts)
  feedRoutes(app, parts)
}

/** A page for people, a problem document for programs. */
function sayWhatIsWrong(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!request.headers.accept?.includes('text/html')) return sendError(error, request, reply)
  const { status, title, detail } = problemOf(error, request)
  const sentence = status === 429 ? 'Please wait a few minutes and try again.' : detail
  return sendPage(reply.code(status), sorryPage(title, sentence))
}
