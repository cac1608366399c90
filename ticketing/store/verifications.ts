import { type Selectable, sql } from 'kysely'
import { QUIET_MS } from '../domain/episode.ts'
import { VERIFY_MINUTES } from '../domain/verification.ts'
import { planWatch } from '../domain/watch.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Db, Trx } from './database.ts'
import { type Act, SYSTEM } from './ledger.ts'
import type { VerifyTables } from './verify-tables.ts'

export type WatchRow = Selectable<VerifyTables['verifications']>

interface Change {
  before: TicketRecord
  after: TicketRecord
  act: Act
}

/** What follows from a change of a ticket's category: a repair begins to be watched, or a person or a finding ends that. */
export async function followRepair(trx: Trx, { before, after, act }: Change): Promise<void> {
  if (before.category === after.category) return
  if (after.category === 'verifying') await beginWatch(trx, after, act)
  if (before.category === 'verifying') await endWatch(trx, { before, after, act })
}

async function beginWatch(trx: Trx, ticket: TicketRecord, act: Act): Promise<void> {
  const sensor = await sensorOf(trx, ticket)
  const { device, metric, deviceClass } = sensor
  const isWatched =
    ticket.outcome !== 'false_alarm' && device !== null && metric !== null && deviceClass !== null
  const plan = planWatch({
    fromMs: repairedAtMs(ticket, sensor, act.nowMs),
    clockAheadMs: sensor.clockAheadMs,
    minutes: sensor.verifyMinutes ?? VERIFY_MINUTES,
    nowMs: act.nowMs,
  })
  const row = {
    ...plan,
    state: isWatched ? ('watching' as const) : ('unwatched' as const),
    sentence: isWatched ? `${metric} is being watched.` : whyNobodyWatches(ticket),
    device: isWatched ? device : null,
    metric: isWatched ? metric : null,
    class: isWatched ? deviceClass : null,
    observedMs: 0,
    before: null,
    after: null,
    decidedAtMs: isWatched ? null : act.nowMs,
    askedAtMs: null,
    dueAtMs: act.nowMs,
  }
  await trx
    .insertInto('verifications')
    .values({ ...row, ticket: ticket.number, round: 1 })
    .onConflict(conflict =>
      conflict.column('ticket').doUpdateSet(eb => ({ ...row, round: eb('verifications.round', '+', 1) })),
    )
    .execute()
}

/** The sensor that saw the fault, with what its class and its clock say. */
function sensorOf(trx: Trx, ticket: TicketRecord) {
  return trx
    .selectFrom('assets as a')
    .innerJoin('classes as c', 'c.id', 'a.class')
    .leftJoin('devices as d', join => join.on('d.id', '=', ticket.device))
    .leftJoin('assets as da', 'da.id', 'd.asset')
    .leftJoin('deviceStates as s', 's.device', 'd.id')
    .leftJoin('findings as f', join => join.on('f.id', '=', ticket.firstFinding))
    .select(['c.verifyMinutes', 'd.id as device', 'da.class as deviceClass', 's.clockAheadMs'])
    .select(['f.observedAtMs as beganAtMs', 's.lastObservedMs'])
    .select(eb => eb.val(ticket.metric).as('metric'))
    .where('a.id', '=', ticket.asset)
    .executeTakeFirstOrThrow()
}

/**
 * Event time of the repair. Where the ticket was made of history (a replay of 2013, judged now; by the rule that the
 * stages have for it) our clock says nothing: then what came after what was heard until now came after the repair.
 */
function repairedAtMs(
  ticket: TicketRecord,
  { beganAtMs, lastObservedMs }: { beganAtMs: number | null; lastObservedMs: number | null },
  nowMs: number,
): number {
  const isHistory = beganAtMs !== null && ticket.createdAtMs - beganAtMs > QUIET_MS
  if (!isHistory) return ticket.resolvedAtMs ?? nowMs
  return Math.max(ticket.lastFindingAtMs ?? beganAtMs, lastObservedMs ?? beganAtMs) + 1
}

function whyNobodyWatches({ device, metric, outcome }: TicketRecord): string {
  if (outcome === 'false_alarm') return 'It was a false alarm: nothing was repaired that could be watched.'
  if (device === null || metric === null) {
    return 'No sensor has seen the fault, so none can show that it is repaired.'
  }
  return `${device} is not registered any more, so no sensor can show that ${metric} is well again.`
}

/** What the sensors have found out already stays as it was. */
async function endWatch(trx: Trx, { after, act }: Change): Promise<void> {
  const backToWork = after.category !== 'closed' && act.actor === SYSTEM
  const sentence = backToWork
    ? 'The fault came back while the repair was watched.'
    : `${act.actor} made the ticket ${after.state} before the sensors had shown enough.`
  const decided = {
    state: backToWork ? ('failed' as const) : ('ended' as const),
    sentence,
    decidedAtMs: act.nowMs,
  }
  await trx
    .updateTable('verifications')
    .set(decided)
    .where('ticket', '=', after.number)
    .where('state', '=', 'watching')
    .execute()
  await trx.updateTable('verifications').set({ dueAtMs: null }).where('ticket', '=', after.number).execute()
}

/** Long enough for slow telemetry; when an instance dies meanwhile another one takes it up after this. */
const LEASE_MS = 60_000

/** Takes watches that are due, so that no other instance looks at them too, for the time of a lease. */
export async function claimDue(db: Db, limit: number, nowMs: number): Promise<WatchRow[]> {
  const due = db
    .selectFrom('verifications')
    .select('ticket')
    .where('dueAtMs', '<=', nowMs)
    .orderBy('dueAtMs')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  return db
    .updateTable('verifications')
    .set({ dueAtMs: nowMs + LEASE_MS })
    .where('ticket', 'in', due)
    .returningAll()
    .execute()
}

/** The watch of a ticket as it is in this transaction, which has locked the ticket. */
export const watchOf = (db: Db | Trx, ticket: number): Promise<WatchRow | undefined> =>
  db.selectFrom('verifications').selectAll().where('ticket', '=', ticket).executeTakeFirst()

export async function saveWatch(
  trx: Trx,
  ticket: number,
  set: Partial<Omit<WatchRow, 'ticket' | 'before' | 'after'>> & Pick<Partial<WatchRow>, 'before' | 'after'>,
): Promise<void> {
  const { before, after, ...rest } = set
  await trx
    .updateTable('verifications')
    .set({
      ...rest,
      ...(before && { before: JSON.stringify(before) }),
      ...(after && { after: JSON.stringify(after) }),
    })
    .where('ticket', '=', ticket)
    .execute()
}

/** The first deviation of the ticket's findings after a time, and whether findings of its fault wait to be judged. */
export async function deviationSince(db: Db, ticket: TicketRecord, fromMs: number) {
  const deviation = await db
    .selectFrom('findings')
    .select(['phase', 'observedAtMs', 'explanation'])
    .where('ticketNumber', '=', ticket.number)
    .where('observedAtMs', '>', fromMs)
    .where('phase', '!=', 'cleared')
    .orderBy('observedAtMs')
    .limit(1)
    .executeTakeFirst()
  const waiting = await db
    .selectFrom('findings')
    .select(sql<number>`1`.as('one'))
    .where('verdict', 'is', null)
    .where('asset', '=', ticket.asset)
    .where('faultKey', '=', ticket.faultKey ?? '')
    .limit(1)
    .executeTakeFirst()
  return { deviation, pending: waiting !== undefined }
}
