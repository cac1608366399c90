import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Clock } from '../../../contracts/clock.ts'
import type { Identity, ProviderSettings } from '../../domain/identity.ts'

/*
 * OpenID Connect, authorization code flow with PKCE, state and nonce. The library checks what comes back: state, issuer of
 * the answer (RFC 9207), the code's exchange, and of the id token its signature, issuer, audience, times and nonce.
 */

/** For each request to the provider. */
const TIMEOUT_S = 5
/** After which its metadata is read again: keys and addresses change seldom. */
const KEPT_MS = 3_600_000

/** What has to be known of a sign-in that has begun when the browser comes back. */
interface Checks {
  state: string
  nonce: string
  verifier: string
}

/** `away`: it does not answer, or with trouble of its own; `denied`: it has not let them in; `failed`: the answer is not good. */
export class ProviderError extends Error {
  readonly why: 'away' | 'denied' | 'failed'

  constructor(why: ProviderError['why'], cause: unknown) {
    super(cause instanceof Error ? cause.message : 'the provider answered something else', { cause })
    this.name = 'ProviderError'
    this.why = why
  }
}

export interface Provider {
  settings: ProviderSettings
  /** Where the browser goes to sign in. Errors: `ProviderError`, as everywhere here. */
  begin(redirectUri: string): Promise<{ url: URL; checks: Checks }>
  /** Who has come back with `answer`, which is `redirectUri` with what the provider has added. */
  finish(answer: URL, checks: Checks): Promise<Identity & { idToken: string }>
  /** Where the browser goes to sign out there as well; undefined where the provider has no such place, or is away. */
  endUrl(idToken: string | undefined, returnTo: string): Promise<string | undefined>
}

/** Asks the provider for nothing before somebody wants to sign in: it may be away when we start. */
export function openProvider(settings: ProviderSettings, clock: Clock): Provider {
  let known: { configuration: Promise<Configuration>; untilMs: number } | undefined

  function configuration(): Promise<Configuration> {
    const nowMs = clock.nowMs()
    if (known && known.untilMs > nowMs) return known.configuration
    const asked = { configuration: discover(settings), untilMs: nowMs + KEPT_MS }
    known = asked
    asked.configuration.catch(() => {
      if (known === asked) known = undefined // the next one tries again
    })
    return asked.configuration
  }

  return {
    settings,
    begin: redirectUri => explained(async () => begin(await configuration(), settings, redirectUri)),
    finish: (answer, checks) => explained(async () => finish(await configuration(), answer, checks)),
    async endUrl(idToken, returnTo) {
      const found = await configuration().catch(() => undefined)
      if (!found?.serverMetadata().end_session_endpoint) return undefined
      const hint = idToken === undefined ? {} : { id_token_hint: idToken }
      return buildEndSessionUrl(found, { ...hint, post_logout_redirect_uri: returnTo }).href
    },
  }
}

function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> {
  const execute = [enableNonRepudiationChecks]
  // The configuration takes plain http for this machine only.
  if (issuer.startsWith('http:')) execute.push(allowInsecureRequests)
  const shown = clientSecret === undefined ? None() : showing(clientSecret)
  return discovery(new URL(issuer), clientId, clientSecret, shown, { timeout: TIMEOUT_S, execute })
}

/** In the header, which every provider has to take; in the body for those that say that they want nothing else. */
function showing(clientSecret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(clientSecret), ClientSecretPost(clientSecret)]
  return (server, ...more) => {
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server
    const takesHeader = methods.includes('client_secret_basic') || !methods.includes('client_secret_post')
    return (takesHeader ? basic : post)(server, ...more)
  }
}

async function begin(configuration: Configuration, { scope }: ProviderSettings, redirectUri: string) {
  const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
  const url = buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirectUri, scope, state: checks.state, nonce: checks.nonce },
    code_challenge: await calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
  })
  return { url, checks }
}

async function finish(configuration: Configuration, answer: URL, { state, nonce, verifier }: Checks) {
  const tokens = await authorizationCodeGrant(configuration, answer, {
    ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
  })
  const own = tokens.claims()
  if (!own || tokens.id_token === undefined) throw new ClientError('there is no id token')
  const { userinfo_endpoint } = configuration.serverMetadata()
  // Many providers tell groups there only; the library makes sure that it is about the same subject.
  const told = userinfo_endpoint ? await fetchUserInfo(configuration, tokens.access_token, own.sub) : {}
  return { issuer: own.iss, subject: own.sub, claims: { ...told, ...own }, idToken: tokens.id_token }
}

async function explained<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw new ProviderError(whyOf(error), error)
  }
}

const AWAY = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])

function whyOf(error: unknown): ProviderError['why'] {
  if (error instanceof AuthorizationResponseError)
    return error.error === 'temporarily_unavailable' || error.error === 'server_error' ? 'away' : 'denied'
  if (error instanceof TypeError && error.message === 'fetch failed') return 'away'
  if (!(error instanceof ClientError)) return 'failed'
  if (AWAY.has(error.code ?? '')) return 'away'
  return error.cause instanceof Response && error.cause.status >= 500 ? 'away' : 'failed'
}
