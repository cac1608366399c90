import type { MessagePort } from 'node:worker_threads'
import { answerCalls, callsTo } from '../../contracts/calls.ts'
import type { RoleStatus } from './role.ts'

const TIMEOUT_MS = 2_000

type StatusCalls = ReturnType<typeof statusCalls>
const statusCalls = (status: RoleStatus) => ({
  metrics: (_: undefined) => status.metrics(),
  ready: (_: undefined) => status.ready(),
})

/** Lets the thread at the other end ask how this one is doing. */
export const answerPeer = (peer: MessagePort, status: RoleStatus): void =>
  answerCalls(peer, statusCalls(status))

/** The status of another thread; one that does not answer in time is not ready, and an error for its metrics. */
export function askPeer(peer: MessagePort, name: string): RoleStatus {
  const { call } = callsTo<StatusCalls>(peer, { other: `the ${name} thread`, timeoutMs: TIMEOUT_MS })
  return {
    metrics: () => call('metrics', undefined),
    ready: () =>
      call('ready', undefined).catch(error => ({ ok: false, checks: { [name]: (error as Error).message } })),
  }
}
