import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const sampleMigrations: Record<string, Migration> = {
  '0001-samples': {
    async up(db) {
      // One row per sample: wide rows are several times smaller and faster than one row per metric. The months are
      // partitions made when their first sample arrives (months.ts), so that retention can drop them whole.
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
}
