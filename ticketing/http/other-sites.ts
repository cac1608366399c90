import type { FastifyRequest } from 'fastify'
import { AccessRole, type Sites, sitesWith } from '../domain/access.ts'
import type { Decision } from '../domain/dispatch.ts'
import type { Asset } from '../domain/registry.ts'
import { existingTechnicians } from '../store/people.ts'
import { assetsWithin, ticketsWithin } from '../store/site-of.ts'

/*
 * Things of a site may hang together with things of another one: a ticket with its parent, a decision with everybody of a
 * team. For who may not see that site these are not there, neither by number nor by name. Who has a ticket is named at its
 * site by their id, wherever they are from.
 */

export const HIDDEN = '***'

/** Where whoever asks may see anything at all; null: at every site. */
export const seenSites = ({ principal }: Pick<FastifyRequest, 'principal'>): Sites =>
  sitesWith(principal, AccessRole.enum)

type Related = { parent: number | null; mergedInto: number | null }

/** Tickets without the numbers of those of other sites. */
export async function withOwnRelations<T extends Related>(
  request: FastifyRequest,
  tickets: readonly T[],
): Promise<T[]> {
  const hidden = await hiddenTickets(
    request,
    tickets.flatMap(({ parent, mergedInto }) => [parent, mergedInto]),
  )
  if (hidden.size === 0) return [...tickets]
  const shown = (number: number | null) => (number !== null && hidden.has(number) ? null : number)
  return tickets.map(ticket => ({
    ...ticket,
    parent: shown(ticket.parent),
    mergedInto: shown(ticket.mergedInto),
  }))
}

/** Those of the numbers that are of no ticket that whoever asks may see: of another site, or of none at all. */
async function hiddenTickets(
  request: FastifyRequest,
  numbers: readonly (number | null)[],
): Promise<Set<number>> {
  const sites = seenSites(request)
  const named = [...new Set(numbers)].filter(number => number !== null)
  if (sites === null || named.length === 0) return new Set()
  const own = await ticketsWithin(request.db, named, sites)
  return new Set(named.filter(number => !own.has(number)))
}

/** Comments without the tickets of other sites on which they were written, before a merge. */
export async function withOwnOrigins<T extends { writtenOn: number | null }>(
  request: FastifyRequest,
  comments: readonly T[],
): Promise<T[]> {
  const hidden = await hiddenTickets(
    request,
    comments.map(({ writtenOn }) => writtenOn),
  )
  return comments.map(comment =>
    comment.writtenOn !== null && hidden.has(comment.writtenOn) ? { ...comment, writtenOn: null } : comment,
  )
}

type Fields = Record<string, unknown>
type Told = { type: string; reason: string | null; before: Fields; after: Fields; data: Fields }

/** What of an event names another ticket by its number, or another asset by its id. */
const LINKS = ['parent', 'mergedInto', 'into', 'source', 'splitFrom']
/** Events whose reason weighs the people of a team. */
const WEIGHING = ['assigned', 'routed']

/** Events without the tickets, assets and people of other sites that they name. */
export async function withOwnNames<T extends Told>(
  request: FastifyRequest,
  events: readonly T[],
): Promise<T[]> {
  if (seenSites(request) === null) return [...events]
  const hidden = await hiddenLinks(request, events)
  const weighing = events.filter(({ type }) => WEIGHING.includes(type))
  const words = weighing.flatMap(({ reason }) => wordsOf(reason ?? ''))
  const people = await hiddenPeople(request, words)
  return events.map(event => {
    const { type, before, after, data } = event
    const links = linksIn(event).some(link => hidden.has(link))
    const shown = links ? withoutNumbers(event.reason, hidden) : event.reason
    const chosen = [before.assignee, after.assignee]
    const reason = shown !== null && WEIGHING.includes(type) ? withoutPeople(shown, people, chosen) : shown
    if (!links) return { ...event, reason }
    const [own, now, more] = [before, after, data].map(fields => withoutLinks(fields, hidden))
    return { ...event, reason, before: own, after: now, data: more }
  })
}

