/**
 * The roles in threads of one process: full ingest must not slow the API, so they share no event loop, and a
 * `kill -9` still ends both at once. `thread.ts` is the other end.
 */
import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { ForewarnError } from '../../contracts/errors.ts'
import type { RoleName, RoleSettings } from './role.ts'

export interface ThreadData extends RoleSettings {
  role: RoleName
  /** The line between the roles: the pipeline answers on it, ticketing asks. */
  peer: MessagePort
}
export type FromThread = { kind: 'started'; port: number } | { kind: 'failed'; message: string }
export type ToThread = { kind: 'stop' }

export interface RoleThread {
  port: number
  /** Settles only when the thread ends without having been asked to. */
  crashed: Promise<Error>
  stop(): Promise<void>
}

const STOP_TIMEOUT_MS = 20_000

/** Both ends of the line between the two roles. */
export const peerLine = (): MessageChannel => new MessageChannel()

/** Starts a role in a thread; rejects with the role's own message when it does not start. */
export async function startThread(data: ThreadData): Promise<RoleThread> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: data,
    transferList: [data.peer],
  })
  let stopping = false
  const ended = new Promise<number>(resolve => worker.once('exit', resolve))
  const crashed = new Promise<Error>(resolve => {
    worker.once('error', resolve)
    void ended.then(code => {
      if (!stopping)
        resolve(new ForewarnError('store_unavailable', `the ${data.role} thread ended with ${code}`))
    })
  })
  const first = await Promise.race([
    once(worker, 'message').then(([message]) => message as FromThread),
    crashed,
  ])
  if (first instanceof Error) throw first
  if (first.kind === 'failed') {
    stopping = true
    await worker.terminate()
    throw new ForewarnError('store_unavailable', `the ${data.role} role did not start: ${first.message}`)
  }
  return {
    port: first.port,
    crashed,
    stop: async () => {
      stopping = true
      worker.postMessage({ kind: 'stop' } satisfies ToThread)
      const timer = setTimeout(() => void worker.terminate(), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
