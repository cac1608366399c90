import type { IntakeSettings } from './intake.ts'
import type { NewTicketRequest } from './ticket-work.ts'

/** What came in by an intake, as it was kept. */
export interface Letter {
  /** Of the arrival. */
  id: number
  mediaType: string
  /** In small letters; only those that say something of the body. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  receivedAtMs: number
}

/** What another system says of one fault, or asks for. */
export interface Signal {
  /** Where it stands in what came: a JSON pointer, or a line. */
  at: string
  /** Signals of one key are one open ticket. */
  key: string
  /** Which of several that are one ticket; empty where there is one only. */
  member: string
  /** What the sender ends as a whole, however many of it came. */
  group?: string | undefined
  state: 'firing' | 'resolved'
  startedAtMs: number | null
  /** Of what it is made where it is a new ticket. */
  work: NewTicketRequest & { asset: string; title: string; severity: 'minor' | 'major' | 'critical' }
}

/** What cannot become a ticket, and what would be right. */
export interface Misread {
  at: string
  detail: string
}

/** What is in a letter. */
export interface Reading {
  signals: readonly Signal[]
  misread: readonly Misread[]
  /** One sentence each, for whoever looks at the arrival. */
  notes: readonly string[]
  /** The sender left something out, so that what is not said of a group may still be true. */
  partial?: boolean
  /** All of this group is over, also what came with earlier letters. */
  resolvedGroup?: string | undefined
}

/** A message of a person, or of a program that answers for one. */
export interface Mail {
  /** Without its brackets; null where the sender gave none. */
  messageId: string | null
  /** What it answers, the newest first. */
  references: readonly string[]
  from: { address: string; name: string }
  /** Addresses that it went to, in small letters. */
  to: readonly string[]
  subject: string
  /** What was written, without what is quoted. */
  text: string
  /** Why it is no person's; undefined: it is. */
  automatic: string | undefined
  files: readonly { name: string; content: Uint8Array }[]
}

export type Decoded = { reading: Reading } | { mail: Mail } | { ignored: string }

/** One way in: what it takes and how that is read. Throws `invalid` for what is not even of its form. */
export interface Decoder {
  /** Whether a body of this type, with these headers, may be of this kind. */
  takes(mediaType: string, headers: Readonly<Record<string, unknown>>): boolean
  /** For the answer to everything else. */
  wanted: string
  decode(letter: Letter, intake: IntakeSettings): Decoded | Promise<Decoded>
}

/** How many tickets one letter may be about. */
export const MAX_ITEMS = 1_000
