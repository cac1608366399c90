import { sql } from 'kysely'
import type { Finding, FindingSink } from '../../contracts/finding.ts'
import type { Sites } from '../domain/access.ts'
import type { FindingFilter, FindingVerdictKind, ListedFinding } from '../domain/finding-list.ts'
import { asStore, type Db, openDb, type Pool, type Trx } from './database.ts'
import { within } from './site-of.ts'

/** Wakes the intake; the findings themselves are read from the table. */
export const FINDINGS_CHANNEL = 'ticketing_findings'

/** Bounds one statement; a larger delivery goes in several, each durable before the next. */
const BATCH = 500

const columns = [
  'id',
  'detector',
  'site',
  'asset',
  'device',
  'metric',
  'unit',
  'faultKey',
  'phase',
  'severity',
  'sinceMs',
  'observedAtMs',
  'receivedAtMs',
  'explanation',
  'evidence',
  'faultKind',
  'predictedCrossingAtMs',
  'translations',
  'shadow',
] as const satisfies (keyof Finding)[]

/** What a detector may leave out. */
type Optional = 'faultKind' | 'predictedCrossingAtMs' | 'translations' | 'shadow'

interface StoredFinding extends Omit<Finding, Optional> {
  faultKind: NonNullable<Finding['faultKind']> | null
  predictedCrossingAtMs: number | null
  translations: NonNullable<Finding['translations']> | null
  shadow: boolean | null
}

/** What the detector did not say is absent, as it was delivered. */
function toFinding<Row extends StoredFinding>(stored: Row) {
  const { faultKind, predictedCrossingAtMs, translations, shadow, ...row } = stored
  return {
    ...row,
    ...(translations !== null && { translations }),
    ...(shadow !== null && { shadow }),
    ...(faultKind !== null && { faultKind }),
    ...(predictedCrossingAtMs !== null && { predictedCrossingAtMs }),
  }
}

/** Takes findings for good: durable and idempotent by id when the promise resolves. Error: `store_unavailable`. */
export function createFindingSink({ pool }: { pool: Pool }): FindingSink {
  const db = openDb(pool)
  return {
    async deliver(findings) {
      for (let from = 0; from < findings.length; from += BATCH) {
        await asStore(insertFindings(db, findings.slice(from, from + BATCH)))
      }
    },
  }
}

/** One statement with one JSON parameter, so that the number of rows does not meet the limit of parameters. */
async function insertFindings(db: Db, findings: readonly Finding[]): Promise<void> {
  const names = sql.join([...columns, 'verdict', 'verdictReason'].map(name => sql.ref(name)))
  const rows = JSON.stringify(
    findings.map(finding => ({
      ...Object.fromEntries(columns.map(name => [snake(name), finding[name] ?? null])),
      ...(finding.shadow && { verdict: 'shadow', verdict_reason: 'The detector runs in shadow mode.' }),
    })),
  )
  await sql`
    with inserted as (
      insert into ticketing.findings (${names})
      select ${names} from jsonb_populate_recordset(null::ticketing.findings, ${rows}::jsonb) with ordinality as f
      order by f.ordinality
      on conflict (id) do nothing
      returning verdict
    )
    select pg_notify(${FINDINGS_CHANNEL}, '') where exists (select from inserted where verdict is null)`.execute(
    db,
  )
}

const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** What makes two findings the same fault. */
export interface Fault {
  asset: string
  faultKey: string
}

/** Faults with findings that nobody has judged yet, the longest waiting first, each once. */
export async function unjudgedFaults(db: Db, limit: number): Promise<Fault[]> {
  const oldest = db
    .selectFrom('findings')
    .select(['asset', 'faultKey', 'receivedOrder'])
    .where('verdict', 'is', null)
    .orderBy('receivedOrder')
    .limit(limit)
  return db
    .selectFrom(oldest.as('oldest'))
    .select(['asset', 'faultKey'])
    .groupBy(['asset', 'faultKey'])
    .orderBy(({ fn }) => fn.min('receivedOrder'))
    .execute()
}

/**
 * Makes this transaction the only intake of the fault, so that its findings are judged in their order; false when
 * another one is at it. Only order depends on this: "one open episode" is the unique index's work.
 * On the same way it learns which version the settings of the stages have.
 */
export async function tryLockFault(
  trx: Trx,
  { asset, faultKey }: Fault,
): Promise<{ settingsVersion: number } | undefined> {
  const key = JSON.stringify([asset, faultKey])
  const { rows } = await sql<{ locked: boolean; settingsVersion: number }>`
    select pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) as locked, version as "settingsVersion"
    from ticketing.stage_settings`.execute(trx)
  return rows[0]?.locked ? rows[0] : undefined
}

