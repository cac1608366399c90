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

/** What a state of a workflow means. */
export type Category =
  | 'review'
  | 'planned'
  | 'assigned'
  | 'active'
  | 'paused'
  | 'resolved'
  | 'verifying'
  | 'closed'
  | 'rejected'
  | 'cancelled'

/** The states of the workflow as shipped, for the filter; a plant can have others. */
export const OPEN_STATES = [
  'proposed',
  'planned',
  'assigned',
  'accepted',
  'on_site',
  'on_hold',
  'resolved',
  'verifying',
  'reopened',
] as const
export const CLOSED_STATES = ['closed', 'rejected', 'cancelled'] as const

export const OUTCOMES = ['found_as_predicted', 'found_other', 'false_alarm', 'no_access'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const REJECTION_CODES = [
  'false_alarm',
  'known_condition',
  'duplicate',
  'not_worth_it',
  'other',
] as const
export type RejectionCode = (typeof REJECTION_CODES)[number]

/** A ticket as `GET /tickets` lists it. */
export interface Ticket {
  number: number
  kind: 'predictive' | 'preventive' | 'corrective' | 'inspection' | 'instrumentation'
  source: 'finding' | 'planner' | 'operator' | 'api'
  state: string
  category: Category
  priority: Priority
  title: string
  description: string | null
  site: string
  asset: string
  faultKey: string | null
  metric: string | null
  unit: string | null
  device: string | null
  severity: Severity
  team: string | null
  assignee: string | null
  assignment: 'rule' | 'person' | null
  /** Event time at which the deviation began. */
  observedAtMs: number | null
  /** The signal is back to normal. */
  cleared: boolean
  failureCode: string | null
  outcome: Outcome | null
  rejectionCode: RejectionCode | null
  resolution: string | null
  fields: Record<string, unknown>
  checklist: { text: string; done: boolean }[]
  requiredSkills: string[]
  repairMinutes: number | null
  partLeadMinutes: number | null
  predictedCrossingAtMs: number | null
  parent: number | null
  mergedInto: number | null
  snoozedUntilMs: number | null
  reworkCount: number
  resolvedAtMs: number | null
  closedAtMs: number | null
  assetName: string
  criticality: Criticality
  version: number
  /** Event time. */
  lastFindingAtMs: number | null
  findingCount: number
  respondByMs: number | null
  resolveByMs: number | null
  dueAtMs: number | null
  createdAtMs: number
  updatedAtMs: number
}

/** How many tickets of each priority there are. */
export type TicketCounts = Record<Priority, number>

export interface Transition {
  to: string
  category: Category
  requires: ('reason' | 'rejectionCode' | 'failureCode' | 'outcome' | 'resolution' | 'assignee')[]
  /** Why it cannot be made now; empty when it can. */
  blockedBy: string[]
}

export interface TicketEvent {
  id: number
  type:
    | 'created'
    | 'routed'
    | 'assigned'
    | 'finding'
    | 'transition'
    | 'priority'
    | 'changed'
    | 'approval'
    | 'sla_warning'
    | 'sla_breach'
    | 'sla_escalation'
    | 'merged'
    | 'split'
    | 'snoozed'
    | 'woken'
    | 'comment'
    | 'attachment'
    | 'attachment_removed'
    | 'watched'
    | 'unwatched'
    | 'request_link'
    | 'request_link_revoked'
    | 'verification'
    | 'rating'
    | 'migrated'
  atMs: number
  deviceAtMs: number | null
  actor: string
  from: string | null
  to: string | null
  reason: string | null
  before: Record<string, unknown>
  after: Record<string, unknown>
  data: Record<string, unknown>
}

/** A response or resolution target against the working time used; as of when the ticket was loaded. */
export interface SlaClock {
  state: 'running' | 'paused' | 'met' | 'breached' | 'missed' | 'void'
  policyVersion: number
  calendar: string
  targetMs: number
  startedAtMs: number
  dueAtMs: number | null
  metAtMs: number | null
  elapsedMs: number
  pausedMs: number
  remainingMs: number
}

interface DueDate {
  dueAtMs: number | null
  boundBy: 'target' | 'prediction' | null
  terms: {
    targetAtMs: number | null
    predictedCrossingAtMs: number | null
    repairMinutes: number
    partLeadMinutes: number
    latestStartAtMs: number | null
  }
  explanation: string
}

export interface TicketDetail extends Ticket {
  transitions: Transition[]
  clocks: { response: SlaClock | null; resolution: SlaClock | null }
  due: DueDate
  /** Why its team and assignee have it. */
  decision: string | null
  firstFinding: Finding | null
  lastFinding: Finding | null
  events: TicketEvent[]
}

export interface TransitionRequest {
  to: string
  reason?: string
  rejectionCode?: RejectionCode
  failureCode?: string
  outcome?: Outcome
  resolution?: string
  deviceTimeMs?: number
}

/** Gives a ticket to somebody, or with null into the team's queue. */
export interface AssignmentRequest {
  assignee: string | null
  reason: string
}

export interface Comment {
  id: number
  body: string
  visibility: 'internal' | 'public'
  author: string
  createdAtMs: number
}

export interface NewComment {
  body: string
  visibility: Comment['visibility']
}

export interface Site {
  id: string
  name: string
  timeZone: string
  location: { latitude: number; longitude: number } | null
}

export interface Team {
  id: string
  name: string
  lead: string | null
  manager: string | null
}

/** As much of a technician as a ticket needs. */
export interface Technician {
  id: string
  name: string
  team: string | null
  active: boolean
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
