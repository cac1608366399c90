import { sql } from 'kysely'
import type { IntakeSettings } from '../../domain/intake.ts'
import { type Db, transact } from '../database.ts'
import { finishArrival, keepArrival } from './arrivals.ts'

export interface KeptMailbox {
  settings: IntakeSettings
  mailPassword: Buffer | null
  uidValidity: string | null
  uid: number
  problem: string | null
}

/** Intakes that fetch their mail. */
export async function mailboxes(db: Db): Promise<KeptMailbox[]> {
  const rows = await db
    .selectFrom('intakes')
    .select(['id', 'kind', 'settings', 'mailPassword', 'mailboxUidValidity', 'mailboxUid', 'problem'])
    .where('kind', '=', 'email')
    .where(sql<boolean>`settings -> 'mail' ? 'imap' and settings -> 'enabled' is distinct from 'false'`)
    .orderBy('id')
    .execute()
  return rows.map(({ id, kind, settings, mailboxUidValidity, mailboxUid, ...row }) => ({
    ...row,
    settings: { id, kind, ...settings },
    uidValidity: mailboxUidValidity,
    uid: mailboxUid,
  }))
}

export interface FetchedArrival {
  intake: IntakeSettings
  place: { uidValidity: string; uid: number }
  source: Buffer
  /** Why only its header is here. */
  tooLarge?: string | undefined
  nowMs: number
}

/** Keeps a message together with how far the mailbox has been read, so that no crash can part them. */
export function keepFetched(
  db: Db,
  { intake, place, source, tooLarge, nowMs }: FetchedArrival,
): Promise<void> {
  return transact(db, async trx => {
    const { id } = await keepArrival(trx, {
      intake: intake.id,
      mediaType: 'message/rfc822',
      headers: {},
      body: source,
      senderKey: `imap ${place.uidValidity} ${place.uid}`,
      nowMs,
    })
    if (tooLarge !== undefined)
      await finishArrival(trx, id, { state: 'failed', reason: tooLarge, result: null })
    await trx
      .updateTable('intakes')
      .set({ mailboxUidValidity: place.uidValidity, mailboxUid: place.uid })
      .where('id', '=', intake.id)
      .execute()
  })
}

export async function noteProblem(db: Db, intake: string, problem: string | null): Promise<void> {
  await db
    .updateTable('intakes')
    .set({ problem: problem?.slice(0, 500).toWellFormed() ?? null })
    .where('id', '=', intake)
    .execute()
}
