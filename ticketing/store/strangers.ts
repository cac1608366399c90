import { sql } from 'kysely'
import { Value } from 'typebox/value'
import type { Stranger } from '../../contracts/device-ledger.ts'
import { Address } from '../../contracts/registry.ts'
import type { Db, Trx } from './database.ts'

/** How many strangers wait for approval at most; beyond it the longest unseen ones are forgotten. */
const MAX_WAITING = 1_000
/** The same for those that are ignored: a name that is forgotten here comes back into quarantine when it speaks. */
const MAX_IGNORED = 10_000
const MAX_SAMPLE_BYTES = 2_000

/** What a stranger said in one batch. */
interface Appearance {
  newest: Stranger
  firstSeenMs: number
  messages: number
}

/**
 * Counts what strangers said, with the newest as a sample. Who was registered meanwhile was decoded with what the
 * registry was a moment ago: that name is kept as `registered` until its dead letters are replayed.
 */
export async function recordStrangers(db: Db, strangers: readonly Stranger[]): Promise<void> {
  const seen = [...appearances(strangers)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (seen.length === 0) return
  const newest = seen.map(([, { newest }]) => newest)
  await sql`
    insert into ticketing.strangers as s
      (name, state, site, publisher, topic, sample, metrics, first_seen_ms, last_seen_ms, messages)
    select a.name, case when n.name is null then 'waiting' else 'registered' end,
      a.site, a.publisher, a.topic, a.sample, a.metrics, a.first_seen, a.last_seen, a.messages
    from unnest(
      ${seen.map(([name]) => name)}::text[],
      ${newest.map(({ site }) => (site === undefined ? null : storable(site)))}::text[],
      ${newest.map(({ publisher }) => storable(publisher))}::text[],
      ${newest.map(({ topic }) => storable(topic))}::text[],
      ${newest.map(({ sample }) => Buffer.from(sample.subarray(0, MAX_SAMPLE_BYTES)))}::bytea[],
      ${newest.map(({ metrics }) => JSON.stringify(metrics.slice(0, 50).map(storable)))}::jsonb[],
      ${seen.map(([, { firstSeenMs }]) => firstSeenMs)}::bigint[],
      ${newest.map(({ receivedAtMs }) => receivedAtMs)}::bigint[],
      ${seen.map(([, { messages }]) => messages)}::bigint[]
    ) as a (name, site, publisher, topic, sample, metrics, first_seen, last_seen, messages)
    left join ticketing.device_names n on n.name = a.name
    order by a.name
    on conflict (name) do update set
      state = case when excluded.state = 'registered' then 'registered' else s.state end,
      site = excluded.site, publisher = excluded.publisher, topic = excluded.topic,
      sample = excluded.sample, metrics = excluded.metrics,
      last_seen_ms = greatest(s.last_seen_ms, excluded.last_seen_ms),
      messages = s.messages + excluded.messages`.execute(db)
  await forgetBeyondBounds(db)
}

/** Names that no device can have are left out: nobody could approve them. They stay in the dead letters. */
function appearances(strangers: readonly Stranger[]): Map<string, Appearance> {
  const seen = new Map<string, Appearance>()
  for (const stranger of strangers) {
    const { name, receivedAtMs } = stranger
    const known = seen.get(name)
    if (known) {
      known.newest = stranger
      known.messages++
    } else if (couldBeApproved(name)) {
      seen.set(name, { newest: stranger, firstSeenMs: receivedAtMs, messages: 1 })
    }
  }
  return seen
}

/** No URL has a level that is `.` or `..`, however it is encoded. */
const couldBeApproved = (name: string) =>
  Value.Check(Address, name) && name.isWellFormed() && name !== '.' && name !== '..'

const storable = (text: string) => text.slice(0, 1_000).replaceAll('\0', '\ufffd').toWellFormed()

/** Whoever is at one of the rows, or deletes it too, is not waited for: two of these would wait for each other. */
export async function forgetBeyondBounds(db: Db | Trx): Promise<void> {
  for (const [state, bound] of [
    ['waiting', MAX_WAITING],
    ['ignored', MAX_IGNORED],
  ] as const) {
    await sql`
      with excess as (
        select name from ticketing.strangers where state = ${state}
        order by last_seen_ms desc, name offset ${bound}
      )
      delete from ticketing.strangers where name in (
        select name from ticketing.strangers where name in (select name from excess) for update skip locked
      )`.execute(db)
  }
}
