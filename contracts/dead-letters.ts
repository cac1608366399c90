import { type Static, Type } from 'typebox'

export const DeadLetterReason = Type.Enum(
  [
    'unsupported_topic',
    'malformed_payload',
    'unknown_device',
    'wrong_site',
    'foreign_device',
    'unknown_metric',
    'not_a_number',
    'bad_quality',
    'unit_mismatch',
    'unknown_alias',
    'bad_timestamp',
    'future_timestamp',
    'store_rejected',
  ],
  { description: 'Why the message, or the named part of it, did not become a sample.' },
)
export type DeadLetterReason = Static<typeof DeadLetterReason>

/** A message, or a part of one, that did not become a stored sample, kept with its reason. */
export interface DeadLetter {
  /** Deterministic (`<log offset>-<n>`), so that a replay writes the same letter again. */
  id: string
  topic: string
  publisher: string
  /** The id or address of the device that it is about, as far as the message says it. */
  device?: string | undefined
  payload: Uint8Array
  receivedAtMs: number
  reason: DeadLetterReason
  /** One sentence: what, where, and what would be right. */
  detail: string
  /** How many more letters like this came in the same hour and were counted only; see `Allowance` in ingest. */
  skipped?: number | undefined
}

/** Which letters: those that fit everything that is given. */
export interface DeadLetterFilter {
  ids?: readonly string[] | undefined
  reason?: DeadLetterReason | undefined
  device?: string | undefined
  publisher?: string | undefined
  /** By receive time. */
  fromMs?: number | undefined
  /** Exclusive. */
  toMs?: number | undefined
}

export interface DeadLetters {
  /** Idempotent by id, but for `skipped`, which is added up. */
  put(letters: readonly DeadLetter[]): Promise<void>
  /** Newest first; `before` is the cursor of the page before. */
  list(
    page: { limit: number; before?: string | undefined },
    filter?: DeadLetterFilter,
  ): Promise<{ items: DeadLetter[]; next?: string }>
  /**
   * Has the letters go through the log once more, as if they had just arrived, and leave the dead letters. Resolves with
   * how many that are; the pipeline does it soon after.
   */
  requestReplay(filter: DeadLetterFilter): Promise<number>
}
