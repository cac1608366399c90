/** Technicians, and who got which ticket why. */
export const dispatch = `
create table ticketing.technicians (
  id text primary key,
  name text not null,
  team text references ticketing.teams,
  site text references ticketing.sites,
  roles jsonb not null,
  skills jsonb not null,
  seniority integer not null check (seniority between 1 and 5),
  capacity integer not null check (capacity >= 0),
  shift text,
  absences jsonb not null,
  active boolean not null
);
create index on ticketing.technicians (team, id);
create index on ticketing.technicians (site) where site is not null;

alter table ticketing.teams
  add lead text references ticketing.technicians,
  add manager text references ticketing.technicians;
create index on ticketing.teams (lead) where lead is not null;
create index on ticketing.teams (manager) where manager is not null;

alter table ticketing.sites add location jsonb;

-- Two databases of one process can have different trees of one version; what is kept in memory goes by this.
alter table ticketing.routing add key uuid not null default gen_random_uuid();

alter table ticketing.tickets add foreign key (assignee) references ticketing.technicians;
create index tickets_jobs_on_asset on ticketing.tickets (assignee, asset)
  where category in ('resolved', 'verifying', 'closed');
create index tickets_jobs_of_fault on ticketing.tickets (assignee, fault_key)
  where category in ('resolved', 'verifying', 'closed');
create index tickets_open_of_assignee on ticketing.tickets (assignee, priority, number)
  where category in ('review', 'planned', 'assigned', 'active', 'paused', 'resolved', 'verifying');
create index tickets_by_creation on ticketing.tickets (created_at_ms);

create table ticketing.dispatch_decisions (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  at_ms bigint not null,
  route_version bigint,
  team text,
  assignee text references ticketing.technicians,
  reason text not null,
  candidates jsonb not null,
  manual boolean not null,
  actor text not null
);
create index on ticketing.dispatch_decisions (ticket, id);
create index on ticketing.dispatch_decisions (assignee) where assignee is not null;

-- Unfinished tickets of a technician beside this one. Where they are as many as the caller expects, the technician is
-- held until its transaction ends: only one transaction at a time gives tickets to a technician, so that nobody gets more
-- than they have room for. Otherwise nothing is held, as the caller will choose again: who waits holds nobody else, and
-- so none wait for each other in a ring. Null where another transaction holds the technician and this one does not wait.
-- Volatile: the count sees what was committed meanwhile.
create function ticketing.hold_technician(technician text, beside bigint, expected integer, wait boolean)
returns integer language plpgsql volatile as $$
declare
  key bigint := hashtextextended('ticketing.technician:' || technician, 0);
  unfinished integer;
begin
  if wait then perform pg_advisory_xact_lock(key);
  elsif not pg_try_advisory_xact_lock(key) then return null;
  end if;
  unfinished := (
    select count(*) from ticketing.tickets t where t.assignee = technician and t.number <> beside
      and t.category in ('review', 'planned', 'assigned', 'active', 'paused')
  );
  if unfinished <> expected then raise exception using errcode = 'P0001'; end if; -- gives the lock back
  return unfinished;
exception when sqlstate 'P0001' then return unfinished;
end $$;
`
