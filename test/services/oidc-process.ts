/*
 * The process of `oidc-provider.ts`: npm oidc-provider with a login form that believes everybody, and who there is from
 * its parent. It says its issuer when it listens.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { People } from './oidc-provider.ts'

const { ORIGIN = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env
let people: People = {}

const server = createServer((request, response) => void handle(request, response))
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const provider: Provider = new Provider(issuer, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [`${ORIGIN}/api/v1/session/provider/callback`],
      post_logout_redirect_uris: [`${ORIGIN}/`],
    },
  ],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'groups'],
    email: ['email', 'email_verified'],
  },
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource: (context, form) => {
        context.body = `<!doctype html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`
      },
    },
  },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, sub) =>
    people[sub] && { accountId: sub, claims: async () => ({ sub, ...people[sub] }) },
  // Nobody is asked whether we may know their name.
  async loadExistingGrant({ oidc }) {
    const { client, session } = oidc
    if (!client || !session?.accountId) return undefined
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid profile email')
    await grant.save()
    return grant
  },
})
provider.proxy = false
const callback = provider.callback()

async function handle(
  request: import('node:http').IncomingMessage,
  response: import('node:http').ServerResponse,
): Promise<void> {
  if (!request.url?.startsWith('/interaction/')) return void callback(request, response)
  if (request.method === 'POST') {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const login = new URLSearchParams(Buffer.concat(chunks).toString()).get('login') ?? ''
    const result = people[login]
      ? { login: { accountId: login } }
      : { error: 'access_denied', error_description: '<b>Who is that?</b>' }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }
  response.setHeader('content-type', 'text/html')
  response.end(
    '<!doctype html><title>Example Works</title><form method="post"><label>Login <input name="login"></label><button>Go on</button></form>',
  )
}

process.on('message', (said: People) => {
  people = said
  process.send?.('known')
})
process.on('disconnect', () => process.exit())
process.send?.(issuer)
