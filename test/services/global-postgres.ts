import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'forewarn-test-'))
  await import('node:fs/promises').then(fs => fs.chmod(dataDir, 0o755)) // as root PostgreSQL runs as another user
  const database = await startEmbeddedPostgres(dataDir)
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query('create database forewarn_template')
  await client.end()
  const template = new URL(database.url)
  template.pathname = '/forewarn_template'
  await migrate(template.href)
  project.provide('postgresUrl', database.url)
  return async () => {
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