/** Findings of the fault without a verdict, in the order in which they were delivered. */
export async function unjudgedFindings(trx: Trx, fault: Fault, limit: number): Promise<Finding[]> {
  const rows = await trx
    .selectFrom('findings')
    .select(columns)
    .where('verdict', 'is', null)
    .where('asset', '=', fault.asset)
    .where('faultKey', '=', fault.faultKey)
    .orderBy('receivedOrder')
    .limit(limit)
    .execute()
  return rows.map(toFinding)
}

/** What became of a finding. */
export interface FindingVerdict {
  finding: string
  kind: FindingVerdictKind
  reason: string
  ticket?: number | undefined
}

/** Stores what became of findings, in one statement. Only what settled is judged a second time. */
export async function storeVerdicts(trx: Db | Trx, verdicts: readonly FindingVerdict[]): Promise<void> {
  if (verdicts.length === 0) return
  await sql`
    update ticketing.findings f set verdict = v.kind, verdict_reason = v.reason, ticket_number = v.ticket
    from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
      as v(finding text, kind text, reason text, ticket bigint)
    where f.id = v.finding and (f.verdict is null or f.verdict = 'settling')`.execute(trx)
}

/** Counts one more failed attempt to judge the finding; resolves with how many there were. */
export async function countAttempt(db: Db, id: string): Promise<number> {
  const row = await db
    .updateTable('findings')
    .set(eb => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .returning('attempts')
    .executeTakeFirst()
  return row?.attempts ?? 0
}

export interface FindingKey {
  observedAtMs: number
  receivedOrder: number
}

/** Findings of a ticket by event time, oldest first. */
export async function listFindings(
  db: Db,
  query: { ticket: number; limit: number; after?: FindingKey | undefined },
): Promise<(Finding & { receivedOrder: number })[]> {
  const { ticket, limit, after } = query
  const findings = db
    .selectFrom('findings')
    .select([...columns, 'receivedOrder'])
    .where('ticketNumber', '=', ticket)
    .limit(limit)
  const page = after
    ? findings.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('observedAtMs', 'receivedOrder'), '>', tuple(after.observedAtMs, after.receivedOrder)),
      )
    : findings
  const rows = await page.orderBy('observedAtMs').orderBy('receivedOrder').execute()
  return rows.map(toFinding)
}

/** All findings, of tickets and others, by event time: the newest first. */
export async function listAllFindings(
  db: Db,
  { sites, ...filter }: FindingFilter & { sites: Sites },
  { limit, before }: { limit: number; before?: FindingKey | undefined },
): Promise<(ListedFinding & { receivedOrder: number })[]> {
  const { shadow, asset, device, detector, verdict, fromMs, toMs } = filter
  const rows = await db
    .selectFrom('findings')
    .select([...columns, 'receivedOrder', 'verdict', 'verdictReason', 'ticketNumber as ticket'])
    .where(within('site', sites))
    .$if(shadow !== undefined, query =>
      query.where(shadow ? sql<boolean>`shadow` : sql<boolean>`shadow is not true`),
    )
    .$if(asset !== undefined, query => query.where('asset', '=', asset ?? ''))
    .$if(device !== undefined, query => query.where('device', '=', device ?? ''))
    .$if(detector !== undefined, query => query.where(isOfDetector('detector', detector ?? '')))
    .$if(verdict !== undefined, query => query.where('verdict', '=', verdict ?? 'created'))
    .$if(fromMs !== undefined, query => query.where('observedAtMs', '>=', fromMs ?? 0))
    .$if(toMs !== undefined, query => query.where('observedAtMs', '<', toMs ?? 0))
    .$if(before !== undefined, query =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('observedAtMs', 'receivedOrder'),
          '<',
          tuple(before?.observedAtMs ?? 0, before?.receivedOrder ?? 0),
        ),
      ),
    )
    .orderBy('observedAtMs', 'desc')
    .orderBy('receivedOrder', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toFinding)
}

/** A detector with its version as in `band@1`, or whatever its version. */
export const isOfDetector = (column: string, detector: string) =>
  detector.includes('@')
    ? sql<boolean>`${sql.ref(column)} = ${detector}`
    : sql<boolean>`split_part(${sql.ref(column)}, '@', 1) = ${detector}`

/** The findings with these ids, in no order. */
export async function findingsById(db: Db | Trx, ids: readonly string[]): Promise<Finding[]> {
  const rows = await db.selectFrom('findings').select(columns).where('id', 'in', ids).execute()
  return rows.map(toFinding)
}
