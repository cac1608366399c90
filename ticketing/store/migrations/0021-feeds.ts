/** Calendars of technicians and teams, by links that are shown once and can be revoked. */
export const feeds = `
create table ticketing.calendar_feeds (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  technician text references ticketing.technicians on delete cascade,
  team text references ticketing.teams on delete cascade,
  shifts boolean not null default false,
  label text,
  created_by text not null,
  created_at_ms bigint not null,
  expires_at_ms bigint,
  revoked_at_ms bigint,
  revoked_by text,
  check ((technician is null) <> (team is null)),
  check (technician is not null or not shifts)
);
create index on ticketing.calendar_feeds (technician, id) where technician is not null;
create index on ticketing.calendar_feeds (team, id) where team is not null;

-- What calendars were last shown of a ticket. A due date moves without a new version of its ticket, and calendars want to
-- know by a number that it has: it is counted when somebody who looks would see something new.
create table ticketing.calendar_entries (
  ticket bigint primary key references ticketing.tickets,
  digest bytea not null,
  sequence integer not null default 0,
  changed_at_ms bigint not null
);

-- Ids of entries are of the whole world, tickets are numbered in each installation.
create table ticketing.installation (id uuid not null default gen_random_uuid());
create unique index on ticketing.installation ((true));
insert into ticketing.installation default values;
`
