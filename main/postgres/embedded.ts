import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ForewarnError } from '../../contracts/errors.ts'
import { freePort } from '../free-port.ts'
import { runPostgresAs } from './system-user.ts'

export interface KeeperRequest {
  directory: string
  port: number
  password: string
}
export type KeeperReply = { kind: 'ready' } | { kind: 'failed'; message: string }

export interface EmbeddedDatabase {
  /** Connection string with the password: never logged. */
  url: string
  /** Settles only when the server ends without having been asked to. */
  crashed: Promise<Error>
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000

/**
 * Starts a real PostgreSQL under `dataDir/postgres`, on loopback and a free port, and creates the cluster at the
 * first start. Waits for the server of an earlier, killed run to be gone. Works as root (then PostgreSQL runs as the
 * system user `postgres`).
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedDatabase> {
  const directory = resolve(dataDir, 'postgres')
  await mkdir(dataDir, { recursive: true })
  await untilNobodyRuns(directory)
  const password = await keptSecret(join(dataDir, 'postgres-password'))
  const port = await freePort()
  const keeper = await startKeeper(directory)
  keeper.send({ directory, port, password } satisfies KeeperRequest)
  await ready(keeper)
  let stopping = false
  return {
    url: `postgres://forewarn:${password}@127.0.0.1:${port}/postgres`,
    crashed: new Promise(settle =>
      keeper.once('exit', () => {
        if (!stopping) settle(new ForewarnError('store_unavailable', 'the embedded PostgreSQL ended'))
      }),
    ),
    stop: () => {
      stopping = true
      return stopKeeper(keeper)
    },
  }
}

async function startKeeper(directory: string): Promise<ChildProcess> {
  const { prefix, ids } = await runPostgresAs(directory, process.execPath)
  const [command = process.execPath, ...args] = [
    ...prefix,
    process.execPath,
    join(import.meta.dirname, 'keeper.ts'),
  ]
  return spawn(command, args, { ...ids, detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
}

async function ready(keeper: ChildProcess): Promise<void> {
  const reply = await new Promise<KeeperReply>(settle => {
    const failed = (message: string) => settle({ kind: 'failed', message })
    const timer = setTimeout(() => failed(`no answer within ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS)
    keeper.once('message', (message: KeeperReply) => {
      clearTimeout(timer)
      settle(message)
    })
    keeper.once('error', error => failed(error.message))
    keeper.once('exit', code => {
      clearTimeout(timer)
      failed(`its process ended with ${code}`)
    })
  })
  if (reply.kind === 'ready') return
  if (keeper.connected) keeper.disconnect()
  throw new ForewarnError('store_unavailable', `the embedded PostgreSQL did not start: ${reply.message}`)
}

async function stopKeeper(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return
  const gone = new Promise<void>(resolve => keeper.once('exit', () => resolve()))
  keeper.disconnect()
  const timer = setTimeout(() => keeper.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await gone
  clearTimeout(timer)
}

/** The server of a killed run shuts itself down; where it does not (its keeper was killed too), ask it to. */
async function untilNobodyRuns(directory: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < STOP_TIMEOUT_MS; waitedMs += 100) {
    const pid = await runningServer(directory)
    if (pid === undefined) return
    if (waitedMs === 3_000) process.kill(pid, 'SIGINT') // "fast shutdown" in PostgreSQL's terms
    await sleep(100)
  }
  throw new ForewarnError(
    'store_unavailable',
    `a PostgreSQL server still runs on ${directory}; is another Forewarn using this data directory?`,
  )
}

async function runningServer(directory: string): Promise<number | undefined> {
  const lock = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(lock.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.split('\0').includes(directory) ? pid : undefined // a recycled pid is somebody else's
}

/** The secret in the file; made at the first call. */
export async function keptSecret(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => '')
  if (kept.trim()) return kept.trim()
  const secret = randomBytes(24).toString('base64url')
  await writeFile(path, `${secret}\n`, { mode: 0o600 })
  return secret
}
