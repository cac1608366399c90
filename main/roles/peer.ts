import type { MessagePort } from 'node:worker_threads'
import { ForewarnError } from '../../contracts/errors.ts'
import type { RoleStatus } from './role.ts'

type Question = { id: number; ask: keyof RoleStatus }
type Answer = { id: number; value: unknown }

const TIMEOUT_MS = 2_000

/** Lets the role at the other end ask how this one is doing. */
export function answerPeer(peer: MessagePort, status: RoleStatus): void {
  peer.on('message', async ({ id, ask }: Question) => {
    peer.postMessage({ id, value: await status[ask]() } satisfies Answer)
  })
}

/** The other role's status; a role that does not answer in time is not ready, and an error for its metrics. */
export function askPeer(peer: MessagePort): RoleStatus {
  const waiting = new Map<number, (value: unknown) => void>()
  let lastId = 0
  peer.on('message', ({ id, value }: Answer) => {
    waiting.get(id)?.(value)
    waiting.delete(id)
  })
  peer.unref() // an open line alone does not keep the thread alive

  const ask = <Ask extends keyof RoleStatus>(what: Ask): ReturnType<RoleStatus[Ask]> => {
    const id = ++lastId
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id)
        reject(new ForewarnError('store_unavailable', `the pipeline did not answer within ${TIMEOUT_MS} ms`))
      }, TIMEOUT_MS)
      waiting.set(id, value => {
        clearTimeout(timer)
        resolve(value)
      })
      peer.postMessage({ id, ask: what } satisfies Question)
    })
    return answer as ReturnType<RoleStatus[Ask]>
  }

  return {
    metrics: () => ask('metrics'),
    ready: () => ask('ready').catch(error => ({ ok: false, checks: { pipeline: (error as Error).message } })),
  }
}
