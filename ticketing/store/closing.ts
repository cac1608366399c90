import { isOpen } from '../domain/category.ts'
import { requireNoOpenChildren } from '../domain/relations.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Trx } from './database.ts'
import type { Act } from './ledger.ts'
import { childrenOf } from './placed.ts'
import { ticketsWithin } from './site-of.ts'

/**
 * A ticket cannot be closed while children are open, whoever closes it. Cancelling or rejecting the whole leaves the parts
 * to those who have them.
 */
export async function refuseWhileChildrenAreOpen(
  trx: Trx,
  { before, after, act }: { before: TicketRecord; after: TicketRecord; act: Act },
): Promise<void> {
  if (!isOpen(before.category) || after.category !== 'closed') return
  const open = await childrenOf(trx, after.number, true)
  const own = await ticketsWithin(trx, open, act.sites ?? null)
  requireNoOpenChildren(after.number, { named: open.filter(child => own.has(child)), count: open.length })
}
