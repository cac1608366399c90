import { sql } from 'kysely'
import { lockTicket, type TicketRecord } from '../change-ticket.ts'
import { type Db, prepared, type Trx } from '../database.ts'

/** What a sender calls one fault. */
export interface Case {
  id: number
  ticket: number | null
}

/** The newest that was said of one alert of a case. */
export interface Member {
  member: string
  firing: boolean
  startedAtMs: number | null
  /** Which arrival said so. */
  arrival: number
}

/** A case that is locked: of two letters about one fault the second waits for the first. */
export interface LockedCase extends Case {
  /** Nobody had spoken of it; then this is noted already. */
  isNew: boolean
}

/** The case, made with its first member where it is new, and locked. One statement: files are thousands of new cases. */
export async function lockCase(
  trx: Trx,
  { intake, key, group }: { intake: string; key: string; group: string | undefined },
  { member, firing, startedAtMs, arrival }: Member,
): Promise<LockedCase> {
  // It changes nothing of what is there: it locks that, and returns it as it is when the lock is ours.
  const { rows } = await sql<LockedCase>`${prepared}
    with found as (
      insert into ticketing.intake_cases (intake, key, sender_group) values (${intake}, ${key}, ${group ?? null})
      on conflict (intake, md5(key)) do update set sender_group = intake_cases.sender_group
      returning id, ticket, xmax = 0 as is_new),
    first as (
      insert into ticketing.intake_members (of_case, member, firing, started_at_ms, arrival)
      select id, ${member}, ${firing}, ${startedAtMs}::bigint, ${arrival}::bigint from found where is_new)
    select id, ticket, is_new as "isNew" from found`.execute(trx)
  const [found] = rows
  if (!found) throw new Error(`the case ${key} of intake ${intake} was neither made nor found`)
  return found
}

export const setTicket = (trx: Trx, { id }: Case, ticket: number) =>
  trx.updateTable('intakeCases').set({ ticket }).where('id', '=', id).execute()

export async function memberOf(trx: Trx, { id }: Case, member: string): Promise<Member | undefined> {
  return trx
    .selectFrom('intakeMembers')
    .select(['member', 'firing', 'startedAtMs', 'arrival'])
    .where('ofCase', '=', id)
    .where('member', '=', member)
    .executeTakeFirst()
}

export const putMember = (trx: Trx, { id }: Case, member: Member) =>
  trx
    .insertInto('intakeMembers')
    .values({ ofCase: id, ...member })
    .onConflict(conflict =>
      conflict.columns(['ofCase', 'member']).doUpdateSet({
        firing: member.firing,
        startedAtMs: member.startedAtMs,
        arrival: member.arrival,
      }),
    )
    .execute()

/** Whether anything of the case, or of others whose ticket went on as the same one, is still firing as far as anybody said. */
export async function isFiring(trx: Trx, { id, ticket }: Case): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ticketing.intake_members where firing and of_case in (
      select ${id}::bigint union all
      select c.id from ticketing.intake_cases c join ticketing.tickets t on t.number = c.ticket
      where t.number = ${ticket} or t.merged_into = ${ticket})
    limit 1`.execute(trx)
  return rows.length > 0
}

/** Ends everything of a group that was said before this arrival; resolves with the cases of which that was something. */
export async function endGroup(
  trx: Trx,
  { intake, group, arrival }: { intake: string; group: string; arrival: number },
): Promise<Case[]> {
  const { rows } = await sql<Case>`
    with cases as (
      select id, ticket from ticketing.intake_cases
      where intake = ${intake} and md5(sender_group) = md5(${group}) order by id for update),
    ended as (
      update ticketing.intake_members m set firing = false, arrival = ${arrival}
      from cases c where m.of_case = c.id and m.firing and m.arrival <= ${arrival} returning m.of_case)
    select id, ticket from cases where id in (select of_case from ended)`.execute(trx)
  return rows
}

/** A merge goes on with another ticket, and that may be merged again; more often than this nobody merges. */
const MAX_MERGES = 20

/** The ticket of a case, locked; what was merged is the one that goes on for it. */
export async function livingTicket(trx: Trx, number: number): Promise<TicketRecord> {
  let ticket = await lockTicket(trx, number)
  for (let merges = 0; ticket.mergedInto !== null && merges < MAX_MERGES; merges++) {
    ticket = await lockTicket(trx, ticket.mergedInto)
  }
  return ticket
}

/**
 * Forgets what senders called faults that were over before then, so many at a time. What is here still may be worked on
 * again, and would make a second ticket; rejected ones mute for as long as they fire; merged ones go on as another ticket.
 */
export async function forgetCases(db: Db, beforeMs: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`delete from ticketing.intake_cases where id in (
    select c.id from ticketing.intake_cases c left join ticketing.tickets t on t.number = c.ticket
    where (c.ticket is null or (t.merged_into is null and coalesce(t.closed_at_ms, t.updated_at_ms) < ${beforeMs}
        and t.category in ('closed', 'cancelled', 'rejected')))
      and not exists (select from ticketing.intake_members m where m.of_case = c.id and (
        exists (select from ticketing.arrivals a where a.id = m.arrival)
        or (m.firing and (t.category = 'rejected' or t.number is null))))
    limit 1000)`.execute(db)
  return Number(numAffectedRows)
}
