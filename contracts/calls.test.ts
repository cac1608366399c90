import { afterEach, expect, test } from 'vitest'
import { answerCalls, type Callable, type Calls, callsTo, Transfer } from './calls.ts'
import { ForewarnError } from './errors.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

function connect<Functions extends Callable>(functions: Functions, timeoutMs = 10_000) {
  const { port1, port2 } = new MessageChannel()
  open.push(() => port1.close())
  answerCalls(port1, functions)
  const calls: Calls<Functions> = callsTo(port2, { other: 'the kitchen', timeoutMs })
  return { ...calls, hangUp: () => port1.close() }
}

/** Settles only when aborted, and counts how often that happened. */
function waiter() {
  const seen = { aborted: 0, begun: Promise.withResolvers<void>() }
  const forever = (_: string, signal: AbortSignal) =>
    new Promise<string>(resolve => {
      seen.begun.resolve()
      signal.addEventListener('abort', () => {
        seen.aborted++
        resolve('aborted')
      })
    })
  return { seen, forever }
}

test('answers come back to their calls, whatever their order', async () => {
  const late = Promise.withResolvers<string>()
  const { call } = connect({ slow: (_: undefined) => late.promise, fast: async (n: bigint) => n + 1n })
  const slow = call('slow', undefined)
  expect(await call('fast', 1n)).toBe(2n)
  late.resolve('at last')
  expect(await slow).toBe('at last')
})

test('an error keeps what tells the caller what to do', async () => {
  const more = { retryable: true, retryAfterMs: 7, field: '/x' }
  const { call } = connect({
    known: async (_: undefined) => Promise.reject(new ForewarnError('log_full', 'no room', more)),
    unknown: async (_: undefined) => Promise.reject(new TypeError('a mistake')),
  })
  const error = await call('known', undefined).catch(thrown => thrown)
  expect(error).toBeInstanceOf(ForewarnError)
  expect(error).toMatchObject({ code: 'log_full', message: 'no room', ...more })
  await expect(call('unknown', undefined)).rejects.toThrow('a mistake')
})

test('bytes that are transferred are not there any more', async () => {
  const bytes = new Uint8Array([1, 2, 3])
  const { call } = connect({
    take: async (_: undefined) => new Transfer({ bytes: bytes.subarray(1) }, [bytes.buffer]),
  })
  expect((await call('take', undefined)).bytes).toEqual(new Uint8Array([2, 3]))
  expect(bytes.byteLength).toBe(0)
})

test('a call that nobody answers fails in time, and can be retried', async () => {
  const { call } = connect({ never: (_: undefined) => new Promise<void>(() => {}) }, 20)
  await expect(call('never', undefined)).rejects.toMatchObject({
    code: 'store_unavailable',
    retryable: true,
    message: 'the kitchen did not answer "never" within 20 ms',
  })
})

test('a wait ends when it is aborted, at both ends', async () => {
  const { seen, forever } = waiter()
  const { wait } = connect({ forever })
  const abort = new AbortController()
  const waiting = wait('forever', 'x', abort.signal)
  await seen.begun.promise
  abort.abort()
  expect(await waiting).toBeUndefined()
  await expect.poll(() => seen.aborted).toBe(1)
  expect(await wait('forever', 'x', abort.signal)).toBeUndefined()
})

test('closing ends waits and lets calls finish; then nothing is called any more', async () => {
  const { seen, forever } = waiter()
  const release = Promise.withResolvers<string>()
  const { call, wait, close } = connect({ forever, work: (_: undefined) => release.promise })
  const work = call('work', undefined)
  const waiting = wait('forever', 'x')
  await seen.begun.promise
  const closed = close()
  expect(await waiting).toBeUndefined()
  release.resolve('done')
  await closed
  expect(await work).toBe('done')
  await expect(call('work', undefined)).rejects.toMatchObject({ code: 'conflict' })
  expect(await wait('forever', 'x')).toBeUndefined()
})

test('when the other end goes, calls and waits fail, and what it was doing is aborted', async () => {
  const { seen, forever } = waiter()
  const { call, wait, hangUp } = connect({ forever, never: (_: undefined) => new Promise<void>(() => {}) })
  const results = Promise.allSettled([call('never', undefined), wait('forever', 'x')])
  await seen.begun.promise
  hangUp()
  for (const result of await results)
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { code: 'store_unavailable', message: 'the kitchen has ended' },
    })
  expect(seen.aborted).toBe(1)
})
