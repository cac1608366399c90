import { describe, expect, test } from 'vitest'
import { backoffMs, follow, type LiveStatus } from './live.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const stream = (...texts: string[]) => new Response(texts.join('')).body as ReadableStream<Uint8Array>

/** Runs `follow` against the given answers, one for each connection; aborts after the last. */
async function run(answers: (() => ReadableStream<Uint8Array>)[], isFinal = false, silenceMs = 45_000) {
  const stop = new AbortController()
  const events: string[] = []
  const statuses: LiveStatus[] = []
  const pauses: number[] = []
  let connection = 0
  await follow(
    {
      open: async () => {
        const answer = answers[connection++]
        if (!answer) {
          stop.abort()
          throw new Error('no more answers')
        }
        return answer()
      },
      onEvent: event => events.push(event.data),
      onStatus: status => statuses.push(status),
      isFinal: () => isFinal,
      pause: async ms => void pauses.push(ms),
      random: () => 1,
      silenceMs,
    },
    stop.signal,
  )
  return { events, statuses, pauses }
}

function refuse(): never {
  throw new Error('refused')
}

describe('follow', () => {
  test('reads events and connects again when the server ends the stream', async () => {
    const { events, statuses } = await run([() => stream('data: 1\n\n'), () => stream('data: 2\n\n')])
    expect(events).toEqual(['1', '2'])
    expect(statuses).toEqual(['connecting', 'live', 'offline', 'live', 'offline'])
  })

  test('waits longer after each failure, and starts small after a success', async () => {
    const { pauses } = await run([refuse, refuse, refuse, () => stream('data: 1\n\n'), refuse])
    expect(pauses).toEqual([1_000, 2_000, 4_000, 1_000, 2_000])
  })

  test('ends at a final error', async () => {
    const { statuses, pauses } = await run([refuse], true)
    expect(statuses).toEqual(['connecting'])
    expect(pauses).toEqual([])
  })

  test('gives up a connection that has gone silent', async () => {
    const silent = () => new ReadableStream<Uint8Array>({ start: c => c.enqueue(bytes(': hi\n\n')) })
    const { statuses } = await run([silent], false, 20)
    expect(statuses).toEqual(['connecting', 'live', 'offline'])
  })
})

test('backoff is bounded', () => {
  expect(backoffMs(100, 1)).toBe(30_000)
  expect(backoffMs(0, 0)).toBe(500)
})
