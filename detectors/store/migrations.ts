import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const detectionMigrations: Record<string, Migration> = {
  '0001-checkpoints-and-states': {
    async up(db: Kysely<unknown>) {
      await sql`
        create table detection.checkpoints (
          name text primary key,
          next_offset bigint not null
        )`.execute(db)
      // One row per series. The state is written whole at each checkpoint, so there is nothing to index in it,
      // and pages keep room for the next version of their rows.
      await sql`
        create table detection.states (
          device text not null,
          metric text not null,
          state jsonb not null,
          primary key (device, metric)
        ) with (fillfactor = 50)`.execute(db)
    },
  },
  // Nobody looks into a state here, and to make jsonb of it, number by number, took ten times as long as to write it.
  '0002-states-as-text': {
    async up(db: Kysely<unknown>) {
      await sql`alter table detection.states alter column state type text using state::text`.execute(db)
    },
  },
}
