import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { copyDatabase, PREPARED } from './prepared.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

/**
 * One real PostgreSQL for the whole run, with a migrated template that each test file clones; and a copy of it that each
 * Forewarn of a test begins with. Nothing is forced to the disk: tests kill processes and not machines, and what a
 * process has written outlives it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-test-'))
  await chmod(directory, 0o755) // as root PostgreSQL runs as another user
  const prepared = join(directory, 'prepared')
  const running = join(directory, 'running')
  await prepare(prepared)
  await mkdir(running)
  await copyDatabase(prepared, running)
  process.env[PREPARED] = prepared

  const database = await startEmbeddedPostgres(running)
  const other = new URL(database.url)
  other.pathname = '/template1' // what is renamed has no connection
  await ask(other.href, 'alter database postgres rename to forewarn_template')
  await ask(other.href, 'create database postgres')
  project.provide('postgresUrl', database.url)
  return async () => {
    await database.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function prepare(dataDir: string): Promise<void> {
  const database = await startEmbeddedPostgres(dataDir)
  await migrate(database.url)
  await ask(database.url, 'alter system set fsync = off')
  await database.stop()
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
