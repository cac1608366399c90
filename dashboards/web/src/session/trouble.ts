export const TOKEN_REFUSED = 'The server does not accept this token. It may have been replaced.'

/** What went wrong on the way to the provider of identities and back, as the server's `/?problem=…` names it. */
const SENTENCES: Record<string, string> = {
  away: 'The provider cannot be reached at the moment. Try again, or sign in with a name and password.',
  denied: 'The provider has not let you in.',
  failed: 'Signing in at the provider did not work. Try again; if it stays like this, ask an administrator.',
  expired: 'This sign-in took too long, or was begun in another browser. Try again.',
  switched_off: 'Your account is switched off. Ask an administrator.',
  no_role: 'The provider knows you, but gives you no role here. Ask an administrator.',
  not_configured: 'There is no provider to sign in at. Use a name and password.',
  rate_limited: 'There were too many attempts from your address. Wait a minute.',
}

/** The sentence for the problem in the address, and the address without it. What nobody has written here is not shown. */
export function splitProblem(search: string): { problem: string | undefined; rest: string } {
  const query = new URLSearchParams(search)
  const named = query.get('problem')
  if (named === null) return { problem: undefined, rest: search }
  query.delete('problem')
  const rest = query.toString()
  const problem = Object.hasOwn(SENTENCES, named) ? SENTENCES[named] : undefined
  return { problem, rest: rest && `?${rest}` }
}
