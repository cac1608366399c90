import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { Id } from '../../../contracts/registry.ts'
import type { AttachmentStore, StoredContent } from '../../domain/attachment.ts'
import type { Visibility } from '../../domain/comment.ts'
import type { IntakeSettings } from '../../domain/intake.ts'
import { assetInAddress, assetInSubject, isAmong, plainSubject, ticketNumberIn } from '../../domain/mail.ts'
import { priorityOf } from '../../domain/priority.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Mail } from '../../domain/signal.ts'
import { insertAttachment } from '../attachments/rows.ts'
import type { TicketRecord } from '../change-ticket.ts'
import { insertComment } from '../comments.ts'
import { createTicket } from '../create-ticket.ts'
import type { Trx } from '../database.ts'
import type { Act } from '../ledger.ts'
import { addNotice } from '../notices.ts'
import { insertRequester } from '../requesters.ts'
import { groundForWork } from '../ticket-work.ts'
import { livingTicket } from './cases.ts'
import { type Became, requireOwnSite } from './signals.ts'

export interface Post {
  arrival: number
  mail: Mail
  /** What the store has taken of its files. */
  files: readonly { content: StoredContent; fileName: string }[]
  intake: IntakeSettings
  store: AttachmentStore
  act: Act
}

/** Of one sender on one ticket within an hour: two programs that answer each other write more. */
const MAX_AN_HOUR = 20
const HOUR_MS = 3_600_000
const MAX_COMMENT = 10_000

/** Why a mail is not worked on; undefined: it is. */
export function ignoredBecause({ automatic, from }: Mail, { mail }: IntakeSettings): string | undefined {
  if (automatic !== undefined) return automatic
  if (mail && isAmong(from.address, mail.addresses)) return `${from.address} is our own address: a loop.`
  if (mail?.senders && !isAmong(from.address, mail.senders))
    return `${from.address} is none of the senders of this intake.`
  return undefined
}

/** Makes a comment of an answer, and a ticket of everything else. The same message twice is one. Errors: `invalid`. */
export async function takeMail(trx: Trx, post: Post): Promise<Became | { ignored: string }> {
  const { mail, intake, act } = post
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mail ${intake.id} ${nameOf(post)}`}, 0))`.execute(
    trx,
  )
  const known = await ticketOfMessages(trx, intake, [nameOf(post)])
  if (known !== undefined)
    return { outcome: 'unchanged', ticket: known, detail: 'This message was here before.' }
  const answered = await answeredTicket(trx, post)
  if (answered === undefined) return makeTicket(trx, post)
  if (await isLoop(trx, answered, mail, act.nowMs)) {
    return {
      ignored: `More than ${MAX_AN_HOUR} mails of ${mail.from.address} on ticket ${answered.number} in an hour: a loop.`,
    }
  }
  return comment(trx, answered, post)
}

/** What has no name of its own is known by its arrival, which may be worked on twice. */
const nameOf = ({ mail, arrival }: Post): string => mail.messageId ?? `arrival ${arrival}`

async function ticketOfMessages(trx: Trx, { id }: IntakeSettings, messages: readonly string[]) {
  if (messages.length === 0) return undefined
  const { rows } = await sql<{ ticket: number }>`
    select m.ticket from unnest(${messages}::text[]) with ordinality as wanted (message_id, place)
    join ticketing.intake_messages m
      on m.intake = ${id} and md5(m.message_id) = md5(wanted.message_id) and m.message_id = wanted.message_id
    order by wanted.place limit 1`.execute(trx)
  return rows[0]?.ticket
}

/**
 * What it answers: by the messages that it names, which only who got them can know, or by the number in its subject, which
 * anybody can write: so that counts from who asked for the work, and from senders that the intake names.
 */
async function answeredTicket(trx: Trx, { mail, intake }: Post): Promise<TicketRecord | undefined> {
  const byReference = await ticketOfMessages(trx, intake, mail.references)
  if (byReference !== undefined) return livingTicket(trx, byReference)
  const number = ticketNumberIn(mail.subject)
  if (number === undefined) return undefined
  const ticket = await existing(trx, number)
  const isOfSite = ticket && (!intake.site || ticket.site === intake.site)
  const mayAnswer = intake.mail?.senders !== undefined || (await requesterOf(trx, number, mail)) !== undefined
  if (isOfSite && mayAnswer) return livingTicket(trx, number)
  const why = `It answers on ticket ${number}, and ${mail.from.address} has not asked for that work.`
  throw invalid('/subject', `${why} Name the senders that may answer in mail/senders, and replay it.`)
}

const existing = (trx: Trx, number: number) =>
  trx.selectFrom('tickets').select(['number', 'site']).where('number', '=', number).executeTakeFirst()

