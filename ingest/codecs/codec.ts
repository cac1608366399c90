import type { DeadLetterReason } from '../../contracts/dead-letters.ts'
import type { Message } from '../../contracts/message-log.ts'

/** What a message says about one device at one time, before anyone asked the registry about it. */
export interface Reading {
  site: string
  device: string
  /** Event time; undefined when the message names none, then the receive time counts. */
  observedAtMs: number | undefined
  /** A fresh object of the reading's own, never empty; what is not a number becomes a dead letter. */
  values: Record<string, unknown>
  /** Which part of the message this is; undefined when the message is one reading. */
  index: number | undefined
}

/** A message, or the part `index` of it, that is no reading. */
export interface Problem {
  reason: DeadLetterReason
  /** One sentence: what, where in the part, and what would be right. */
  detail: string
  index: number | undefined
}

/**
 * Reads one format. Pure: no clock, no state, never throws, and every message gives at least one reading or problem.
 * Each codec is a folder with a README and an executable `sample.json`, listed in `index.ts`.
 */
export interface Codec {
  /** The folder's name. */
  name: string
  accepts(topic: string): boolean
  decode(message: Message): { readings: Reading[]; problems: Problem[] }
  /** The parts by index, each as a payload of its own that the codec takes again; one that cannot be cut out is absent. */
  excerpts(message: Message, indexes: ReadonlySet<number>): Map<number, Uint8Array>
}
