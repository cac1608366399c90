import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const deadLetterMigrations: Record<string, Migration> = {
  '0001-letters': {
    async up(db) {
      // The receive time is part of the key, so that a log which was deleted and counts from 0 again cannot hide new
      // letters behind the ids of old ones. The key is also the order of the list.
      await sql`
        create table dead_letters.letters (
          received_at timestamptz not null,
          id text not null,
          topic text not null,
          publisher text not null,
          payload bytea not null,
          reason text not null,
          detail text not null,
          primary key (received_at, id)
        )
      `.execute(db)
    },
  },
  '0002-replay': {
    async up(db) {
      await sql`
        alter table dead_letters.letters
          add device text,
          add skipped integer not null default 0,
          add replay boolean not null default false
      `.execute(db)
      for (const column of ['device', 'publisher', 'reason', 'id']) {
        await sql`create index on dead_letters.letters (${sql.ref(column)}, received_at desc)`.execute(db)
      }
      await sql`create index letters_to_replay on dead_letters.letters (received_at, id) where replay`.execute(
        db,
      )
    },
  },
}
