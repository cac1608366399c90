/**
 * What the edge needs: names of devices beside their ids, what is known of them beside their samples, strangers that
 * wait for approval, and formats.
 */
export const edge = `
alter table ticketing.classes add silent_after_s integer check (silent_after_s > 0);
-- Only what the seed made: what somebody added or deleted is theirs.
update ticketing.classes set silent_after_s = case id when 'generic' then 3600 else 900 end
  where id in ('generic', 'pump', 'motor', 'fan', 'compressor', 'gearbox', 'chiller', 'conveyor');

alter table ticketing.devices
  add address text check (address <> id and address not in ('admin', '$external')),
  add gateway text references ticketing.devices check (gateway <> id),
  add metrics jsonb not null default '[]',
  add silent_after_s integer check (silent_after_s > 0);
create index on ticketing.devices (gateway) where gateway is not null;

-- Ids and addresses are one name space: a name leads to one device, under any race.
create table ticketing.device_names (
  name text primary key,
  device text not null references ticketing.devices on delete cascade
);
create index on ticketing.device_names (device);
insert into ticketing.device_names select id, id from ticketing.devices;

create function ticketing.name_device() returns trigger language plpgsql as $$
begin
  delete from ticketing.device_names where device = new.id;
  insert into ticketing.device_names
    select name, new.id from unnest(array[new.id, new.address]) name where name is not null;
  return null;
end $$;
create trigger name after insert or update of address on ticketing.devices
  for each row execute function ticketing.name_device();

create or replace function ticketing.tell_device() returns trigger language plpgsql as $$
declare name text;
begin
  foreach name in array array[new.id, old.id, new.address, old.address] loop
    if name is not null then perform pg_notify('ticketing_registry', name); end if;
  end loop;
  return null;
end $$;

create table ticketing.device_states (
  device text primary key references ticketing.devices on delete cascade,
  status text check (status in ('online', 'offline', 'sleeping')),
  status_since_ms bigint,
  reported_at_ms bigint,
  attributes jsonb not null default '{}',
  last_seen_ms bigint,
  last_observed_ms bigint,
  clock_ahead_ms bigint,
  clock_ahead_at_ms bigint,
  silent_since_ms bigint
);
create index on ticketing.device_states (device) where silent_since_ms is not null;

-- Since when and until when everything that devices said is known; at most one row.
create table ticketing.listening (
  singleton boolean primary key default true check (singleton),
  since_ms bigint not null,
  until_ms bigint not null
);

create table ticketing.strangers (
  name text primary key,
  state text not null default 'waiting' check (state in ('waiting', 'ignored', 'registered')),
  site text,
  publisher text not null,
  topic text not null,
  sample bytea not null,
  metrics jsonb not null,
  first_seen_ms bigint not null,
  last_seen_ms bigint not null,
  messages bigint not null,
  secret_hash bytea
);
create index on ticketing.strangers (state, last_seen_ms);

create table ticketing.formats (
  id text primary key,
  position integer not null,
  topic text not null unique,
  codec text not null,
  mapping jsonb
);
create function ticketing.tell_formats() returns trigger language plpgsql as $$
begin
  perform pg_notify('ticketing_formats', '');
  return null;
end $$;
create trigger tell after insert or update or delete or truncate on ticketing.formats
  for each statement execute function ticketing.tell_formats();
`
