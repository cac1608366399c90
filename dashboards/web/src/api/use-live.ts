import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ApiClient, Stream } from './client.ts'
import { follow, type LiveStatus } from './live.ts'
import { isRefused } from './problem.ts'
import { keys } from './queries.ts'
import type { ServerEvent } from './sse.ts'

/** Changes are gathered this long before loading again: a burst of findings is one request. */
const GATHER_MS = 700

interface LiveWiring {
  api: ApiClient
  cache: QueryClient
  onRefused(): void
}

/**
 * Keeps the cached tickets, and what somebody is told, fresh while the page can be seen. A hidden tab closes its streams: a
 * browser opens six connections to one HTTP/1.1 server, and a planner opens more tabs than that. What a page may have
 * missed is loaded when a stream is open again.
 */
export function useLive({ api, cache, onRefused }: LiveWiring): LiveStatus {
  const [gather] = useState(() => gatherer(numbers => refresh(cache, numbers)))
  useEffect(() => gather.stop, [gather])
  const all = () => void cache.invalidateQueries()
  const inbox = () => void cache.invalidateQueries({ queryKey: keys.inbox })
  const open = (stream: Stream) => (signal: AbortSignal) => api.openStream(stream, signal)
  useStream({ open: open('/api/v1/notifications/events'), onEvent: inbox, onReopened: inbox, onRefused })
  return useStream({
    open: open('/api/v1/events'),
    onEvent({ event, data }) {
      if (event === 'ticket') gather.add(numberOf(data))
      if (event === 'resync') all() // the server itself may have missed changes
    },
    onReopened: all,
    onRefused,
  })
}

interface StreamWiring {
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  onEvent(event: ServerEvent): void
  /** It was away for a while. */
  onReopened(): void
  onRefused(): void
}

/** Follows one stream as long as the page can be seen. */
function useStream(wiring: StreamWiring): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>('connecting')
  const latest = useRef(wiring)
  latest.current = wiring
  useEffect(() => {
    let stop = new AbortController()
    let opened = false
    const start = () => {
      stop.abort()
      stop = new AbortController()
      if (document.hidden) return
      void follow(
        {
          open: signal => latest.current.open(signal),
          onEvent: event => latest.current.onEvent(event),
          onStatus(next) {
            setStatus(next)
            if (next === 'live' && opened) latest.current.onReopened()
            if (next === 'live') opened = true
          },
          isFinal(error) {
            if (isRefused(error)) latest.current.onRefused()
            return isRefused(error)
          },
          pause,
          random: Math.random,
        },
        stop.signal,
      )
    }
    start()
    document.addEventListener('visibilitychange', start)
    return () => {
      document.removeEventListener('visibilitychange', start)
      stop.abort()
    }
  }, [])
  return status
}

function refresh(cache: QueryClient, numbers: ReadonlySet<number>): void {
  void cache.invalidateQueries({ queryKey: keys.tickets })
  for (const number of numbers) void cache.invalidateQueries({ queryKey: keys.ticket(number) })
}

function gatherer(flush: (numbers: Set<number>) => void) {
  let numbers = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(number: number | undefined) {
      if (number !== undefined) numbers.add(number)
      timer ??= setTimeout(() => {
        timer = undefined
        const gathered = numbers
        numbers = new Set()
        flush(gathered)
      }, GATHER_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function numberOf(data: string): number | undefined {
  try {
    const parsed: { number?: unknown } = JSON.parse(data)
    return typeof parsed.number === 'number' ? parsed.number : undefined
  } catch {
    return undefined // the list is loaded again all the same
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
