/**
 * The id token by which a session was opened at a provider of identities, sealed: signing out there names it, so that the
 * provider need not ask whom it is about. It goes with the session.
 */
export const signIn = `
create table ticketing.provider_sessions (
  session bigint primary key references ticketing.sessions on delete cascade,
  id_token bytea not null
);
`
