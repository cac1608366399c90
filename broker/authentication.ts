import type { AedesOptions, AuthenticateError, Client } from 'aedes'
import { Value } from 'typebox/value'
import { ADMINISTRATOR, type AssetRegistry, Id } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import { type ClientIds, clientIdTaken } from './client-ids.ts'
import type { BrokerLimits } from './limits.ts'
import type { Peer, Peers } from './peers.ts'
import { malformedTopic, type Permissions } from './permissions.ts'
import { type Refusal, type Refusals, RefusedError } from './refusals.ts'

/** MQTT 3.1.1, table 3.1. */
const IDENTIFIER_REJECTED = 2
const SERVER_UNAVAILABLE = 3
const BAD_USER_NAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

export type ConnectRefusal = Refusal & { returnCode: 2 | 3 | 4 | 5 }
interface Credentials {
  clientId: string
  /** Who this claims to be: the name of a valid client certificate, or else the user name. */
  principal: string
  /** Undefined where the certificate is proof enough. */
  secret: string | undefined
}

export interface AuthenticationOptions {
  registry: AssetRegistry
  permissions: Permissions
  peers: Peers
  clientIds: ClientIds
  refusals: Refusals
  limits: Pick<
    BrokerLimits,
    'authenticationMs' | 'keepaliveS' | 'clientIdLength' | 'topicBytes' | 'topicLevels'
  >
}

/** The two hooks of Aedes that decide who may connect. */
export function createAuthentication(
  options: AuthenticationOptions,
): Required<Pick<AedesOptions, 'preConnect' | 'authenticate'>> {
  const { registry, permissions, peers, clientIds, refusals, limits } = options

  /** Decides nothing that waits; the claim of the client id and the answer must be one step. */
  function admit(client: Client, peer: Peer, principal: string): ConnectRefusal | undefined {
    const refusal = clientIds.claim(client.id, principal, client.clean)
    if (refusal) return { returnCode: IDENTIFIER_REJECTED, ...refusal }
    peers.loggedIn(peer, principal)
    peer.socket.once('close', () => clientIds.release(client.id))
    return undefined
  }

  function refuse(client: Client, peer: Peer, principal: string, refusal: ConnectRefusal): AuthenticateError {
    const unavailable = refusal.returnCode === SERVER_UNAVAILABLE
    refusals.record('connection', refusal, {
      // A registry that is away is one outage, whoever asks; a stranger's name may be 16 kB long.
      who: unavailable ? 'registry' : shortened(principal) || peer.address,
      clientId: shortened(client.id),
      address: peer.address,
      level: unavailable ? 'error' : 'warn',
    })
    return Object.assign(new RefusedError(refusal), { returnCode: refusal.returnCode })
  }

  return {
    preConnect: createPreConnect({ peers, limits }),

    authenticate(client, userName = '', password, done) {
      const peer = peers.of(client)
      if (!peer) return done(null, false)
      const { certificateName } = peer
      if (certificateName !== undefined && userName !== '' && userName !== certificateName)
        return done(refuse(client, peer, certificateName, otherName(certificateName, userName)), false)
      const principal = certificateName ?? userName
      const secret = certificateName === undefined ? (password?.toString('utf8') ?? '') : undefined
      const credentials = { clientId: client.id, principal, secret }
      withTimeout(
        decide(credentials, client, peer, { registry, permissions, limits }),
        limits.authenticationMs,
      )
        .catch(registryFailed)
        .then(refusal => {
          // Aedes ignores the answer for a client that is gone, so nothing may be claimed for it.
          if (client.closed || client.conn.destroyed || peer.socket.destroyed) return
          const final = refusal ?? admit(client, peer, principal)
          if (final) done(refuse(client, peer, principal, final), false)
          else done(null, true)
        })
    },
  }
}

/** Notes what only the CONNECT packet says, and bounds the keepalive. */
export function createPreConnect({
  peers,
  limits,
}: {
  peers: Peers
  limits: Pick<BrokerLimits, 'keepaliveS'>
}): NonNullable<AedesOptions['preConnect']> {
  return (client, packet, done) => {
    const peer = peers.of(client)
    if (!peer) return done(new Error('unknown connection'), false)
    // Aedes would refuse these with a return code that MQTT 3.1.1 does not have. Zero means no time-out at all.
    if (!packet.keepalive || packet.keepalive > limits.keepaliveS) packet.keepalive = limits.keepaliveS
    const { clientId, will, keepalive } = packet
    peer.hello = { emptyClientId: clientId === '', willTopic: will?.topic, keepaliveS: keepalive }
    done(null, true)
  }
}

