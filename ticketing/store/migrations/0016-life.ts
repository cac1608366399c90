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
`
