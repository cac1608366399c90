import type { ArrivalItem } from '../../domain/arrival.ts'
import { isOpen } from '../../domain/category.ts'
import type { IntakeSettings } from '../../domain/intake.ts'
import { isMoreUrgent, isWorse, priorityOf } from '../../domain/priority.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Signal } from '../../domain/signal.ts'
import { stateIn } from '../../domain/workflow.ts'
import type { TicketChange, TicketRecord } from '../change-ticket.ts'
import { changeAndFollow } from '../consequences.ts'
import type { Trx } from '../database.ts'
import type { Act } from '../ledger.ts'
import { createWork, groundForWork } from '../ticket-work.ts'
import { moveTicket } from '../transitions.ts'
import { workflowById } from '../workflows.ts'
import {
  type Case,
  isFiring,
  livingTicket,
  lockCase,
  type Member,
  memberOf,
  putMember,
  setTicket,
} from './cases.ts'

/*
 * What a signal does:
 *
 *   firing    no ticket yet, or a closed one       → a ticket
 *             open                                 → says what is new: worse, another alert, back again
 *             rejected, and it never went away     → nothing ("won't fix" holds until it was resolved)
 *             closed within the hour, same firing  → nothing (who measures lags behind who repairs)
 *   resolved  open, and nothing else of it fires   → "back to normal"; with `withdraw` a ticket in review is cancelled
 *   either    a newer letter has spoken of it      → nothing
 *
 * All of it is harmless to repeat: an arrival that was worked on halfway is worked on again.
 */

export type Became = Pick<ArrivalItem, 'outcome' | 'ticket' | 'detail'>

export interface Context {
  intake: IntakeSettings
  arrival: number
  act: Act
  /** What is not said may still be true: the sender has left something out. */
  partial: boolean
}

/** Who measures may need so long to see a repair. */
const LAG_MS = 3_600_000

/** Does what the signal says, in the transaction. Errors: `invalid`, `conflict`, with what would be right. */
export async function takeSignal(trx: Trx, signal: Signal, context: Context): Promise<Became> {
  const { intake, arrival } = context
  const { key, group, startedAtMs = null } = signal
  const firing = signal.state === 'firing'
  const said: Member = { member: signal.member, firing, startedAtMs, arrival }
  const found = await lockCase(trx, { intake: intake.id, key, group }, said)
  const was = found.isNew ? unheardOf : await knownOf(trx, found, said.member)
  const { before } = was
  if (before && before.arrival > arrival) {
    return { outcome: 'late', ticket: found.ticket, detail: 'Something newer was known of it.' }
  }
  if (!found.isNew) {
    await putMember(trx, found, { ...said, startedAtMs: startedAtMs ?? before?.startedAtMs ?? null })
  }
  return firing ? fire(trx, { signal, found, was }, context) : resolve(trx, found, context)
}

const unheardOf = { firing: false, before: undefined }

const knownOf = async (trx: Trx, found: Case, member: string): Promise<Fired['was']> => ({
  firing: await isFiring(trx, { ...found, ticket: null }),
  before: await memberOf(trx, found, member),
})

interface Fired {
  signal: Signal
  found: Case
  /** What was known before this signal. */
  was: { firing: boolean; before: Member | undefined }
}

async function fire(trx: Trx, { signal, found, was }: Fired, context: Context): Promise<Became> {
  if (found.ticket === null) return make(trx, found, signal, context)
  const ticket = await livingTicket(trx, found.ticket)
  if (isOpen(ticket.category)) return append(trx, { signal, ticket, before: was.before }, context)
  if (was.firing && isMuted(ticket, { signal, was, context })) {
    const detail = `Ticket ${ticket.number} is ${ticket.state}, and it was not resolved since.`
    return { outcome: 'muted', ticket: ticket.number, detail }
  }
  return make(trx, found, signal, context)
}

