/** What other systems and people send: who may, what came as it came, and which ticket it became. */
export const intakes = `
create table ticketing.intakes (
  id text primary key,
  kind text not null check (kind in ('alertmanager', 'cloudevents', 'json', 'csv', 'email')),
  settings jsonb not null,
  -- SHA-256 of the token; null where senders sign.
  token_hash bytea,
  -- Sealed: what senders sign with, and the password of the mailbox.
  signing_secret bytea,
  mail_password bytea,
  -- How far the mailbox has been read, and why it cannot be.
  mailbox_uid_validity text,
  mailbox_uid bigint not null default 0,
  problem text
);

-- What was taken is here before the sender hears so. It stays until it was understood, or somebody has discarded it.
create table ticketing.arrivals (
  id bigint generated always as identity primary key,
  intake text not null references ticketing.intakes on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'ignored', 'failed', 'discarded')),
  received_at_ms bigint not null,
  media_type text not null,
  headers jsonb not null,
  body bytea not null,
  -- By what a sender says that it is the same as before.
  sender_key text,
  attempts integer not null default 0,
  due_at_ms bigint not null,
  reason text,
  result jsonb,
  unique (intake, sender_key)
);
create index arrivals_waiting on ticketing.arrivals (id) where state = 'waiting';
create index arrivals_of_intake on ticketing.arrivals (intake, id);
create index arrivals_kept on ticketing.arrivals (intake, state) where state in ('waiting', 'failed');
create index arrivals_old on ticketing.arrivals (received_at_ms) where state in ('done', 'ignored', 'discarded');

-- What a sender calls one fault, with the ticket that it is now. Keys may be long, and an index entry may not.
create table ticketing.intake_cases (
  id bigint generated always as identity primary key,
  intake text not null references ticketing.intakes on delete cascade,
  key text not null,
  sender_group text,
  ticket bigint references ticketing.tickets
);
create unique index intake_cases_one on ticketing.intake_cases (intake, md5(key));
create index intake_cases_of_group on ticketing.intake_cases (intake, md5(sender_group)) where sender_group is not null;
create index intake_cases_of_ticket on ticketing.intake_cases (ticket) where ticket is not null;

-- The alerts of a case, each with the newest that was said of it.
create table ticketing.intake_members (
  of_case bigint not null references ticketing.intake_cases on delete cascade,
  member text not null,
  firing boolean not null,
  started_at_ms bigint,
  arrival bigint not null,
  primary key (of_case, member)
);

-- Mails that became a ticket or a comment: their answers name them.
create table ticketing.intake_messages (
  intake text not null references ticketing.intakes on delete cascade,
  message_id text not null,
  ticket bigint not null references ticketing.tickets,
  sender text not null,
  at_ms bigint not null
);
create unique index intake_messages_one on ticketing.intake_messages (intake, md5(message_id));
create index intake_messages_of_ticket on ticketing.intake_messages (ticket, at_ms);
`
