import type { Logger } from '../contracts/logger.ts'
import type { Enrolment } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import type { Farewell } from './farewell.ts'
import type { BrokerLimits } from './limits.ts'
import {
  type ConnectRefusal,
  ignoredStranger,
  MIN_STRANGER_SECRET,
  otherSecret,
  registeredMeanwhile,
  secretTooShort,
  tooManyEnrolments,
  tooManyStrangers,
} from './login-refusals.ts'
import type { Pacing } from './pacing.ts'
import type { Peers } from './peers.ts'
import { createThrottle } from './refusals.ts'
import { createTokenBucket } from './token-bucket.ts'

export interface StrangersOptions {
  enrolment: Enrolment
  peers: Peers
  pacing: Pick<Pacing, 'dismiss'>
  farewell: Farewell
  logger: Logger
  limits: Pick<BrokerLimits, 'strangerConnections' | 'strangerLoginsPerS' | 'burstS' | 'strangerCheckMs'>
}

/** Those who are not registered and may connect all the same, to speak into quarantine until somebody decides. */
export interface Strangers {
  /** Why the stranger may not log in with this secret, or undefined where it may. Rejects when the store is away. */
  enrol(name: string, secret: string): Promise<ConnectRefusal | undefined>
  /** Why no stranger may connect now, or undefined where one may. */
  full(): ConnectRefusal | undefined
  close(): void
}

export function createStrangers(options: StrangersOptions): Strangers {
  const { enrolment, peers, pacing, farewell, logger, limits } = options
  // Each is a statement in the database that people work with.
  const logins = createTokenBucket({ perS: limits.strangerLoginsPerS, burstS: limits.burstS })
  const speak = createThrottle({ intervalMs: 3_600_000, maxKeys: 1_000 })

  const full = () =>
    peers.strangers < limits.strangerConnections ? undefined : tooManyStrangers(limits.strangerConnections)

  /** Who was registered, ignored or forgotten logs in as what it is now, and asks for its commands again. */
  async function dismissDecided(): Promise<void> {
    if (peers.strangers === 0) return
    const connected = [...peers.all()].filter(({ stranger }) => stranger)
    const names = new Set(connected.flatMap(({ principal }) => principal ?? []))
    for (const name of await enrolment.enrolled([...names])) names.delete(name)
    for (const peer of connected) {
      if (peer.leaving || peer.principal === undefined || !names.has(peer.principal)) continue
      logger.info(
        { who: peer.principal, address: peer.address },
        `${quoted(peer.principal)} was disconnected: it was registered, ignored or forgotten. It can log in again as what it is now.`,
      )
      farewell.begin(peer)
    }
    for (const name of names) pacing.dismiss(name)
  }

  let looking = false
  async function look(): Promise<void> {
    if (looking) return
    looking = true
    await dismissDecided()
      // They stay strangers until the store answers again.
      .catch(error => logger.debug({ err: error }, 'strangers could not be looked up'))
    looking = false
  }
  const timer = setInterval(look, limits.strangerCheckMs)

  return {
    full,
    async enrol(name, secret) {
      if (secret.length < MIN_STRANGER_SECRET) return secretTooShort(name)
      const refusal = full()
      if (refusal) return refusal
      const nowMs = performance.now()
      if (logins.waitMs(1, nowMs) > 0) return tooManyEnrolments(limits.strangerLoginsPerS)
      logins.take(1, nowMs)
      const answer = await enrolment.enrol(name, secret)
      if (answer === 'wrong_secret') return otherSecret(name)
      if (answer === 'ignored') return ignoredStranger(name)
      if (answer === 'registered') return registeredMeanwhile(name)
      if (speak(name, nowMs)) logger.info({ who: name }, waits(name))
      return undefined
    },
    close: () => clearInterval(timer),
  }
}

const waits = (name: string) =>
  `${quoted(name)} is not registered and logged in with a secret of its own. What it says waits until you approve it: npm run forewarn -- quarantine list`
