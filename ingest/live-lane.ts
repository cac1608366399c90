import { type Hold, pause } from '../contracts/hold.ts'
import type { Logger } from '../contracts/logger.ts'
import type { Cursor, MessageLog, Offset } from '../contracts/message-log.ts'
import type { Decoder } from '../contracts/sample.ts'
import type { TelemetryStore } from '../contracts/telemetry-store.ts'
import type { Codec } from './codecs/codec.ts'

/** When a lane of its own carries what is new, in messages and ms. */
export interface LiveLaneLimits {
  /** The backlog is so long that nobody wants to wait for its end. */
  beginAt: number
  /** The backlog is so short that its end is near. */
  endAt: number
  /** How often the lane looks whether it is needed. */
  idleMs: number
  /** How often it stores what has arrived. */
  intervalMs: number
}

export const liveLaneLimits: LiveLaneLimits = {
  beginAt: 200_000,
  endAt: 5_000,
  idleMs: 1_000,
  intervalMs: 100,
}

const BATCH = { count: 5_000, bytes: 4 * 1024 * 1024 }
/** Further behind than this it begins at the end of the log again: what is skipped comes with the backlog. */
const SKIP_AT = 4 * BATCH.count

interface LiveLane {
  log: MessageLog
  cursor: Cursor
  decoder: Decoder
  store: TelemetryStore
  logger: Logger
  hold: Hold
  stopping: AbortSignal
  limits: LiveLaneLimits
  /** What depends on earlier messages waits for its turn: they may be in the backlog. */
  standsAlone(topic: string): boolean
  onStored(samples: number): void
}

/** Says of a topic whether what is published there can be read without any message before it. */
export function standsAlone(codecs: readonly Codec[]): (topic: string) => boolean {
  return topic => !codecs.find(each => each.accepts(topic))?.needs
}

/**
 * While the writer works off a long backlog, the newest samples are stored as well, so that they can be read at once.
 * It only runs ahead: nothing is committed here, and the writer stores the same samples again when their turn comes, with
 * dead letters and everything else. So it may skip, fail or die at any point.
 */
export async function runLiveLane(lane: LiveLane): Promise<void> {
  const { logger, stopping, limits } = lane
  while (!stopping.aborted) {
    const { messages, end } = await backlog(lane)
    if (messages > limits.beginAt) {
      logger.info({ messages }, 'writer: a long backlog; new samples are stored beside it')
      await follow(lane, end)
      if (!stopping.aborted)
        logger.info({}, 'writer: the backlog is nearly done; new samples wait for their turn again')
    }
    await pause(limits.idleMs, stopping)
  }
}

/** Stores what arrives from the offset on, until the backlog is nearly done. */
async function follow(lane: LiveLane, from: Offset): Promise<void> {
  const { log, decoder, store, hold, stopping, limits } = lane
  let position = from
  while (!stopping.aborted) {
    const page = await hold('reading the end of the log', () => log.read(position, BATCH))
    if (!page) return
    const { entries, next } = page.result
    const stored = await hold('storing new samples', async () => {
      const { samples } = await decoder.decode(entries.filter(({ topic }) => lane.standsAlone(topic)))
      const { rejected } = await store.write(samples)
      return samples.length - rejected.length
    })
    if (!stored) return
    lane.onStored(stored.result)
    const { messages, end } = await backlog(lane)
    if (messages < limits.endAt) return
    position = end - next > SKIP_AT ? end : next
    if (entries.length < BATCH.count) await pause(limits.intervalMs, stopping)
  }
}

async function backlog({ log, cursor, hold }: LiveLane): Promise<{ messages: number; end: Offset }> {
  const size = await hold('measuring the backlog', () => log.size())
  const end = size?.result.next ?? cursor.committed
  return { messages: Number(end - cursor.committed), end }
}
