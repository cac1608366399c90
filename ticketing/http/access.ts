import type { FastifyRequest, RouteOptions } from 'fastify'
import {
  type AccessRole,
  hasScope,
  isKnownAt,
  isWithin,
  NOBODY,
  type Sites,
  sitesWith,
  workRolesAt,
} from '../domain/access.ts'
import { forbidden, notFound } from '../domain/refusals.ts'
import type { Role } from '../domain/roles.ts'
import { siteOf, type Thing } from '../store/site-of.ts'
import type { Api } from './parts.ts'
import { policy, type Rule } from './policy.ts'

/*
 * The rule of each route, in two steps. As soon as it is known who asks: whether one of their roles may do this anywhere.
 * When the request is read and sound: whether what it names is of a site where that role holds. A foreign thing and one
 * that is not there are answered by the same words, so that nobody can find out which ids exist elsewhere.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The row of the policy. */
    rule?: Rule
  }
}

const NOWHERE: Sites = []

/** For the routes that are registered after it; `actForOthers` and all that asks for roles comes later. */
export function guard(api: Api): void {
  api.addHook('onRoute', takeRule)
  api.addHook('onRequest', async request => permit(request))
  api.addHook('preHandler', keepToOwnSites)
}

function takeRule(route: RouteOptions): void {
  const operationId = route.schema?.operationId ?? ''
  const rule = policy[operationId]
  if (!rule) throw new Error(`${route.method} ${route.url} (${operationId}) has no row in http/policy.ts`)
  route.config = { ...route.config, rule }
}

const ruleOf = ({ routeOptions }: FastifyRequest): Rule | undefined => routeOptions.config.rule

function permit(request: FastifyRequest): void {
  const rule = ruleOf(request)
  if (!rule || rule.roles === 'anybody') return
  const { principal } = request
  if (!hasScope(principal, rule.scope)) {
    throw forbidden(
      `This token has no scope ${rule.scope}; it has ${principal.scopes?.join(', ') || 'none'}.`,
    )
  }
  request.roles = workRolesAt(principal, null) // undefined is everything, which also allows to act for others
  if (rule.roles === 'known') return
  request.sites = sitesWith(principal, rule.roles)
  request.roles = request.sites === null ? workRolesAt(principal, null) : []
  const anywhere = request.sites === null || request.sites.length > 0
  if (!anywhere || (rule.site === 'everywhere' && request.sites !== null)) throw mayNot(rule)
}

const mayNot = ({ roles, site }: Rule) => {
  const who = typeof roles === 'string' ? '' : listed(roles)
  const where = site === 'everywhere' ? ' of every site' : site === 'list' || site === 'none' ? '' : ' there'
  return forbidden(`Only ${who}${where} may do this.`)
}

const listed = (roles: readonly AccessRole[]) =>
  roles.length === 1 ? `an ${roles[0]}` : `one of ${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}`

/** Who may act at every site may name anything; the handler says what does not exist. */
async function keepToOwnSites(request: FastifyRequest): Promise<void> {
  const rule = ruleOf(request)
  if (!rule || request.sites === null || typeof rule.roles === 'string') return
  try {
    await requireOwn(request, rule)
  } catch (error) {
    if (request.routeOptions.config.streams) request.raw.resume() // nobody will read the body
    throw error
  }
}

async function requireOwn(request: FastifyRequest, rule: Rule): Promise<void> {
  const named = namedBy(request, rule)
  for (const { thing, key } of named) await requireOwnThing(request, rule, { thing, key })
}

interface Named {
  thing: Thing
  key: string | number
}

/** The parameter of the path that names the thing of a rule. */
const parameterOf: Partial<Record<Thing, string>> = {
  ticket: 'number',
  'request link': 'link',
  'calendar feed': 'feed',
  stranger: 'name',
}

const things: ReadonlySet<string> = new Set<Thing>([
  ...(['ticket', 'asset', 'device', 'site', 'technician', 'request link'] as const),
  ...(['calendar feed'] as const),
  ...(['maintenance window', 'backtest', 'proposal', 'stranger', 'class', 'part request'] as const),
])
const isThing = (about: Rule['site']): about is Thing => things.has(about)

function* namedBy(request: FastifyRequest, { site, names = {} }: Rule): Generator<Named> {
  const params = (request.params ?? {}) as Record<string, unknown>
  const body = (request.body ?? {}) as Record<string, unknown>
  if (isThing(site)) yield* keys(site, params[parameterOf[site] ?? 'id'])
  for (const [name, thing] of Object.entries(names)) {
    const what = thing === 'subject' ? (body.scope === 'asset' ? 'asset' : 'class') : thing
    yield* keys(what, params[name] ?? body[name])
  }
}

function* keys(thing: Thing, value: unknown): Generator<Named> {
  for (const key of [value].flat())
    if (typeof key === 'string' || typeof key === 'number') yield { thing, key }
}

async function requireOwnThing(request: FastifyRequest, rule: Rule, { thing, key }: Named): Promise<void> {
  const site = await siteOf(request.db, thing, key)
  const missing = `There is no ${thing} ${key}.`
  if (site === undefined) throw notFound(missing)
  if (site === null && rule.shared) return
  if (site === null && (thing === 'class' || thing === 'technician')) {
    throw forbidden(`${thing} ${key} is of every site; only who may do this at every site may.`)
  }
  demandSite(request, site, missing)
  if (thing === rule.site || (rule.site === 'body' && thing === 'asset'))
    request.roles = workRolesAt(request.principal, site)
}

/** The sites of what a list may show; null: all. */
export const sitesOf = (request: FastifyRequest): Sites => request.sites

/**
 * For handlers that learn from the body, or from what they have read, which site a request is about; null: it is of none,
 * which only those may name who may act at every site. `missing` is what is said of what is not there at all.
 * Errors: `not_found` where it is foreign, `forbidden` where they may see it and may not do this.
 */
export function demandSite(request: FastifyRequest, site: string | null, missing: string): void {
  if (isWithin(request.sites, site)) return
  const rule = ruleOf(request)
  if (rule && site !== null && isKnownAt(request.principal, site)) throw mayNot(rule)
  throw notFound(missing)
}

/** Whether whoever asks may do the operation at the site: what is refused there is not offered. */
export function mayAt({ principal }: FastifyRequest, operationId: string, site: string): boolean {
  const rule = policy[operationId]
  if (!rule || !hasScope(principal, rule.scope)) return false
  return typeof rule.roles === 'string' || isWithin(sitesWith(principal, rule.roles), site)
}

/** What who asks is in the workflows of a ticket of the site. */
export const rolesAt = (request: FastifyRequest, site: string): readonly Role[] | undefined =>
  request.sites === null ? request.roles : workRolesAt(request.principal, site)

/** Before authentication nobody has said anything. */
export function beginAsNobody(app: Api): void {
  app.decorateRequest('principal')
  app.decorateRequest('actor', '')
  app.decorateRequest('roles', undefined)
  app.decorateRequest('sites')
  app.decorateRequest('shown', undefined)
  app.addHook('onRequest', async request => {
    request.principal = NOBODY
    request.sites = NOWHERE
  })
}
