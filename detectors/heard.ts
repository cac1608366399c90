import type { HeardState } from './engine-state.ts'

const MINUTE_MS = 60_000
/** The service itself writes a line into the log once a minute: with a longer gap, it did not listen. */
const LONGEST_GAP_MS = 3 * MINUTE_MS

/**
 * How far the log was heard, by the times at which messages were received: the only clock there is, so that a replay sees
 * the same minutes pass.
 */
export class Heard {
  isChanged = false
  #receivedAtMs = Number.MIN_SAFE_INTEGER
  #listeningSinceMs = Number.MIN_SAFE_INTEGER

  restore({ receivedAtMs, listeningSinceMs }: HeardState): void {
    this.#receivedAtMs = receivedAtMs
    this.#listeningSinceMs = listeningSinceMs
  }

  /**
   * When a new minute begins: until when everything was heard, which is the message before. After a gap it is not known
   * who would have spoken in it.
   */
  until(receivedAtMs: number): { nowMs: number; listeningSinceMs: number } | undefined {
    const nowMs = this.#receivedAtMs
    if (receivedAtMs <= nowMs) return undefined
    this.isChanged = true
    this.#receivedAtMs = receivedAtMs
    const past = { nowMs, listeningSinceMs: this.#listeningSinceMs }
    if (receivedAtMs - nowMs > LONGEST_GAP_MS) this.#listeningSinceMs = receivedAtMs
    const isNewMinute = Math.floor(receivedAtMs / MINUTE_MS) > Math.floor(nowMs / MINUTE_MS)
    return isNewMinute && nowMs !== Number.MIN_SAFE_INTEGER ? past : undefined
  }

  stored(): HeardState {
    return { receivedAtMs: this.#receivedAtMs, listeningSinceMs: this.#listeningSinceMs }
  }
}