type Context = Pick<AuthenticationOptions, 'registry' | 'permissions' | 'limits'>

async function decide(
  credentials: Credentials,
  client: Client,
  peer: Peer,
  { registry, permissions, limits }: Context,
): Promise<ConnectRefusal | undefined> {
  const early = clientIdRefusal(client, peer, limits.clientIdLength) ?? credentialsRefusal(credentials, peer)
  if (early) return early
  const { principal, clientId, secret } = credentials
  await registry.resolve([principal, clientId].filter(id => id !== ADMINISTRATOR && isId(id)))
  const device = registry.device(principal)
  if (principal !== ADMINISTRATOR && !device) return unknownDevice(principal)
  if (secret !== undefined && !(await registry.verifySecret(principal, secret))) return wrongSecret(principal)
  const foreignId = clientId === ADMINISTRATOR || registry.device(clientId) !== undefined
  if (clientId !== principal && foreignId) {
    return { returnCode: IDENTIFIER_REJECTED, ...clientIdTaken(clientId, principal, clientId) }
  }
  const willTopic = peer.hello?.willTopic
  if (willTopic === undefined) return undefined
  const target =
    malformedTopic(willTopic, limits) ??
    permissions.publishTarget(willTopic, { id: principal, site: device?.site })
  return typeof target === 'string' ? undefined : willRefused(target)
}

/** [MQTT-3.1.3-8], and what a client id may be beyond the 23 letters and digits that MQTT asks for. */
export function clientIdRefusal(client: Client, peer: Peer, maxLength: number): ConnectRefusal | undefined {
  const wrong =
    peer.hello?.emptyClientId && !client.clean
      ? 'is empty, which needs clean=true'
      : client.id.length > maxLength
        ? `is longer than ${maxLength} characters`
        : client.id.includes('\u0000') || client.id.includes('\ufffd')
          ? 'contains NUL or is not UTF-8'
          : undefined
  if (!wrong) return undefined
  return {
    returnCode: IDENTIFIER_REJECTED,
    reason: 'client_id_not_valid',
    message: `The client id ${quoted(client.id)} ${wrong}.`,
  }
}

function credentialsRefusal({ principal, secret }: Credentials, peer: Peer): ConnectRefusal | undefined {
  if (principal === '' || secret === '') {
    return {
      returnCode: NOT_AUTHORIZED,
      reason: 'no_credentials',
      message: `A client at ${peer.address} gave no user name or no password. A device logs in with its id and its secret.`,
    }
  }
  // Never ask the registry for what cannot be an id: it may hold NUL or be 64 kB long.
  return isId(principal) ? undefined : unknownDevice(principal)
}

const willRefused = ({ message }: Refusal): ConnectRefusal => ({
  returnCode: NOT_AUTHORIZED,
  reason: 'will_not_allowed',
  message: `Last will: ${message}`,
})
const otherName = (certificateName: string, userName: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'certificate_mismatch',
  message: `A client with the certificate of ${quoted(certificateName)} gave the user name ${quoted(userName)}. Leave the user name out, or give the name in the certificate.`,
})
const unknownDevice = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'unknown_device',
  message: `${quoted(id)} is no registered device. Register it with POST /api/v1/devices, and log in with its id and secret.`,
})
const wrongSecret = (id: string): ConnectRefusal => ({
  returnCode: BAD_USER_NAME_OR_PASSWORD,
  reason: 'wrong_secret',
  message:
    id === ADMINISTRATOR
      ? 'The administrator gave a wrong token. It is the value of ADMIN_TOKEN, or in the file admin-token of the data directory.'
      : `The device ${quoted(id)} gave a wrong secret. When it is lost: POST /api/v1/devices/${id}/secret makes a new one.`,
})
const registryFailed = (error: unknown): ConnectRefusal => ({
  returnCode: SERVER_UNAVAILABLE,
  reason: 'registry_unavailable',
  message: `Devices cannot log in: the registry does not answer (${error instanceof Error ? error.message : String(error)}). Is PostgreSQL up?`,
})

const isId = (text: string): boolean => Value.Check(Id, text)
const shortened = (text: string): string => text.slice(0, 128)

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
