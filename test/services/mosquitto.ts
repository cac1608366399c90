import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../main/free-port.ts'

const READY_WITHIN_MS = 20_000

export interface Mosquitto {
  url: string
  port: number
  /** Ends it with SIGTERM, which writes its database, and starts it again on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A real Mosquitto of Debian's package, on loopback, with a directory and a port of its own. */
export async function startMosquitto(
  options: { login?: { username: string; password: string } } = {},
): Promise<Mosquitto> {
  const executable = '/usr/sbin/mosquitto' // not in the path of every user
  if (spawnSync(executable, ['-h']).error) {
    throw new Error('this suite needs a real Mosquitto: apt-get install mosquitto')
  }
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-mosquitto-'))
  await chmod(directory, 0o777) // as root it runs as a user of its own
  const port = await freePort()
  const file = join(directory, 'mosquitto.conf')
  const passwords = join(directory, 'passwords')
  const login = options.login
  if (login) {
    spawnSync('mosquitto_passwd', ['-b', '-c', passwords, login.username, login.password])
    await chmod(passwords, 0o644)
  }
  const lines = [
    `listener ${port} 127.0.0.1`,
    ...(login ? [`password_file ${passwords}`] : ['allow_anonymous true']),
    'persistence true',
    `persistence_location ${directory}/`,
    'max_queued_messages 0',
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  let server = await run(executable, file, port)
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    async restart() {
      await end(server)
      server = await run(executable, file, port)
    },
    async stop() {
      await end(server)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function run(executable: string, file: string, port: number): Promise<ChildProcess> {
  const server = spawn(executable, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  server.stderr.on('data', chunk => {
    log = `${log}${chunk}`.slice(-4_000)
  })
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await answers(port))) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`mosquitto did not start:\n${log}`)
    await sleep(20)
  }
  return server
}

function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGTERM')
  await exited
}
