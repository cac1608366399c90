import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const codecMigrations: Record<string, Migration> = {
  '0001-announcements': {
    async up(db) {
      // The key is a digest: names on topics are longer than an index takes, and may hold what text cannot.
      await sql`
        create table codecs.announcements (
          key bytea not null,
          log_offset bigint not null,
          received_at timestamptz not null,
          payload bytea not null,
          primary key (key, log_offset)
        )
      `.execute(db)
    },
  },
}
