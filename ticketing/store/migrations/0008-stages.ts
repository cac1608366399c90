/**
 * What the stages between a finding and its ticket need: availability of assets, maintenance windows, the ticket
 * policy, faults that wait for their deviation to last, and the faults of roll-up tickets.
 */
export const stages = `
alter table ticketing.assets add availability text not null default 'in_service'
  check (availability in ('in_service', 'down', 'out_of_service'));

alter table ticketing.findings drop constraint findings_verdict_check;
alter table ticketing.findings add constraint findings_verdict_check check (verdict in ('created', 'reopened',
  'appended', 'rolled_up', 'muted', 'noted', 'settling', 'inhibited', 'in_maintenance', 'failed'));
-- The budget counts tickets by the event time of what began them; the settle rule counts what has not settled.
create index findings_created_by_asset on ticketing.findings (asset, observed_at_ms) where verdict = 'created';
create index findings_created_by_site on ticketing.findings (site, observed_at_ms) where verdict = 'created';
create index findings_settling on ticketing.findings (asset, fault_key, observed_at_ms) where verdict = 'settling';

create table ticketing.ticket_policies (
  version bigint generated always as identity primary key,
  policy jsonb not null,
  created_at_ms bigint not null,
  actor text not null
);

create table ticketing.maintenance_windows (
  id bigint generated always as identity primary key,
  name text not null,
  asset text references ticketing.assets on delete cascade,
  site text references ticketing.sites on delete cascade,
  once jsonb,
  weekly jsonb,
  check (num_nonnulls(asset, site) = 1),
  check (num_nonnulls(once, weekly) = 1)
);
create index on ticketing.maintenance_windows (asset) where asset is not null;
create index on ticketing.maintenance_windows (site) where site is not null;

-- Raised with every change of the policy or a window, in its transaction: whoever judges sees by one number whether
-- what it has in memory still counts. A notification could come after the finding that it should have muted.
create table ticketing.stage_settings (
  singleton boolean primary key default true check (singleton),
  version bigint not null
);
insert into ticketing.stage_settings (version) values (1);
create function ticketing.raise_stage_settings() returns trigger language plpgsql as $$
begin
  update ticketing.stage_settings set version = version + 1;
  return null;
end $$;
create trigger raise after insert or update or delete or truncate on ticketing.ticket_policies
  for each statement execute function ticketing.raise_stage_settings();
create trigger raise after insert or update or delete or truncate on ticketing.maintenance_windows
  for each statement execute function ticketing.raise_stage_settings();

-- The newest finding of a fault that settles until its deviation has lasted.
create table ticketing.settling (
  asset text not null,
  fault_key text not null,
  finding text not null references ticketing.findings on delete cascade,
  until_ms bigint not null,
  wake_at_ms bigint not null,
  primary key (asset, fault_key)
);
create index on ticketing.settling (wake_at_ms);
create index on ticketing.settling (finding);

-- One open roll-up ticket of a site; that of an asset is guarded as every fault is.
create unique index tickets_one_site_storm on ticketing.tickets (site)
  where fault_key = '$site-storm' and category in ('review', 'planned', 'assigned', 'active', 'paused', 'resolved', 'verifying');
create index tickets_distrusting on ticketing.tickets (device)
  where kind = 'instrumentation' and category in ('review', 'planned', 'assigned', 'active', 'paused');

create table ticketing.rolled_up_faults (
  ticket bigint not null references ticketing.tickets,
  asset text not null references ticketing.assets,
  fault_key text not null,
  severity text not null,
  cleared boolean not null,
  finding_count integer not null,
  last_finding text not null,
  last_finding_at_ms bigint not null,
  primary key (ticket, asset, fault_key)
);
create index on ticketing.rolled_up_faults (asset, fault_key, ticket);
`
