import { type Change, changeTicket, type TicketRecord } from './change-ticket.ts'
import { refuseWhileChildrenAreOpen } from './closing.ts'
import type { Trx } from './database.ts'
import { dispatching } from './dispatch.ts'
import { tellDetectors } from './interventions.ts'
import type { Act } from './ledger.ts'
import { tellOutcome } from './outcomes.ts'
import { slaConsequence } from './sla.ts'
import { wakeWhenDue } from './snooze.ts'
import { tellOfState } from './tell-changes.ts'
import { followRepair } from './verifications.ts'

/** What follows from a changed ticket, in the same transaction; what follows from a new one is written with it. */
interface Consequence {
  afterChange(trx: Trx, change: { before: TicketRecord; after: TicketRecord; act: Act }): Promise<void>
}

/** Everything that follows, in this order. */
const consequences: readonly Consequence[] = [
  { afterChange: refuseWhileChildrenAreOpen },
  { afterChange: wakeWhenDue },
  slaConsequence,
  dispatching,
  { afterChange: followRepair },
  { afterChange: tellOutcome },
  { afterChange: tellDetectors },
  { afterChange: tellOfState },
]

/** Changes a ticket that is locked, and does what follows. */
export async function changeAndFollow(
  trx: Trx,
  ticket: TicketRecord,
  act: Act,
  change: Change,
): Promise<TicketRecord> {
  const after = await changeTicket(trx, ticket, act, change)
  for (const { afterChange } of consequences) await afterChange(trx, { before: ticket, after, act })
  return after
}
