import { type Kysely, sql } from 'kysely'

/** Tables of the registry with the subject of their events and the column that names a row. */
const tables = [
  ['sites', 'site', 'id'],
  ['classes', 'class', 'id'],
  ['assets', 'asset', 'id'],
  ['devices', 'device', 'id'],
  ['teams', 'team', 'id'],
  ['formats', 'format', 'id'],
  ['failure_codes', 'failure_code', 'code'],
] as const

/**
 * The ledger of the registry begins with what is there. When that was made nobody knows: it counts from the beginning
 * of time, so that every later instant can be asked for.
 */
export async function registryLedger(db: Kysely<unknown>): Promise<void> {
  for (const [table, subject, id] of tables) {
    await sql`
      insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, after, data)
      select ${sql.lit(subject)}, ${sql.ref(id)}, 'created', 0, 'system', 'It was there when the ledger began.',
        (select jsonb_object_agg(lower(left(name, 1)) || substr(name, 2), value)
          from (select replace(initcap(replace(key, '_', ' ')), ' ', '') as name, value
            from jsonb_each(to_jsonb(row) - 'secret_hash')) properties),
        '{}'
      from ${sql.table(`ticketing.${table}`)} row
      where not exists (select from ticketing.events
        where subject = ${sql.lit(subject)} and subject_id = row.${sql.ref(id)})
      order by ${sql.ref(id)}`.execute(db)
  }
  await sql`
    insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, after, data)
    select 'routing', 'tree', case when first then 'created' else 'changed' end, created_at_ms, 'system',
      'It was there when the ledger began.', tree, jsonb_build_object('version', version)
    from (select *, version = min(version) over () as first from ticketing.routing) r order by version`.execute(
    db,
  )
  await sql.raw(indexes).execute(db)
}

/** For browsing; small beside the index of the ledger itself, as most events are the system's and of tickets. */
const indexes = `
create index events_of_kind on ticketing.events (subject, id) where subject <> 'ticket';
create index events_by_actor on ticketing.events (actor, id) where actor <> 'system';
create index events_by_time on ticketing.events using brin (at_ms) with (pages_per_range = 16);
`
