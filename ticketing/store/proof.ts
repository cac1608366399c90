import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import { notFound } from '../domain/refusals.ts'
import { usualOf } from '../domain/usual.ts'
import type { Verification } from '../domain/verification.ts'
import { confirmationsOf } from './confirmations.ts'
import type { Db } from './database.ts'
import { findingsById } from './findings.ts'
import { noTicket } from './tickets.ts'
import { watchOf } from './verifications.ts'
import { compare, isSensed } from './watched-series.ts'

/**
 * How a repair is proven so far. What is not decided is read from the telemetry now. Errors: `not_found`, also where
 * nothing was repaired yet; those of the telemetry store.
 */
export async function proofOf(
  db: Db,
  store: Pick<TelemetryStore, 'series'>,
  number: number,
): Promise<Verification> {
  const ticket = await db.selectFrom('tickets').selectAll().where('number', '=', number).executeTakeFirst()
  if (!ticket) throw noTicket(number)
  const row = await watchOf(db, number)
  if (!row) throw notFound(`Ticket ${number} was not resolved yet, so there is no repair to verify.`)
  const [first] = ticket.firstFinding === null ? [] : await findingsById(db, [ticket.firstFinding])
  const { before, after } =
    row.before === null && isSensed(row)
      ? await compare(db, store, ticket, row)
      : { before: row.before, after: row.after }
  const { stepMs: _, class: __, dueAtMs, ...shown } = row
  const waits = row.state !== 'watching' && row.askedAtMs !== null && ticket.category === 'verifying'
  return {
    ...shown,
    unit: row.metric === null ? null : ticket.unit,
    normal: usualOf(first?.evidence, []).normal ?? null,
    before,
    after,
    closesAtMs: waits ? dueAtMs : null,
    confirmations: await confirmationsOf(db, number),
  }
}
