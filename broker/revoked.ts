import { quoted } from '../contracts/text.ts'
import type { Refusal } from './refusals.ts'
import type { Parts } from './serve.ts'

/** Cuts every connection of these principals: they must log in again, if they still can. */
export function disconnectRevoked(
  principals: ReadonlySet<string>,
  { peers, refusals }: Pick<Parts, 'peers' | 'refusals'>,
): void {
  for (const { principal, address, socket } of peers.all()) {
    if (principal === undefined || !principals.has(principal)) continue
    refusals.record('connection', loginRevoked(principal), { who: principal, address })
    socket.destroy()
  }
}

const loginRevoked = (id: string): Refusal => ({
  reason: 'login_revoked',
  message: `${quoted(id)} was disconnected: it was deleted, moved to another site, or given a new secret. It can log in again with what is right now.`,
})
