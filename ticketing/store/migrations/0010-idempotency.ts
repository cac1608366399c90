/** Requests that were carried out under an `Idempotency-Key`, with their answers, kept for a day. */
export const idempotency = `
create table ticketing.idempotency_keys (
  principal text not null,
  key text not null,
  request text not null,
  body_sha256 bytea not null,
  -- Sealed: an answer may hold a secret that is shown once. Null only inside of the transaction that makes it.
  answer bytea,
  created_at_ms bigint not null,
  primary key (principal, key)
);
create index on ticketing.idempotency_keys (created_at_ms);
`
