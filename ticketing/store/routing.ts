import { sql } from 'kysely'
import { invalid, requireVersion } from '../domain/refusals.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import { teamsOf } from '../routing/route.ts'
import { requireSoundTree } from '../routing/sound-tree.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Edit, recordChange } from './registry-ledger.ts'

/** The route tree that counts. */
export const newestRouteTree = async (db: Db | Trx): Promise<RouteTree> => (await newestRouting(db)).tree

/** A tree with the number of its version. */
export interface KeptTree {
  version: number
  tree: RouteTree
}

export async function newestRouting(db: Db | Trx): Promise<KeptTree> {
  const row = await db
    .selectFrom('routing')
    .select(['version', 'tree', 'key'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new Error('there is no route tree; the migration seeds one')
  return { version: row.version, tree: keptTree(row.key, row.tree) }
}

/** Trees that were read, by the key of their version: they never change, and compiling one costs more than a decision. */
const read = new Map<string, RouteTree>()
const MAX_READ = 20

/** The tree of this key: one object for one version, because what is compiled of it is kept with the object. */
export function keptTree(key: string, tree: RouteTree): RouteTree {
  const known = read.get(key)
  if (known) return known
  const [oldest] = read.keys()
  if (read.size >= MAX_READ && oldest !== undefined) read.delete(oldest)
  read.set(key, tree)
  return tree
}

/** Keys of the trees that need not be read again. */
export const knownKeys = (): string[] => [...read.keys()]

export const knownTree = (key: string): RouteTree | undefined => read.get(key)

/**
 * Makes this tree the newest version; earlier ones are kept. Errors: `invalid` where a team is not known or
 * a regex cannot be used; `precondition_failed`.
 */
export function saveRouteTree(db: Db, tree: RouteTree, edit: Edit): Promise<KeptTree> {
  requireSoundTree(tree)
  return transact(db, async trx => {
    await lockRouting(trx)
    const before = await newestRouting(trx)
    requireVersion('The route tree', before.version, edit.ifVersion)
    await requireTeams(trx, tree)
    const saved = await trx
      .insertInto('routing')
      .values({ tree: JSON.stringify(tree), createdAtMs: edit.nowMs })
      .returning(['version', 'tree'])
      .executeTakeFirstOrThrow()
    const data = { version: saved.version }
    await recordChange(trx, { subject: 'routing', id: 'tree' }, edit, {
      before: before.tree,
      after: tree,
      data,
    })
    return saved
  })
}

/** `at` is the JSON pointer of the tree. */
export async function requireTeams(db: Db | Trx, tree: RouteTree, at = ''): Promise<void> {
  const teams = (await db.selectFrom('teams').select('id').orderBy('id').execute()).map(({ id }) => id)
  const unknown = teamsOf(tree).find(({ team }) => !teams.includes(team))
  if (!unknown) return
  throw invalid(at + unknown.pointer, `Team ${unknown.team} is not known; use one of ${teams.join(', ')}.`)
}

/** Taken by whoever changes the tree or deletes a team: the tree is JSON, so no foreign key guards it. */
export const lockRouting = (trx: Trx) =>
  sql`lock table ticketing.routing in share row exclusive mode`.execute(trx)
