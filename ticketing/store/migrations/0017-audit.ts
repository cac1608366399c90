/**
 * The chain over the ledger, what is signed of it, and signatures of work. There are no foreign keys into the ledger: an
 * event that somebody takes away must leave its link behind.
 */
export const audit = `
create table ticketing.audit_links (
  event bigint primary key,
  position bigint not null,
  hash bytea not null check (length(hash) = 32)
);
create trigger append_only before update or delete or truncate on ticketing.audit_links
  for each statement execute function ticketing.refuse_change();

create table ticketing.audit_keys (
  fingerprint text primary key,
  public_key text not null,
  first_used_at_ms bigint not null
);
create trigger append_only before update or delete or truncate on ticketing.audit_keys
  for each statement execute function ticketing.refuse_change();

create table ticketing.audit_checkpoints (
  id bigint generated always as identity primary key,
  position bigint not null,
  event bigint not null,
  hash bytea not null check (length(hash) = 32),
  at_ms bigint not null,
  key text not null references ticketing.audit_keys,
  signature text not null
);
create trigger append_only before update or delete or truncate on ticketing.audit_checkpoints
  for each statement execute function ticketing.refuse_change();

-- Names of people stand here and not in the ledger, which has the hash of the row; the salt keeps it from telling the name.
create table ticketing.work_signatures (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticketing.tickets,
  meaning text not null check (meaning in ('performed', 'checked', 'approved')),
  name text not null,
  signer text not null,
  signed_at_ms bigint not null,
  device_at_ms bigint,
  document text not null,
  document_sha256 text not null,
  salt text not null,
  sha256 text not null
);
create index on ticketing.work_signatures (ticket, id);
`
