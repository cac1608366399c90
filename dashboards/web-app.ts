import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type {} from '@fastify/swagger' // adds `hide` to route schemas
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'

const dist = fileURLToPath(new URL('./web/dist/', import.meta.url))
/** Paths of the server itself: an unknown one is answered by the API, never by the page. */
const SERVER_PATHS = /^\/(api|docs|openapi\.json|healthz|readyz|metrics|app-config\.json|r|p|c|f)(\/|$)/
/** What Vite writes: names with a hash under `assets/`, and files of `public/` beside `index.html`. */
const FILES = /^(assets\/.+|[^/]+\.\w+)$/
const YEAR_MS = 365 * 24 * 3_600_000
const NOT_BUILT = 'The web page is not built. Run `npm run build`. The API works without it.\n'

const hidden = { schema: { hide: true } }

/**
 * Serves the built page at `/`: hashed assets for ever, and `index.html`, made anew for each answer, also for
 * the page's own routes (`/tickets/12`), where HTML is asked for. Everything else goes to the server's not-found handler.
 * Without a build, `/` answers 503 and says what to run. `root` is for tests.
 */
export const webApp: FastifyPluginAsync<{ faroUrl?: string; root?: string }> = async (app, options) => {
  const root = options.root ?? dist
  const built = () => existsSync(join(root, 'index.html'))
  if (!built()) app.log.warn({ root }, NOT_BUILT.trim())

  await app.register(fastifyStatic, { root, serve: false, cacheControl: false, preCompressed: true })

  app.get('/app-config.json', hidden, async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
    return options.faroUrl ? { faroUrl: options.faroUrl } : {}
  })

  app.get<{ Params: { '*': string } }>('/*', hidden, (request, reply) => {
    const path = request.params['*']
    if (path !== 'index.html' && FILES.test(path)) return sendAsset(reply, path)
    if (!isPage(request)) return reply.callNotFound()
    if (!built()) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
    return sendPage(reply, root)
  })
}

/**
 * The page with a nonce of its own in it and in its policy, for the style elements that it writes. So no copy of it may be
 * kept: with the policy of a later answer its styles would be refused. `vary`, because the same path is a problem document
 * for a client that does not ask for HTML.
 */
async function sendPage(reply: FastifyReply, root: string): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64')
  const page = await readFile(join(root, 'index.html'), 'utf8')
  const policy = String(reply.getHeader('content-security-policy') ?? "style-src 'self'")
  return reply
    .headers({ 'cache-control': 'no-store', vary: 'accept' })
    .header('content-security-policy', policy.replace(/style-src [^;]*/, `$& 'nonce-${nonce}'`))
    .type('text/html; charset=utf-8')
    .send(page.replace('__STYLE_NONCE__', nonce))
}

/** A missing file goes to the not-found handler; what is outside of the root is refused by `sendFile`. */
function sendAsset(reply: FastifyReply, file: string): FastifyReply {
  if (!file.startsWith('assets/')) return reply.header('cache-control', 'no-cache').sendFile(file)
  return reply.sendFile(file, { cacheControl: true, maxAge: YEAR_MS, immutable: true })
}

function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? ''
  const wantsHtml = request.headers.accept?.includes('text/html') ?? false
  return path === '/' || (wantsHtml && !SERVER_PATHS.test(path))
}
