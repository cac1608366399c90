import { sql } from 'kysely'
import type { Criticality } from '../../contracts/registry.ts'
import { isOpen } from '../domain/category.ts'
import type { Clocks } from '../domain/clock.ts'
import type { Sla } from '../domain/clocks.ts'
import { type DueDate, dueDate } from '../domain/due.ts'
import { notFound } from '../domain/refusals.ts'
import { lockTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import {
  caseOfNew,
  casesOf,
  dueTerms,
  isFired,
  isProjected,
  type Judged,
  judgeCase,
  readCases,
  type SlaCase,
} from './sla-cases.ts'
import { fire } from './sla-firings.ts'
import { slaOf } from './sla-policies.ts'
import { wakeLater, wakeNoMore } from './sla-wakes.ts'

/** The clocks of a ticket and what is due of it, now. Undefined where there is no such ticket. */
export async function clocksOf(
  db: Db | Trx,
  number: number,
  nowMs: number,
): Promise<{ clocks: Clocks; due: DueDate } | undefined> {
  const read = await readCase(db, number)
  if (!read) return undefined
  const { ticket, sla } = read
  const { clocks } = judgeCase(sla, ticket, nowMs)
  return { clocks, due: dueDate(dueTerms(ticket, clocks)) }
}

/** The clocks of a ticket that is being made, what its row says of them, and when its alarm goes off first. */
export function firstClocks(
  sla: Sla,
  ticket: Omit<TicketRecord, 'number'>,
  { criticality, nowMs }: { criticality: Criticality; nowMs: number },
): { clocks: Clocks; due: DueDate; projection: Judged['projection']; wakeAtMs: number | undefined } {
  const made = caseOfNew(ticket, criticality)
  const judged = judgeCase(sla, made, nowMs)
  const { clocks, projection } = judged
  const wakeAtMs = isFired(made, judged) ? judged.nextAtMs : nowMs
  return {
    ...{ clocks, projection },
    due: dueDate(dueTerms(made, clocks)),
    wakeAtMs: isOpen(ticket.category) ? wakeAtMs : undefined,
  }
}

/**
 * The same as of an instant in the past, by what the server knew then; `then` is what the ticket was. With the columns
 * that are projected of clocks.
 */
export async function clocksAt(
  db: Db,
  number: number,
  atMs: number,
  then: Partial<SlaCase>,
): Promise<{ clocks: Clocks; due: DueDate } & Judged['projection']> {
  const now = await readCase(db, number, atMs)
  if (!now) throw notFound(`There is no ticket ${number}.`)
  const ticket = { ...now.ticket, ...then }
  const { policies, calendar } = now.sla
  const known = policies.filter(({ createdAtMs }) => createdAtMs <= atMs)
  const { clocks, projection } = judgeCase(
    { policies: known.length > 0 ? known : policies, calendar },
    ticket,
    atMs,
  )
  return { clocks, due: dueDate(dueTerms(ticket, clocks)), ...projection }
}

/** A ticket with what its clocks go by, in one query. */
async function readCase(
  db: Db | Trx,
  number: number,
  untilMs?: number,
): Promise<{ ticket: SlaCase; sla: Sla } | undefined> {
  const which = sql`t.number = ${number}`
  const read = await readCases(db, which, untilMs === undefined ? {} : { untilMs })
  const [ticket] = casesOf(read)
  return ticket && { ticket, sla: await slaOf(db, read.signature) }
}

/**
 * Looks at the clocks of a ticket: fires what they have crossed, and sets the alarm for what they cross next. This may
 * be done at any time and any number of times: everything is computed anew from the ledger.
 */
export function lookAtClocks(db: Db, number: number, nowMs: number): Promise<number> {
  return transact(db, async trx => {
    await lockTicket(trx, number)
    return settle(trx, number, nowMs, { alarm: 'anew' })
  })
}

/**
 * The ticket is locked, or was made in this transaction. The alarm is set where it has moved; `anew` where it has gone
 * off, as that one is used up.
 */
async function settle(
  trx: Trx,
  number: number,
  nowMs: number,
  { alarm }: { alarm: 'moved' | 'anew' },
): Promise<number> {
  const read = await readCase(trx, number)
  if (!read) return 0
  const { ticket, sla } = read
  const judged = judgeCase(sla, ticket, nowMs)
  const fired = isFired(ticket, judged) ? 0 : await fire(trx, ticket, judged, nowMs)
  await project(trx, ticket, judged)
  const next = isOpen(ticket.category) ? judged.nextAtMs : undefined
  if (next === undefined) {
    if (ticket.wakeAtMs !== null) await wakeNoMore(trx, number)
  } else if (alarm === 'anew' || next !== ticket.wakeAtMs) {
    await wakeLater(trx, [{ ticket: number, atMs: next }], nowMs)
  }
  return fired
}

/** The columns that lists show and sort by. No event, no version: the clocks are not a change of the ticket. */
async function project(trx: Trx, ticket: SlaCase, judged: Judged): Promise<void> {
  if (isProjected(ticket, judged)) return
  await trx.updateTable('tickets').set(judged.projection).where('number', '=', ticket.number).execute()
}

/** What of a ticket moves its clocks, or its due date. */
const moving = [
  'kind',
  'category',
  'priority',
  'asset',
  'predictedCrossingAtMs',
  'repairMinutes',
  'partLeadMinutes',
] as const satisfies (keyof TicketRecord)[]

/** What follows from a changed ticket. */
export const slaConsequence = {
  async afterChange(
    trx: Trx,
    { before, after, act }: { before: TicketRecord; after: TicketRecord; act: Act },
  ): Promise<void> {
    if (moving.some(name => before[name] !== after[name])) {
      await settle(trx, after.number, act.nowMs, { alarm: 'moved' })
    }
    if (after.mergedInto !== null && before.mergedInto === null) {
      await settle(trx, after.mergedInto, act.nowMs, { alarm: 'moved' }) // it keeps the earlier start
    }
  },
}
