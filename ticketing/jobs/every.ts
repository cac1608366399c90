import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../contracts/logger.ts'

export interface Rounds {
  stop(): Promise<void>
}

/** Works at once and then again after each pause. A round that fails is logged once per outage; the next one tries again. */
export function every(
  { name, pauseMs, logger }: { name: string; pauseMs: number; logger: Logger },
  round: () => Promise<void>,
): Rounds {
  const stopping = new AbortController()
  async function work(): Promise<void> {
    let failing = false
    while (!stopping.signal.aborted) {
      try {
        await round()
        if (failing) logger.info({}, `${name} works again`)
        failing = false
      } catch (error) {
        if (!failing) logger.error({ err: error }, `${name} cannot work; it tries again until it can`)
        failing = true
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const done = work()
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}
