import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import type { Role } from './roles.ts'
import { exact, Nullable } from './schema.ts'

export const AccessRole = Type.Enum(['administrator', 'planner', 'technician', 'requester', 'viewer'], {
  description:
    'administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks ' +
    'for work and follows it; viewer: reads.',
})
export type AccessRole = Static<typeof AccessRole>

/** A role, at one site or everywhere. */
export const Grant = Type.Object(
  {
    role: AccessRole,
    site: Nullable({
      ...Id,
      description: 'The site where it holds; null: at every site, also of the future.',
    }),
  },
  { ...exact, examples: [{ role: 'planner', site: 'plant-1' }] },
)
export type Grant = Static<typeof Grant>

export const Scope = Type.Enum(
  ['read', 'tickets:write', 'registry:write', 'settings:write', 'intake', 'admin'],
  {
    description:
      'What a token can be used for, within its roles: read; tickets:write: work on tickets; registry:write: sites, ' +
      'assets, devices, people; settings:write: policies and workflows; intake: bring alerts in; admin: all of these, ' +
      'and accounts and tokens.',
  },
)
export type Scope = Static<typeof Scope>

/** Who asks. */
export interface Principal {
  /** `admin`, `account:7` or `token:12`; empty for nobody. */
  id: string
  kind: 'administrator' | 'account' | 'token' | 'nobody'
  name: string
  /** The technician that somebody is, who is in the history in their place. */
  technician: string | null
  /** What that technician is in workflows. */
  crew: readonly Role[]
  grants: readonly Grant[]
  /** null: all. */
  scopes: readonly Scope[] | null
}

/** Before authentication, and where none is asked for. */
export const NOBODY: Principal = {
  ...{ id: '', kind: 'nobody', name: '', technician: null },
  ...{ crew: [], grants: [], scopes: [] },
}

/** The sites of which somebody may see things; null: every site. */
export type Sites = readonly string[] | null

/** Where the principal has one of the roles. No site at all: nowhere. */
export function sitesWith({ grants }: Pick<Principal, 'grants'>, roles: readonly AccessRole[]): Sites {
  const fitting = grants.filter(({ role }) => roles.includes(role))
  if (fitting.some(({ site }) => site === null)) return null
  return [...new Set(fitting.flatMap(({ site }) => (site === null ? [] : [site])))]
}

/** Whether the site is one of them; what is of no site is only for those who may see every site. */
export const isWithin = (sites: Sites, site: string | null): boolean =>
  sites === null || (site !== null && sites.includes(site))

const holds = (grant: Grant, site: string | null) => grant.site === null || grant.site === site

/** Whether the principal has any role at the site. */
export const isKnownAt = ({ grants }: Pick<Principal, 'grants'>, site: string): boolean =>
  grants.some(grant => holds(grant, site))

export const hasScope = ({ scopes }: Pick<Principal, 'scopes'>, scope: Scope): boolean =>
  scopes === null || scopes.includes(scope) || scopes.includes('admin')

/**
 * What the principal is in workflows at the site; undefined: everything. That a technician is a lead or a manager counts
 * where they work.
 */
export function workRolesAt(
  { grants, crew }: Pick<Principal, 'grants' | 'crew'>,
  site: string | null,
): readonly Role[] | undefined {
  const here = grants.filter(grant => holds(grant, site)).map(({ role }) => role)
  if (here.includes('administrator')) return undefined
  const works = here.includes('planner') || here.includes('technician')
  const ranks = works ? crew.filter(role => role === 'lead' || role === 'manager') : []
  return [...new Set([...(['planner', 'technician'] as const).filter(role => here.includes(role)), ...ranks])]
}
/** What each role may give to others: itself and less. */
const below: Record<AccessRole, readonly AccessRole[]> = {
  administrator: AccessRole.enum,
  planner: ['planner', 'technician', 'requester', 'viewer'],
  technician: ['technician', 'requester', 'viewer'],
  requester: ['requester'],
  viewer: ['viewer'],
}

const covers = (held: Grant, asked: Grant): boolean =>
  holds(held, asked.site) && below[held.role].includes(asked.role)

/** The first of the grants that goes beyond what somebody has. */
export const beyond = (held: readonly Grant[], asked: readonly Grant[]): Grant | undefined =>
  asked.find(grant => !held.some(own => covers(own, grant)))

/** What is left of grants that were given by somebody who has these now: what was taken from them they cannot lend. */
export function narrowed(given: readonly Grant[], held: readonly Grant[]): Grant[] {
  return given.flatMap(grant => {
    if (held.some(own => covers(own, grant))) return [grant]
    if (grant.site !== null) return []
    const own = held.filter(({ role }) => below[role].includes(grant.role))
    return own.map(({ site }) => ({ role: grant.role, site }))
  })
}
