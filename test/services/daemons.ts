import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const READY_WITHIN_MS = 20_000

/** Starts a server of a Debian package in the foreground and waits until its port on loopback answers. */
export async function startDaemon(
  command: string,
  args: readonly string[],
  port: number,
): Promise<ChildProcess> {
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  let failure: Error | undefined
  server.once('error', error => {
    failure = error
  })
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', chunk => {
      log = `${log}${chunk}`.slice(-4_000)
    })
  }
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await answers(port))) {
    if (failure) throw failure
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`${command} did not start:\n${log}`)
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

export async function endDaemon(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGTERM')
  await exited
}
