/**
 * The least that is a ticket service: Fastify, Kysely and pg; a ticket and its audit row in one transaction, and a
 * filtered list in keyset order. No routing, assignment, clocks, ledger, outbox or checks. `bare-tickets.ts DATABASE_URL`
 */
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { type Generated, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

interface BareTicket {
  number: Generated<string>
  kind: string
  state: string
  priority: string
  title: string
  description: string | null
  site: string
  asset: string
  severity: string
  team: string
  assignee: string | null
  created_at_ms: number
  updated_at_ms: number
}

interface Tables {
  tickets: BareTicket
  audit: {
    id: Generated<string>
    ticket: string
    type: string
    actor: string
    at_ms: number
    data: string
  }
}

const [databaseUrl = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

await pool.query(`
  create table tickets (
    number bigint generated always as identity primary key, kind text not null, state text not null,
    priority text not null, title text not null, description text, site text not null, asset text not null,
    severity text not null, team text not null, assignee text, created_at_ms bigint not null,
    updated_at_ms bigint not null
  );
  create table audit (
    id bigint generated always as identity primary key, ticket bigint not null references tickets,
    type text not null, actor text not null, at_ms bigint not null, data jsonb not null
  );
  insert into tickets (kind, state, priority, title, site, asset, severity, team, created_at_ms, updated_at_ms)
    select 'corrective', case when n % 10 = 0 then 'proposed' else 'closed' end, 'P' || 1 + n % 4, 'Ticket ' || n,
      'site-' || (n / 10) % 20, 'asset-' || n % 5000, 'major', 'team-' || (n / 10) % 20, n, n from generate_series(1, 100000) n;
  create index on tickets (site, priority, number) where state = 'proposed';
  create index on audit (ticket);
  analyze`)

const app = fastify()

interface NewTicket {
  asset: string
  title: string
  description: string
  severity: string
}

app.post<{ Body: NewTicket }>('/tickets', async ({ body }, reply) => {
  const nowMs = Date.now()
  const made = await db.transaction().execute(async trx => {
    const ticket = await trx
      .insertInto('tickets')
      .values({
        ...{ asset: body.asset, title: body.title, description: body.description, severity: body.severity },
        ...{ kind: 'corrective', state: 'proposed', priority: 'P2', site: 'site-1', team: 'team-1' },
        ...{ created_at_ms: nowMs, updated_at_ms: nowMs },
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const data = JSON.stringify(ticket)
    await trx
      .insertInto('audit')
      .values({ ticket: ticket.number, type: 'created', actor: 'bench', at_ms: nowMs, data })
      .execute()
    return ticket
  })
  return reply.code(201).send(made)
})

app.get<{ Querystring: { site: string } }>('/tickets', async ({ query }) => {
  const items = await db
    .selectFrom('tickets')
    .selectAll()
    .where('site', '=', query.site)
    .where('state', '=', 'proposed')
    .orderBy('priority')
    .orderBy('number')
    .limit(50)
    .execute()
  return { items }
})

await app.listen({ port: 0, host: '127.0.0.1' })
console.log(JSON.stringify({ port: (app.server.address() as AddressInfo).port }))
process.on('SIGTERM', () => process.exit())
