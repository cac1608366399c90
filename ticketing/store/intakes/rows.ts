import { sql } from 'kysely'
import {
  type Intake,
  type IntakeChange,
  type IntakeSettings,
  type NewIntake,
  requireSoundIntake,
} from '../../domain/intake.ts'
import { conflict, invalid, notFound, requireVersion } from '../../domain/refusals.ts'
import { type Db, sqlState, type Trx, transact, UNIQUE_VIOLATION } from '../database.ts'
import type { KeyRange } from '../list.ts'
import { type Edit, recordChange, type Versioned, versionOf } from '../registry-ledger.ts'
import { type IntakeSealers, newToken, signingSecret } from './secrets.ts'

const kept = (id: string) => ({ subject: 'intake' as const, id })

const selectIntakes = (db: Db | Trx) =>
  db
    .selectFrom('intakes')
    .select(['id', 'kind', 'settings', 'problem'])
    .select(({ selectFrom }) => [
      countOf('waiting').as('waiting'),
      countOf('failed').as('failed'),
      selectFrom('arrivals')
        .select('receivedAtMs')
        .whereRef('arrivals.intake', '=', 'intakes.id')
        .orderBy('id', 'desc')
        .limit(1)
        .as('lastArrivalAtMs'),
    ])

const countOf = (state: string) =>
  sql<number>`(select count(*) from ticketing.arrivals a where a.intake = intakes.id and a.state = ${sql.lit(state)})`

type Row = Omit<Intake, keyof IntakeSettings | 'path'> &
  Pick<Intake, 'id' | 'kind'> & { settings: Omit<IntakeSettings, 'id' | 'kind'> }

const shown = ({ settings, id, kind, ...row }: Row): Intake => ({
  id,
  kind,
  ...settings,
  path: `/in/${id}`,
  ...row,
})

