/**
 * Who has an account hears of no site where it has no role, by whatever way: what is for a whole team, or for its lead, may be
 * of any site. The delivery log says why they were left out.
 */
export const reach = `
create index accounts_by_technician on ticketing.accounts (technician) where technician is not null;

create function ticketing.keep_to_reach() returns trigger language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  place text := (select site from ticketing.notices where id = new.notice);
  reach text[];
begin
  if place is null then return new; end if;
  if starts_with(new.recipient, 'technician:') then
    reach := (select case when bool_and(g ->> 'site' is not null) then array_agg(g ->> 'site') end
      from ticketing.accounts a, jsonb_array_elements(a.grants) g
      where a.technician = substr(new.recipient, 12) and a.active);
  else
    reach := (select case when bool_and(g ->> 'site' is not null) then array_agg(g ->> 'site') end
      from ticketing.accounts a, jsonb_array_elements(a.grants) g
      where a.id = substr(new.recipient, 9)::bigint and a.active);
  end if;
  if reach is not null and place <> all (reach) then
    new.state := 'skipped';
    new.reason := 'Their account has no role at the site.';
    new.due_at_ms := null;
    new.sent_at_ms := null;
  end if;
  return new;
end $$;
create trigger keep_to_reach before insert on ticketing.deliveries for each row
  when (new.recipient ~ '^(technician:|account:\\d{1,15}$)') execute function ticketing.keep_to_reach();
`
