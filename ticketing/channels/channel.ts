import type { Severity } from '../../contracts/finding.ts'
import type { ChannelName, SendOutcome } from '../domain/delivery.ts'
import type { OutgoingAnswer } from './outgoing.ts'

/** What is to be said, as every channel gets it. */
export interface Message {
  /** The same for every try, and in every copy: who has it already knows it by this. */
  eventId: string
  type: string
  title: string
  body: string
  ticket: number | null
  severity: Severity | null
  site: string | null
  asset: string | null
  team: string | null
  createdAtMs: number
  /** What else is known of it, by type; nothing secret. */
  data: Record<string, unknown>
  /** Where people look at it; undefined where nobody has said what our address is. */
  link?: string | undefined
  /** Where we are, for programs: an origin, or `forewarn` where nobody has said. */
  source: string
}

/** Where it goes, opened for the moment of sending. */
export interface Address {
  url: string
  /** The newest first; more than one while a new one is being brought in. */
  secrets: readonly string[]
}

/** A request to a chat or a program. */
interface ChannelRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/**
 * How a kind of receiver wants to be told, and what its answers mean. Pure: it makes the request and judges the answer,
 * and somebody else sends it.
 */
export interface HttpChannel {
  name: ChannelName
  request(message: Message, address: Address, nowMs: number): ChannelRequest
  judge(answer: OutgoingAnswer): SendOutcome
}

export const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' }
