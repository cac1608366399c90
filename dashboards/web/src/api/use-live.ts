import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ApiClient } from './client.ts'
import { follow, type LiveStatus } from './live.ts'
import { isRefused } from './problem.ts'
import { keys } from './queries.ts'

/** Changes are gathered this long before loading again: a burst of findings is one request. */
const GATHER_MS = 700

interface LiveWiring {
  api: ApiClient
  cache: QueryClient
  onRefused(): void
}

/**
 * Keeps the cached tickets fresh while the page can be seen. A hidden tab closes its stream: a browser opens six
 * connections to one HTTP/1.1 server, and a planner opens more tabs than that. What a page may have missed is
 * loaded when the stream is open again.
 */
export function useLive(wiring: LiveWiring): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>('connecting')
  const latest = useRef(wiring)
  latest.current = wiring
  useEffect(() => {
    let stop = new AbortController()
    let opened = false
    const gather = gatherer(numbers => refresh(latest.current.cache, numbers))
    const start = () => {
      stop.abort()
      stop = new AbortController()
      if (document.hidden) return
      const { api, onRefused } = latest.current
      void follow(
        {
          open: signal => api.openStream(signal),
          onEvent({ event, data }) {
            if (event === 'ticket') gather.add(numberOf(data))
            // The server itself may have missed changes.
            if (event === 'resync') void latest.current.cache.invalidateQueries()
          },
          onStatus(next) {
            setStatus(next)
            if (next === 'live' && opened) void latest.current.cache.invalidateQueries()
            if (next === 'live') opened = true
          },
          isFinal(error) {
            if (isRefused(error)) onRefused()
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
      gather.stop()
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
