/** What makes a ticket cheap to create. */
export const creating = `
-- As routing has it: what is kept of a workflow in memory goes by this.
alter table ticketing.workflows add key uuid not null default gen_random_uuid();

-- What each of the technicians has to do beside this ticket, and has done of this asset and this fault, counted up to
-- most. A function, because PostgreSQL keeps the plans of its statements: planning them takes longer than running them.
-- A plan that is made while there are few tickets would read the whole table, for each technician; without
-- enable_seqscan it is the one with the indexes from the first ticket on.
create function ticketing.workload(members text[], beside bigint, of_asset text, of_fault text, most integer)
returns table (technician text, open integer, on_asset integer, on_fault integer)
language plpgsql stable set enable_seqscan = off as $$
begin
  return query select m.id,
    (select count(*) from ticketing.tickets t where t.assignee = m.id and t.number <> beside
      and t.category in ('review', 'planned', 'assigned', 'active', 'paused'))::integer,
    (select count(*) from (select from ticketing.tickets t where t.assignee = m.id and t.asset = of_asset
      and t.category in ('resolved', 'verifying', 'closed') limit most) jobs)::integer,
    (select count(*) from (select from ticketing.tickets t where t.assignee = m.id and t.fault_key = of_fault
      and t.category in ('resolved', 'verifying', 'closed') limit most) jobs)::integer
  from unnest(members) m (id);
end $$;
`