function isMuted(
  { category, closedAtMs, updatedAtMs }: TicketRecord,
  { signal, was, context }: { signal: Signal; was: Fired['was']; context: Context },
): boolean {
  if (category === 'rejected') return true
  const isSame =
    was.before?.firing === true && was.before.startedAtMs === (signal.startedAtMs ?? was.before.startedAtMs)
  return isSame && context.act.nowMs - (closedAtMs ?? updatedAtMs) < LAG_MS
}

async function make(trx: Trx, found: Case, { work }: Signal, { intake, act }: Context): Promise<Became> {
  await requireOwnSite(trx, work.asset, intake)
  const { number } = await createWork(trx, work, act)
  await setTicket(trx, found, number)
  return { outcome: 'created', ticket: number, detail: null }
}

/** A token of one site must not make work at another. */
export async function requireOwnSite(trx: Trx, asset: string, { id, site }: IntakeSettings): Promise<void> {
  if (site === undefined || site === null) return
  const found = await trx.selectFrom('assets').select('site').where('id', '=', asset).executeTakeFirst()
  if (found?.site === site || found === undefined) return // whoever makes the work says that it is not known
  throw invalid('/asset', `Asset ${asset} is not at site ${site}, whose intake ${id} is.`)
}

async function append(
  trx: Trx,
  { signal, ticket, before }: { signal: Signal; ticket: TicketRecord; before: Member | undefined },
  { act, arrival }: Context,
): Promise<Became> {
  const { number } = ticket
  const isNew = !before?.firing
  const worse = isWorse(signal.work.severity, ticket.severity)
  if (!isNew && !worse && !ticket.cleared) {
    const isSame = before.arrival === arrival // worked on again, after a stop in the middle or by somebody's wish
    return unchanged(number, isSame ? 'This arrival was worked on before, and it was done then.' : null)
  }
  const set: TicketChange = {
    ...(ticket.cleared && { cleared: false }),
    ...(worse && (await raised(trx, ticket, signal))),
  }
  const reason =
    isNew || ticket.cleared ? `It is reported: ${signal.work.title}` : `It is worse: ${signal.work.title}`
  await changeAndFollow(trx, ticket, act, { type: 'changed', set, reason })
  return { outcome: 'appended', ticket: number, detail: null }
}

async function raised(
  trx: Trx,
  { asset, kind, priority }: TicketRecord,
  { work }: Signal,
): Promise<TicketChange> {
  const { criticality, matrix } = await groundForWork(trx, { asset, kind })
  const next = priorityOf(work.severity, criticality, matrix)
  return { severity: work.severity, ...(isMoreUrgent(next, priority) && { priority: next }) }
}

/** After it was noted that something of the case is over. */
export async function resolve(trx: Trx, found: Case, { intake, act, partial }: Context): Promise<Became> {
  if (found.ticket === null) return unchanged(null, 'There is no ticket of it.')
  const ticket = await livingTicket(trx, found.ticket)
  const { number, category } = ticket
  if (await isFiring(trx, { ...found, ticket: number }))
    return unchanged(number, 'Others of it are still firing.')
  if (partial) return unchanged(number, 'The sender has left out others of it, which may still be firing.')
  if (!isOpen(category) || ticket.cleared) return unchanged(number, null)
  const reason = 'The sender says that it is resolved.'
  const change = { type: 'changed', set: { cleared: true }, reason } as const
  const cleared = await changeAndFollow(trx, ticket, act, change)
  if (intake.whenResolved === 'withdraw' && category === 'review') await withdraw(trx, cleared, act)
  return { outcome: 'resolved', ticket: number, detail: null }
}

const unchanged = (ticket: number | null, detail: string | null): Became => ({
  outcome: 'unchanged',
  ticket,
  detail,
})

async function withdraw(trx: Trx, ticket: TicketRecord, act: Act): Promise<void> {
  const { document } = await workflowById(trx, ticket.workflow)
  const to = stateIn(document, 'cancelled')
  if (to === undefined) return
  const reason = 'It was resolved before anybody took it.'
  await moveTicket(trx, ticket, document, { to, reason }, act)
}
