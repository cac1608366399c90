/**
 * The API's answers as this page reads them. An area imports no other, so they are written here again;
 * `test/contract/api-web-types.test.ts` holds them to the API's own schemas.
 */
import type { DeadLetterReason } from '../../../../contracts/dead-letters.ts'
import type { Finding, Severity } from '../../../../contracts/finding.ts'
import type { Criticality } from '../../../../contracts/registry.ts'

export type { Finding } from '../../../../contracts/finding.ts'
export type { Criticality } from '../../../../contracts/registry.ts'
export type { SeriesPoint } from '../../../../contracts/telemetry-store.ts'

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]

export const OPEN_STATES = ['proposed', 'accepted', 'on_site', 'on_hold', 'resolved'] as const
export const CLOSED_STATES = ['closed', 'rejected', 'cancelled'] as const
export type TicketState = (typeof OPEN_STATES)[number] | (typeof CLOSED_STATES)[number]

/** A ticket as `GET /tickets` lists it. */
export interface Ticket {
  number: number
  kind: 'predictive'
  state: TicketState
  priority: Priority
  title: string
  site: string
  asset: string
  assetName: string
  criticality: Criticality
  faultKey: string
  metric: string
  unit: string
  device: string
  severity: Severity
  team: string | null
  /** Event time at which the deviation began. */
  observedAtMs: number
  /** Event time. */
  lastFindingAtMs: number
  findingCount: number
  /** The signal is back to normal. */
  cleared: boolean
  failureCode: string | null
  resolution: string | null
  createdAtMs: number
  updatedAtMs: number
  resolvedAtMs: number | null
  closedAtMs: number | null
}

/** How many tickets of each priority there are. */
export type TicketCounts = Record<Priority, number>

export interface Transition {
  to: TicketState
  requires: ('reason' | 'failureCode')[]
}

export interface TicketEvent {
  id: number
  type: 'created' | 'routed' | 'finding' | 'transition' | 'priority'
  atMs: number
  actor: string
  from: TicketState | null
  to: TicketState | null
  reason: string | null
  data: Record<string, unknown>
}

export interface TicketDetail extends Ticket {
  transitions: Transition[]
  firstFinding: Finding
  lastFinding: Finding
  events: TicketEvent[]
}

export interface TransitionRequest {
  to: TicketState
  reason?: string
  failureCode?: string
  resolution?: string
}

export interface Site {
  id: string
  name: string
  timeZone: string
}

export interface Team {
  id: string
  name: string
}

export interface FailureCode {
  code: string
  name: string
}

/** A dead letter as the API shows it: the payload is text. */
export interface DeadLetter {
  id: string
  topic: string
  publisher: string
  device: string | null
  payload: string
  payloadEncoding: string
  receivedAtMs: number
  reason: DeadLetterReason
  detail: string
  /** How many more like it were counted only. */
  skipped: number
}

export const DEAD_LETTER_REASONS = [
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
] as const satisfies DeadLetterReason[]

/** Which dead letters: those that fit everything given. */
export interface DeadLetterFilter {
  ids?: string[]
  reason?: DeadLetterReason
  device?: string
}

/** A device that speaks and is not registered. */
export interface Stranger {
  name: string
  ignored: boolean
  site: string | null
  publisher: string
  hasSecret: boolean
  topic: string
  sample: string
  sampleEncoding: 'utf8' | 'base64'
  metrics: string[]
  firstSeenMs: number
  lastSeenMs: number
  messages: number
}

/** What a person decides about a stranger. */
export interface Approval {
  asset: string
  id?: string
}

export interface Approved {
  id: string
  site: string
  asset: string
  secret?: string
  /** Null while they are still being counted. */
  replayed: number | null
}

export interface Asset {
  id: string
  name: string
}

export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** RFC 9457, as the API sends it. */
export interface Problem {
  title: string
  status: number
  detail?: string
  code?: string
  requestId?: string
  errors?: { pointer: string; detail: string }[]
}
