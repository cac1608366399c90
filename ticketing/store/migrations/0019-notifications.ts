/**
 * Notifications. What somebody should hear of is a notice; a trigger makes of each, in the transaction that writes it, one
 * delivery for each recipient and channel. What is for the app is there at once; the rest is the outbox.
 */
export const notifications = `
alter table ticketing.notices
  add event_id uuid not null default gen_random_uuid(),
  add severity text,
  add site text,
  add asset text,
  add team text;

-- The address and the secrets of a target are sealed: {"url", "secrets": [{"key", "untilMs"}]}.
create table ticketing.notification_targets (
  id text primary key,
  name text not null,
  channel text not null check (channel in ('webhook', 'wecom', 'dingtalk', 'feishu', 'slack', 'teams')),
  types text[] not null,
  min_severity text check (min_severity in ('minor', 'major', 'critical')),
  sites text[] not null,
  teams text[] not null,
  recipients text[] not null,
  enabled boolean not null,
  concurrency integer not null check (concurrency between 1 and 20),
  origin text not null,
  signed boolean not null,
  sealed bytea not null
);

-- Who has no row has the defaults. An address of mail stands here and not in the ledger, so that it can be forgotten.
create table ticketing.notification_preferences (
  recipient text primary key,
  email text,
  time_zone text not null,
  rules jsonb not null,
  quiet_hours jsonb,
  digest jsonb
);

-- A waiting delivery is sent when it is due. Whoever takes it makes it due after the lease, so that it is taken again
-- where they die: the other side knows by the event's id what it has already.
create table ticketing.deliveries (
  id bigint generated always as identity primary key,
  notice bigint not null references ticketing.notices on delete cascade,
  recipient text not null,
  channel text not null,
  lane text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'skipped')),
  digest boolean not null default false,
  reason text,
  attempts integer not null default 0,
  due_at_ms bigint,
  created_at_ms bigint not null,
  begun_at_ms bigint not null,
  sent_at_ms bigint,
  read_at_ms bigint,
  log jsonb not null default '[]',
  unique (notice, recipient, channel),
  check ((state = 'waiting') = (due_at_ms is not null))
);
create index deliveries_due on ticketing.deliveries (lane, due_at_ms, id) where state = 'waiting';
create index deliveries_to_be_collected on ticketing.deliveries (recipient, channel) where state = 'waiting' and digest;
create index deliveries_unread on ticketing.deliveries (recipient) where channel = 'app' and state = 'sent' and read_at_ms is null;
create index deliveries_in_trouble on ticketing.deliveries (state, id) where state in ('failed', 'skipped');
create index deliveries_by_recipient on ticketing.deliveries (recipient, id);

-- How the targets do: shared by everybody who sends.
create table ticketing.delivery_lanes (
  lane text primary key,
  failures integer not null,
  open_until_ms bigint not null,
  reason text
);

create table ticketing.part_requests (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  part text not null,
  quantity double precision not null check (quantity > 0),
  unit text not null,
  needed_by_ms bigint,
  note text,
  state text not null check (state in ('requested', 'reserved', 'ordered', 'available', 'issued', 'refused', 'withdrawn')),
  reference text,
  expected_at_ms bigint,
  requested_by text not null,
  created_at_ms bigint not null,
  updated_at_ms bigint not null
);
create index on ticketing.part_requests (ticket, id);

create function ticketing.severity_rank(severity text) returns integer language sql immutable
  return case severity when 'critical' then 3 when 'major' then 2 when 'minor' then 1 end;

-- Whether a notice is of one of the types and severe enough. What has no severity is not kept back by it.
create function ticketing.notice_fits(type text, severity text, types text[], min_severity text) returns boolean
language sql immutable as $$
  select coalesce(ticketing.severity_rank(severity) >= ticketing.severity_rank(min_severity), true)
    and (types is null or exists (select from unnest(types) p where p = type or p = '*'
      or (right(p, 2) = '.*' and starts_with(type, left(p, -1)))))
$$;

-- The settings of these functions: planning takes longer than running, so the plan is kept; and as one that is made while
-- the tables are empty would read them whole when they are not, it must go by the indexes from the first row on.

-- People behind a name, with whether they are there: a technician, those of a team, planners of a site, an account.
create function ticketing.people_of(of_name text) returns table (recipient text, active boolean) language plpgsql stable
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  kind text := split_part(of_name, ':', 1);
  key text := substr(of_name, length(split_part(of_name, ':', 1)) + 2);
begin
  if kind = 'technician' then
    return query select of_name, t.active from ticketing.technicians t where t.id = key;
  elsif kind = 'team' then
    return query select 'technician:' || t.id, true from ticketing.technicians t where t.team = key and t.active;
  elsif kind = 'planners' then
    return query select 'technician:' || t.id, true from ticketing.technicians t
      where t.active and t.roles ? 'planner' and (t.site is null or t.site = key)
      union select coalesce('technician:' || a.technician, 'account:' || a.id), true from ticketing.accounts a
      where a.active and exists (select from jsonb_array_elements(a.grants) g
        where g ->> 'role' = 'planner' and coalesce(g ->> 'site', key) = key);
  elsif kind = 'account' then
    return query select of_name, coalesce((select a.active from ticketing.accounts a
      where a.id = case when key ~ '^\\d{1,15}$' then key::bigint end), true);
  end if;
end $$;

-- Whether anybody would get a notice of this type: whoever asks spares writing it where not.
create function ticketing.notice_has_reader(notice_type text, of_recipients jsonb) returns boolean language sql stable as $$
  select exists (select from jsonb_array_elements_text(of_recipients) r, ticketing.people_of(r) p)
    or exists (select from ticketing.notification_targets t where t.enabled
      and ticketing.notice_fits(notice_type, null, t.types, null))
$$;

create function ticketing.complete_notice() returns trigger language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  select t.severity, t.site, t.asset, t.team into new.severity, new.site, new.asset, new.team
    from ticketing.tickets t where t.number = new.ticket;
  return new;
end $$;
create trigger complete before insert on ticketing.notices for each row when (new.ticket is not null)
  execute function ticketing.complete_notice();

create function ticketing.fan_out() returns trigger language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  is_test boolean := new.type = 'test';
  made record;
  waits boolean := false;
begin
  -- A statement that makes the ticket as well shows it only now.
  if new.ticket is not null and new.site is null then
    update ticketing.notices n set severity = t.severity, site = t.site, asset = t.asset, team = t.team
      from ticketing.tickets t where t.number = new.ticket and n.id = new.id
      returning n.severity, n.site, n.team into new.severity, new.site, new.team;
  end if;

  for made in insert into ticketing.deliveries
    (notice, recipient, channel, lane, state, digest, reason, due_at_ms, created_at_ms, begun_at_ms, sent_at_ms)
  with named as materialized (select distinct r as name from jsonb_array_elements_text(new.recipients) r),
  people as (select p.recipient, bool_or(p.active) as active from named, ticketing.people_of(name) p group by 1),
  ways as (
    select p.recipient, p.active, c.channel, coalesce(f.rules, '[]') as rules
    from people p left join ticketing.notification_preferences f on f.recipient = p.recipient
    cross join (values ('app'), ('email')) c (channel)
    where (c.channel = 'app' or f.email is not null)
      and (not is_test or new.data ->> 'channel' is null or new.data ->> 'channel' = c.channel)
  ),
  judged as (
    select w.recipient, w.channel, case when not w.active then 'left' when is_test then 'now' else coalesce(
      (select rule ->> 'send' from jsonb_array_elements(w.rules) with ordinality r (rule, place)
        where rule ->> 'channel' = w.channel and ticketing.notice_fits(new.type, new.severity,
          (select array_agg(x) from jsonb_array_elements_text(rule -> 'types') x), rule ->> 'minSeverity')
        order by place limit 1),
      case when w.rules @> jsonb_build_array(jsonb_build_object('channel', w.channel)) then 'never' else 'now' end) end as send
    from ways w
  ),
  requesters as (
    select n.name as recipient, r.contact ~ '^[^\\s@<>,;:"\\\\()]+@[A-Za-z0-9][A-Za-z0-9.-]*$' as reachable
    from named n left join ticketing.requesters r on r.id = substr(n.name, 11)::bigint where n.name ~ '^requester:\\d{1,15}$'
  ),
  all_of_it as (
    select recipient, channel, case channel when 'app' then 'app' else 'email' end as lane,
      case when send in ('never', 'left') then 'skipped' when channel = 'app' then 'sent' else 'waiting' end as state,
      send = 'digest' as digest,
      case send when 'never' then 'Their preferences leave it out.' when 'left' then 'They are not active.' end as reason
    from judged
    union all
    select recipient, 'email', 'email', case when reachable then 'waiting' else 'skipped' end, false,
      case when reachable then null else 'Their contact is no address of mail.' end
    from requesters
    union all
    select 'target:' || t.id, t.channel, 'target:' || t.id, 'waiting', false, null
    from ticketing.notification_targets t
    where new.recipients ? ('target:' || t.id) or (t.enabled and not is_test
      and ticketing.notice_fits(new.type, new.severity, t.types, t.min_severity)
      and (t.sites = '{}' or new.site = any (t.sites))
      and (t.teams = '{}' or new.team = any (t.teams))
      and (t.recipients = '{}' or new.recipients ?| t.recipients))
  )
  select new.id, recipient, channel, lane, state, coalesce(digest, false), reason,
    case when state = 'waiting' then new.created_at_ms end, new.created_at_ms, new.created_at_ms,
    case when state = 'sent' then new.created_at_ms end
  from all_of_it on conflict do nothing returning recipient, channel, state
  loop
    if made.state = 'waiting' then waits := true;
    elsif made.state = 'sent' then perform pg_notify('ticketing_inbox', made.recipient); end if;
  end loop;

  if waits then perform pg_notify('ticketing_outbox', ''); end if;
  return null;
end $$;
create trigger fan_out after insert on ticketing.notices for each row execute function ticketing.fan_out();
`
