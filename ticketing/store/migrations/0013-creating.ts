/** What makes a ticket cheap to create. */
export const creating = `
-- As routing has it: what is kept of a workflow in memory goes by this.
alter table ticketing.workflows add key uuid not null default gen_random_uuid();

-- What each of the technicians has to do beside this ticket, and has done of this asset and this fault, counted up to
-- most. A function, for its settings: planning takes longer than running, so the plan is kept; and as one that is made
-- while there are few tickets would read the whole table, for each technician, it must go by the indexes from the first
-- ticket on. (This ticket is taken off, and not left out, so that an index alone can tell.)
create function ticketing.workload(members text[], beside bigint, of_asset text, of_fault text, most integer)
returns table (technician text, open integer, on_asset integer, on_fault integer)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  has_it text := (select assignee from ticketing.tickets where number = beside
    and category in ('review', 'planned', 'assigned', 'active', 'paused'));
begin
  return query select m.id,
    (select count(*) from ticketing.tickets t where t.assignee = m.id
      and t.category in ('review', 'planned', 'assigned', 'active', 'paused'))::integer
      - case when m.id = has_it then 1 else 0 end,
    (select count(*) from (select from ticketing.tickets t where t.assignee = m.id and t.asset = of_asset
      and t.category in ('resolved', 'verifying', 'closed') limit most) jobs)::integer,
    (select count(*) from (select from ticketing.tickets t where t.assignee = m.id and t.fault_key = of_fault
      and t.category in ('resolved', 'verifying', 'closed') limit most) jobs)::integer
  from unnest(members) m (id);
end $$;
`
