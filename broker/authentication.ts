import type { AedesOptions, AuthenticateError, Client } from 'aedes'
import { Value } from 'typebox/value'
import { ADMINISTRATOR, type AssetRegistry, Id, READER } from '../contracts/registry.ts'
import { type ClientIds, clientIdTaken } from './client-ids.ts'
import type { BrokerLimits } from './limits.ts'
import {
  type ConnectRefusal,
  cannotEnrol,
  clientIdRefusal,
  IDENTIFIER_REJECTED,
  noCredentials,
  otherName,
  registryFailed,
  unknownDevice,
  willRefused,
  wrongSecret,
} from './login-refusals.ts'
import type { Peer, Peers } from './peers.ts'
import { malformedTopic, type Permissions } from './permissions.ts'
import type { Readers } from './readers.ts'
import { type Refusals, RefusedError } from './refusals.ts'
import type { Strangers } from './strangers.ts'

interface Credentials {
  clientId: string
  /** Who this claims to be: the name of a valid client certificate, or else the user name. */
  principal: string
  /** Undefined where the certificate is proof enough. */
  secret: string | undefined
}

/** Somebody who may log in. */
interface Login {
  /** Not registered: it speaks into quarantine. */
  stranger: boolean
}

export interface AuthenticationOptions {
  registry: AssetRegistry
  permissions: Permissions
  /** Where enrolment is open. */
  strangers: Strangers | undefined
  readers: Readers
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
  const { strangers, readers, peers, clientIds, refusals, limits } = options

  /** Decides nothing that waits; the claim of the client id and the answer must be one step. */
  function admit(
    client: Client,
    peer: Peer,
    principal: string,
    { stranger }: Login,
  ): ConnectRefusal | undefined {
    if (stranger) {
      const full = strangers?.full()
      if (full) return full
      // Client ids of its own, and no session that outlives the connection: whoever makes up names could take the ids
      // of devices, and fill the memory with sessions.
      client.id = `stranger ${principal} ${client.id}`
      client.clean = true
    }
    if (principal === READER) {
      const full = readers.full()
      if (full) return full
      client.clean = true // nothing is kept for a reader that is away
    }
    const refusal = clientIds.claim(client.id, principal, client.clean)
    if (refusal) return { returnCode: IDENTIFIER_REJECTED, ...refusal }
    peers.loggedIn(peer, principal, { stranger })
    if (principal === READER) readers.join(peer)
    peer.socket.once('close', () => clientIds.release(client.id))
    return undefined
  }

  function refuse(client: Client, peer: Peer, principal: string, refusal: ConnectRefusal): AuthenticateError {
    const unavailable = refusal.reason === 'registry_unavailable'
    // A registry that is away is one outage, and a crowd of strangers one crowd, whoever asks.
    const shared = unavailable ? 'registry' : refusal.reason === 'too_many_strangers' && 'strangers'
    refusals.record('connection', refusal, {
      who: shared || shortened(principal) || peer.address, // a stranger's name may be 16 kB long
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
      withTimeout(decide(credentials, client, peer, options), limits.authenticationMs)
        .catch(registryFailed)
        .then(answer => {
          // Aedes ignores the answer for a client that is gone, so nothing may be claimed for it.
          if (client.closed || client.conn.destroyed || peer.socket.destroyed) return
          const final = 'reason' in answer ? answer : admit(client, peer, principal, answer)
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

type Context = Pick<AuthenticationOptions, 'registry' | 'permissions' | 'strangers' | 'limits'>

async function decide(
  credentials: Credentials,
  client: Client,
  peer: Peer,
  { registry, permissions, strangers, limits }: Context,
): Promise<ConnectRefusal | Login> {
  const early =
    clientIdRefusal(client, peer, limits.clientIdLength) ?? credentialsRefusal(credentials, peer, strangers)
  if (early) return early
  const { principal, clientId } = credentials
  await registry.resolve([principal, clientId].filter(id => id !== ADMINISTRATOR && isId(id)))
  const device = registry.device(principal)
  const stranger = principal !== ADMINISTRATOR && principal !== READER && !device
  const foreignId = clientId === ADMINISTRATOR || registry.device(clientId) !== undefined
  const refusal =
    (stranger ? await strangerRefusal(credentials, strangers) : await secretRefusal(credentials, registry)) ??
    (clientId !== principal && foreignId ? foreignClientId(clientId, principal) : undefined)
  if (refusal) return refusal
  const willTopic = peer.hello?.willTopic
  if (willTopic === undefined) return { stranger }
  const target =
    malformedTopic(willTopic, limits) ??
    permissions.publishTarget(willTopic, { id: principal, site: device?.site, stranger })
  return typeof target === 'string' ? { stranger } : willRefused(target)
}

function credentialsRefusal(
  { principal, secret }: Credentials,
  peer: Peer,
  strangers: Strangers | undefined,
): ConnectRefusal | undefined {
  if (principal === '' || secret === '') return noCredentials(peer.address)
  // Never ask the registry for what cannot be an id: it may hold NUL or be 64 kB long.
  if (isId(principal) || principal === READER) return undefined
  return strangers ? cannotEnrol(principal) : unknownDevice(principal)
}

async function secretRefusal(
  { principal, secret }: Credentials,
  registry: AssetRegistry,
): Promise<ConnectRefusal | undefined> {
  if (secret === undefined || (await registry.verifySecret(principal, secret))) return undefined
  return wrongSecret(principal)
}

async function strangerRefusal(
  { principal, secret }: Credentials,
  strangers: Strangers | undefined,
): Promise<ConnectRefusal | undefined> {
  if (!strangers) return unknownDevice(principal)
  return secret === undefined ? cannotEnrol(principal) : strangers.enrol(principal, secret)
}

const foreignClientId = (clientId: string, principal: string): ConnectRefusal => ({
  returnCode: IDENTIFIER_REJECTED,
  ...clientIdTaken(clientId, principal, clientId),
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