/** Intakes in the order of their ids. */
export async function listIntakes(db: Db, { limit, after }: KeyRange): Promise<Intake[]> {
  const rows = await selectIntakes(db)
    .$if(after !== undefined, query => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(shown)
}

export async function getIntake(db: Db | Trx, id: string): Promise<Versioned<Intake>> {
  const row = await selectIntakes(db)
    .select(versionOf('intake', 'intakes.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw noIntake(id)
  const { version, ...rest } = row
  return { ...shown(rest), version }
}

/** What the ledger and the table keep of an intake. */
const settingsOf = ({ id: _, kind: __, mailPassword: ___, ...settings }: NewIntake) => settings

/** What of an intake as it is shown has been set by somebody. */
function setOf(intake: Versioned<Intake>): IntakeSettings & { version: number } {
  const { path: _, waiting: __, failed: ___, lastArrivalAtMs: ____, problem: _____, ...set } = intake
  return set
}

/** Makes an intake; its secret is known this once. Errors: `conflict` where the id is taken, `invalid`. */
export async function createIntake(
  db: Db,
  given: NewIntake,
  edit: Edit & { sealers: IntakeSealers },
): Promise<Versioned<Intake> & { secret: string }> {
  requireSoundIntake(given)
  const made = secretFor(given, edit.sealers)
  try {
    return await transact(db, async trx => {
      await requireSite(trx, given.site)
      await insertIntake(trx, given, { ...made.columns, ...passwordOf(given, edit.sealers) })
      const after = await getIntake(trx, given.id)
      await recordChange(trx, kept(given.id), edit, { after: setOf(after) })
      return { ...(await getIntake(trx, given.id)), secret: made.secret }
    })
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw conflict(`Intake ${given.id} exists already.`)
  }
}

interface Secrets {
  tokenHash?: Buffer | null
  signingSecret?: Buffer | null
  mailPassword?: Buffer | null
}

/** Without its secrets it takes nothing: for trials, which are undone. */
export async function insertIntake(trx: Trx, given: NewIntake, secrets: Secrets = {}): Promise<void> {
  const { id, kind } = given
  const none = { tokenHash: null, signingSecret: null, mailPassword: null }
  const row = { id, kind, settings: JSON.stringify(settingsOf(given)), ...none, ...secrets }
  await trx.insertInto('intakes').values(row).execute()
}

function secretFor(
  { authentication = 'token' }: Pick<NewIntake, 'authentication'>,
  { signing }: IntakeSealers,
) {
  if (authentication === 'token') {
    const { token, hash } = newToken()
    return { secret: token, columns: { tokenHash: hash, signingSecret: null } }
  }
  const secret = signingSecret()
  return { secret, columns: { tokenHash: null, signingSecret: signing.seal(secret) } }
}

const passwordOf = ({ mailPassword }: { mailPassword?: string | undefined }, { mailbox }: IntakeSealers) =>
  mailPassword === undefined ? {} : { mailPassword: mailbox.seal(mailPassword) }

async function requireSite(trx: Trx, site: string | null | undefined): Promise<void> {
  if (site === undefined || site === null) return
  const found = await trx.selectFrom('sites').select('id').where('id', '=', site).executeTakeFirst()
  if (!found) throw invalid('/site', `There is no site ${site}; GET /api/v1/sites lists them.`)
}

export function updateIntake(
  db: Db,
  id: string,
  change: IntakeChange,
  edit: Edit & { sealers: IntakeSealers },
): Promise<Versioned<Intake>> {
  return transact(db, async trx => {
    const before = await lockIntake(trx, id, edit)
    const { mailPassword, ...settings } = change
    const next = { ...setOf(before), ...settings }
    requireSoundIntake({ ...next, ...(mailPassword !== undefined && { mailPassword }) })
    await requireSite(trx, change.site)
    const { version: _, ...document } = next
    await trx
      .updateTable('intakes')
      .set({ settings: JSON.stringify(settingsOf(document)), ...passwordOf(change, edit.sealers) })
      .where('id', '=', id)
      .execute()
    const after = await getIntake(trx, id)
    const renewed = mailPassword !== undefined
    await recordChange(trx, kept(id), edit, {
      before: { ...setOf(before), ...(renewed && { mailPassword: 'former' }) },
      after: { ...setOf(after), ...(renewed && { mailPassword: 'renewed' }) },
    })
    return getIntake(trx, id)
  })
}

/** Makes a new secret; the former one is worth nothing from then on. */
export function renewSecret(
  db: Db,
  id: string,
  edit: Edit & { sealers: IntakeSealers },
): Promise<{ secret: string }> {
  return transact(db, async trx => {
    const { secret, columns } = secretFor(await lockIntake(trx, id, edit), edit.sealers)
    await trx.updateTable('intakes').set(columns).where('id', '=', id).execute()
    await recordChange(trx, kept(id), edit, {
      before: { secret: 'former' },
      after: { secret: 'renewed' },
    })
    return { secret }
  })
}

/** Refused while something that came by it is not understood: with the intake it would be lost. */
export async function deleteIntake(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    const before = await lockIntake(trx, id, edit)
    const left = before.waiting + before.failed
    if (left > 0)
      throw conflict(`Intake ${id} has ${left} arrivals that wait or failed; replay or discard them first.`)
    await trx.deleteFrom('intakes').where('id', '=', id).execute()
    await recordChange(trx, kept(id), edit, { before: setOf(before) })
  })
}

async function lockIntake(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<Intake>> {
  await trx.selectFrom('intakes').select('id').where('id', '=', id).forUpdate().execute()
  const found = await getIntake(trx, id)
  requireVersion(`Intake ${id}`, found.version, ifVersion)
  return found
}

const noIntake = (id: string) => notFound(`There is no intake ${id}.`)

/** What is needed to take something, in one look-up; undefined where there is no such intake. */
export async function intakeAtDoor(db: Db, id: string) {
  const row = await db
    .selectFrom('intakes')
    .select(['id', 'kind', 'settings', 'tokenHash', 'signingSecret'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { settings, tokenHash, signingSecret, ...rest } = row
  return { settings: { ...rest, ...settings } as IntakeSettings, tokenHash, signingSecret }
}
export type IntakeAtDoor = NonNullable<Awaited<ReturnType<typeof intakeAtDoor>>>
