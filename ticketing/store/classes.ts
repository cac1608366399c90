import type { EquipmentClass } from '../../contracts/registry.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import { requireKnownCodes, requireSoundMetrics, requireSoundModes } from './class-checks.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { endProfile } from './profile-rows.ts'
import { type Edit, lockRow, recordChange, stateAt, type Versioned, versionOf } from './registry-ledger.ts'
import { refuseIfUsed } from './usage.ts'

const columns = [
  'id',
  'name',
  'metrics',
  'acceptsAnyMetric',
  'silentAfterS',
  'verifyMinutes',
  'confirmHours',
  'failureModes',
] as const

/** What a class need not have: null in its row, and absent in events that are older than the property. */
type Own = 'silentAfterS' | 'verifyMinutes' | 'confirmHours' | 'failureModes'
type Row = Omit<EquipmentClass, Own> & { [Name in Own]: Exclude<EquipmentClass[Name], undefined> | null }
const toClass = ({
  failureModes,
  silentAfterS,
  verifyMinutes,
  confirmHours,
  ...row
}: Row): EquipmentClass => ({
  ...row,
  ...(failureModes != null && { failureModes }),
  ...(silentAfterS != null && { silentAfterS }),
  ...(verifyMinutes != null && { verifyMinutes }),
  ...(confirmHours != null && { confirmHours }),
})
const own = { silentAfterS: null, verifyMinutes: null, confirmHours: null, failureModes: null }

export async function listClasses(db: Db, { limit, after = '' }: KeyRange): Promise<EquipmentClass[]> {
  const listed = db.selectFrom('classes').select(columns).where('id', '>', after)
  return (await listed.orderBy('id').limit(limit).execute()).map(toClass)
}

export async function getClass(db: Db, id: string): Promise<Versioned<EquipmentClass>> {
  const found = await db
    .selectFrom('classes')
    .select(columns)
    .select(versionOf('class', 'classes.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw noClass(id)
  const { version, ...row } = found
  return { ...toClass(row), version }
}

/** The class with its metrics and limits, which are what detectors go by, as they were at the instant. */
export async function classAt(db: Db, id: string, atMs: number): Promise<EquipmentClass> {
  return toClass(await stateAt<Row>(db, { subject: 'class', id }, atMs))
}

export function createClass(
  db: Db,
  equipmentClass: EquipmentClass,
  act: Act,
): Promise<Versioned<EquipmentClass>> {
  requireSoundMetrics(equipmentClass)
  requireSoundModes(equipmentClass)
  return transact(db, async trx => {
    await requireKnownCodes(trx, equipmentClass)
    const made = await trx
      .insertInto('classes')
      .values({ ...own, ...equipmentClass, ...documentsOf(equipmentClass) })
      .onConflict(conflict => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst()
    if (!made) throw conflict(`Class ${equipmentClass.id} exists already; replace it with PUT.`)
    await recordChange(trx, { subject: 'class', id: made.id }, act, { after: made })
    return getClass(trx, made.id)
  })
}

/** Replaces the whole class. */
export function replaceClass(
  db: Db,
  id: string,
  equipmentClass: EquipmentClass,
  edit: Edit,
): Promise<Versioned<EquipmentClass>> {
  if (equipmentClass.id !== id) {
    throw invalid('/id', `The id must be ${id}, as in the path; a class cannot be renamed.`)
  }
  requireSoundMetrics(equipmentClass)
  requireSoundModes(equipmentClass)
  const { id: _, ...given } = equipmentClass
  return transact(db, async trx => {
    const before = await lockClass(trx, id, edit)
    await requireKnownCodes(trx, equipmentClass)
    await trx
      .updateTable('classes')
      .set({ ...own, ...given, ...documentsOf(equipmentClass) })
      .where('id', '=', id)
      .execute()
    await recordChange(trx, { subject: 'class', id }, edit, { before, after: await getClass(trx, id) })
    return getClass(trx, id)
  })
}

export async function deleteClass(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    const before = await lockClass(trx, id, edit)
    await refuseIfUsed(trx, { what: 'Class', id }, [
      { table: 'assets', column: 'class', names: 'id', what: 'assets' },
    ])
    await endProfile(trx, { scope: 'class', id }, edit)
    await trx.deleteFrom('classes').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'class', id }, edit, { before })
  })
}

async function lockClass(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<EquipmentClass>> {
  await lockRow(trx, 'classes', id)
  const found = await getClass(trx, id)
  requireVersion(`Class ${id}`, found.version, ifVersion)
  return found
}

const documentsOf = ({ metrics, failureModes }: EquipmentClass) => ({
  metrics: JSON.stringify(metrics),
  failureModes: failureModes ? JSON.stringify(failureModes) : null,
})

const noClass = (id: string) => notFound(`There is no equipment class ${id}.`)
