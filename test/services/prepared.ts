import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Where a run of tests has made a data directory with a migrated database (`global-postgres`); a bench has none. */
export const PREPARED = 'FOREWARN_TEST_PREPARED'

/** Puts a database that was initialised and migrated once into a data directory, which otherwise its first start does. */
export async function prepareDatabase(dataDir: string): Promise<void> {
  const prepared = process.env[PREPARED]
  if (prepared) await copyDatabase(prepared, dataDir)
}

/** Owners and modes as well: as root PostgreSQL runs as another user. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const parts = ['postgres', 'postgres-password'].map(name => join(from, name))
  await promisify(execFile)('cp', ['-a', ...parts, to])
}
