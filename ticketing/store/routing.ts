import { sql } from 'kysely'
import { invalid, requireVersion } from '../domain/refusals.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import { teamsOf } from '../routing/route.ts'
import { requireSoundTree } from '../routing/sound-tree.ts'
import { type Db, type Trx, transact } from './database.ts'
import { keptDocuments } from './kept-documents.ts'
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
  return { version: row.version, tree: keptTrees.keep(row.key, row.tree) }
}

/** What is compiled of a tree is kept with its object: it costs more than a decision. */
export const keptTrees = keptDocuments<RouteTree>()

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
