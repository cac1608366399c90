import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { detectionMigrations } from '../detectors/store/migrations.ts'
import { codecMigrations } from '../ingest/announcements/migrations.ts'
import { deadLetterMigrations } from '../ingest/dead-letters/migrations.ts'
import { sampleMigrations } from '../ingest/stores/postgres/migrations.ts'
import { migrateJobs } from '../ticketing/jobs/worker.ts'
import { ticketingMigrations } from '../ticketing/store/migrations.ts'

/** Each area owns a PostgreSQL schema of its own and nobody else's. */
const schemas: Record<string, Record<string, Migration>> = {
  ticketing: ticketingMigrations,
  telemetry: sampleMigrations,
  dead_letters: deadLetterMigrations,
  codecs: codecMigrations,
  detection: detectionMigrations,
}

/** Brings the database to this version: forward only, safe to call from several processes at once. */
export async function migrate(databaseUrl: string): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl, max: 1 }) }),
  })
  try {
    for (const [schema, migrations] of Object.entries(schemas)) {
      const migrator = new Migrator({
        db,
        provider: { getMigrations: async () => migrations },
        migrationTableSchema: schema,
      })
      const { error } = await migrator.migrateToLatest()
      if (error) throw error
    }
    await migrateJobs(databaseUrl)
  } finally {
    await db.destroy()
  }
}
