/**
 * Threads of one process: full ingest must not slow the API, nor decoding the acknowledgements, so they share no event
 * loop, and a `kill -9` still ends them all at once. `thread.ts` is the other end. README.md has the picture.
 */
import { once } from 'node:events'
import { type MessagePort, Worker } from 'node:worker_threads'
import { ForewarnError } from '../../contracts/errors.ts'
import type { ConsumerName } from './consumer.ts'
import type { RoleName, RoleSettings } from './role.ts'

export type ThreadData = RoleSettings & {
  /** On which a thread is asked for its status: the pipeline by ticketing, the consumers by the pipeline. */
  peer: MessagePort
} & (
    | { name: RoleName }
    /** What reads the log in this thread, each with its line to the log. */
    | { name: 'readers'; readers: { name: ConsumerName; intake: MessagePort }[] }
  )
export type FromThread = { kind: 'started'; port: number | undefined } | { kind: 'failed'; message: string }
export type ToThread = { kind: 'stop' }

export interface RunningThread {
  /** Where it listens, if it does. */
  port: number | undefined
  /** Settles only when the thread ends without having been asked to. */
  crashed: Promise<Error>
  stop(): Promise<void>
}

const STOPS_WITHIN_MS = 20_000
/** V8 would take more for each thread, 250 MB in all under load, for no more messages a second. */
const YOUNG_GENERATION_MB = 48

/** Starts a thread; rejects with its own message when it does not start. A thread that does not stop in time is ended. */
export async function startThread(
  data: ThreadData,
  { stopsWithinMs = STOPS_WITHIN_MS } = {},
): Promise<RunningThread> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: data,
    transferList: [data.peer, ...('readers' in data ? data.readers.map(({ intake }) => intake) : [])],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  })
  let stopping = false
  const ended = new Promise<number>(resolve => worker.once('exit', resolve))
  const crashed = new Promise<Error>(resolve => {
    worker.once('error', resolve)
    void ended.then(code => {
      if (!stopping)
        resolve(new ForewarnError('store_unavailable', `the ${data.name} thread ended with ${code}`))
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
    throw new ForewarnError('store_unavailable', `the ${data.name} thread did not start: ${first.message}`)
  }
  return {
    port: first.port,
    crashed,
    stop: async () => {
      stopping = true
      worker.postMessage({ kind: 'stop' } satisfies ToThread)
      const timer = setTimeout(() => void worker.terminate(), stopsWithinMs)
      await ended
      clearTimeout(timer)
    },
  }
}
