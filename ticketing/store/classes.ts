import type { EquipmentClass } from '../../contracts/registry.ts'
import { conflict, invalid, notFound } from '../domain/refusals.ts'
import { type Db, transact } from './database.ts'
import type { KeyRange } from './list.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'name', 'metrics', 'acceptsAnyMetric', 'silentAfterS'] as const

type Row = Omit<EquipmentClass, 'silentAfterS'> & { silentAfterS: number | null }
const toClass = ({ silentAfterS, ...row }: Row): EquipmentClass => ({
  ...row,
  ...(silentAfterS !== null && { silentAfterS }),
})

export async function listClasses(db: Db, { limit, after = '' }: KeyRange): Promise<EquipmentClass[]> {
  const listed = db.selectFrom('classes').select(columns).where('id', '>', after)
  return (await listed.orderBy('id').limit(limit).execute()).map(toClass)
}

export async function getClass(db: Db, id: string): Promise<EquipmentClass> {
  const found = await db.selectFrom('classes').select(columns).where('id', '=', id).executeTakeFirst()
  if (!found) throw noClass(id)
  return toClass(found)
}

export async function createClass(db: Db, equipmentClass: EquipmentClass): Promise<EquipmentClass> {
  requireSoundMetrics(equipmentClass)
  const made = await db
    .insertInto('classes')
    .values({ silentAfterS: null, ...equipmentClass, metrics: JSON.stringify(equipmentClass.metrics) })
    .onConflict(conflict => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (made) return toClass(made)
  throw conflict(`Class ${equipmentClass.id} exists already; replace it with PUT.`)
}

/** Replaces the whole class. */
export async function replaceClass(
  db: Db,
  id: string,
  equipmentClass: EquipmentClass,
): Promise<EquipmentClass> {
  if (equipmentClass.id !== id) {
    throw invalid('/id', `The id must be ${id}, as in the path; a class cannot be renamed.`)
  }
  requireSoundMetrics(equipmentClass)
  const { name, metrics, acceptsAnyMetric, silentAfterS = null } = equipmentClass
  const replaced = await db
    .updateTable('classes')
    .set({ name, acceptsAnyMetric, silentAfterS, metrics: JSON.stringify(metrics) })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  if (!replaced) throw noClass(id)
  return toClass(replaced)
}

export async function deleteClass(db: Db, id: string): Promise<void> {
  await transact(db, async trx => {
    await refuseIfUsed(trx, { what: 'Class', id }, [
      { table: 'assets', column: 'class', names: 'id', what: 'assets' },
    ])
    const deleted = await trx.deleteFrom('classes').where('id', '=', id).returning('id').executeTakeFirst()
    if (!deleted) throw noClass(id)
  })
}

const noClass = (id: string) => notFound(`There is no equipment class ${id}.`)

/** What the schema cannot say: each metric once, limits the right way round. */
function requireSoundMetrics({ metrics }: EquipmentClass): void {
  const seen = new Set<string>()
  for (const [index, { key, limits }] of metrics.entries()) {
    if (seen.has(key)) {
      throw invalid(`/metrics/${index}/key`, `Metric ${key} is listed twice; list each metric once.`)
    }
    seen.add(key)
    const { low, high } = limits ?? {}
    if (low !== undefined && high !== undefined && low >= high) {
      const message = `The low limit of ${key} must be below its high limit, ${high}.`
      throw invalid(`/metrics/${index}/limits/low`, message)
    }
  }
}
