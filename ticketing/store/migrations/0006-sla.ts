import { type Kysely, sql } from 'kysely'
import type { Calendar } from '../../domain/calendar.ts'
import { openCategories } from '../../domain/category.ts'
import { ALWAYS, type SlaPolicy } from '../../domain/sla.ts'

/**
 * Calendars, SLA policies, what was fired, and when to look again. No clock is stored: the columns of `tickets` and
 * `sla_wakes` are projections of clocks for lists and for waking up, and a sweep makes them anew.
 */
export async function sla(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
  const { id, timeZone, weekly } = always
  await sql`insert into ticketing.calendars (id, time_zone, weekly, holidays, exceptions)
    values (${id}, ${timeZone}, ${JSON.stringify(weekly)}::jsonb, '[]', '[]')`.execute(db)
  await sql`insert into ticketing.sla_policies (policy, created_at_ms, actor)
    values (${JSON.stringify(shipped)}::jsonb, 0, 'system')`.execute(db)
}

const always: Calendar = {
  id: ALWAYS,
  timeZone: 'UTC',
  weekly: [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, from: '00:00', to: '24:00' })),
  holidays: [],
  exceptions: [],
}

const HOUR = 60

/** What an installation begins with. */
const shipped: SlaPolicy = {
  rules: [
    { priority: 'P1', respond: HOUR / 2, resolve: 4 * HOUR, calendar: ALWAYS },
    { priority: 'P2', respond: 2 * HOUR, resolve: 24 * HOUR, calendar: ALWAYS },
    { priority: 'P3', respond: 8 * HOUR, resolve: 72 * HOUR, calendar: ALWAYS },
    { priority: 'P4', respond: 24 * HOUR, resolve: 14 * 24 * HOUR, calendar: ALWAYS },
  ],
  pausing: ['paused'],
  warnings: [HOUR],
  escalation: [
    { after: 0, to: 'lead' },
    { after: 2 * HOUR, to: 'manager' },
  ],
}

const tables = `
create table ticketing.calendars (
  id text primary key,
  time_zone text not null,
  weekly jsonb not null,
  holidays jsonb not null,
  exceptions jsonb not null,
  -- What working times are kept by, once they are computed.
  digest text not null generated always as
    (md5(time_zone || weekly::text || holidays::text || exceptions::text)) stored
);

create table ticketing.sla_policies (
  version bigint generated always as identity primary key,
  policy jsonb not null,
  created_at_ms bigint not null,
  actor text not null,
  digest text not null generated always as (md5(policy::text)) stored
);

-- The primary key is the promise that a threshold fires once. A round ends where the threshold turns out not to be
-- crossed after all (a backdated event, a longer target), so that it can fire again when it is.
create table ticketing.sla_firings (
  ticket bigint not null references ticketing.tickets,
  clock text not null check (clock in ('response', 'resolution')),
  threshold text not null,
  round integer not null,
  crossed_at_ms bigint not null,
  at_ms bigint not null,
  lapsed_at_ms bigint,
  primary key (ticket, clock, threshold, round)
);

-- When the next threshold of a ticket will be crossed. The job of the ticket is the alarm clock; this is what a patrol
-- looks at where an alarm was not heard.
create table ticketing.sla_wakes (
  ticket bigint primary key references ticketing.tickets,
  at_ms bigint not null
);
create index on ticketing.sla_wakes (at_ms);

-- What moves clocks is few of what is in the ledger.
create index events_of_clocks on ticketing.events (subject_id, id)
  where subject = 'ticket' and type <> 'created' and after ?| array['category', 'priority', 'state'];

drop index ticketing.tickets_open_by_due;
create index tickets_open_by_due on ticketing.tickets ((coalesce(due_at_ms, ${Number.MAX_SAFE_INTEGER})), number)
  where category in (${openCategories.map(category => `'${category}'`).join(', ')});
`
