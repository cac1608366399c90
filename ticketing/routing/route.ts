import type { Route, RouteMatch, RouteTree } from '../domain/route-tree.ts'
import { type Condition, conditionsOf, type Routable } from './matchers.ts'

export type { Routable } from './matchers.ts'

/** Who gets a ticket, and why. */
export interface RoutingDecision {
  team: string
  /** What a technician must be able to do, by the routes from the root down. */
  skills: string[]
  /** Positions of the routes from the root down, counted from 1; empty at the root. */
  path: number[]
  /** One sentence for people. */
  reason: string
}

/** A route as it is walked: its regexes are compiled once. */
interface Compiled {
  team: string | undefined
  skills: readonly string[]
  continue: boolean
  words: string
  conditions: readonly Condition[]
  routes: readonly Compiled[]
}

interface Candidate {
  team: string
  skills: readonly string[]
  path: number[]
  because: string[]
}

/** Trees are never changed in place; a new version is a new tree. */
const compiled = new WeakMap<RouteTree, readonly Compiled[]>()

/**
 * Walks the tree: among siblings the first match takes the ticket, unless it says `continue` and a later one matches
 * too; a fitting child goes before its parent; what nothing takes stays with the root's team. Skills add up on the way.
 */
export function route(tree: RouteTree, ticket: Routable): RoutingDecision {
  const root: Candidate = { team: tree.team, skills: tree.skills ?? [], path: [], because: [] }
  const chosen = firstMatch(compiledRoutes(tree), ticket, root) ?? root
  const { team, path } = chosen
  return { team, path, skills: [...new Set(chosen.skills)], reason: sentence(chosen) }
}

function compiledRoutes(tree: RouteTree): readonly Compiled[] {
  const known = compiled.get(tree)
  if (known) return known
  const routes = (tree.routes ?? []).map(compileRoute)
  compiled.set(tree, routes)
  return routes
}

function compileRoute({ name, match = {}, team, skills = [], routes = [], ...rest }: Route): Compiled {
  const conditions = conditionsOf(match)
  return {
    team,
    skills,
    continue: rest.continue ?? false,
    words: name ?? (conditions.map(({ words }) => words).join(' and ') || 'anything'),
    conditions,
    routes: routes.map(compileRoute),
  }
}

function firstMatch(routes: readonly Compiled[], ticket: Routable, parent: Candidate): Candidate | undefined {
  let passedOn: Candidate | undefined
  for (const [index, child] of routes.entries()) {
    if (!child.conditions.every(condition => condition.holds(ticket))) continue
    const self: Candidate = {
      team: child.team ?? parent.team,
      skills: [...parent.skills, ...child.skills],
      path: [...parent.path, index + 1],
      because: [...parent.because, child.words],
    }
    const taken = firstMatch(child.routes, ticket, self) ?? self
    if (!child.continue) return taken
    passedOn = taken
  }
  return passedOn
}

function sentence({ team, path, because }: Candidate): string {
  if (path.length === 0) return `No route matches, so the default team ${team} takes it.`
  return `Route ${path.join('.')} (${because.join(' → ')}) sends it to team ${team}.`
}

/** Every place in the tree that names a team, with its JSON pointer. */
export function teamsOf(tree: RouteTree): { team: string; pointer: string }[] {
  const found = [{ team: tree.team, pointer: '/team' }]
  for (const { route: child, pointer } of routesOf(tree)) {
    if (child.team !== undefined) found.push({ team: child.team, pointer: `${pointer}/team` })
  }
  return found
}

/** Every match of the tree with its JSON pointer. */
export function matchesOf(tree: RouteTree): { match: RouteMatch; pointer: string }[] {
  return routesOf(tree).flatMap(({ route: { match }, pointer }) =>
    match ? [{ match, pointer: `${pointer}/match` }] : [],
  )
}

function routesOf(tree: RouteTree): { route: Route; pointer: string }[] {
  const found: { route: Route; pointer: string }[] = []
  const visit = (routes: readonly Route[], pointer: string) => {
    for (const [index, child] of routes.entries()) {
      const here = `${pointer}/routes/${index}`
      found.push({ route: child, pointer: here })
      visit(child.routes ?? [], here)
    }
  }
  visit(tree.routes ?? [], '')
  return found
}
