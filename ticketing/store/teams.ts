import { conflict, notFound } from '../domain/refusals.ts'
import type { Team } from '../domain/registry.ts'
import { teamsOf } from '../routing/route.ts'
import { type Db, transact } from './database.ts'
import type { KeyRange } from './list.ts'
import { lockRouting, newestRouteTree } from './routing.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'name'] as const

export const listTeams = (db: Db, { limit, after = '' }: KeyRange): Promise<Team[]> =>
  db.selectFrom('teams').select(columns).where('id', '>', after).orderBy('id').limit(limit).execute()

export async function createTeam(db: Db, team: Team): Promise<Team> {
  const made = await db
    .insertInto('teams')
    .values(team)
    .onConflict(conflict => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!made) throw conflict(`Team ${team.id} exists already; change it with PATCH.`)
  return made
}

export async function updateTeam(db: Db, id: string, change: Partial<Omit<Team, 'id'>>): Promise<Team> {
  const team = await db
    .updateTable('teams')
    .set({ id, ...change }) // PostgreSQL wants at least one column; the id stays what it is
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  if (!team) throw noTeam(id)
  return team
}

export async function deleteTeam(db: Db, id: string): Promise<void> {
  await transact(db, async trx => {
    await lockRouting(trx)
    const place = teamsOf(await newestRouteTree(trx)).find(({ team }) => team === id)
    if (place) {
      throw conflict(`Team ${id} is used by the route tree at ${place.pointer}.`)
    }
    await refuseIfUsed(trx, { what: 'Team', id }, [
      { table: 'tickets', column: 'team', names: 'number', what: 'tickets' },
    ])
    const deleted = await trx.deleteFrom('teams').where('id', '=', id).returning('id').executeTakeFirst()
    if (!deleted) throw noTeam(id)
  })
}

const noTeam = (id: string) => notFound(`There is no team ${id}.`)
