import { conflict, notFound, requireVersion } from '../domain/refusals.ts'
import type { NewTeam, Team } from '../domain/registry.ts'
import { teamsOf } from '../routing/route.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { type Edit, lockRow, recordChange, type Versioned, versionOf } from './registry-ledger.ts'
import { lockRouting, newestRouteTree } from './routing.ts'
import { requireTechnician } from './technicians.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'name', 'lead', 'manager'] as const

export const listTeams = (db: Db, { limit, after = '' }: KeyRange): Promise<Team[]> =>
  db.selectFrom('teams').select(columns).where('id', '>', after).orderBy('id').limit(limit).execute()

export async function getTeam(db: Db, id: string): Promise<Versioned<Team>> {
  const team = await db
    .selectFrom('teams')
    .select(columns)
    .select(versionOf('team', 'teams.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!team) throw noTeam(id)
  return team
}

export function createTeam(db: Db, team: NewTeam, act: Act): Promise<Versioned<Team>> {
  return transact(db, async trx => {
    await requireHeads(trx, team)
    const made = await trx
      .insertInto('teams')
      .values({ lead: null, manager: null, ...team })
      .onConflict(conflict => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst()
    if (!made) throw conflict(`Team ${team.id} exists already; change it with PATCH.`)
    await recordChange(trx, { subject: 'team', id: team.id }, act, { after: made })
    return getTeam(trx, team.id)
  })
}

export function updateTeam(
  db: Db,
  id: string,
  change: Partial<Omit<Team, 'id'>>,
  edit: Edit,
): Promise<Versioned<Team>> {
  return transact(db, async trx => {
    await requireHeads(trx, change)
    const before = await lockTeam(trx, id, edit)
    await trx
      .updateTable('teams')
      .set({ id, ...change }) // PostgreSQL wants at least one column; the id stays what it is
      .where('id', '=', id)
      .execute()
    await recordChange(trx, { subject: 'team', id }, edit, { before, after: await getTeam(trx, id) })
    return getTeam(trx, id)
  })
}

export async function deleteTeam(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    await lockRouting(trx)
    const before = await lockTeam(trx, id, edit)
    const place = teamsOf(await newestRouteTree(trx)).find(({ team }) => team === id)
    if (place) {
      throw conflict(`Team ${id} is used by the route tree at ${place.pointer}.`)
    }
    await refuseIfUsed(trx, { what: 'Team', id }, [
      { table: 'tickets', column: 'team', names: 'number', what: 'tickets' },
      { table: 'technicians', column: 'team', names: 'id', what: 'technicians' },
    ])
    await trx.deleteFrom('teams').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'team', id }, edit, { before })
  })
}

async function lockTeam(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<Team>> {
  await lockRow(trx, 'teams', id)
  const team = await getTeam(trx, id)
  requireVersion(`Team ${id}`, team.version, ifVersion)
  return team
}

async function requireHeads(trx: Trx, heads: Partial<Pick<Team, 'lead' | 'manager'>>): Promise<void> {
  for (const head of ['lead', 'manager'] as const) {
    const id = heads[head]
    if (id) await requireTechnician(trx, id, `/${head}`)
  }
}

const noTeam = (id: string) => notFound(`There is no team ${id}.`)
