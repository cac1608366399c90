import { sql } from 'kysely'
import {
  type NewNotificationPreferences,
  type NotificationPreferences,
  preferenceDefaults,
  requireSoundPreferences,
} from '../domain/notification-preferences.ts'
import { notFound, requireVersion } from '../domain/refusals.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Edit, recordChange, type Versioned, versionOf } from './registry-ledger.ts'

const SUBJECT = 'notification_preferences'

/** Those of the person, or the defaults. Error: `not_found` for a technician who is not. */
export async function getPreferences(
  db: Db | Trx,
  recipient: string,
): Promise<Versioned<NotificationPreferences>> {
  const found = await db
    .selectFrom('notificationPreferences')
    .select(['recipient', 'email', 'timeZone', 'rules', 'quietHours', 'digest'])
    .select(versionOf(SUBJECT, 'notification_preferences.recipient'))
    .where('recipient', '=', recipient)
    .executeTakeFirst()
  if (found) return found
  await requirePerson(db, recipient)
  return { recipient, ...preferenceDefaults, timeZone: await zoneOf(db, recipient), version: 0 }
}

/** Replaces them; what is left out is the default. The ledger says that an address changed, and not which it is. */
export function putPreferences(
  db: Db,
  recipient: string,
  given: NewNotificationPreferences,
  edit: Edit,
): Promise<Versioned<NotificationPreferences>> {
  return transact(db, async trx => {
    await sql`select pg_advisory_xact_lock(hashtext(${`${SUBJECT} ${recipient}`}))`.execute(trx)
    const before = await getPreferences(trx, recipient)
    requireVersion(`The preferences of ${recipient}`, before.version, edit.ifVersion)
    const timeZone = given.timeZone ?? (await zoneOf(trx, recipient))
    const after = { ...preferenceDefaults, timeZone, ...given }
    requireSoundPreferences(after)
    const columns = {
      email: after.email,
      timeZone: after.timeZone,
      rules: JSON.stringify(after.rules),
      quietHours: after.quietHours && JSON.stringify(after.quietHours),
      digest: after.digest && JSON.stringify(after.digest),
    }
    await trx
      .insertInto('notificationPreferences')
      .values({ recipient, ...columns })
      .onConflict(conflict => conflict.column('recipient').doUpdateSet(columns))
      .execute()
    const isMoved = before.email !== after.email
    await recordChange(trx, { subject: SUBJECT, id: recipient }, edit, {
      before: before.version === 0 ? undefined : withoutAddress(before, isMoved ? 'another' : 'the same'),
      after: withoutAddress(
        { recipient, ...after },
        after.email === null ? 'none' : isMoved ? 'new' : 'the same',
      ),
    })
    return getPreferences(trx, recipient)
  })
}

const withoutAddress = (
  { email: _, ...rest }: NotificationPreferences & { version?: number },
  address: string,
) => ({
  ...rest,
  address,
})

/** Of the technician's site. */
async function zoneOf(db: Db | Trx, recipient: string): Promise<string> {
  const [kind, id = ''] = recipient.split(/:(.*)/s)
  if (kind !== 'technician') return preferenceDefaults.timeZone
  const row = await db
    .selectFrom('technicians as t')
    .innerJoin('sites as s', 's.id', 't.site')
    .select('s.timeZone')
    .where('t.id', '=', id)
    .executeTakeFirst()
  return row?.timeZone ?? preferenceDefaults.timeZone
}

async function requirePerson(db: Db | Trx, recipient: string): Promise<void> {
  const [kind, id = ''] = recipient.split(/:(.*)/s)
  if (kind !== 'technician') return
  const row = await db.selectFrom('technicians').select('id').where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`There is no technician ${id}.`)
}
