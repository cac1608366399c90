import { changeTicket, type TicketRecord } from './change-ticket.ts'
import { refuseWhileChildrenAreOpen } from './closing.ts'
import type { Trx } from './database.ts'
import { dispatching } from './dispatch.ts'
import type { Act } from './ledger.ts'
import { tellOutcome } from './outcomes.ts'
import { slaConsequence } from './sla.ts'
import { wakeWhenDue } from './snooze.ts'
import { followRepair } from './verifications.ts'

/** What follows from a new or changed ticket, in the same transaction. */
interface Consequence {
  afterCreate?(trx: Trx, ticket: TicketRecord, act: Act): Promise<void>
  afterChange?(trx: Trx, change: { before: TicketRecord; after: TicketRecord; act: Act }): Promise<void>
}

/** Everything that follows, in this order. */
const consequences: readonly Consequence[] = [
  { afterChange: refuseWhileChildrenAreOpen },
  { afterChange: wakeWhenDue },
  slaConsequence,
  dispatching,
  { afterChange: followRepair },
  { afterChange: tellOutcome },
]

export async function followCreation(trx: Trx, ticket: TicketRecord, act: Act): Promise<void> {
  for (const { afterCreate } of consequences) await afterCreate?.(trx, ticket, act)
}

/** Changes a ticket that is locked, and does what follows. */
export async function changeAndFollow(
  trx: Trx,
  ticket: TicketRecord,
  act: Act,
  change: Parameters<typeof changeTicket>[3],
): Promise<TicketRecord> {
  const after = await changeTicket(trx, ticket, act, change)
  for (const { afterChange } of consequences) await afterChange?.(trx, { before: ticket, after, act })
  return after
}
