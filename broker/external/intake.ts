import type { IPublishPacket } from 'mqtt-packet'
import type { Clock } from '../../contracts/clock.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import { EXTERNAL_BROKER } from '../../contracts/registry.ts'
import { createDurableAppend } from '../durable-append.ts'
import { brokerLimits } from '../limits.ts'
import type { KindOf } from '../topics.ts'
import type { ExternalMetrics } from './metrics.ts'

export interface Intake {
  /** Resolves when the message may be acknowledged; rejects when the log does not take it. */
  take(packet: IPublishPacket): Promise<void>
  /** Takes nothing more; resolves when what was taken is durable, or after a while. */
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 5_000

/** From the external broker into the log. */
export function createIntake(options: {
  log: Pick<MessageLog, 'append'>
  clock: Clock
  kindOf: KindOf
  metrics: ExternalMetrics
}): Intake {
  const { log, clock, kindOf, metrics } = options
  const untimed = { appendTimer: () => () => undefined } // the log's own broker measures the appends
  const append = createDurableAppend({ log, clock, metrics: untimed, limits: brokerLimits })
  let isClosing = false

  return {
    take({ topic, payload, qos }) {
      if (isClosing) return new Promise(() => {}) // neither stored nor acknowledged: it comes again
      metrics.received()
      if (kindOf(topic) === 'command') {
        metrics.refused('command') // for devices, not from them
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const message = { topic, payload: Buffer.from(payload), publisher: EXTERNAL_BROKER }
        append.add(message, error => {
          if (error) return reject(error)
          if (qos > 0) metrics.acknowledged()
          resolve()
        })
      })
    },
    close() {
      isClosing = true
      return append.drained(CLOSE_WITHIN_MS)
    },
  }
}
