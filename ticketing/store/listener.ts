import pg from 'pg'
import type { Logger } from '../../contracts/logger.ts'
import type { Pool } from './database.ts'

export interface Listener {
  /** Whether notifications arrive now; otherwise a connection is being made. */
  readonly connected: boolean
  close(): Promise<void>
}

interface ListenerOptions {
  pool: Pool
  channel: string
  logger: Logger
  onNotify(payload: string): void
  /** Connected again (also the first time): what was notified before is unknown, so read again. */
  onConnect(): void
}

const FIRST_BACKOFF_MS = 100
const MAX_BACKOFF_MS = 5_000
/** Shows a connection that died without a word (a router, a failed-over host). */
const PROBE_MS = 30_000

/** LISTENs on a connection of its own, beside the pool, and makes a new one for ever until closed. */
export function listen(options: ListenerOptions): Listener {
  const { pool, channel, logger } = options
  let client: pg.Client | undefined
  let connected = false
  let closed = false
  let backoffMs = 0 // more than 0 during an outage
  let timer: NodeJS.Timeout | undefined
  let connecting = connect()

  async function connect(): Promise<void> {
    // query_timeout is the client's own, so that a probe of a dead connection fails
    const made = new pg.Client({ ...pool.options, password: pool.options.password, query_timeout: 5_000 })
    client = made
    made.on('error', error => lost(made, error))
    made.on('end', () => lost(made))
    made.on('notification', ({ payload }) => options.onNotify(payload ?? ''))
    try {
      await made.connect()
      await made.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      lost(made, error)
      return
    }
    if (closed || client !== made) return
    if (backoffMs > 0) logger.info({ channel }, 'LISTEN works again')
    connected = true
    backoffMs = 0
    timer = setInterval(() => void made.query('select 1').catch(error => lost(made, error)), PROBE_MS)
    options.onConnect()
  }

  function lost(dead: pg.Client, error?: unknown): void {
    if (client !== dead) return
    client = undefined
    clearInterval(timer)
    void dead.end().catch(() => undefined)
    if (closed) return
    if (backoffMs === 0) {
      logger.warn({ channel, error: message(error) }, 'no LISTEN connection; trying until there is one')
    }
    connected = false
    backoffMs = Math.min(Math.max(FIRST_BACKOFF_MS, 2 * backoffMs), MAX_BACKOFF_MS)
    timer = setTimeout(() => {
      connecting = connect()
    }, backoffMs)
  }

  return {
    get connected() {
      return connected
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await connecting
      clearInterval(timer)
      const last = client
      client = undefined
      await last?.end().catch(() => undefined)
    },
  }
}

const message = (error: unknown) => (error instanceof Error ? error.message : 'connection ended')
