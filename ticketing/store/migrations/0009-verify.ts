/**
 * The loop closed: what the sensors say of a repair, and what who asked for it says. One row a ticket, of its newest
 * repair; what earlier ones came to is in the ledger.
 */
export const verify = `
alter table ticketing.classes
  add verify_minutes integer check (verify_minutes between 1 and 43200),
  add confirm_hours integer check (confirm_hours between 1 and 8760);

create table ticketing.verifications (
  ticket bigint primary key references ticketing.tickets,
  round integer not null,
  state text not null check (state in ('watching', 'verified', 'failed', 'unwatched', 'ended')),
  sentence text not null,
  device text,
  metric text,
  class text,
  from_ms bigint not null,
  until_ms bigint not null,
  give_up_at_ms bigint not null,
  step_ms bigint not null,
  observed_ms bigint not null default 0,
  before jsonb,
  after jsonb,
  decided_at_ms bigint,
  asked_at_ms bigint,
  due_at_ms bigint,
  check ((device is null) = (metric is null) and (device is null) = (class is null))
);
-- What the job has to look at, and when.
create index verifications_due on ticketing.verifications (due_at_ms) where due_at_ms is not null;

create table ticketing.confirmations (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  round integer not null,
  requester bigint not null references ticketing.requesters on delete cascade,
  fixed boolean not null,
  rating integer check (rating between 1 and 5),
  comment text,
  at_ms bigint not null,
  unique (ticket, round, requester)
);
create index on ticketing.confirmations (requester);

create index tickets_outcomes on ticketing.tickets (closed_at_ms, number)
  where category = 'closed' and outcome is not null;
`
