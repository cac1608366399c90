import { type ErrorCode, ForewarnError } from './errors.ts'

/** What this needs of a `MessagePort` between two threads. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  unref(): void
  close(): void
}

/** Functions that another thread may call. Arguments and answers are plain values; the signal ends a wait. */
export type Callable = Record<string, (argument: never, signal: AbortSignal) => Promise<unknown>>

/** An answer whose bytes change hands instead of being copied. */
export class Transfer<Value> {
  readonly value: Value
  readonly buffers: readonly ArrayBuffer[]

  constructor(value: Value, buffers: readonly ArrayBuffer[]) {
    this.value = value
    this.buffers = buffers
  }
}

type Argument<Each> = Each extends (argument: infer Type, signal: AbortSignal) => unknown ? Type : never
type Answered<Each> = Each extends (...given: never[]) => Promise<infer Type>
  ? Type extends Transfer<infer Value>
    ? Value
    : Type
  : never

/** The functions of another thread. */
export interface Calls<Functions extends Callable> {
  /** Rejects as the function does, or with `store_unavailable` when no answer comes in time. */
  call<Name extends keyof Functions & string>(
    name: Name,
    argument: Argument<Functions[Name]>,
  ): Promise<Answered<Functions[Name]>>
  /** For as long as it takes; undefined when aborted or closed. */
  wait<Name extends keyof Functions & string>(
    name: Name,
    argument: Argument<Functions[Name]>,
    signal?: AbortSignal,
  ): Promise<Answered<Functions[Name]> | undefined>
  /** Ends the waits, lets the calls that are under way finish, and closes the port. */
  close(): Promise<void>
}

type Request = { id: number; name: string; argument: unknown } | { id: number; aborted: true }
type Answer = { id: number; value: unknown } | { id: number; error: PlainError }
interface PlainError {
  message: string
  code?: ErrorCode
  more?: ConstructorParameters<typeof ForewarnError>[2]
}

/** Runs the functions for whoever is at the other end of the port, until it is closed. */
export function answerCalls(port: Port, functions: Callable): void {
  const running = new Map<number, AbortController>()
  const answer = async (id: number, name: string, argument: unknown): Promise<void> => {
    const stop = new AbortController()
    running.set(id, stop)
    try {
      const result = await functions[name]?.(argument as never, stop.signal)
      const { value, buffers } = result instanceof Transfer ? result : { value: result, buffers: [] }
      port.postMessage({ id, value } satisfies Answer, buffers)
    } catch (error) {
      port.postMessage({ id, error: toPlain(error) } satisfies Answer)
    } finally {
      running.delete(id)
    }
  }
  port.on('message', message => {
    const request = message as Request
    if ('aborted' in request) running.get(request.id)?.abort()
    else void answer(request.id, request.name, request.argument)
  })
  port.on('close', () => {
    for (const stop of running.values()) stop.abort()
  })
}

/** Calls what `answerCalls` offers at the other end of the port; `other` names that end in errors. */
export function callsTo<Functions extends Callable>(
  port: Port,
  { other, timeoutMs }: { other: string; timeoutMs: number },
): Calls<Functions> {
  const pending = new Map<number, PromiseWithResolvers<unknown>>()
  const waits = new Set<() => void>()
  let lastId = 0
  let isClosed = false
  const unavailable = (what: string) =>
    new ForewarnError('store_unavailable', `${other} ${what}`, { retryable: true })

  port.on('message', message => {
    const answer = message as Answer
    const asked = pending.get(answer.id)
    if ('error' in answer) asked?.reject(fromPlain(answer.error))
    else asked?.resolve(answer.value)
  })
  port.on('close', () => {
    isClosed = true
    for (const { reject } of pending.values()) reject(unavailable('has ended'))
  })
  port.unref() // an open port alone does not keep the thread alive

  /** `meanwhile` gets the means to settle it without an answer, and returns how to end that. */
  async function ask(
    request: { name: string; argument: unknown },
    meanwhile: (id: number, asked: PromiseWithResolvers<unknown>) => () => void,
  ): Promise<unknown> {
    const id = ++lastId
    const asked = Promise.withResolvers<unknown>()
    pending.set(id, asked)
    const end = meanwhile(id, asked)
    try {
      port.postMessage({ id, ...request } satisfies Request)
      return await asked.promise
    } finally {
      end()
      pending.delete(id)
    }
  }

  return {
    async call(name, argument) {
      if (isClosed) throw new ForewarnError('conflict', `${other} is not called any more`)
      const result = await ask({ name, argument }, (_, { reject }) => {
        const late = unavailable(`did not answer "${name}" within ${timeoutMs} ms`)
        const timer = setTimeout(() => reject(late), timeoutMs)
        return () => clearTimeout(timer)
      })
      return result as Answered<Functions[typeof name]>
    },
    async wait(name, argument, signal) {
      if (isClosed || signal?.aborted) return undefined
      const result = await ask({ name, argument }, (id, { resolve }) => {
        const abort = () => {
          port.postMessage({ id, aborted: true } satisfies Request)
          resolve(undefined)
        }
        waits.add(abort)
        signal?.addEventListener('abort', abort)
        return () => {
          waits.delete(abort)
          signal?.removeEventListener('abort', abort)
        }
      })
      return result as Answered<Functions[typeof name]> | undefined
    },
    async close() {
      if (isClosed) return
      isClosed = true
      for (const abort of waits) abort()
      await Promise.allSettled([...pending.values()].map(({ promise }) => promise))
      port.close()
    },
  }
}

function toPlain(error: unknown): PlainError {
  if (!(error instanceof ForewarnError))
    return { message: error instanceof Error ? error.message : String(error) }
  const { code, message, retryable, field, retryAfterMs } = error
  return {
    code,
    message,
    more: { retryable, ...(field !== undefined && { field }), ...(retryAfterMs && { retryAfterMs }) },
  }
}

const fromPlain = ({ code, message, more }: PlainError): Error =>
  code ? new ForewarnError(code, message, more) : new Error(message)
