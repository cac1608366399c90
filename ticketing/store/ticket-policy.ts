import { defaultPolicy, type TicketPolicy } from '../domain/ticket-policy.ts'
import type { Db, Trx } from './database.ts'

/** The policy that counts: the newest that somebody saved, else the one that is shipped. */
export async function newestPolicy(db: Db | Trx): Promise<TicketPolicy> {
  const row = await db
    .selectFrom('ticketPolicies')
    .select('policy')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.policy ?? defaultPolicy
}

/** Makes this policy the newest version; earlier ones are kept. */
export async function savePolicy(
  db: Db,
  policy: TicketPolicy,
  { actor, nowMs }: { actor: string; nowMs: number },
): Promise<TicketPolicy> {
  await db
    .insertInto('ticketPolicies')
    .values({ policy: JSON.stringify(policy), createdAtMs: nowMs, actor })
    .execute()
  return policy
}
