/** What it costs to know who asks, and whether they may: `node test/bench/access.ts --help`. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import pg from 'pg'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { authentication } from '../../ticketing/http/auth.ts'
import { makeToken } from '../../ticketing/store/access-tokens.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { siteOf } from '../../ticketing/store/site-of.ts'
import { optionsOf } from './options.ts'

const options = optionsOf('CPU of this process for authentication and authorisation of one request.', {
  requests: { default: '20000', help: 'of each kind' },
})
const requests = Number(options.requests)
const nowMs = Date.UTC(2026, 0, 1)

const directory = await mkdtemp(join(tmpdir(), 'forewarn-access-'))
const database = await startEmbeddedPostgres(directory)
const pool = new pg.Pool({ connectionString: database.url, max: 4 })
try {
  await migrate(database.url)
  const db = openDb(pool)
  const known = authentication({ db, clock: { nowMs: () => nowMs }, adminToken: 'x'.repeat(24) })
  const grants = [{ role: 'planner' as const, site: null }]
  const given = { name: 'bench', grants, scopes: ['read' as const], owner: null }
  const { token } = await makeToken(db, given, { actor: 'admin', nowMs })
  const request = {
    headers: { authorization: `Bearer ${token}` },
    method: 'GET',
    routeOptions: { config: {} },
  } as unknown as FastifyRequest

  await measured('token, found a moment ago', () => known.hook(request))
  await measured('token, looked up in PostgreSQL', async () => {
    known.changed()
    await known.hook(request)
  })
  await measured('site of a ticket, for roles at sites', () => siteOf(db, 'ticket', 1))
} finally {
  await pool.end()
  await database.stop()
  await rm(directory, { recursive: true, force: true })
}

async function measured(what: string, once: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < requests / 10; n++) await once()
  const before = process.cpuUsage()
  for (let n = 0; n < requests; n++) await once()
  const { user, system } = process.cpuUsage(before)
  console.log(`${what}: ${((user + system) / 1_000 / requests).toFixed(4)} ms of CPU`)
}
