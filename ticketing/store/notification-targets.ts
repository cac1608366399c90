import { sql } from 'kysely'
import {
  type NewNotificationTarget,
  type NotificationTarget,
  type NotificationTargetChange,
  type TargetFacts,
  takesSecret,
  targetDefaults,
} from '../domain/notification-target.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import { requireTimeZone } from '../domain/registry.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { type Edit, lockRow, recordChange, type Versioned, versionOf } from './registry-ledger.ts'
import type { TargetSealer, TargetSecrets } from './target-secrets.ts'

const SUBJECT = 'notification_target'
/** What was replaced signs for so long beside the new one. */
const OVERLAP_MS = 24 * 3_600_000
const MOST_COUNTED = 1000

const columns = [
  'id',
  'name',
  'channel',
  'types',
  'minSeverity',
  'sites',
  'teams',
  'recipients',
  'enabled',
  'concurrency',
  'timeZone',
  'quietHours',
  'origin',
  'signed',
] as const

const selectTargets = (db: Db | Trx) =>
  db
    .selectFrom('notificationTargets')
    .select(columns)
    .select(versionOf(SUBJECT, 'notification_targets.id'))
    .select(
      sql<NotificationTarget['circuit']>`coalesce((select json_build_object('failures', l.failures,
        'openUntilMs', nullif(l.open_until_ms, 0), 'reason', l.reason) from ticketing.delivery_lanes l
        where l.lane = 'target:' || notification_targets.id), '{"failures": 0, "openUntilMs": null, "reason": null}')`.as(
        'circuit',
      ),
    )
    .select(
      sql<number>`(select count(*) from (select from ticketing.deliveries d where d.state = 'waiting'
        and d.lane = 'target:' || notification_targets.id limit ${MOST_COUNTED}) waiting)`.as('waiting'),
    )

export async function listTargets(db: Db, { limit, after = '' }: KeyRange): Promise<NotificationTarget[]> {
  const rows = await selectTargets(db).where('id', '>', after).orderBy('id').limit(limit).execute()
  return rows.map(({ version: _, ...target }) => target)
}

/** Error: `not_found`. */
export async function getTarget(db: Db | Trx, id: string): Promise<Versioned<NotificationTarget>> {
  const found = await selectTargets(db).where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound(`There is no notification target ${id}.`)
  return found
}

/** What is new of its secrets. `signingSecret`: one of ours, for a channel that signs with ours. */
interface Secrets {
  sealer: TargetSealer
  origin: string
  signingSecret: string | null
}

