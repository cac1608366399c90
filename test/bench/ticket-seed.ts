import type pg from 'pg'

export const TICKETS = 100_000
export const ASSETS = 5_000
export const TECHNICIANS = 200
const SITES = 20
const TEAMS = 20

/** Jobs that are accepted and waiting for each technician. */
export const JOBS_EACH = 3

/** Expressions over `n` for the columns of a table; those that the table does not have are left out. */
type Columns = Record<string, string>

const asset = (n: string) => `'asset-' || ${n} % ${ASSETS}`
/** Of every state some tickets are at each site. */
const site = (n: string) => `'site-' || (${n} / 10) % ${SITES}`

const sites: Columns = { id: `'site-' || n`, name: `'Site ' || n`, time_zone: `'Europe/Berlin'` }
const teams: Columns = { id: `'team-' || n`, name: `'Team ' || n` }
const assets: Columns = {
  id: asset('n'),
  site: site('n'),
  class: `'pump'`,
  criticality: `(array['A', 'B', 'C'])[1 + n % 3]`,
  name: `'Pump ' || n`,
}
const technicians: Columns = {
  id: `'tech-' || n`,
  name: `'Technician ' || n`,
  team: `'team-' || n % ${TEAMS}`,
  site: site('n'),
  roles: `'["technician"]'`,
  skills: `'[{"skill": "vibration"}, {"skill": "electrics"}]'`,
  seniority: '1 + n % 5',
  capacity: '1000',
  absences: `'[]'`,
  active: 'true',
}

/** What is new goes to one of the team of the site, and not to a team in which nobody is. */
const tree = {
  team: 'maintenance',
  routes: Array.from({ length: SITES }, (_, n) => ({
    match: { site: `site-${n}` },
    team: `team-${n % TEAMS}`,
  })),
}

/** One in ten is open; the first of these are jobs that technicians have accepted. */
const isJob = `n <= ${TECHNICIANS * JOBS_EACH}`
const isOpen = `n % 10 = 0`
const tickets: Columns = {
  kind: `'corrective'`,
  source: `'planner'`,
  state: `case when ${isJob} then 'accepted' when ${isOpen} then 'proposed' else 'closed' end`,
  category: `case when ${isJob} then 'active' when ${isOpen} then 'review' else 'closed' end`,
  workflow: `(select max(id) from ticketing.workflows where kind = 'corrective')`,
  priority: `'P' || 1 + n % 4`,
  title: `'Ticket ' || n`,
  site: site('n'),
  asset: asset('n'),
  severity: `(array['minor', 'major', 'critical'])[1 + n % 3]`,
  team: `'team-' || (n / 10) % ${TEAMS}`,
  assignee: `case when ${isJob} then 'tech-' || n % ${TECHNICIANS} when ${isOpen} then null else 'tech-' || n % ${TECHNICIANS} end`,
  assignment: `case when ${isJob} or not ${isOpen} then 'rule' end`,
  failure_code: `case when ${isJob} or ${isOpen} then null else 'VIB' end`,
  outcome: `case when ${isJob} or ${isOpen} then null else 'found_other' end`,
  // What is open is new: the alarms of thousands of overdue tickets would be measured instead.
  created_at_ms: `$1::bigint - case when ${isJob} or ${isOpen} then 1000 else (${TICKETS} - n) * 60000::bigint end`,
  updated_at_ms: `$1::bigint - (${TICKETS} - n) * 60000::bigint`,
  resolved_at_ms: `case when ${isJob} or ${isOpen} then null else $1::bigint - (${TICKETS} - n) * 60000::bigint end`,
  closed_at_ms: `case when ${isJob} or ${isOpen} then null else $1::bigint - (${TICKETS} - n) * 60000::bigint end`,
}

/** Fills the database of a Forewarn as a plant of some years has it. Triggers and foreign keys sleep meanwhile. */
export async function seed(pool: pg.Pool, nowMs: number): Promise<void> {
  const client = await pool.connect()
  const fill = async (table: string, columns: Columns, from: number, to: number) => {
    const known = await columnsOf(client, table)
    const given = Object.entries(columns).filter(([name]) => known.has(name))
    if (known.size === 0) return
    const usesNow = given.some(([, expression]) => expression.includes('$1'))
    await client.query(
      `insert into ticketing.${table} (${given.map(([name]) => name)})
       select ${given.map(([name, expression]) => (known.get(name) === 'jsonb' ? `(${expression})::jsonb` : expression))}
       from generate_series(${from}, ${to}) n order by n on conflict do nothing`,
      usesNow ? [nowMs] : [],
    )
  }
  try {
    await client.query(`begin; set local session_replication_role = replica`)
    await fill('sites', sites, 0, SITES - 1)
    await fill('teams', teams, 0, TEAMS - 1)
    await fill('assets', assets, 0, ASSETS - 1)
    await fill('technicians', technicians, 0, TECHNICIANS - 1)
    await fill('tickets', tickets, 1, TICKETS)
    await client.query('insert into ticketing.routing (tree, created_at_ms) values ($1, 0)', [tree])
    await client.query(
      `insert into ticketing.events (subject, subject_id, type, at_ms, actor, before, after, data)
       select 'ticket', number::text, 'created', created_at_ms, 'system', '{}', jsonb_build_object('kind', kind,
         'source', source, 'state', state, 'category', category, 'priority', priority, 'title', title, 'site', site,
         'asset', asset, 'severity', severity, 'team', team, 'assignee', assignee), '{}'
       from ticketing.tickets`,
    )
    await client.query(`commit`)
    await client.query(`vacuum analyze`)
  } finally {
    client.release()
  }
}

async function columnsOf(client: pg.PoolClient, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query(
    `select column_name, data_type from information_schema.columns where table_schema = 'ticketing' and table_name = $1`,
    [table],
  )
  return new Map(rows.map(({ column_name, data_type }) => [column_name, data_type]))
}
