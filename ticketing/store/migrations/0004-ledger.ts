import { type Kysely, sql } from 'kysely'
import { shippedWorkflow } from '../../domain/shipped-workflow.ts'
import { TicketKind } from '../../domain/ticket.ts'

/**
 * One ledger for everything that has a history; workflows as data; tickets of all intakes in one record.
 * What tickets were before is not known in every detail, so their histories are carried over as they are, followed by
 * an event with the whole ticket as it is now.
 */
export async function ledger(db: Kysely<unknown>): Promise<void> {
  await sql.raw(workflows).execute(db)
  const document = JSON.stringify(shippedWorkflow)
  for (const kind of TicketKind.enum) {
    await sql`insert into ticketing.workflows (kind, version, document, created_at_ms, actor)
      values (${kind}, 1, ${document}::jsonb, 0, 'system')`.execute(db)
  }
  await sql.raw(tickets).execute(db)
  await sql.raw(events).execute(db)
}

const workflows = `
create table ticketing.workflows (
  id bigint generated always as identity primary key,
  kind text not null,
  version integer not null,
  document jsonb not null,
  created_at_ms bigint not null,
  actor text not null,
  unique (kind, version)
);

create table ticketing.notices (
  id bigint generated always as identity primary key,
  type text not null,
  ticket bigint references ticketing.tickets,
  recipients jsonb not null,
  title text not null,
  body text not null,
  data jsonb not null default '{}',
  created_at_ms bigint not null
);
create index on ticketing.notices (ticket);

alter table ticketing.findings
  add fault_kind text check (fault_kind in ('machine', 'sensor')),
  add predicted_crossing_at_ms bigint;
`

const open = `category in ('review', 'planned', 'assigned', 'active', 'paused', 'resolved', 'verifying')`

const tickets = `
alter table ticketing.tickets
  alter episode drop not null,
  alter fault_key drop not null,
  alter metric drop not null,
  alter unit drop not null,
  alter device drop not null,
  alter first_finding drop not null,
  alter last_finding drop not null,
  alter observed_at_ms drop not null,
  alter last_finding_at_ms drop not null,
  alter finding_count set default 0,
  add source text not null default 'finding' check (source in ('finding', 'planner', 'operator', 'api')),
  add workflow bigint references ticketing.workflows,
  add category text check (category in ('review', 'planned', 'assigned', 'active', 'paused', 'resolved', 'verifying',
    'closed', 'rejected', 'cancelled')),
  add version integer not null default 1,
  add description text,
  add assignee text,
  add assignment text check (assignment in ('rule', 'person')),
  add outcome text check (outcome in ('found_as_predicted', 'found_other', 'false_alarm', 'no_access')),
  add rejection_code text,
  add fields jsonb not null default '{}',
  add checklist jsonb not null default '[]',
  add required_skills jsonb not null default '[]',
  add repair_minutes integer check (repair_minutes >= 0),
  add part_lead_minutes integer check (part_lead_minutes >= 0),
  add predicted_crossing_at_ms bigint,
  add respond_by_ms bigint,
  add resolve_by_ms bigint,
  add due_at_ms bigint,
  add parent bigint references ticketing.tickets check (parent <> number),
  add merged_into bigint references ticketing.tickets check (merged_into <> number),
  add snoozed_until_ms bigint,
  add rework_count integer not null default 0;
alter table ticketing.tickets alter source drop default;

update ticketing.tickets t set
  workflow = (select id from ticketing.workflows w where w.kind = t.kind),
  category = case state when 'proposed' then 'review' when 'accepted' then 'active' when 'on_site' then 'active'
    when 'on_hold' then 'paused' else state end;
-- Of two open tickets of one fault the older proposal was never looked at: the newer one goes on for it.
update ticketing.tickets t set state = 'cancelled', category = 'cancelled', merged_into = newer.number
  from (select asset, fault_key, max(number) number from ticketing.tickets where ${open} group by 1, 2) newer
  where t.asset = newer.asset and t.fault_key = newer.fault_key and t.number < newer.number and t.${open};
update ticketing.episodes e set ended = 'cancelled' from ticketing.tickets t
  where t.episode = e.id and t.merged_into is not null and e.ended is null;
alter table ticketing.tickets alter workflow set not null, alter category set not null;

-- The promise of one open ticket per fault, under any race. Which kinds: those that findings raise.
create unique index tickets_one_open on ticketing.tickets (asset, fault_key)
  where ${open} and source = 'finding' and fault_key is not null;

drop index ticketing.tickets_open_by_priority;
drop index ticketing.tickets_open_by_number;
create index tickets_open_by_priority on ticketing.tickets (priority, number) where ${open};
create index tickets_open_by_number on ticketing.tickets (number) where ${open};
create index tickets_open_by_due on ticketing.tickets (due_at_ms, number) where ${open};
create index on ticketing.tickets (assignee, category) where assignee is not null;
create index on ticketing.tickets (category, number);
create index on ticketing.tickets (parent) where parent is not null;
create index on ticketing.tickets (merged_into) where merged_into is not null;
`

const events = `
drop trigger append_only on ticketing.ticket_events;
alter table ticketing.ticket_events rename to events;
alter table ticketing.events
  drop constraint ticket_events_type_check,
  add subject text not null default 'ticket',
  add subject_id text,
  add device_at_ms bigint,
  add before jsonb not null default '{}',
  add after jsonb not null default '{}';
update ticketing.events set
  subject_id = ticket_number::text,
  before = case when from_state is null then '{}' else jsonb_build_object('state', from_state) end,
  after = case when to_state is null then '{}' else jsonb_build_object('state', to_state) end;
alter table ticketing.events alter subject drop default, alter subject_id set not null,
  drop column ticket_number, drop column from_state, drop column to_state;
create index events_of on ticketing.events (subject, subject_id, id);

insert into ticketing.events (subject, subject_id, type, at_ms, actor, after, data)
select 'ticket', number::text, 'migrated', (extract(epoch from now()) * 1000)::bigint, 'system', jsonb_build_object(
  'kind', kind, 'source', source, 'state', state, 'category', category, 'priority', priority, 'title', title,
  'site', site, 'asset', asset, 'faultKey', fault_key, 'metric', metric, 'unit', unit, 'device', device,
  'severity', severity, 'team', team, 'observedAtMs', observed_at_ms, 'cleared', cleared,
  'failureCode', failure_code, 'resolution', resolution, 'resolvedAtMs', resolved_at_ms,
  'closedAtMs', closed_at_ms, 'mergedInto', merged_into), '{}'
from ticketing.tickets;

create or replace function ticketing.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end $$;
create trigger append_only before update or delete or truncate on ticketing.events
  for each statement execute function ticketing.refuse_change();
`
