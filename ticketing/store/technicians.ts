import type { Sites } from '../domain/access.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import {
  type NewTechnician,
  type Technician,
  type TechnicianChange,
  technicianDefaults,
} from '../domain/technician.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { type Edit, lockRow, recordChange, type Versioned, versionOf } from './registry-ledger.ts'
import { within } from './site-of.ts'
import { refuseIfUsed } from './usage.ts'

export const technicianColumns = [
  'id',
  'name',
  'team',
  'site',
  'roles',
  'skills',
  'seniority',
  'capacity',
  'shift',
  'absences',
  'active',
] as const satisfies (keyof Technician)[]

interface TechnicianFilter {
  team?: string | undefined
  site?: string | undefined
  active?: boolean | undefined
  /** And those who work at every site. */
  sites: Sites
}

export function listTechnicians(
  db: Db,
  { limit, after = '' }: KeyRange,
  filter: TechnicianFilter,
): Promise<Technician[]> {
  let query = db
    .selectFrom('technicians')
    .select(technicianColumns)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
  const { sites } = filter
  if (sites !== null) query = query.where(eb => eb.or([within('site', sites), eb('site', 'is', null)]))
  for (const name of ['team', 'site', 'active'] as const) {
    const wanted = filter[name]
    if (wanted !== undefined) query = query.where(name, '=', wanted)
  }
  return query.execute()
}

/** Error: `not_found`. */
export async function getTechnician(db: Db | Trx, id: string): Promise<Versioned<Technician>> {
  const found = await db
    .selectFrom('technicians')
    .select(technicianColumns)
    .select(versionOf('technician', 'technicians.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw noTechnician(id)
  return found
}

export function createTechnician(db: Db, given: NewTechnician, act: Act): Promise<Versioned<Technician>> {
  const technician = { ...technicianDefaults, ...given }
  return transact(db, async trx => {
    await requireSound(trx, given)
    const made = await trx
      .insertInto('technicians')
      .values({ ...technician, ...asColumns(technician) })
      .onConflict(conflict => conflict.doNothing())
      .returning(technicianColumns)
      .executeTakeFirst()
    if (!made) throw conflict(`Technician ${given.id} exists already; change them with PATCH.`)
    await recordChange(trx, { subject: 'technician', id: made.id }, act, { after: made })
    return getTechnician(trx, made.id)
  })
}

/** Changes what is given. Tickets that they have stay theirs. */
export function updateTechnician(
  db: Db,
  id: string,
  change: TechnicianChange,
  edit: Edit,
): Promise<Versioned<Technician>> {
  return transact(db, async trx => {
    await requireSound(trx, change)
    const before = await lockTechnician(trx, id, edit)
    await trx
      .updateTable('technicians')
      .set({ id, ...change, ...asColumns(change) }) // PostgreSQL wants at least one column; the id stays what it is
      .where('id', '=', id)
      .execute()
    const after = await getTechnician(trx, id)
    await recordChange(trx, { subject: 'technician', id }, edit, { before, after })
    return getTechnician(trx, id)
  })
}

/** Somebody who ever had a ticket stays, for the history; `active: false` keeps new ones away. */
export function deleteTechnician(db: Db, id: string, edit: Edit): Promise<void> {
  return transact(db, async trx => {
    const before = await lockTechnician(trx, id, edit)
    await refuseIfUsed(trx, { what: 'Technician', id, sites: edit.sites }, [
      { table: 'tickets', column: 'assignee', names: 'number', what: 'tickets', thing: 'ticket' },
      {
        table: 'dispatch_decisions',
        column: 'assignee',
        names: 'ticket',
        what: 'decisions about tickets',
        thing: 'ticket',
      },
      { table: 'teams', column: 'lead', names: 'id', what: 'teams, as their lead:' },
      { table: 'teams', column: 'manager', names: 'id', what: 'teams, as their manager:' },
    ])
    await trx.deleteFrom('technicians').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'technician', id }, edit, { before })
  })
}

async function lockTechnician(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<Technician>> {
  await lockRow(trx, 'technicians', id)
  const technician = await getTechnician(trx, id)
  requireVersion(`Technician ${id}`, technician.version, ifVersion)
  return technician
}

const noTechnician = (id: string) => notFound(`There is no technician ${id}.`)

/** What somebody may do; undefined where nobody of this id is active. */
export async function rolesOf(db: Db, id: string): Promise<Technician['roles'] | undefined> {
  const found = await db
    .selectFrom('technicians')
    .select('roles')
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst()
  return found?.roles
}

/** Whoever is named somewhere must be known. */
export async function requireTechnician(trx: Trx, id: string, pointer: string): Promise<Technician> {
  const found = await trx
    .selectFrom('technicians')
    .select(technicianColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  if (found) return found
  throw invalid(pointer, `Technician ${id} is not known; create them with POST /api/v1/technicians.`)
}

async function requireSound(trx: Trx, { team, site, shift, absences = [] }: TechnicianChange): Promise<void> {
  for (const [index, { fromMs, toMs }] of absences.entries()) {
    if (fromMs < toMs) continue
    throw invalid(`/absences/${index}/toMs`, `An absence from ${fromMs} must end later than that.`)
  }
  if (team) await requireTeam(trx, team)
  if (site) await requireSite(trx, site)
  if (shift) await requireCalendar(trx, shift)
}

async function requireSite(trx: Trx, id: string): Promise<void> {
  const known = await trx.selectFrom('sites').select('id').where('id', '=', id).executeTakeFirst()
  if (!known) throw invalid('/site', `Site ${id} is not known; create it with POST /api/v1/sites.`)
}

async function requireCalendar(trx: Trx, id: string): Promise<void> {
  const known = await trx.selectFrom('calendars').select('id').where('id', '=', id).executeTakeFirst()
  if (!known)
    throw invalid('/shift', `Calendar ${id} is not known; make it with PUT /api/v1/calendars/${id}.`)
}

/** Error: `invalid` at `/team`. */
export async function requireTeam(trx: Trx, id: string): Promise<void> {
  const known = await trx.selectFrom('teams').select('id').where('id', '=', id).executeTakeFirst()
  if (!known) throw invalid('/team', `Team ${id} is not known; create it with POST /api/v1/teams.`)
}

/** The driver would write arrays as PostgreSQL arrays; these columns are jsonb. */
function asColumns<Set extends TechnicianChange>({ roles, skills, absences }: Set) {
  return {
    ...(roles && { roles: JSON.stringify(roles) }),
    ...(skills && { skills: JSON.stringify(skills) }),
    ...(absences && { absences: JSON.stringify(absences) }),
  } as { [Name in 'roles' | 'skills' | 'absences']: Set[Name] extends undefined ? undefined : string }
}
