import type { Clock } from '../contracts/clock.ts'
import { quoted } from '../contracts/text.ts'
import type { Refusal } from './refusals.ts'

interface Session {
  principal: string
  connections: number
  /** Made with clean=false: it outlives its connection, with its subscriptions and queued messages. */
  stored: boolean
  /** When its last connection ended. */
  awaySinceMs: number
}

/** Which principal a client id belongs to, for as long as it is connected or has a stored session. */
export interface ClientIds {
  /** Takes the id for one more connection of the principal, or says why not. */
  claim(clientId: string, principal: string, clean: boolean): Refusal | undefined
  /** One connection of the id is gone. */
  release(clientId: string): void
  /** Forgets the stored sessions that nobody came back to since then. */
  expire(awaySinceMs: number): void
}

/**
 * MQTT lets a second client with the same id throw out the first and inherit its queued messages [MQTT-3.1.4-2].
 * Here only the principal that the id belongs to can do so.
 * @param forget drops a stored session that had to make room for a newer one of the same principal, or has expired
 */
export function createClientIds(options: {
  storedSessionsPerPrincipal: number
  clock: Clock
  forget(clientId: string): void
}): ClientIds {
  const sessions = new Map<string, Session>()
  const storedIds = new Map<string, Set<string>>()

  function setStored(clientId: string, session: Session, stored: boolean): void {
    session.stored = stored
    const ids = storedIds.get(session.principal) ?? new Set()
    storedIds.set(session.principal, ids)
    if (stored) ids.add(clientId)
    else ids.delete(clientId)
    if (ids.size === 0) storedIds.delete(session.principal)
  }

  function drop(clientId: string, session: Session): void {
    setStored(clientId, session, false)
    sessions.delete(clientId)
    options.forget(clientId)
  }

  /** Devices that make up a new client id at every start leave a stored session behind each time. */
  function makeRoom(principal: string): boolean {
    const ids = storedIds.get(principal)
    if (!ids || ids.size < options.storedSessionsPerPrincipal) return true
    for (const clientId of ids) {
      const session = sessions.get(clientId)
      if (!session || session.connections > 0) continue
      drop(clientId, session)
      return true
    }
    return false
  }

  return {
    claim(clientId, principal, clean) {
      const known = sessions.get(clientId)
      if (known && known.principal !== principal) return clientIdTaken(clientId, principal, known.principal)
      if (!clean && !known?.stored && !makeRoom(principal)) {
        return {
          reason: 'too_many_sessions',
          message: `${quoted(principal)} already has ${options.storedSessionsPerPrincipal} connected clients with clean=false, the limit.`,
        }
      }
      const session = known ?? { principal, connections: 0, stored: false, awaySinceMs: 0 }
      sessions.set(clientId, session)
      session.connections += 1
      setStored(clientId, session, !clean)
      return undefined
    },
    release(clientId) {
      const session = sessions.get(clientId)
      if (!session) return
      session.connections -= 1
      session.awaySinceMs = options.clock.nowMs()
      if (session.connections === 0 && !session.stored) sessions.delete(clientId)
    },
    expire(awaySinceMs) {
      for (const [clientId, session] of sessions)
        if (session.connections === 0 && session.awaySinceMs < awaySinceMs) drop(clientId, session)
    },
  }
}

export const clientIdTaken = (clientId: string, principal: string, owner: string): Refusal => ({
  reason: 'client_id_taken',
  message: `${quoted(principal)} asked for the client id ${quoted(clientId)}, which belongs to ${quoted(owner)}. Give every client an id of its own, best the device id.`,
})
