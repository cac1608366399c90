import { ForewarnError } from '../../contracts/errors.ts'
import type { EquipmentClass } from '../../contracts/registry.ts'
import type { Db } from './database.ts'
import type { KeyRange } from './list.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'name', 'metrics', 'acceptsAnyMetric'] as const

export const listClasses = (db: Db, { limit, after = '' }: KeyRange): Promise<EquipmentClass[]> =>
  db.selectFrom('classes').select(columns).where('id', '>', after).orderBy('id').limit(limit).execute()

export async function getClass(db: Db, id: string): Promise<EquipmentClass> {
  const found = await db.selectFrom('classes').select(columns).where('id', '=', id).executeTakeFirst()
  if (!found) throw noClass(id)
  return found
}

export async function createClass(db: Db, equipmentClass: EquipmentClass): Promise<EquipmentClass> {
  requireSoundMetrics(equipmentClass)
  const made = await db
    .insertInto('classes')
    .values({ ...equipmentClass, metrics: JSON.stringify(equipmentClass.metrics) })
    .onConflict(conflict => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (made) return made
  throw new ForewarnError('conflict', `Class ${equipmentClass.id} exists already; replace it with PUT.`)
}

/** Replaces the whole class. */
export async function replaceClass(
  db: Db,
  id: string,
  equipmentClass: EquipmentClass,
): Promise<EquipmentClass> {
  if (equipmentClass.id !== id) {
    throw new ForewarnError('invalid', `The id must be ${id}, as in the path; a class cannot be renamed.`, {
      field: '/id',
    })
  }
  requireSoundMetrics(equipmentClass)
  const { name, metrics, acceptsAnyMetric } = equipmentClass
  const replaced = await db
    .updateTable('classes')
    .set({ name, acceptsAnyMetric, metrics: JSON.stringify(metrics) })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  if (!replaced) throw noClass(id)
  return replaced
}

export async function deleteClass(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async trx => {
    await refuseIfUsed(trx, { what: 'Class', id }, [
      { table: 'assets', column: 'class', names: 'id', what: 'assets' },
    ])
    const deleted = await trx.deleteFrom('classes').where('id', '=', id).returning('id').executeTakeFirst()
    if (!deleted) throw noClass(id)
  })
}

const noClass = (id: string) => new ForewarnError('not_found', `There is no equipment class ${id}.`)

/** What the schema cannot say: each metric once, limits the right way round. */
function requireSoundMetrics({ metrics }: EquipmentClass): void {
  const seen = new Set<string>()
  for (const [index, { key, limits }] of metrics.entries()) {
    if (seen.has(key)) {
      throw new ForewarnError('invalid', `Metric ${key} is listed twice; list each metric once.`, {
        field: `/metrics/${index}/key`,
      })
    }
    seen.add(key)
    if (limits?.low !== undefined && limits.high !== undefined && limits.low >= limits.high) {
      throw new ForewarnError(
        'invalid',
        `The low limit of ${key} must be below its high limit, ${limits.high}.`,
        {
          field: `/metrics/${index}/limits/low`,
        },
      )
    }
  }
}