const withoutNumbers = (text: string | null, hidden: ReadonlySet<unknown>) =>
  text?.replaceAll(/\d+/g, digits => (hidden.has(Number(digits)) ? HIDDEN : digits)) ?? null

async function hiddenLinks(request: FastifyRequest, events: readonly Told[]): Promise<Set<unknown>> {
  const sites = seenSites(request)
  if (sites === null) return new Set()
  const links = events.flatMap(linksIn)
  const assets = events.flatMap(({ after, before }) => [after.parent, before.parent])
  const ids = assets.filter(parent => typeof parent === 'string')
  const own = await assetsWithin(request.db, ids, sites)
  const tickets = await hiddenTickets(
    request,
    links.filter(link => typeof link === 'number'),
  )
  return new Set<unknown>([...tickets, ...ids.filter(id => !own.has(id))])
}

const linksIn = ({ before, after, data }: Told): unknown[] =>
  [before, after, data].flatMap(fields => LINKS.map(name => fields[name] ?? null))

const withoutLinks = (fields: Fields, hidden: ReadonlySet<unknown>): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      LINKS.includes(name) && hidden.has(value) ? null : value,
    ]),
  )

/** What may be the id of a technician, and the same where it ends a sentence. */
const WORD = /[A-Za-z0-9][\w.-]*/g
const bare = (word: string) => word.replace(/[.-]+$/, '')
const wordsOf = (text: string): string[] => [
  ...new Set([...text.matchAll(WORD)].flatMap(([word]) => [word, bare(word)])),
]

function withoutPeople(text: string, hidden: ReadonlySet<string>, chosen: readonly unknown[]): string {
  const isHidden = (id: string) => hidden.has(id) && !chosen.includes(id)
  return text.replaceAll(WORD, word => {
    if (isHidden(word)) return HIDDEN
    return isHidden(bare(word)) ? HIDDEN + word.slice(bare(word).length) : word
  })
}

/** What is said of a choice without the technicians of other sites, but for who was chosen. */
export async function withOwnPeople(
  request: FastifyRequest,
  text: string,
  chosen: string | null,
): Promise<string> {
  if (seenSites(request) === null) return text
  return withoutPeople(text, await hiddenPeople(request, wordsOf(text)), [chosen])
}

async function hiddenPeople(request: FastifyRequest, ids: readonly string[]): Promise<Set<string>> {
  const sites = seenSites(request)
  if (sites === null) return new Set()
  const people = await existingTechnicians(request.db, [...new Set(ids)])
  const own = new Set(await existingTechnicians(request.db, people, sites))
  return new Set(people.filter(id => !own.has(id)))
}

type Choice = Pick<Decision, 'assignee' | 'candidates' | 'reason'>

/** A choice among the people of a team, without those of other sites. */
export async function withOwnCandidates<T extends Choice>(
  request: FastifyRequest,
  choice: T,
  chosen: string | null,
): Promise<T> {
  const { assignee, candidates } = choice
  const ids = [assignee ?? [], candidates.map(({ technician }) => technician)].flat(2)
  const hidden = await hiddenPeople(request, ids)
  if (chosen !== null) hidden.delete(chosen)
  return {
    ...choice,
    assignee: assignee !== null && hidden.has(assignee) ? HIDDEN : assignee,
    candidates: candidates.filter(({ technician }) => !hidden.has(technician)),
    reason: await withOwnPeople(request, choice.reason, chosen),
  }
}

/** Assets without parents that are of other sites. */
export async function withOwnParents<T extends Pick<Asset, 'parent'>>(
  request: FastifyRequest,
  assets: readonly T[],
): Promise<T[]> {
  const sites = seenSites(request)
  const named = [...new Set(assets.map(({ parent }) => parent))].filter(id => id !== null)
  if (sites === null || named.length === 0) return [...assets]
  const own = await assetsWithin(request.db, named, sites)
  return assets.map(asset =>
    asset.parent === null || own.has(asset.parent) ? asset : { ...asset, parent: null },
  )
}
