import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../main/free-port.ts'

const READY_WITHIN_MS = 30_000
const STOP_WITHIN_MS = 10_000

export interface InfluxServer {
  pid: number
  url: string
  /** Runs InfluxQL, as in `create database x`; throws the server's words. */
  query(q: string, credentials?: { username: string; password: string }): Promise<unknown>
  /** Ends it, and keeps what it has stored for `resume`. */
  halt(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/** A real InfluxDB 1.x of Debian's package `influxdb`, on loopback, with directories and ports of its own. */
export async function startInfluxdb(options: { authentication?: boolean } = {}): Promise<InfluxServer> {
  if (spawnSync('influxd', ['version']).error) {
    throw new Error('this suite needs a real InfluxDB: apt-get install influxdb')
  }
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-influxdb-'))
  const port = await freePort()
  const file = join(directory, 'influxdb.conf')
  await writeFile(file, configuration(directory, port, await freePort(), options.authentication ?? false))
  const url = `http://127.0.0.1:${port}`
  let server = await run(file, url)
  return {
    pid: server.pid ?? 0,
    url,
    query: (q, credentials) => query(url, q, credentials),
    halt: () => end(server),
    async resume() {
      server = await run(file, url)
    },
    async stop() {
      await end(server)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function run(file: string, url: string): Promise<ChildProcess> {
  const server = spawn('influxd', ['run', '-config', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  server.stderr.on('data', chunk => {
    log = `${log}${chunk}`.slice(-4_000)
  })
  try {
    await ready(url, server)
  } catch (error) {
    await end(server)
    throw new Error(`influxd did not start:\n${log}`, { cause: error })
  }
  return server
}

function configuration(directory: string, port: number, rpcPort: number, authentication: boolean): string {
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${directory}/meta"
[data]
  dir = "${directory}/data"
  wal-dir = "${directory}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
  auth-enabled = ${authentication}
`
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const answer = await fetch(`${url}/ping`).catch(() => undefined)
    if (answer?.status === 204) return
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`exit code ${server.exitCode}`)
    await sleep(50)
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGTERM')
  const killer = setTimeout(() => server.kill('SIGKILL'), STOP_WITHIN_MS)
  await exited
  clearTimeout(killer)
}

async function query(
  url: string,
  q: string,
  credentials?: { username: string; password: string },
): Promise<unknown> {
  const login = credentials && `${credentials.username}:${credentials.password}`
  const answer = await fetch(`${url}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q }),
    headers: login ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` } : {},
    signal: AbortSignal.timeout(10_000),
  })
  const body = (await answer.json()) as { error?: string; results?: { error?: string }[] }
  const words = body.error ?? body.results?.[0]?.error
  if (words) throw new Error(words)
  return body
}
