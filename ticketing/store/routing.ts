import { sql } from 'kysely'
import { invalid } from '../domain/refusals.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import { teamsOf } from '../routing/route.ts'
import { type Db, type Trx, transact } from './database.ts'

/** The route tree that counts. */
export async function newestRouteTree(db: Db | Trx): Promise<RouteTree> {
  const row = await db
    .selectFrom('routing')
    .select('tree')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new Error('there is no route tree; the migration seeds one')
  return row.tree
}

/** Makes this tree the newest version; earlier ones are kept. Errors: `invalid` where a team is not known. */
export function saveRouteTree(db: Db, tree: RouteTree, nowMs: number): Promise<RouteTree> {
  return transact(db, async trx => {
    await lockRouting(trx)
    const teams = (await trx.selectFrom('teams').select('id').orderBy('id').execute()).map(({ id }) => id)
    const unknown = teamsOf(tree).find(({ team }) => !teams.includes(team))
    if (unknown) {
      throw invalid(unknown.pointer, `Team ${unknown.team} is not known; use one of ${teams.join(', ')}.`)
    }
    await trx
      .insertInto('routing')
      .values({ tree: JSON.stringify(tree), createdAtMs: nowMs })
      .execute()
    return tree
  })
}

/** Taken by whoever changes the tree or deletes a team: the tree is JSON, so no foreign key guards it. */
export const lockRouting = (trx: Trx) =>
  sql`lock table ticketing.routing in share row exclusive mode`.execute(trx)
