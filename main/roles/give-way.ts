import { setTimeout as sleep } from 'node:timers/promises'
import type { MessageLog, Offset } from '../../contracts/message-log.ts'

interface GiveWay {
  log: Pick<MessageLog, 'size'>
  /** First offset that is not stored; undefined until that is known. */
  stored(): Offset | undefined
  limits?: GiveWayLimits
}

interface GiveWayLimits {
  /** Messages that are not stored yet; fewer are no reason to wait. */
  backlog: bigint
  /** The longest pause, and the least time of work after it: a backlog that never ends takes half of the time. */
  pauseMs: number
  /** A store that gets nowhere for so long is away, and holds up no finding. */
  stuckMs: number
  lookEveryMs: number
}

const LIMITS: GiveWayLimits = { backlog: 100_000n, pauseMs: 60_000, stuckMs: 2_000, lookEveryMs: 200 }

/**
 * For detection where it shares a thread with storing: after an outage a backlog is readable first and judged then,
 * since both at once are not sooner judged, but later readable. Resolves when detection may go on.
 */
export function giveWay({ log, stored, limits = LIMITS }: GiveWay): (signal: AbortSignal) => Promise<void> {
  const { backlog, pauseMs, stuckMs, lookEveryMs } = limits
  let worksUntilMs = 0

  const isLong = async (done: Offset | undefined) => {
    if (done === undefined) return false
    const { next } = await log.size()
    return next - done > backlog
  }

  /** Whether it ended because the backlog did. */
  async function wait(signal: AbortSignal): Promise<boolean> {
    const endsAtMs = performance.now() + pauseMs
    let last = stored()
    let movedAtMs = performance.now()
    while (!signal.aborted && (await isLong(stored()))) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
      const nowMs = performance.now()
      if (stored() !== last) movedAtMs = nowMs
      last = stored()
      if (nowMs >= endsAtMs || nowMs - movedAtMs >= stuckMs) return false
    }
    return true
  }

  return async signal => {
    if (performance.now() < worksUntilMs) return
    const ended = await wait(signal).catch(() => false) // reading the log says better what is wrong with it
    worksUntilMs = performance.now() + (ended ? lookEveryMs : pauseMs)
  }
}
