import { sql } from 'kysely'
import type { Finding } from '../../contracts/finding.ts'
import { type Category, openCategories } from '../domain/category.ts'
import type { Priority } from '../domain/priority.ts'
import { STORM_FAULT, type StormScope, stormScopeOf } from '../domain/storm.ts'
import { DAY_MS, settlingOf, type TicketPolicy } from '../domain/ticket-policy.ts'
import type { AssetFacts, Case, RolledUp, Storm } from '../stages/stage.ts'
import type { Trx } from './database.ts'
import type { Fault } from './findings.ts'

/** What all findings of one fault share beside its newest episode. */
export interface FaultFacts {
  asset: AssetFacts
  job: { ticket: number } | undefined
  /** Open tickets that say that a device cannot be trusted; without a metric: with none. */
  distrusted: readonly { ticket: number; device: string; metric: string | null }[]
  storms: Partial<Record<StormScope, Storm>>
  rolledUp: RolledUp | undefined
  /** The finding that waits for its deviation to last. */
  held: { finding: string; untilMs: number } | undefined
}

interface StormRow {
  ticket: number
  faultKey: string
  category: Category
  priority: Priority
  severity: Finding['severity']
}

interface Row {
  line: (Omit<AssetFacts, 'ancestors'> & { id: string })[] | null
  job: number | null
  distrusted: FaultFacts['distrusted'] | null
  storms: StormRow[] | null
  rolledUp: (StormRow & { lastFindingAtMs: number }) | null
  held: FaultFacts['held'] | null
}

const literals = (categories: readonly Category[]) => sql.join(categories.map(category => sql.lit(category)))
const open = literals(openCategories)
/** Until somebody says that the sensor was repaired. */
const unrepaired = literals(['review', 'planned', 'assigned', 'active', 'paused'])
const storm = sql`'ticket', t.number, 'faultKey', t.fault_key, 'category', t.category, 'priority', t.priority,
  'severity', t.severity`

/** One statement, however many findings it is for; undefined when the asset is not registered. */
export async function loadFacts(
  trx: Trx,
  { asset, faultKey }: Fault,
  devices: readonly string[],
): Promise<FaultFacts | undefined> {
  const { rows } = await sql<Row>`
    with recursive line as (
      select id, name, site, class, criticality, availability, parent, 1 as depth
      from ticketing.assets where id = ${asset}
      union all
      select a.id, a.name, a.site, a.class, a.criticality, a.availability, a.parent, depth + 1
      from ticketing.assets a join line on a.id = line.parent where depth < 100
    )
    select
      (select json_agg(l order by depth) from line l) as line,
      (select min(t.number) from ticketing.tickets t where t.asset = ${asset} and t.category = 'active'
        and t.fault_key is distinct from ${faultKey} and exists (
          select from ticketing.workflows w, jsonb_to_recordset(w.document -> 'states') as s(id text, working boolean)
          where w.id = t.workflow and s.id = t.state and s.working)) as job,
      (select json_agg(json_build_object('ticket', t.number, 'device', t.device, 'metric', t.metric) order by t.number)
        from ticketing.tickets t where t.kind = 'instrumentation' and t.device = any(${devices})
        and t.category in (${unrepaired}) and not t.cleared) as distrusted,
      (select json_agg(json_build_object(${storm})) from ticketing.tickets t
        where t.category in (${open}) and (t.asset = ${asset} and t.fault_key = ${STORM_FAULT.asset}
          or t.site = (select site from line limit 1) and t.fault_key = ${STORM_FAULT.site})) as storms,
      (select json_build_object(${storm}, 'lastFindingAtMs', r.last_finding_at_ms)
        from ticketing.rolled_up_faults r join ticketing.tickets t on t.number = r.ticket
        where r.asset = ${asset} and r.fault_key = ${faultKey} order by r.ticket desc limit 1) as "rolledUp",
      (select json_build_object('finding', s.finding, 'untilMs', s.until_ms) from ticketing.settling s
        where s.asset = ${asset} and s.fault_key = ${faultKey}) as held`.execute(trx)
  const [row] = rows
  const [self, ...ancestors] = row?.line ?? []
  if (!row || !self) return undefined
  const { job, distrusted, storms, rolledUp, held } = row
  return {
    asset: { ...self, ancestors },
    job: job === null ? undefined : { ticket: Number(job) },
    distrusted: distrusted ?? [],
    storms: Object.fromEntries((storms ?? []).map(stormOf).map(storm => [storm.scope, storm])),
    rolledUp: rolledUp ? { ...stormOf(rolledUp), lastFindingAtMs: rolledUp.lastFindingAtMs } : undefined,
    held: held ?? undefined,
  }
}

function stormOf({ ticket, faultKey, category, priority, severity }: StormRow): Storm {
  const scope = stormScopeOf(faultKey)
  if (!scope) throw new Error(`ticket ${ticket} is listed as a roll-up and is none`)
  return { ticket, scope, category, priority, severity }
}

/** How many findings of the fault settle within the time of its rule, this one counted. */
export async function countOccurrences(
  trx: Trx,
  { id, asset, faultKey, severity, observedAtMs }: Finding,
  { policy, class: equipmentClass }: { policy: TicketPolicy; class: string },
): Promise<number> {
  const { minOccurrences, withinMs } = settlingOf(policy, { class: equipmentClass, asset, severity })
  if (minOccurrences === 1) return 1
  const { count } = await trx
    .selectFrom('findings')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('verdict', '=', sql.lit('settling'))
    .where('asset', '=', asset)
    .where('faultKey', '=', faultKey)
    .where('observedAtMs', '>', observedAtMs - withinMs)
    .where('observedAtMs', '<=', observedAtMs)
    .where('id', '<>', id)
    .executeTakeFirstOrThrow()
  return count + 1
}

/**
 * Makes this transaction the only one that spends the site's budget, until it commits: two that count at the same
 * moment would both find the last ticket free. Taken before any roll-up ticket is locked, so that nobody waits in a ring.
 */
export async function lockBudget(trx: Trx, site: string): Promise<void> {
  const key = JSON.stringify(['ticketing.budget', site])
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx)
}

/**
 * New tickets around the event time, no more of them than the budget allows: more need not be told. Before it as well
 * as after it, as findings of different faults are judged in no common order.
 */
export async function countSpent(
  trx: Trx,
  observedAtMs: number,
  { asset, site, budget }: { asset: string; site: string; budget: TicketPolicy['budget'] },
): Promise<Case['spent']> {
  const created = (where: ReturnType<typeof sql>, withinMs: number, most: number | null) => sql`
    (select count(*) from (select from ticketing.findings where verdict = 'created' and ${where}
      and observed_at_ms > ${observedAtMs - withinMs} and observed_at_ms < ${observedAtMs + withinMs}
      limit ${most ?? 0}) as found)`
  const { perAssetPerDay, perSitePerDay, perSitePerHour } = budget
  const { rows } = await sql<Case['spent']>`
    select ${created(sql`asset = ${asset}`, DAY_MS, perAssetPerDay)} as "assetDay",
      ${created(sql`site = ${site}`, DAY_MS, perSitePerDay)} as "siteDay",
      ${created(sql`site = ${site}`, DAY_MS / 24, perSitePerHour)} as "siteHour"`.execute(trx)
  return rows[0] ?? { assetDay: 0, siteDay: 0, siteHour: 0 }
}
