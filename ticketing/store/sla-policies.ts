import { sql } from 'kysely'
import type { Sla } from '../domain/clocks.ts'
import { notFound, requireVersion } from '../domain/refusals.ts'
import { ALWAYS, requireSoundPolicy, type SlaPolicy, type SlaPolicyVersion } from '../domain/sla.ts'
import { lockCalendars, workingTimes } from './calendars.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Edit, recordChange } from './registry-ledger.ts'
import { sweepSoon } from './sla-wakes.ts'

const columns = ['version', 'policy', 'createdAtMs', 'actor'] as const

/** The newest version, or the one asked for. Error: `not_found`. */
export async function slaPolicy(db: Db | Trx, version?: number): Promise<SlaPolicyVersion> {
  const found = await db
    .selectFrom('slaPolicies')
    .select(columns)
    .$if(version !== undefined, query => query.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!found) throw notFound(`There is no version ${version} of the SLA policy.`)
  return found
}

/** Makes the policy the newest version: clocks that run go by it from now on. Errors: `invalid`; `precondition_failed`. */
export function saveSlaPolicy(db: Db, policy: SlaPolicy, edit: Edit): Promise<SlaPolicyVersion> {
  return transact(db, async trx => {
    await lockCalendars(trx)
    const calendars = await trx.selectFrom('calendars').select('id').orderBy('id').execute()
    requireSoundPolicy(
      policy,
      calendars.map(({ id }) => id),
    )
    const before = await slaPolicy(trx)
    requireVersion('The SLA policy', before.version, edit.ifVersion)
    const { version } = await trx
      .insertInto('slaPolicies')
      .values({ policy: JSON.stringify(policy), createdAtMs: edit.nowMs, actor: edit.actor })
      .returning('version')
      .executeTakeFirstOrThrow()
    const change = { before: before.policy, after: policy, data: { version } }
    await recordChange(trx, { subject: 'sla_policy', id: 'policy' }, edit, change)
    await sweepSoon(trx)
    return slaPolicy(trx, version)
  })
}

/** By what they are made of: a change of anything makes another one. */
const known = new Map<string, Sla>()
const MAX_KNOWN = 8

/** What all that clocks go by is made of, as a scalar for a query that reads something else too. */
export const slaSignature = sql<string>`md5(
  (select string_agg(version || ' ' || created_at_ms || ' ' || digest, ',' order by version)
    from ticketing.sla_policies)
  || (select string_agg(id || ' ' || digest, ',' order by id) from ticketing.calendars))`

/** Everything that clocks go by, read again only where it has changed: every change of a ticket asks for it. */
export async function readSla(db: Db | Trx): Promise<Sla> {
  const { rows } = await sql<{ signature: string }>`select ${slaSignature} as signature`.execute(db)
  return slaOf(db, rows[0]?.signature ?? '')
}

/** The same where its signature was read already. */
export async function slaOf(db: Db | Trx, signature: string): Promise<Sla> {
  const sla = known.get(signature) ?? (await compile(db))
  if (known.size > MAX_KNOWN) known.clear()
  known.set(signature, sla)
  return sla
}

async function compile(db: Db | Trx): Promise<Sla> {
  const policies = await db.selectFrom('slaPolicies').select(columns).orderBy('version').execute()
  const times = await workingTimes(db)
  return {
    policies,
    calendar(id) {
      const time = times.get(id) ?? times.get(ALWAYS)
      if (!time) throw new Error(`there is neither calendar ${id} nor ${ALWAYS}; the migration seeds that`)
      return time
    },
  }
}
