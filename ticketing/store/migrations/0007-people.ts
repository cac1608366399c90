import { type Kysely, sql } from 'kysely'

/**
 * What people add to tickets. Text and names of people stand in these tables and not in the ledger's events, which say
 * that and by whom something was added: the ledger is for ever, and what somebody wrote may have to be forgotten.
 */
const tables = `
alter table ticketing.classes add ticket_fields jsonb;

-- Whoever asked for the work: by a scoped link, or through a planner. A merge moves them, so a ticket can have several.
create table ticketing.requesters (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  name text,
  contact text,
  report text,
  created_at_ms bigint not null
);
create index on ticketing.requesters (ticket);

-- The scope is one asset, at which faults can be reported, or one requester, who can follow the ticket.
create table ticketing.request_links (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  asset text references ticketing.assets on delete cascade,
  requester bigint references ticketing.requesters on delete cascade,
  label text,
  created_by text not null,
  created_at_ms bigint not null,
  expires_at_ms bigint,
  revoked_at_ms bigint,
  revoked_by text,
  check ((asset is null) <> (requester is null))
);
create index on ticketing.request_links (asset, id) where asset is not null;
create index on ticketing.request_links (requester) where requester is not null;

create table ticketing.comments (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  written_on bigint references ticketing.tickets,
  body text not null,
  visibility text not null check (visibility in ('internal', 'public')),
  mentions jsonb not null default '[]',
  author text not null,
  requester bigint references ticketing.requesters,
  created_at_ms bigint not null
);
create index on ticketing.comments (ticket, id);
create index on ticketing.comments (requester) where requester is not null;

create table ticketing.watchers (
  ticket bigint not null references ticketing.tickets,
  watcher text not null,
  since_ms bigint not null,
  primary key (ticket, watcher)
);
create index on ticketing.watchers (watcher);

-- The bytes are in the attachment store, under their digest; what no row names there is swept.
create table ticketing.attachments (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  media_type text not null,
  bytes bigint not null,
  visibility text not null check (visibility in ('internal', 'public')),
  author text not null,
  requester bigint references ticketing.requesters,
  created_at_ms bigint not null
);
create index on ticketing.attachments (ticket, id);
create index on ticketing.attachments (sha256);

create table ticketing.priority_matrix (
  version bigint generated always as identity primary key,
  matrix jsonb not null,
  created_by text not null,
  created_at_ms bigint not null
);

create table ticketing.ticket_templates (
  id text primary key,
  template jsonb not null,
  updated_at_ms bigint not null
);
`

const matrix = {
  critical: { A: 'P1', B: 'P2', C: 'P3' },
  major: { A: 'P2', B: 'P3', C: 'P3' },
  minor: { A: 'P3', B: 'P4', C: 'P4' },
}

export async function people(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
  await sql`insert into ticketing.priority_matrix (matrix, created_by, created_at_ms)
    values (${JSON.stringify(matrix)}::jsonb, 'system', 0)`.execute(db)
}
