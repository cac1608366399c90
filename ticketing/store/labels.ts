import { sql } from 'kysely'
import { QUIET_MS } from '../domain/episode.ts'
import type { Label } from '../domain/label.ts'
import type { Db } from './database.ts'

interface ClosedTicket {
  ticket: number
  asset: string
  source: string
  outcome: string
  failureCode: string | null
  title: string
  observedAtMs: number | null
  createdAtMs: number
  resolvedAtMs: number
  /** Event time of its newest finding. */
  lastFindingAtMs: number | null
}

/**
 * What people know of the telemetry of these assets: failures and false alarms, by the tickets that were closed, and when
 * somebody was at the machine, by the ledger. In no order.
 */
export async function labelsOf(db: Db, assets: readonly string[]): Promise<Label[]> {
  const { rows: tickets } = await sql<ClosedTicket>`
    select t.number as ticket, t.asset, t.source, t.outcome, t.failure_code as "failureCode", t.title,
      t.observed_at_ms as "observedAtMs", t.created_at_ms as "createdAtMs",
      coalesce(t.resolved_at_ms, t.closed_at_ms) as "resolvedAtMs", f.observed_at_ms as "lastFindingAtMs"
    from ticketing.tickets t left join ticketing.findings f on f.id = t.last_finding
    where t.asset = any(${assets}) and t.category = 'closed' and t.kind <> 'preventive'
      and t.outcome in ('found_as_predicted', 'found_other', 'false_alarm') and t.closed_at_ms is not null`.execute(
    db,
  )
  const replayed = new Set(tickets.filter(isHistory).map(({ ticket }) => ticket))
  const work = await workAt(db, assets)
  return [...tickets.map(labelOf), ...work.filter(({ ticket }) => ticket === null || !replayed.has(ticket))]
}

/** Made of history that was replayed: its server times say nothing of the telemetry. */
const isHistory = ({ observedAtMs, createdAtMs }: ClosedTicket) =>
  observedAtMs !== null && createdAtMs - observedAtMs > QUIET_MS

function labelOf(closed: ClosedTicket): Label {
  const { ticket, asset, source, outcome, failureCode, title, createdAtMs, observedAtMs } = closed
  const fromMs = observedAtMs ?? createdAtMs
  const toMs = isHistory(closed) ? (closed.lastFindingAtMs ?? fromMs) : closed.resolvedAtMs
  // People say that it has failed; a detector says that it will, and then it is repaired.
  const atMs = source === 'finding' ? toMs : fromMs
  const kind = outcome === 'false_alarm' ? 'false_alarm' : 'failure'
  return { ...{ asset, kind, fromMs, atMs, toMs: Math.max(toMs, fromMs) }, ticket, failureCode, name: title }
}

/** From each time that a ticket came into a state in which somebody is at the machine until it left that. */
async function workAt(db: Db, assets: readonly string[]): Promise<Label[]> {
  const { rows } = await sql<{ ticket: number; asset: string; atMs: number; working: boolean }>`
    select t.number as ticket, t.asset, least(e.at_ms, coalesce(e.device_at_ms, e.at_ms)) as "atMs",
      exists (select from ticketing.workflows w, jsonb_to_recordset(w.document -> 'states') as s(id text, working boolean)
        where w.id = t.workflow and s.id = e.after ->> 'state' and s.working) as working
    from ticketing.tickets t
    join ticketing.events e on e.subject = 'ticket' and e.subject_id = t.number::text and e.after ? 'state'
    where t.asset = any(${assets})
    order by t.number, e.id`.execute(db)
  const labels: Label[] = []
  let open: Label | undefined
  for (const { ticket, asset, atMs, working } of rows) {
    if (open && (open.ticket !== ticket || !working)) {
      if (open.ticket === ticket) labels.push({ ...open, toMs: Math.max(open.fromMs, atMs) })
      open = undefined
    }
    if (working && !open) {
      open = {
        ...{ asset, kind: 'work', fromMs: atMs, atMs, toMs: atMs },
        ticket,
        failureCode: null,
        name: null,
      }
    }
  }
  return labels
}
