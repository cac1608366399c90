import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../contracts/clock.ts'
import type { DeviceActivity, DeviceLedger } from '../contracts/device-ledger.ts'
import type { Logger } from '../contracts/logger.ts'
import type { LogEntry, MessageLog, Offset } from '../contracts/message-log.ts'
import { isOfService } from '../contracts/notice.ts'
import { ADMINISTRATOR, EXTERNAL_BROKER } from '../contracts/registry.ts'
import type { Decoded } from '../contracts/sample.ts'

const EVERY_MS = 5_000
/** A message is stamped before it is in the log; one that is on its way for longer is late here, which is harmless. */
const ON_ITS_WAY_MS = 5_000
/** No more than this between two records: publishers are devices, but a registry may be large. */
const MAX_DEVICES = 100_000

interface ActivityOptions {
  ledger: DeviceLedger
  log: Pick<MessageLog, 'size' | 'read'>
  /** First offset that is not stored and committed; undefined until that is known. */
  committed(): Offset | undefined
  clock: Clock
  logger: Logger
  everyMs?: number
}

export interface Activity {
  /**
   * Call it for what is stored, its dead letters too, before it is committed: reports and strangers are in the ledger
   * when it resolves. Error: `store_unavailable`.
   */
  note(
    decoded: Pick<Decoded, 'samples' | 'reports' | 'strangers'>,
    entries: readonly LogEntry[],
  ): Promise<void>
  /** Records what is left; gives up when the ledger is away, for the next message says the same again. */
  stop(): Promise<void>
}

/**
 * Tells the device ledger what devices say beside their samples: reports and strangers at once, and every few seconds
 * who has spoken, which is gathered in memory. A device has spoken when it published anything,
 * also what nobody understood, or when somebody published a sample of it.
 */
export function startActivity(options: ActivityOptions): Activity {
  const { ledger, clock, logger, everyMs = EVERY_MS } = options
  const stopping = new AbortController()
  let gathered = new Map<string, DeviceActivity>()

  function seen(device: string, receivedAtMs: number): DeviceActivity | undefined {
    const known = gathered.get(device)
    if (known) {
      if (receivedAtMs > known.lastSeenMs) known.lastSeenMs = receivedAtMs
      return known
    }
    if (gathered.size >= MAX_DEVICES) return undefined
    const fresh: DeviceActivity = {
      ...{ device, lastSeenMs: receivedAtMs, lastObservedMs: undefined, clockAheadMs: undefined, samples: 0 },
    }
    gathered.set(device, fresh)
    return fresh
  }

  async function record(): Promise<void> {
    const untilMs = await storedUntilMs(options, clock.nowMs()) // first: what is committed by now is gathered already
    if (untilMs === undefined) return
    const taken = gathered
    gathered = new Map()
    try {
      await ledger.recordActivity([...taken.values()], untilMs)
    } catch (error) {
      for (const activity of taken.values()) merge(seen(activity.device, activity.lastSeenMs), activity)
      throw error
    }
  }

  async function work(): Promise<void> {
    let failing = false
    while (!stopping.signal.aborted) {
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      try {
        await record()
        if (failing) logger.info({}, 'activity of devices is recorded again')
        failing = false
      } catch (error) {
        if (!failing) logger.warn({ err: error }, 'activity of devices cannot be recorded; it is tried again')
        failing = true
      }
    }
  }

  const done = work()
  return {
    async note({ samples, reports, strangers }, entries) {
      if (reports.length > 0) await ledger.recordReports(reports)
      if (strangers.length > 0) await ledger.recordStrangers(strangers)
      for (const entry of entries) {
        const { publisher, receivedAtMs } = entry
        if (publisher === ADMINISTRATOR || publisher === EXTERNAL_BROKER || isOfService(entry)) continue
        seen(publisher, receivedAtMs)
      }
      for (const { device, observedAtMs, receivedAtMs } of samples) {
        // A time that is exactly the receive time is ours: the message named none.
        const clockAheadMs = observedAtMs === receivedAtMs ? undefined : observedAtMs - receivedAtMs
        merge(seen(device, receivedAtMs), { lastObservedMs: observedAtMs, clockAheadMs, samples: 1 })
      }
    },
    async stop() {
      stopping.abort()
      await done
    },
  }
}

function merge(
  into: DeviceActivity | undefined,
  { lastObservedMs, clockAheadMs, samples }: Omit<DeviceActivity, 'device' | 'lastSeenMs'>,
): void {
  if (!into) return
  into.lastObservedMs = larger(into.lastObservedMs, lastObservedMs)
  into.clockAheadMs = larger(into.clockAheadMs, clockAheadMs)
  into.samples += samples
}

const larger = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined || one >= other ? one : other

/** The receive time before which everything is stored: that of the oldest message that is not, or a moment ago. */
async function storedUntilMs(
  { log, committed }: ActivityOptions,
  nowMs: number,
): Promise<number | undefined> {
  const { next } = await log.size()
  const offset = committed()
  if (offset === undefined) return undefined
  if (offset >= next) return nowMs - ON_ITS_WAY_MS
  const { entries } = await log.read(offset, { count: 1, bytes: 1 })
  return Math.min(entries[0]?.receivedAtMs ?? nowMs, nowMs - ON_ITS_WAY_MS)
}
