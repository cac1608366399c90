/**
 * The API's answers as this page reads them: types of its own document, by the names that the page has for them, and
 * the lists of words that a page needs while it runs. `test/contract/api-web-types.test.ts` holds those to the API.
 */
import type { QueryOf, Schemas } from '../../../../contracts/api/client.ts'
import type { operations } from '../../../../contracts/api/schema.ts'

export type Ticket = Schemas['Ticket']
export type TicketDetail = Schemas['TicketDetail']
export type TicketEvent = Schemas['TicketEvent']
/** How many tickets of each priority there are. */
export type TicketCounts = Schemas['TicketCounts']
export type TransitionRequest = Schemas['TransitionRequest']
/** Gives a ticket to somebody, or with null into the team's queue. */
export type AssignmentRequest = Schemas['AssignmentRequest']
export type NewComment = Schemas['NewComment']
export type Finding = Schemas['Finding']
/** Who has signed in. */
export type Me = Schemas['Me']
export type Account = Schemas['Account']
export type ListedAccount = Schemas['ListedAccount']
export type AccountChange = Schemas['AccountChange']
export type NewAccount = Schemas['NewAccount']
export type Grant = Me['grants'][number]
export type AccessRole = Grant['role']
export type AccessToken = Schemas['AccessToken']
export type NewAccessToken = Schemas['NewAccessToken']
export type MadeAccessToken = Schemas['MadeAccessToken']
export type Scope = AccessToken['scopes'][number]
export type Site = Schemas['Site']
export type Technician = Schemas['Technician']
export type FailureCode = Schemas['FailureCode']
/** A link to a calendar. */
export type CalendarFeed = Schemas['CalendarFeed']
export type MadeCalendarFeed = Schemas['MadeCalendarFeed']
/** Something that one was told. */
export type InboxEntry = Schemas['InboxEntry']
export type NotificationPreferences = Schemas['NotificationPreferences']
export type PreferenceRule = NotificationPreferences['rules'][number]
export type NewNotificationPreferences = Schemas['NewNotificationPreferences']
export type PersonalChannel = PreferenceRule['channel']
export type Severity = Finding['severity']
export type AuditStatus = Schemas['AuditStatus']
export type Signature = Schemas['Signature']
export type NewSignature = Schemas['NewSignature']
export type Meaning = Signature['meaning']
export type NewTechnicianFeed = Schemas['NewTechnicianFeed']
/** A device that speaks and is not registered. */
export type Stranger = Schemas['Stranger']
/** RFC 9457, as the API sends it; of a proxy in between there may be less. */
export type Problem = Pick<Schemas['Problem'], 'title' | 'status'> & Partial<Schemas['Problem']>

export type Priority = Ticket['priority']
export type Category = Ticket['category']
export type Criticality = Ticket['criticality']
export type Outcome = NonNullable<Ticket['outcome']>
export type RejectionCode = NonNullable<Ticket['rejectionCode']>
export type Transition = TicketDetail['transitions'][number]
/** A response or resolution target against the working time used; as of when the ticket was loaded. */
export type SlaClock = NonNullable<TicketDetail['clocks']['response']>

type Answer<Id extends keyof operations, Status extends 200 | 201 = 200> =
  operations[Id]['responses'] extends Record<Status, { content: { 'application/json': infer Body } }>
    ? Body
    : never

/** A dead letter as the API shows it: the payload is text. */
export type DeadLetter = Answer<'listDeadLetters'>['items'][number]
export type DeadLetterReason = DeadLetter['reason']
/** Which dead letters: those that fit everything given. */
export type DeadLetterFilter = NonNullable<
  operations['replayDeadLetters']['requestBody']
>['content']['application/json']
/** What a person decides about a stranger. */
export type Approval = NonNullable<
  operations['approveStranger']['requestBody']
>['content']['application/json']
export type Approved = Answer<'approveStranger', 201>
export type SignInOptions = Answer<'getSignInOptions'>
export type SeriesPoint = Answer<'getSeries'>['items'][number]

/** The filters of the list of tickets as they go to the API. */
export type TicketFilters = {
  [Name in 'open' | 'state' | 'priority' | 'site' | 'sort']?: QueryOf<'/api/v1/tickets'>[Name] | undefined
}

export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

export const ROLES = [
  'administrator',
  'planner',
  'technician',
  'requester',
  'viewer',
] as const satisfies AccessRole[]

export const SCOPES = [
  'read',
  'tickets:write',
  'registry:write',
  'settings:write',
  'intake',
  'admin',
] as const satisfies Scope[]

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const satisfies Priority[]

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

export const OUTCOMES = [
  'found_as_predicted',
  'found_other',
  'false_alarm',
  'no_access',
] as const satisfies Outcome[]

export const REJECTION_CODES = [
  'false_alarm',
  'known_condition',
  'duplicate',
  'not_worth_it',
  'other',
] as const satisfies RejectionCode[]

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
