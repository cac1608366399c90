/**
 * The tables of `ticketing`. Times are epoch milliseconds (bigint), as everywhere in the service.
 * Two constraints carry the promise "one ticket per fault episode, under any race":
 * `episodes_one_open` and `tickets_episode_key`.
 */
export const tables = `
create table ticketing.sites (
  id text primary key,
  name text not null,
  time_zone text not null
);

create table ticketing.classes (
  id text primary key,
  name text not null,
  metrics jsonb not null,
  accepts_any_metric boolean not null
);

create table ticketing.assets (
  id text primary key,
  site text not null references ticketing.sites,
  class text not null references ticketing.classes,
  criticality text not null check (criticality in ('A', 'B', 'C')),
  name text not null,
  parent text references ticketing.assets check (parent <> id)
);
create index on ticketing.assets (site);
create index on ticketing.assets (class);
create index on ticketing.assets (parent) where parent is not null;

-- The site of a device is the site of its asset: it is not stored twice.
create table ticketing.devices (
  id text primary key check (id <> 'admin'),
  asset text not null references ticketing.assets,
  secret_hash bytea not null
);
create index on ticketing.devices (asset);

create table ticketing.teams (
  id text primary key,
  name text not null
);

create table ticketing.routing (
  version bigint generated always as identity primary key,
  tree jsonb not null,
  created_at_ms bigint not null
);

create table ticketing.failure_codes (
  code text primary key,
  name text not null
);

create table ticketing.findings (
  id text primary key,
  received_order bigint generated always as identity unique,
  detector text not null,
  site text not null,
  asset text not null,
  device text not null,
  metric text not null,
  unit text not null,
  fault_key text not null,
  phase text not null,
  severity text not null,
  since_ms bigint not null,
  observed_at_ms bigint not null,
  received_at_ms bigint not null,
  explanation text not null,
  evidence jsonb not null,
  attempts integer not null default 0,
  verdict text check (verdict in ('created', 'appended', 'muted', 'noted', 'failed')),
  verdict_reason text,
  ticket_number bigint,
  check ((verdict is null) = (verdict_reason is null))
);
create index findings_unjudged on ticketing.findings (received_order) where verdict is null;
create index findings_unjudged_by_fault on ticketing.findings (asset, fault_key, received_order) where verdict is null;
create index on ticketing.findings (ticket_number, observed_at_ms, received_order) where ticket_number is not null;

create table ticketing.episodes (
  id bigint generated always as identity primary key,
  asset text not null references ticketing.assets,
  fault_key text not null,
  last_deviation_at_ms bigint not null,
  last_finding_at_ms bigint not null,
  ended text check (ended in ('quiet', 'closed', 'cancelled'))
);
create unique index episodes_one_open on ticketing.episodes (asset, fault_key) where ended is null;
create index on ticketing.episodes (asset, fault_key, id);

create table ticketing.tickets (
  number bigint generated always as identity primary key,
  episode bigint not null unique references ticketing.episodes,
  kind text not null,
  state text not null,
  priority text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
  title text not null,
  site text not null references ticketing.sites,
  asset text not null references ticketing.assets,
  fault_key text not null,
  metric text not null,
  unit text not null,
  device text not null,
  severity text not null,
  team text references ticketing.teams,
  first_finding text not null references ticketing.findings,
  last_finding text not null references ticketing.findings,
  observed_at_ms bigint not null,
  last_finding_at_ms bigint not null,
  finding_count integer not null default 1,
  cleared boolean not null default false,
  failure_code text references ticketing.failure_codes,
  resolution text,
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  resolved_at_ms bigint,
  closed_at_ms bigint
);
create index on ticketing.tickets (state, number);
create index on ticketing.tickets (state, priority, number);
create index on ticketing.tickets (priority, number);
create index on ticketing.tickets (site, number);
create index on ticketing.tickets (asset, number);
create index on ticketing.tickets (team, number);
create index tickets_open_by_priority on ticketing.tickets (priority, number)
  where state in ('proposed', 'accepted', 'on_site', 'on_hold', 'resolved');
create index tickets_open_by_number on ticketing.tickets (number)
  where state in ('proposed', 'accepted', 'on_site', 'on_hold', 'resolved');

create table ticketing.ticket_events (
  id bigint generated always as identity primary key,
  ticket_number bigint not null references ticketing.tickets,
  type text not null check (type in ('created', 'routed', 'finding', 'transition', 'priority')),
  at_ms bigint not null,
  actor text not null,
  from_state text,
  to_state text,
  reason text,
  data jsonb not null
);
create index on ticketing.ticket_events (ticket_number, id);

create function ticketing.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ticket_events is append-only';
end $$;
create trigger append_only before update or delete or truncate on ticketing.ticket_events
  for each statement execute function ticketing.refuse_change();

-- Whatever changes a row, also a person with psql, the caches and browsers hear of it: hence triggers.
create function ticketing.tell_device() returns trigger language plpgsql as $$
begin
  perform pg_notify('ticketing_registry', coalesce(new.id, old.id));
  return null;
end $$;
create trigger tell after insert or update or delete on ticketing.devices
  for each row execute function ticketing.tell_device();

create function ticketing.tell_everything() returns trigger language plpgsql as $$
begin
  perform pg_notify('ticketing_registry', '*');
  return null;
end $$;
create trigger tell after update on ticketing.assets
  for each statement execute function ticketing.tell_everything();
create trigger tell after update on ticketing.classes
  for each statement execute function ticketing.tell_everything();

create function ticketing.tell_ticket() returns trigger language plpgsql as $$
begin
  perform pg_notify('ticketing_tickets', new.number::text);
  return null;
end $$;
create trigger tell after insert or update on ticketing.tickets
  for each row execute function ticketing.tell_ticket();
`
