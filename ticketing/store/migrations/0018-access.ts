/**
 * Who may ask, and for what: accounts, their sessions, tokens, one-time links, and failed attempts. Of everything that
 * opens a door only a hash is kept.
 */
export const access = `
create table ticketing.accounts (
  id bigint generated always as identity primary key,
  name text not null,
  display_name text not null,
  email text,
  technician text references ticketing.technicians on delete set null,
  grants jsonb not null default '[]',
  active boolean not null default true,
  password_hash text,
  password_at_ms bigint,
  version integer not null default 1,
  created_at_ms bigint not null,
  updated_at_ms bigint not null
);
create unique index accounts_by_name on ticketing.accounts (lower(name));

-- Who somebody is at a provider of identities (OpenID Connect), by its issuer and its own id of them.
create table ticketing.account_identities (
  issuer text not null,
  subject text not null,
  account bigint not null references ticketing.accounts on delete cascade,
  created_at_ms bigint not null,
  primary key (issuer, subject)
);
create index on ticketing.account_identities (account);

create table ticketing.sessions (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  account bigint not null references ticketing.accounts on delete cascade,
  created_at_ms bigint not null,
  used_at_ms bigint not null,
  expires_at_ms bigint not null,
  address text not null,
  agent text
);
create index on ticketing.sessions (account);
create index on ticketing.sessions (expires_at_ms);

-- Browsers in which somebody has signed in before: strangers who guess cannot lock these out.
create table ticketing.known_browsers (
  token_hash bytea primary key,
  account bigint not null references ticketing.accounts on delete cascade,
  used_at_ms bigint not null
);
create index on ticketing.known_browsers (account, used_at_ms);

create table ticketing.access_tokens (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  name text not null,
  -- null: made with the token of the service itself
  owner bigint references ticketing.accounts on delete cascade,
  grants jsonb not null,
  scopes jsonb not null,
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  used_at_ms bigint,
  revoked_at_ms bigint
);
create index on ticketing.access_tokens (owner);

-- Links that work once: by them a password is set; without an account the first administrator is made.
create table ticketing.account_links (
  token_hash bytea primary key,
  account bigint references ticketing.accounts on delete cascade,
  created_at_ms bigint not null,
  expires_at_ms bigint not null
);
create index on ticketing.account_links (account);

-- By the hash of the name that was given, whether there is such an account or not, and where it was tried from.
create table ticketing.sign_in_failures (
  name_hash bytea not null,
  source text not null,
  failures integer not null,
  since_ms bigint not null,
  primary key (name_hash, source)
);
create index on ticketing.sign_in_failures (since_ms);
`
