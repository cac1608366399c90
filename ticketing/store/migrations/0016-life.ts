/** The life cycle of detection: profiles of detectors, shadow findings, backtests, and what feedback proposes. */
export const life = `
-- Every version is kept; the newest counts. What is removed is a version without detectors. Rows stay when the class or the
-- asset is deleted: a backtest may still ask what was in force, and one of the same id begins where they ended.
create table ticketing.profiles (
  scope text not null check (scope in ('class', 'asset')),
  subject text not null,
  version integer not null,
  detectors jsonb not null,
  created_at_ms bigint not null,
  actor text not null,
  reason text,
  primary key (scope, subject, version)
);

create function ticketing.tell_profile() returns trigger language plpgsql as $$
declare name text;
begin
  if new.scope = 'class' then
    perform pg_notify('ticketing_registry', '*');
  else
    for name in select n.name from ticketing.device_names n join ticketing.devices d on d.id = n.device
      where d.asset = new.subject
    loop
      perform pg_notify('ticketing_registry', name);
    end loop;
  end if;
  return null;
end $$;
create trigger tell after insert on ticketing.profiles for each row execute function ticketing.tell_profile();

create index findings_by_time on ticketing.findings (observed_at_ms, received_order);
create index findings_of_asset on ticketing.findings (asset, observed_at_ms, received_order);
create index findings_in_shadow on ticketing.findings (observed_at_ms, received_order) where shadow;

-- A backtest is a job of minutes: whoever has the lease works on it, and one that died in the middle begins anew.
create table ticketing.backtests (
  id bigint generated always as identity primary key,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  request jsonb not null,
  purpose jsonb,
  progress double precision not null default 0,
  samples bigint not null default 0,
  created_at_ms bigint not null,
  started_at_ms bigint,
  ended_at_ms bigint,
  lease_until_ms bigint not null default 0,
  attempts integer not null default 0,
  actor text not null,
  problem text,
  result jsonb
);
create index backtests_at_work on ticketing.backtests (id) where state in ('queued', 'running');

create table ticketing.backtest_findings (
  backtest bigint not null references ticketing.backtests on delete cascade,
  variant integer not null,
  position integer not null,
  finding jsonb not null,
  primary key (backtest, variant, position)
);

-- A change of a profile that waits for a person to say yes or no.
create table ticketing.profile_proposals (
  id bigint generated always as identity primary key,
  scope text not null check (scope in ('class', 'asset')),
  subject text not null,
  change jsonb not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  base_version integer not null,
  reason text,
  evidence jsonb not null,
  backtest bigint references ticketing.backtests on delete set null,
  created_at_ms bigint not null,
  actor text not null,
  decided_at_ms bigint,
  decided_by text,
  decision_reason text,
  version integer,
  check ((state = 'open') = (decided_at_ms is null))
);
create index on ticketing.profile_proposals (backtest) where backtest is not null;
create index on ticketing.profile_proposals (state, id);
`