/** Whoever asked for the work with this address. */
async function requesterOf(trx: Trx, ticket: number, { from }: Mail): Promise<number | undefined> {
  const row = await trx
    .selectFrom('requesters')
    .select('id')
    .where('ticket', '=', ticket)
    .where(sql<string>`lower(contact)`, '=', from.address.toLowerCase())
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

async function isLoop(trx: Trx, { number }: TicketRecord, { from }: Mail, nowMs: number): Promise<boolean> {
  const { count } = await trx
    .selectFrom('intakeMessages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ticket', '=', number)
    .where('sender', '=', from.address.toLowerCase())
    .where('atMs', '>', nowMs - HOUR_MS)
    .executeTakeFirstOrThrow()
  return Number(count) >= MAX_AN_HOUR
}

async function comment(trx: Trx, ticket: TicketRecord, post: Post): Promise<Became> {
  const { mail, intake, act } = post
  const requester = (await requesterOf(trx, ticket.number, mail)) ?? null
  // Who has not asked for the work speaks to the plant, and not to those who have.
  const visibility: Visibility = requester === null ? 'internal' : (intake.mail?.visibility ?? 'public')
  const said = bodyOf(mail)
  const body = requester === null ? `${senderOf(mail)} writes:\n\n${said}` : said
  await insertComment(trx, ticket, { body: cut(body, MAX_COMMENT), visibility, mentions: [], requester }, act)
  await keep(trx, ticket.number, { ...post, requester, visibility })
  return { outcome: 'commented', ticket: ticket.number, detail: null }
}

async function makeTicket(trx: Trx, post: Post): Promise<Became> {
  const { mail, intake, act } = post
  const asset = assetOf(mail, intake)
  await requireOwnSite(trx, asset, intake)
  const kind = intake.defaults?.kind ?? 'corrective'
  const severity = intake.defaults?.severity ?? 'minor'
  const ground = await groundForWork(trx, { asset, kind })
  const description = cut(bodyOf(mail), MAX_COMMENT)
  const title = cut(
    plainSubject(mail.subject) || description.split('\n', 1)[0] || 'Mail without a subject',
    200,
  )
  const { number } = await createTicket(
    trx,
    {
      ...{ kind, source: 'operator', title, description, severity, ground },
      priority: priorityOf(severity, ground.criticality, ground.matrix),
    },
    act,
    { reason: 'Somebody asked for it by mail.' },
  )
  const { name, address } = mail.from
  const who = { ...(name !== '' && { name }), contact: address, report: description }
  const requester = await insertRequester(trx, { ticket: number, ...who, nowMs: act.nowMs })
  await keep(trx, number, { ...post, requester, visibility: intake.mail?.visibility ?? 'public' })
  await acknowledge(trx, { number, title, requester, nowMs: act.nowMs })
  return { outcome: 'created', ticket: number, detail: null }
}

/** By an address of the asset's own, by the subject, or as the intake says. */
function assetOf({ to, subject }: Mail, { id, mail, defaults }: IntakeSettings): string {
  const named = assetInAddress(to, mail?.addresses ?? []) ?? assetInSubject(subject) ?? defaults?.asset
  if (named !== undefined && Value.Check(Id, named)) return named
  const how = 'Write to name+asset@…, put [asset] into the subject'
  throw invalid('/subject', `No asset is named. ${how}, or give intake ${id} a default asset, and replay it.`)
}

function acknowledge(
  trx: Trx,
  { number, title, requester, nowMs }: { number: number; title: string; requester: number; nowMs: number },
): Promise<void> {
  const body = `It is ticket ${number}. What you answer to this mail is added to it.`
  const notice = { type: 'request.received', ticket: number, recipients: [`requester:${requester}`] }
  return addNotice(trx, { ...notice, title: `We have your message: ${title}`, body }, nowMs)
}

/** The files, and the message by which its answers are known. */
async function keep(
  trx: Trx,
  ticket: number,
  post: Post & { requester: number | null; visibility: Visibility },
): Promise<void> {
  const { mail, files, intake, store, act, requester, visibility } = post
  for (const file of files)
    await insertAttachment(trx, { store, ticket, ...file, visibility, requester }, act)
  await sql`insert into ticketing.intake_messages (intake, message_id, ticket, sender, at_ms)
    values (${intake.id}, ${nameOf(post)}, ${ticket}, ${mail.from.address.toLowerCase()}, ${act.nowMs})
    on conflict (intake, md5(message_id)) do nothing`.execute(trx)
}

const bodyOf = ({ text, subject }: Mail): string =>
  text || plainSubject(subject) || 'The message has no text.'
const senderOf = ({ from: { name, address } }: Mail): string =>
  name === '' ? address : `${name} <${address}>`
const cut = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max - 1).toWellFormed()}…` : text
