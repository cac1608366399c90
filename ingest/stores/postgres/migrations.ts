import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const sampleMigrations: Record<string, Migration> = {
  '0001-samples': {
    async up(db) {
      // One row per sample: wide rows are several times smaller and faster than one row per metric. The months are
      // partitions made when their first sample arrives (partitions.ts), so that retention can drop them whole.
      await sql`
        create table telemetry.samples (
          device text not null,
          observed_at timestamptz not null,
          received_at timestamptz not null,
          site text not null,
          asset text not null,
          class text not null,
          values jsonb not null,
          primary key (device, observed_at)
        ) partition by range (observed_at)
      `.execute(db)
    },
  },
  '0002-rollups': {
    async up(db) {
      await sql`
        create table telemetry.samples_1h (
          device text not null,
          class text not null,
          metric text not null,
          hour timestamptz not null,
          mean float8 not null,
          min float8 not null,
          max float8 not null,
          count bigint not null,
          primary key (device, class, metric, hour)
        ) partition by range (hour)
      `.execute(db)
      // Hours whose rollup does not have all samples. The version tells a rollup that new samples came meanwhile.
      await sql`
        create table telemetry.due_hours (hour timestamptz primary key, version bigint not null default 0)
      `.execute(db)
      await sql`
        insert into telemetry.due_hours (hour)
        select distinct date_trunc('hour', observed_at, 'UTC') from telemetry.samples
      `.execute(db)
    },
  },
  '0003-months': {
    async up(db) {
      // A month that is not listed counts as written when the next one that is listed was: what is stored already
      // needs no row, also where it is in another store.
      await sql`
        create table telemetry.months (
          month timestamptz primary key,
          last_written_at timestamptz not null,
          has_samples boolean not null default true
        )
      `.execute(db)
    },
  },
}