export function createTarget(
  db: Db,
  { url, secret, ...given }: NewNotificationTarget,
  { sealer, origin, signingSecret }: Secrets,
  act: Act,
): Promise<Versioned<NotificationTarget>> {
  return transact(db, async trx => {
    requireNoSecret(given.channel, secret)
    const facts = { ...targetDefaults, ...given }
    requireTimeZone(facts.timeZone)
    const key = signingSecret ?? secret
    const secrets = key === undefined ? [] : [{ key, untilMs: null }]
    const made = await trx
      .insertInto('notificationTargets')
      .values({
        ...facts,
        origin,
        signed: secrets.length > 0,
        sealed: sealer.seal({ url, secrets }),
      })
      .onConflict(conflict => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw conflict(`Notification target ${given.id} exists already; change it with PATCH.`)
    await recordChange(trx, { subject: SUBJECT, id: made.id }, act, { after: { ...facts, origin } })
    return getTarget(trx, made.id)
  })
}

export function updateTarget(
  db: Db,
  id: string,
  { url, secret, ...change }: NotificationTargetChange,
  { sealer, origin }: { sealer: TargetSealer; origin: string | undefined },
  edit: Edit,
): Promise<Versioned<NotificationTarget>> {
  return transact(db, async trx => {
    const before = await lockTarget(trx, id, edit)
    requireNoSecret(before.channel, secret)
    if (change.timeZone !== undefined) requireTimeZone(change.timeZone)
    const former = await openedSecrets(trx, id, sealer)
    if (!former && url === undefined)
      throw invalid(
        '/url',
        'What it was cannot be opened any more, as our own secret has changed; give it anew.',
      )
    const secrets = secret === undefined ? (former?.secrets ?? []) : [{ key: secret, untilMs: null }]
    const kept: TargetSecrets = { url: url ?? former?.url ?? '', secrets }
    await trx
      .updateTable('notificationTargets')
      .set({
        ...change,
        ...(origin && { origin }),
        signed: secrets.length > 0,
        sealed: sealer.seal(kept),
      })
      .where('id', '=', id)
      .execute()
    const after = await getTarget(trx, id)
    const data = {
      ...(url !== undefined && { url: 'changed' }),
      ...(secret !== undefined && { secret: 'changed' }),
    }
    await recordChange(trx, { subject: SUBJECT, id }, edit, {
      before: factsOf(before),
      after: { ...factsOf(after), ...data },
    })
    if (url !== undefined) await trx.deleteFrom('deliveryLanes').where('lane', '=', laneOf(id)).execute()
    return getTarget(trx, id)
  })
}

/** A new secret of ours; the former one signs beside it for a day. Error: `conflict` where the channel has its own way. */
export function rotateSecret(
  db: Db,
  id: string,
  { sealer, signingSecret }: { sealer: TargetSealer; signingSecret: string },
  edit: Edit,
): Promise<Versioned<NotificationTarget>> {
  return transact(db, async trx => {
    const { channel } = await lockTarget(trx, id, edit)
    if (channel !== 'webhook')
      throw conflict(`A target of ${channel} has no secret of ours; give its own with PATCH.`)
    const former = await openedSecrets(trx, id, sealer)
    if (!former) throw conflict('Its address cannot be opened any more; give it anew with PATCH.')
    const untilMs = edit.nowMs + OVERLAP_MS
    const going = former.secrets
      .filter(secret => secret.untilMs === null || secret.untilMs > edit.nowMs)
      .slice(0, 2)
      .map(secret => ({ ...secret, untilMs: secret.untilMs ?? untilMs }))
    const secrets = [{ key: signingSecret, untilMs: null }, ...going]
    await trx
      .updateTable('notificationTargets')
      .set({ sealed: sealer.seal({ ...former, secrets }), signed: true })
      .where('id', '=', id)
      .execute()
    await recordChange(trx, { subject: SUBJECT, id }, edit, {
      before: {},
      after: { secret: `replaced at ${edit.nowMs}` },
    })
    return getTarget(trx, id)
  })
}

/** What waits for it has failed, with that reason. */
export function deleteTarget(db: Db, id: string, edit: Edit): Promise<void> {
  return transact(db, async trx => {
    const before = await lockTarget(trx, id, edit)
    await trx
      .updateTable('deliveries')
      .set({ state: 'failed', dueAtMs: null, reason: 'Its target was deleted.' })
      .where('lane', '=', laneOf(id))
      .where('state', '=', 'waiting')
      .execute()
    await trx.deleteFrom('notificationTargets').where('id', '=', id).execute()
    await trx.deleteFrom('deliveryLanes').where('lane', '=', laneOf(id)).execute()
    await recordChange(trx, { subject: SUBJECT, id }, edit, { before: factsOf(before) })
  })
}

const laneOf = (id: string) => `target:${id}`

const factsOf = ({
  circuit: _,
  waiting: __,
  ...facts
}: Versioned<NotificationTarget>): TargetFacts & { origin: string; signed: boolean } => facts

async function lockTarget(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<NotificationTarget>> {
  await lockRow(trx, 'notificationTargets', id)
  const target = await getTarget(trx, id)
  requireVersion(`Notification target ${id}`, target.version, ifVersion)
  return target
}

function requireNoSecret(channel: TargetFacts['channel'], secret: string | undefined): void {
  if (secret === undefined || takesSecret(channel)) return
  const why = channel === 'webhook' ? 'its secret is made here, and answered once' : 'it signs nothing'
  throw invalid('/secret', `${channel} takes no secret: ${why}.`)
}

async function openedSecrets(
  db: Db | Trx,
  id: string,
  sealer: TargetSealer,
): Promise<TargetSecrets | undefined> {
  const row = await db
    .selectFrom('notificationTargets')
    .select('sealed')
    .where('id', '=', id)
    .executeTakeFirst()
  return row && sealer.open(row.sealed)
}

/** A target as the sender needs it; undefined where it is not any more. */
export async function targetToSend(db: Db, id: string, sealer: TargetSealer) {
  const row = await db
    .selectFrom('notificationTargets')
    .select(['channel', 'concurrency', 'sealed'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { channel: row.channel, concurrency: row.concurrency, opened: sealer.open(row.sealed) }
}
