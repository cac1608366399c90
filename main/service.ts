import { mkdir, stat } from 'node:fs/promises'
import { MessageChannel } from 'node:worker_threads'
import { ForewarnError } from '../contracts/errors.ts'
import { lockDirectory } from '../ingest/log/segments/lock.ts'
import type { Config } from './config.ts'
import { migrate } from './migrate.ts'
import { keptSecret, startEmbeddedPostgres } from './postgres/embedded.ts'
import type { RoleName, RoleSettings } from './roles/role.ts'
import { type RunningThread, startThread, type ThreadData } from './roles/threads.ts'
import { setUpUrl } from './set-up.ts'
import { readTlsFiles } from './tls-files.ts'
import { tokenFile } from './token-files.ts'

/** A running Forewarn. */
export interface Service {
  httpUrl: string
  mqttUrl: string
  adminToken: string
  /** Set when the token was made by this start: the only time that it is shown. */
  tokenIsNew: boolean
  /** Where the first administrator makes an account, while there is none. */
  setUpUrl: string | undefined
  /** Settles when a part dies that should not; then stop and start again. */
  crashed: Promise<Error>
  stop(): Promise<void>
}

/** Starts everything in this process: database (embedded where no URL is given), pipeline and ticketing. */
export async function startService(config: Config): Promise<Service> {
  await using started = new AsyncDisposableStack()
  const { settings, tokenIsNew, databaseCrashed } = await prepare(config, started)
  const { port1, port2 } = new MessageChannel()
  const [pipeline, ticketing] = await startBoth(
    [
      { ...settings, name: 'pipeline', peer: port1 },
      { ...settings, name: 'ticketing', peer: port2 },
    ],
    started,
  )
  const httpUrl = `http://${authority(config.HOST, ticketing.port)}`
  const setUp = await setUpUrl(settings.databaseUrl, config.PUBLIC_URL ?? httpUrl)
  const running = started.move()
  return {
    httpUrl,
    mqttUrl: `mqtt://${authority(config.HOST, pipeline.port)}`,
    adminToken: settings.adminToken,
    tokenIsNew,
    setUpUrl: setUp,
    crashed: Promise.race([databaseCrashed, pipeline.crashed, ticketing.crashed]),
    stop: () => running.disposeAsync(),
  }
}

/** Side by side: each is a second of work on a core. The stack stops the second one first, also where only one has started. */
async function startBoth(
  roles: [ThreadData, ThreadData],
  started: AsyncDisposableStack,
): Promise<[RunningThread, RunningThread]> {
  const both = await Promise.allSettled(roles.map(role => startThread(role)))
  for (const outcome of both) {
    if (outcome.status === 'fulfilled') started.defer(() => outcome.value.stop())
  }
  const running = both.map(outcome => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })
  return running as [RunningThread, RunningThread]
}

/** Starts one role alone; the roles share DATABASE_URL and ADMIN_TOKEN. */
export async function startRole(
  config: Config,
  role: RoleName,
): Promise<{ port: number; setUpUrl: string | undefined; stop(): Promise<void> }> {
  await using started = new AsyncDisposableStack()
  const { settings } = await prepare(config, started)
  const { startAlone } = await import('./roles/alone.ts') // the threads of a whole service load the roles themselves
  const running = await startAlone(role, settings)
  started.defer(() => running.close())
  const httpUrl = config.PUBLIC_URL ?? `http://${authority(config.HOST, running.port)}`
  const setUp = role === 'ticketing' ? await setUpUrl(settings.databaseUrl, httpUrl) : undefined
  const all = started.move()
  return { port: running.port, setUpUrl: setUp, stop: () => all.disposeAsync() }
}

async function prepare(config: Config, started: AsyncDisposableStack) {
  const tls = await readTlsFiles(config)
  started.defer(await takeDataDirectory(config.DATA_DIR))
  const adminFile = tokenFile(config, 'ADMIN_TOKEN')
  const tokenIsNew = !config.ADMIN_TOKEN && !(await exists(adminFile))
  const adminToken = config.ADMIN_TOKEN ?? (await keptSecret(adminFile))
  const database = config.DATABASE_URL ? undefined : await startEmbeddedPostgres(config.DATA_DIR)
  if (database) started.defer(() => database.stop())
  const databaseUrl = database?.url ?? config.DATABASE_URL ?? ''
  await migrate(databaseUrl).catch(cause => {
    const where = database
      ? 'the embedded PostgreSQL'
      : `the database of DATABASE_URL (${new URL(databaseUrl).host})`
    throw new ForewarnError('store_unavailable', `${where} cannot be used: ${cause.message}`, { cause })
  })
  const settings: RoleSettings = { config, databaseUrl, adminToken, tls }
  return { settings, tokenIsNew, databaseCrashed: database?.crashed ?? new Promise<Error>(() => undefined) }
}

/** Makes the directory and takes it for this process; returns what gives it back. */
async function takeDataDirectory(directory: string): Promise<() => void> {
  const unusable = (cause: Error) => {
    if (cause instanceof ForewarnError) throw cause
    throw new ForewarnError('invalid', `DATA_DIR: ${directory} cannot be used: ${cause.message}`, { cause })
  }
  await mkdir(directory, { recursive: true }).catch(unusable)
  try {
    return lockDirectory(directory)
  } catch (error) {
    return unusable(error as Error)
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** An address that a browser on this machine can open, also when the service listens on all of them. */
function authority(host: string, port: number | undefined): string {
  const reachable =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `${reachable}:${port}`
}
