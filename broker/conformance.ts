import { BlockList, isIPv6 } from 'node:net'
import { Aedes, type AedesOptions } from 'aedes'
import type { Registry } from 'prom-client'
import type { Clock } from '../contracts/clock.ts'
import { ForewarnError } from '../contracts/errors.ts'
import type { Logger } from '../contracts/logger.ts'
import { createPreConnect } from './authentication.ts'
import { clientIdRefusal } from './login-refusals.ts'
import { malformedTopic } from './permissions.ts'
import { markRedelivered, type Persistence } from './persistence.ts'
import { type Refusal, RefusedError } from './refusals.ts'
import { aedesOptions, createParts, type Parts, type RunningBroker, serve } from './serve.ts'

/** Suites ask for a filter that they do not get, to see 128 in the SUBACK; they agree on these. */
const refusedFilters = ['nosubscribe', 'test/nosubscribe']

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * The broker as interoperability suites want it: anybody on any topic, retained messages, nothing on disk. Listener,
 * frame guard, limits and the held acknowledgement are those of `startBroker`; who may do what is not.
 * @throws ForewarnError `invalid` for an address beyond loopback, `conflict` when it cannot be listened on
 */
export async function startConformanceBroker(options: {
  host: string
  port: number
  clock: Clock
  logger: Logger
  metrics: Registry
}): Promise<RunningBroker> {
  const { host, port } = options
  if (!loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')) {
    throw new ForewarnError(
      'invalid',
      `the conformance broker lets anybody do anything, so it listens on loopback only (127.0.0.1 or ::1), not on ${host}`,
    )
  }
  const nowhere = { append: async () => ({ first: 0n, last: 0n }) }
  const parts = createParts({ ...options, log: nowhere })
  let holding = false
  const aedes = new Aedes({
    ...aedesOptions(parts.limits),
    ...anybody(parts),
    authorizePublish(client, packet, done) {
      if (holding) {
        // As in createAuthorization: neither acknowledged nor cut off, and no wills.
        if (!client || client.closed) done(new Error('the broker is closing'))
        return
      }
      const refusal = malformedTopic(packet.topic, parts.limits)
      if (refusal) return done(new RefusedError(refusal))
      packet.dup = false // the flag of the publisher is not that of what subscribers get [MQTT-3.3.1-3]
      const { topic } = packet
      const payload = Buffer.from(packet.payload)
      parts.append.add({ topic, payload, publisher: 'anybody' }, error => done(error ?? null))
    },
    authorizeSubscribe: (_, subscription, done) =>
      done(null, refusedFilters.includes(subscription.topic) ? null : subscription),
  })
  await aedes.listen()
  markRedelivered((aedes as Aedes & { persistence: Persistence }).persistence)
  const hold = () => {
    holding = true
  }
  return serve(aedes, { hold }, parts, { host, port })
}

/** Everybody may connect whose client id is valid. */
function anybody({ peers, limits }: Parts): Pick<AedesOptions, 'preConnect' | 'authenticate'> {
  return {
    preConnect: createPreConnect({ peers, limits }),
    authenticate(client, _userName, _password, done) {
      const peer = peers.of(client)
      if (!peer) return done(null, false)
      const refusal = clientIdRefusal(client, peer, limits.clientIdLength)
      if (!refusal) {
        peers.loggedIn(peer, 'anybody')
        return done(null, true)
      }
      done(
        Object.assign(new RefusedError(refusal satisfies Refusal), { returnCode: refusal.returnCode }),
        false,
      )
    },
  }
}
