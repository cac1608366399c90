import helmet from '@fastify/helmet'
import type { Api } from './parts.ts'

const SELF = ["'self'"]
const NOTHING = ["'none'"]

/**
 * Lets our page and the documentation page work, and nothing else. Styles of the page that are made while it runs have a
 * nonce, which dashboards/web-app.ts adds; scripts come from files only.
 */
const policy = (connectSources: readonly string[]) => ({
  useDefaults: false,
  directives: {
    defaultSrc: NOTHING,
    scriptSrc: SELF,
    scriptSrcAttr: NOTHING,
    styleSrc: SELF,
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: SELF,
    connectSrc: ["'self'", ...connectSources],
    manifestSrc: SELF,
    workerSrc: SELF,
    formAction: SELF,
    baseUri: NOTHING,
    objectSrc: NOTHING,
    frameSrc: NOTHING,
    frameAncestors: NOTHING,
  },
})

/** What no page of ours uses; a script that gets in shall not either. */
const PERMISSIONS = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'serial', 'usb']

/** Headers of every answer. There is no CORS: pages of other origins may not read us, with or without a token. */
export async function harden(app: Api, connectSources: readonly string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: policy(connectSources),
    frameguard: { action: 'deny' },
    // For browsers that came by TLS, which ends at a proxy; others pay no heed to it.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  })
  const permissions = PERMISSIONS.map(name => `${name}=()`).join(', ')
  app.addHook('onRequest', async (_request, reply) => void reply.header('permissions-policy', permissions))
}
