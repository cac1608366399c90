import { Value } from 'typebox/value'
import type { Grant } from './access.ts'
import { AccountName } from './account.ts'

/** A provider of identities (OpenID Connect) at which people can sign in. */
export interface ProviderSettings {
  /** As its metadata has it: what accounts are linked by, together with the subject. */
  issuer: string
  clientId: string
  /** Without it we are a public client, which PKCE alone protects. */
  clientSecret: string | undefined
  scope: string
  /** What people know it by, for the button. */
  name: string
  /** Where groups or roles stand in the claims, with dots between: `groups`, `realm_access.roles`. */
  rolesClaim: string
  /** What a value of that claim gives; undefined: administrators of ours give roles, not the provider. */
  roles: readonly RoleOfClaim[] | undefined
}

export interface RoleOfClaim {
  value: string
  grant: Grant
}

export type Claims = Readonly<Record<string, unknown>>

/** Who somebody is at a provider. */
export interface Identity {
  issuer: string
  subject: string
  claims: Claims
}

/** The values of the claim: one text, or a list. What is missing, or something else, is none. */
function valuesOf(claims: Claims, path: string): string[] {
  const own = claims[path] // a name such as https://example.com/roles has dots of its own
  const found = own ?? path.split('.').reduce<unknown>(inside, claims)
  return [found].flat().filter(value => typeof value === 'string')
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

/** The grants that follow from the claims, each once; undefined where the provider gives none at all. */
export function grantsOfClaims(
  claims: Claims,
  { rolesClaim, roles }: Pick<ProviderSettings, 'rolesClaim' | 'roles'>,
): Grant[] | undefined {
  if (!roles) return undefined
  const values = new Set(valuesOf(claims, rolesClaim))
  const given = roles.filter(({ value }) => values.has(value)).map(({ grant }) => grant)
  return given.filter((grant, index) => given.findIndex(other => isSame(other, grant)) === index)
}

const isSame = (one: Grant, other: Grant) => one.role === other.role && one.site === other.site

/** What the account is called where nobody has that name yet; undefined where the provider says nothing that could be one. */
export function wishedName({ preferred_username: name, email }: Claims): string | undefined {
  return [name, email].find((wish): wish is string => Value.Check(AccountName, wish))
}

/** How people call them. */
export function calledBy({ name, given_name, preferred_username }: Claims): string | undefined {
  const found = [name, given_name, preferred_username].find(
    (wish): wish is string => typeof wish === 'string' && wish.trim() !== '',
  )
  return found?.replaceAll(/\p{C}/gu, ' ').trim().slice(0, 100)
}

/** Where mail reaches them, if the provider says that it has made sure. */
export const verifiedEmail = ({ email, email_verified }: Claims): string | null =>
  typeof email === 'string' && email_verified === true && /^[^@\s]{1,64}@[^@\s]{1,190}$/.test(email)
    ? email
    : null
