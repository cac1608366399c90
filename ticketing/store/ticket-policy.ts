import { sql } from 'kysely'
import { requireVersion } from '../domain/refusals.ts'
import { defaultPolicy, type TicketPolicy } from '../domain/ticket-policy.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Edit, recordChange } from './registry-ledger.ts'

/** A version of the policy; that which is shipped is version 0. */
interface KeptPolicy {
  version: number
  policy: TicketPolicy
}

/** The policy that counts: the newest that somebody saved, else the one that is shipped. */
export const newestPolicy = async (db: Db | Trx): Promise<TicketPolicy> => (await keptPolicy(db)).policy

export async function keptPolicy(db: Db | Trx): Promise<KeptPolicy> {
  const row = await db
    .selectFrom('ticketPolicies')
    .select(['version', 'policy'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? { version: 0, policy: defaultPolicy }
}

/** Makes this policy the newest version; earlier ones are kept. Error: `precondition_failed`. */
export function savePolicy(db: Db, policy: TicketPolicy, edit: Edit): Promise<KeptPolicy> {
  return transact(db, async trx => {
    await sql`lock table ticketing.ticket_policies in share row exclusive mode`.execute(trx)
    const before = await keptPolicy(trx)
    requireVersion('The ticket policy', before.version, edit.ifVersion)
    const saved = await trx
      .insertInto('ticketPolicies')
      .values({ policy: JSON.stringify(policy), createdAtMs: edit.nowMs, actor: edit.actor })
      .returning(['version', 'policy'])
      .executeTakeFirstOrThrow()
    const change = { before: before.policy, after: policy, data: { version: saved.version } }
    await recordChange(trx, { subject: 'ticket_policy', id: 'policy' }, edit, change)
    return saved
  })
}
