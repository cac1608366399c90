import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import { noticeMessage } from '../../contracts/notice.ts'
import { INTERVENTIONS_CHANNEL, openInterventionOutbox } from '../../ticketing/store/interventions.ts'
import { listen } from '../../ticketing/store/listener.ts'

/** How often it is noted that somebody listens; also how often the outbox is looked at though nobody rang. */
const EVERY_MS = 60_000
const RETRY_MS = 5_000
const BATCH = 500

/**
 * Carries what people did at assets from PostgreSQL, where the ticket service leaves it in the transaction that changes the
 * ticket, into the message log, and notes there once a minute that somebody listens. What is deleted from PostgreSQL is
 * durable in the log before. When this is interrupted in between, the same comes into the log twice, and detection knows
 * it again.
 */
export function startNotices(options: {
  pool: pg.Pool
  log: Pick<MessageLog, 'append'>
  clock: Clock
  logger: Logger
  metrics: Registry
  everyMs?: number
  retryMs?: number
}): { stop(): Promise<void> } {
  const { pool, log, clock, logger, metrics, everyMs = EVERY_MS, retryMs = RETRY_MS } = options
  const outbox = openInterventionOutbox({ pool })
  new Gauge({
    name: 'forewarn_interventions_waiting',
    help: 'What people did at assets, and detection has not been told of; 500 stands for more.',
    registers: [metrics],
    async collect() {
      this.set(
        await outbox.waiting(BATCH).then(
          waiting => waiting.length,
          () => Number.NaN,
        ),
      )
    },
  })
  const stopping = new AbortController()
  let rung = new AbortController()
  const ring = () => rung.abort()
  stopping.signal.addEventListener('abort', ring)
  const listener = listen({ pool, channel: INTERVENTIONS_CHANNEL, logger, onNotify: ring, onConnect: ring })

  async function send(): Promise<void> {
    for (;;) {
      const waiting = await outbox.waiting(BATCH)
      if (waiting.length === 0) return
      const messages = waiting.map(({ intervention }) =>
        noticeMessage({ kind: 'intervention', intervention }, clock.nowMs()),
      )
      await log.append(messages)
      await outbox.sent(waiting.map(({ id }) => id))
    }
  }

  async function work(): Promise<void> {
    let isFailing = false
    let nextAtMs = performance.now() + everyMs
    while (!stopping.signal.aborted) {
      if (rung.signal.aborted) rung = new AbortController() // before it looks: a ring from now on is heard
      try {
        await send()
        if (performance.now() >= nextAtMs) {
          await log.append([noticeMessage({ kind: 'listening' }, clock.nowMs())])
          nextAtMs = performance.now() + everyMs
        }
        isFailing = false
      } catch (error) {
        if (!isFailing)
          logger.warn({ err: error }, 'detection is not told what people do at assets; it is tried again')
        isFailing = true
      }
      const pauseMs = isFailing ? retryMs : Math.max(0, nextAtMs - performance.now())
      await sleep(pauseMs, undefined, { signal: isFailing ? stopping.signal : rung.signal }).catch(
        () => undefined,
      )
    }
  }

  const done = work()
  return {
    async stop() {
      stopping.abort()
      await done
      await listener.close()
    },
  }
}
