import { hash, randomBytes } from 'node:crypto'
import { conflict } from '../domain/refusals.ts'
import {
  changedParts,
  type NewSignature,
  type Signature,
  type SignedTicket,
  sorted,
  type Work,
  workDocument,
} from '../domain/signature.ts'
import { lockTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { noTicket } from './tickets.ts'

const sha256 = (text: string): string => hash('sha256', text)

/** The work of a ticket as it would be signed now. Error: `not_found`. */
export async function workOf(db: Db, number: number): Promise<Work> {
  const ticket = await db.selectFrom('tickets').selectAll().where('number', '=', number).executeTakeFirst()
  if (!ticket) throw noTicket(number)
  const document = await documentOf(db, ticket)
  return { document: JSON.parse(document) as Work['document'], documentSha256: sha256(document) }
}

async function documentOf(db: Db | Trx, ticket: SignedTicket): Promise<string> {
  const files = await db
    .selectFrom('attachments')
    .select(['name', 'sha256'])
    .where('ticket', '=', ticket.number)
    .execute()
  return workDocument(ticket, files)
}

/** Signs the work as it is. Errors: `not_found`; `precondition_failed`; `conflict` where another work was shown. */
export function signWork(
  db: Db,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  { deviceTimeMs, ...signature }: NewSignature,
  act: Act,
): Promise<Signature> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    const deviceAtMs = deviceTimeMs === undefined ? undefined : Math.min(deviceTimeMs, act.nowMs)
    return addSignature(trx, ticket, signature, { ...act, deviceAtMs })
  })
}

/** The same for a ticket that is locked, with the event that binds the signature to the audit chain. */
export async function addSignature(
  trx: Trx,
  ticket: TicketRecord,
  { name, meaning, documentSha256: shown }: Omit<NewSignature, 'deviceTimeMs'>,
  act: Act,
): Promise<Signature> {
  const document = await documentOf(trx, ticket)
  const documentSha256 = sha256(document)
  if (shown !== undefined && shown !== documentSha256) {
    const path = `GET /api/v1/tickets/${ticket.number}/work`
    throw conflict(`The work is not the one that was shown any more. Read it again (${path}), and sign that.`)
  }
  const record = {
    ...{ ticket: ticket.number, meaning, name, documentSha256 },
    ...{ signer: act.actor, signedAtMs: act.nowMs, deviceAtMs: act.deviceAtMs ?? null },
    salt: randomBytes(16).toString('hex'),
  }
  const made = await trx
    .insertInto('workSignatures')
    .values({ ...record, document, sha256: sha256(sorted(record)) })
    .returning(['id', 'sha256'])
    .executeTakeFirstOrThrow()
  const data = { signature: made.id, meaning, sha256: made.sha256, documentSha256 }
  await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [{ type: 'signed', data }])
  const { salt: _, ...said } = record
  const kept = JSON.parse(document) as Signature['document']
  return { ...made, ...said, document: kept, isGenuine: true, changed: [] }
}

/** The signatures of a ticket's work, oldest first, each compared with its event and with the work as it is. */
export async function listSignatures(
  db: Db,
  number: number,
  { limit, after = 0 }: { limit: number; after?: number | undefined },
): Promise<Signature[]> {
  const ticket = await db.selectFrom('tickets').selectAll().where('number', '=', number).executeTakeFirst()
  if (!ticket) throw noTicket(number)
  const now = await documentOf(db, ticket)
  const rows = await db
    .selectFrom('workSignatures')
    .selectAll()
    .where('ticket', '=', number)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const sealed = await hashesInLedger(db, number)
  return rows.map(({ salt, document, id, sha256: own, ...record }) => ({
    ...{ id, sha256: own, ...record },
    document: JSON.parse(document) as Signature['document'],
    isGenuine:
      sealed.get(id) === own &&
      sha256(sorted({ ...record, salt })) === own &&
      sha256(document) === record.documentSha256,
    changed: changedParts(document, now),
  }))
}

/** What the ledger says that each signature is. */
async function hashesInLedger(db: Db, ticket: number): Promise<Map<number, string>> {
  const events = await db
    .selectFrom('events')
    .select('data')
    .where('subject', '=', 'ticket')
    .where('subjectId', '=', String(ticket))
    .where('type', '=', 'signed')
    .execute()
  return new Map(events.map(({ data }) => [Number(data.signature), String(data.sha256)]))
}
