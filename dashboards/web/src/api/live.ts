import type { ServerEvent } from './sse.ts'
import { createSseParser } from './sse.ts'

export type LiveStatus = 'connecting' | 'live' | 'offline'

export interface LiveOptions {
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  onEvent(event: ServerEvent): void
  onStatus(status: LiveStatus): void
  /** True when trying again is pointless (401). */
  isFinal(error: unknown): boolean
  /** Resolves after the time, or earlier when it is worth trying again, or when aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  random(): number
  /** The server sends something every 15 s; silence for longer than this is a dead connection. */
  silenceMs?: number
}

/** Follows the event stream and reconnects until the signal is aborted or an error is final. Never rejects. */
export async function follow(options: LiveOptions, signal: AbortSignal): Promise<void> {
  let failures = 0
  options.onStatus('connecting')
  while (!signal.aborted) {
    try {
      await readOnce(options, signal, () => {
        failures = 0
        options.onStatus('live')
      })
    } catch (error) {
      if (options.isFinal(error)) return
    }
    if (signal.aborted) return
    options.onStatus('offline')
    await options.pause(backoffMs(failures++, options.random()), signal)
  }
}

/** 1 s, 2 s, … 30 s, with half of it random so that not every page returns at the same instant. */
export function backoffMs(failures: number, random: number): number {
  const cap = Math.min(30_000, 1_000 * 2 ** Math.min(failures, 10))
  return Math.round(cap / 2 + (cap / 2) * random)
}

async function readOnce(options: LiveOptions, signal: AbortSignal, onOpen: () => void): Promise<void> {
  const dead = new AbortController()
  const stop = () => dead.abort()
  signal.addEventListener('abort', stop)
  const silenceMs = options.silenceMs ?? 45_000
  let watchdog = setTimeout(stop, silenceMs)
  try {
    const reader = (await options.open(dead.signal)).getReader()
    dead.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined))
    onOpen()
    const parse = createSseParser()
    const decoder = new TextDecoder()
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      clearTimeout(watchdog)
      watchdog = setTimeout(stop, silenceMs)
      parse(decoder.decode(chunk.value, { stream: true })).forEach(options.onEvent)
    }
  } finally {
    clearTimeout(watchdog)
    signal.removeEventListener('abort', stop)
  }
}
