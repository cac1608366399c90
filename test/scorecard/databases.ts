import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'

export interface Databases extends AsyncDisposable {
  /** A new database with all tables; answers its URL. */
  create(name: string): Promise<string>
}

/** A PostgreSQL of its own that is gone afterwards. */
export async function startDatabases(): Promise<Databases> {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-scorecard-'))
  await chmod(directory, 0o755) // as root PostgreSQL runs as another user
  const server = await startEmbeddedPostgres(directory)
  return {
    async create(name) {
      const client = new pg.Client(server.url)
      await client.connect()
      await client.query(`create database ${client.escapeIdentifier(name)}`).finally(() => client.end())
      const url = new URL(server.url)
      url.pathname = `/${name}`
      await migrate(url.href)
      return url.href
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
