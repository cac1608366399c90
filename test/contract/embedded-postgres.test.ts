import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { eventually } from '../services/forewarn.ts'

// mkdtemp makes it with mode 700, as /root has: as root, the system user that runs PostgreSQL may not enter it.
const directory = await mkdtemp(join(tmpdir(), 'forewarn-embedded-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const serverPid = async (dataDir: string) =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

test('it keeps its data over a stop, and nothing runs afterwards', async () => {
  const dataDir = join(directory, 'kept')
  const first = await startEmbeddedPostgres(dataDir)
  await ask(first.url, 'create table kept as select 42 as answer')
  const pid = await serverPid(dataDir)
  await first.stop()
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
  const second = await startEmbeddedPostgres(dataDir)
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  await second.stop()
})

test('a server that dies is noticed', async () => {
  const dataDir = join(directory, 'dies')
  const database = await startEmbeddedPostgres(dataDir)
  process.kill(await serverPid(dataDir), 'SIGKILL')
  expect((await database.crashed).message).toContain('ended')
  await database.stop()
})

test('a start that fails says why, and leaves nothing behind', async () => {
  const dataDir = join(directory, 'broken')
  await mkdir(join(dataDir, 'postgres'), { recursive: true })
  await startEmbeddedPostgres(dataDir).then(started => started.stop())
  await rm(join(dataDir, 'postgres/global'), { recursive: true })
  await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(/did not start:.*global/s)
  await eventually(async () =>
    (await readFile(join(dataDir, 'postgres/postmaster.pid')).catch(() => 0)) === 0 ? true : undefined,
  )
})
