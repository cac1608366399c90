import { statfs } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import { ForewarnError } from '../../contracts/errors.ts'
import type { MessageLog } from '../../contracts/message-log.ts'

/** Beyond this share of its bound the log is reported as not ready, before it stops acknowledging. */
const LOG_ALARM_SHARE = 0.9
/** Less than this, or than this share of a small disk, is too little to go on for long. */
const DISK_ALARM = { bytes: 256 * 1024 ** 2, share: 0.05 }

interface Room {
  log: Pick<MessageLog, 'size'>
  maxBytes: number
  directory: string
}

/** Readiness checks of the room for messages: they fail before messages are refused for want of it. */
export const roomChecks = ({ log, maxBytes, directory }: Room) => ({
  messageLog: async () => {
    const { bytes } = await log.size()
    if (bytes > LOG_ALARM_SHARE * maxBytes)
      throw new ForewarnError(
        'log_full',
        `${bytes} of ${maxBytes} bytes are used; a consumer does not keep up`,
      )
  },
  disk: async () => {
    const { free, total } = await diskOf(directory)
    if (free < Math.min(DISK_ALARM.bytes, DISK_ALARM.share * total))
      throw new ForewarnError('log_full', `only ${free} of ${total} bytes are free where ${directory} is`)
  },
})

/** The same as gauges. */
export function createRoomMetrics(metrics: Registry, { log, maxBytes, directory }: Room): void {
  const gauge = (name: string, help: string, read: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        this.set(await read().catch(() => Number.NaN))
      },
    })
  gauge('forewarn_log_bytes', 'Bytes of the message log on disk.', async () => (await log.size()).bytes)
  gauge('forewarn_log_max_bytes', 'The bound of the message log.', async () => maxBytes)
  gauge(
    'forewarn_log_messages',
    'Messages in the log, with those that every consumer has done.',
    async () => {
      const { first, next } = await log.size()
      return Number(next - first)
    },
  )
  gauge(
    'forewarn_disk_free_bytes',
    'Free where the data directory is.',
    async () => (await diskOf(directory)).free,
  )
}

async function diskOf(directory: string): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(directory)
  return { free: bavail * bsize, total: blocks * bsize }
}
