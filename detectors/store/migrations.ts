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
  '0003-failures-and-prognoses': {
    async up(db: Kysely<unknown>) {
      // How machines ran until they failed, by the jobs that were closed. Also where there was no telemetry of it, so
      // that nobody looks for it again; then there are no rows.
      await sql`
        create table detection.failure_records (
          id text primary key,
          class text not null,
          asset text not null,
          device text not null,
          failed_at_ms bigint not null,
          mode text,
          metrics text[] not null,
          rows jsonb not null,
          usable boolean not null
        )`.execute(db)
      await sql`create index on detection.failure_records (class, failed_at_ms)`.execute(db)
      // One of a class: the model, or why there is none, in English and Chinese.
      await sql`
        create table detection.prognoses (
          class text primary key,
          failures integer not null,
          model jsonb,
          reason jsonb,
          learned_at_ms bigint not null
        )`.execute(db)
    },
  },
}
