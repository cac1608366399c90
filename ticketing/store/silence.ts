import { sql } from 'kysely'
import type { Db } from './database.ts'

/** A device that has just fallen silent, or speaks again (`silentSinceMs` is null). */
export interface SilenceChange {
  device: string
  site: string
  lastSeenMs: number
  silentAfterS: number | null
  silentSinceMs: number | null
}

/**
 * Judges all devices in one statement, by what is known until `listening.until_ms` and not by the clock: while nothing
 * is recorded nobody falls silent. Who is not silent yet is given its whole time from the end of the last gap of ours
 * (`since_ms`); who is silent stays so until it speaks, or is not watched any more. A device that never spoke is not
 * silent: it has yet to be installed.
 */
export async function judgeSilence(db: Db): Promise<SilenceChange[]> {
  const { rows } = await sql<SilenceChange>`
    update ticketing.device_states as s
    set silent_since_ms = case when s.silent_since_ms is null then s.last_seen_ms end
    from ticketing.devices d
    join ticketing.assets a on a.id = d.asset
    join ticketing.classes c on c.id = a.class
    cross join ticketing.listening l
    cross join lateral (select coalesce(d.silent_after_s, c.silent_after_s) as s) as after
    where s.device = d.id and s.last_seen_ms is not null and case
      when s.silent_since_ms is null then l.until_ms - greatest(s.last_seen_ms, l.since_ms) > after.s * 1000::bigint
      else after.s is null or l.until_ms - s.last_seen_ms <= after.s * 1000::bigint
    end
    returning s.device, a.site, s.last_seen_ms as "lastSeenMs", after.s as "silentAfterS",
      s.silent_since_ms as "silentSinceMs"`.execute(db)
  return rows
}

/** How many devices of each class are silent; classes without one count 0. */
export async function countSilent(db: Db): Promise<{ class: string; devices: number }[]> {
  const { rows } = await sql<{ class: string; devices: number }>`
    select c.id as class, count(s.device)::integer as devices
    from ticketing.classes c
    left join (
      select s.device, a.class from ticketing.device_states s
      join ticketing.devices d on d.id = s.device
      join ticketing.assets a on a.id = d.asset
      where s.silent_since_ms is not null
    ) s on s.class = c.id
    group by c.id`.execute(db)
  return rows
}
