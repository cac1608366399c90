import type { Route, RouteMatch, RouteTree } from '../domain/route-tree.ts'

/** What a route can match on. */
export type Routable = { [Attribute in keyof RouteMatch]-?: string }

/** Who gets a ticket, and why. */
export interface RoutingDecision {
  team: string
  /** Positions of the routes from the root down, counted from 1; empty at the root. */
  path: number[]
  /** One sentence for people. */
  reason: string
}

interface Candidate {
  team: string
  path: number[]
  because: string[]
}

/**
 * Walks the tree: among siblings the first match takes the ticket, unless it says `continue` and a later one matches
 * too; a fitting child goes before its parent; what nothing takes stays with the root's team.
 */
export function route(tree: RouteTree, ticket: Routable): RoutingDecision {
  const root: Candidate = { team: tree.team, path: [], because: [] }
  const chosen = firstMatch(tree.routes ?? [], ticket, root) ?? root
  return { team: chosen.team, path: chosen.path, reason: sentence(chosen) }
}

function firstMatch(routes: readonly Route[], ticket: Routable, parent: Candidate): Candidate | undefined {
  let passedOn: Candidate | undefined
  for (const [index, child] of routes.entries()) {
    if (!matches(child.match ?? {}, ticket)) continue
    const self: Candidate = {
      team: child.team ?? parent.team,
      path: [...parent.path, index + 1],
      because: [...parent.because, child.name ?? describe(child.match ?? {})],
    }
    const taken = firstMatch(child.routes ?? [], ticket, self) ?? self
    if (!child.continue) return taken
    passedOn = taken
  }
  return passedOn
}

function matches(match: RouteMatch, ticket: Routable): boolean {
  return attributes(match).every(([name, wanted]) => wanted.includes(ticket[name]))
}

function attributes(match: RouteMatch): [keyof RouteMatch, string[]][] {
  const names = Object.keys(match) as (keyof RouteMatch)[]
  return names.map(name => [name, [match[name] ?? []].flat()])
}

function describe(match: RouteMatch): string {
  const conditions = attributes(match).map(([name, wanted]) => `${name} is ${wanted.join(' or ')}`)
  return conditions.join(' and ') || 'anything'
}

function sentence({ team, path, because }: Candidate): string {
  if (path.length === 0) return `No route matches, so the default team ${team} takes it.`
  return `Route ${path.join('.')} (${because.join(' → ')}) sends it to team ${team}.`
}

/** Every place in the tree that names a team, with its JSON pointer. */
export function teamsOf(tree: RouteTree): { team: string; pointer: string }[] {
  const found = [{ team: tree.team, pointer: '/team' }]
  const visit = (routes: readonly Route[], pointer: string) => {
    for (const [index, child] of routes.entries()) {
      const here = `${pointer}/routes/${index}`
      if (child.team !== undefined) found.push({ team: child.team, pointer: `${here}/team` })
      visit(child.routes ?? [], here)
    }
  }
  visit(tree.routes ?? [], '')
  return found
}
