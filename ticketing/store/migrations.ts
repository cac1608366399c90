import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tables } from './migrations/0001-tables.ts'
import { registrySeed } from './migrations/0002-registry-seed.ts'

export const ticketingMigrations: Record<string, Migration> = {
  '0001-tables': {
    up: db =>
      sql
        .raw(tables)
        .execute(db)
        .then(() => undefined),
  },
  '0002-registry-seed': { up: registrySeed },
}
