import { isOpen } from '../domain/category.ts'
import { requireNoOpenChildren } from '../domain/relations.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Trx } from './database.ts'
import { childrenOf } from './placed.ts'

/**
 * A ticket cannot be closed while children are open, whoever closes it. Cancelling or rejecting the whole leaves the parts
 * to those who have them.
 */
export async function refuseWhileChildrenAreOpen(
  trx: Trx,
  { before, after }: { before: TicketRecord; after: TicketRecord },
): Promise<void> {
  if (!isOpen(before.category) || after.category !== 'closed') return
  requireNoOpenChildren(after.number, await childrenOf(trx, after.number, true))
}
