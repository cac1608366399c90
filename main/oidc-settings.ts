import { type Static, Type } from 'typebox'
import { AccessRole, type Grant } from '../ticketing/domain/access.ts'
import type { ProviderSettings, RoleOfClaim } from '../ticketing/domain/identity.ts'

const ROLE = `(${AccessRole.enum.join('|')})(@[A-Za-z0-9][A-Za-z0-9._-]{0,63})?`
const ONE = `[^;=]+(=[^;=]+)*=${ROLE}`

/** What the environment can say of a provider of identities. */
export const oidcSettings = {
  OIDC_ISSUER: Type.Optional(
    Type.String({
      pattern: '^(https://[^\\s/?#@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?)(/[^\\s?#]*)?$',
      description:
        'Provider of identities (OpenID Connect) at which people can sign in, as https://login.example.com/realms/plant; plain http for this machine only. Register `PUBLIC_URL/api/v1/session/provider/callback` there. When not given there are local accounts only.',
    }),
  ),
  OIDC_CLIENT_ID: Type.Optional(
    Type.String({ minLength: 1, description: 'What we are called at the provider of OIDC_ISSUER.' }),
  ),
  OIDC_CLIENT_SECRET: Type.Optional(
    Type.String({
      minLength: 1,
      secret: true,
      description:
        'Secret of OIDC_CLIENT_ID. When not given we are a public client, protected by PKCE alone.',
    }),
  ),
  OIDC_NAME: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'What people know the provider by, for the button. When not given: its host.',
    }),
  ),
  OIDC_SCOPE: Type.String({
    default: 'openid profile email',
    pattern: '^openid( [\\x21\\x23-\\x5b\\x5d-\\x7e]+)*$',
    description: 'What to ask the provider for, with blanks between; begins with openid.',
  }),
  OIDC_ROLES_CLAIM: Type.String({
    default: 'groups',
    minLength: 1,
    description: 'Claim whose values OIDC_ROLES speaks of, with dots between, such as realm_access.roles.',
  }),
  OIDC_ROLES: Type.Optional(
    Type.String({
      pattern: `^${ONE}(;${ONE})*$`,
      description:
        'What the values of OIDC_ROLES_CLAIM give here, as `value=role` or `value=role@site`, with semicolons between, such as `fw-admins=administrator;hall-1=technician@plant-1`. It counts at each sign-in, and who has none of the values is not let in. When not given, whoever the provider lets in has an account, and administrators give it roles.',
    }),
  ),
}

const OidcSchema = Type.Object(oidcSettings)
type OidcConfig = Static<typeof OidcSchema>

/** Half a configuration must not pass for one. */
export function oidcMismatches(config: Partial<OidcConfig>): string[] {
  const names = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME', 'OIDC_ROLES'] as const
  if (config.OIDC_ISSUER === undefined) {
    return names
      .filter(name => config[name] !== undefined)
      .map(name => `${name}: is given without OIDC_ISSUER. Set both, or neither.`)
  }
  return config.OIDC_CLIENT_ID === undefined
    ? ['OIDC_ISSUER: is given without OIDC_CLIENT_ID. Set both, or neither.']
    : []
}

/** Undefined where people sign in here only. */
export function identitiesOf(config: OidcConfig): ProviderSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_ROLES: roles } = config
  if (issuer === undefined || clientId === undefined) return undefined
  return {
    ...{ issuer, clientId, clientSecret: config.OIDC_CLIENT_SECRET, scope: config.OIDC_SCOPE },
    name: config.OIDC_NAME ?? new URL(issuer).host,
    rolesClaim: config.OIDC_ROLES_CLAIM,
    roles: roles?.split(';').map(roleOf),
  }
}

/** `value=role@site`; the value itself may have equals signs, as names in directories do. */
function roleOf(text: string): RoleOfClaim {
  const at = text.lastIndexOf('=')
  const [role, site = null] = text.slice(at + 1).split('@')
  return { value: text.slice(0, at), grant: { role: role as Grant['role'], site } }
}
