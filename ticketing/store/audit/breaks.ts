import type { Statement } from '../../audit/lines.ts'
import type { Db } from '../database.ts'
import { appendEvents, SYSTEM } from '../ledger.ts'
import { hasLink, type Tail, tailOf } from './links.ts'

/** What a process remembers of the chain, outside of the database. */
export type Remembered = Omit<Statement, 'key'>

/**
 * Compares the chain with what is remembered of it. Where it is another one, because a backup was restored or somebody
 * rewrote it, that becomes an event of the ledger: the chain goes on, and nobody can say that it was never broken.
 * Resolves with the last link where that happened.
 */
export async function noteBreak(db: Db, remembered: Remembered, nowMs: number): Promise<Tail | undefined> {
  const { position, event, hash, atMs } = remembered
  if (await hasLink(db, { position, event, hash: Buffer.from(hash, 'hex') })) return undefined
  return db.transaction().execute(async trx => {
    const tail = await tailOf(trx)
    const found = { position: tail.position, event: tail.event, hash: tail.hash.toString('hex') }
    const reason =
      `The chain does not have the link any more that it had at position ${position}: a backup was restored, ` +
      'or the chain was changed from outside.'
    const data = { remembered: { position, event, hash, atMs }, found }
    const act = { actor: SYSTEM, nowMs }
    await appendEvents(trx, { subject: 'ledger', id: 'chain' }, act, [{ type: 'chain_broken', reason, data }])
    return tail
  })
}
