import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../main/free-port.ts'
import { inherited } from './inherited.ts'
import { prepareDatabase } from './prepared.ts'

export const ADMIN_TOKEN = 'token-of-the-end-to-end-tests'

/** A whole Forewarn as a user starts it: a process of its own with its embedded PostgreSQL. */
export interface RunningForewarn {
  httpUrl: string
  mqttUrl: string
  pid: number
  /** What it has printed so far. */
  output(): string
  /** Calls the API; answers status and JSON body, of the type that the caller expects and then checks. */
  api<Body>(method: string, path: string, body?: object): Promise<{ status: number; body: Body }>
  /** Sends the signal and waits for the process to end. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export interface Place {
  dataDir: string
  httpPort: number
  mqttPort: number
  remove(): Promise<void>
}

/** A data directory and two free ports, kept over restarts of the service. An empty one, as a user begins with, takes longer. */
export async function place({ empty = false } = {}): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'forewarn-e2e-'))
  await chmod(dataDir, 0o755)
  if (!empty) await prepareDatabase(dataDir)
  const [httpPort, mqttPort] = await Promise.all([freePort(), freePort()])
  return { dataDir, httpPort, mqttPort, remove: () => rm(dataDir, { recursive: true, force: true }) }
}

const START_TIMEOUT_MS = 150_000

/** Starts Forewarn in the place and waits until it is ready. */
export async function startForewarn(
  { dataDir, httpPort, mqttPort }: Place,
  { command = ['start'], env = {} }: { command?: string[]; env?: Record<string, string> } = {},
): Promise<RunningForewarn> {
  const child = spawn(process.execPath, ['main/cli.ts', ...command], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      ...inherited,
      DATA_DIR: dataDir,
      HTTP_PORT: String(httpPort),
      MQTT_PORT: String(mqttPort),
      ADMIN_TOKEN,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk))
  const httpUrl = `http://127.0.0.1:${httpPort}`
  await untilReady(child, httpUrl, () => printed)
  return {
    httpUrl,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    pid: child.pid ?? 0,
    output: () => printed,
    api: (method, path, body) => call(`${httpUrl}/api/v1${path}`, method, body),
    end: async signal => {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit')
        child.kill(signal)
        await exit
      }
      return { code: child.exitCode, signal: child.signalCode }
    },
  }
}

async function untilReady(child: ChildProcess, httpUrl: string, printed: () => string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Forewarn ended with ${child.exitCode}:\n${printed()}`)
    const ready = await fetch(`${httpUrl}/readyz`).then(
      response => response.ok,
      () => false,
    )
    if (ready) return
    await sleep(50)
  }
  child.kill('SIGKILL')
  throw new Error(`Forewarn was not ready within ${START_TIMEOUT_MS} ms:\n${printed()}`)
}

async function call<Body>(
  url: string,
  method: string,
  body?: object,
): Promise<{ status: number; body: Body }> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  })
  return {
    status: response.status,
    body: (response.status === 204 ? undefined : await response.json()) as Body,
  }
}

/** Polls until the question has an answer that is not undefined. */
export async function eventually<T>(
  question: () => Promise<T | undefined>,
  { withinMs = 20_000, what = 'the expected state' } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    const answer = await question()
    if (answer !== undefined) return answer
    await sleep(50)
  }
  throw new Error(`${what} did not come within ${withinMs} ms`)
}
