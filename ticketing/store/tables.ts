import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { DeviceStatus } from '../../contracts/device-ledger.ts'
import type { Evidence, Finding } from '../../contracts/finding.ts'
import type { Format, JsonMapping } from '../../contracts/format.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import type { Criticality, FailureModeSigns, Metric, MetricSource } from '../../contracts/registry.ts'
import type { Calendar } from '../domain/calendar.ts'
import type { TicketFields } from '../domain/custom-fields.ts'
import type { JudgedCandidate } from '../domain/dispatch.ts'
import type { Location } from '../domain/distance.ts'
import type { EpisodeEnd } from '../domain/episode.ts'
import type { FindingVerdictKind } from '../domain/finding-list.ts'
import type { Subject } from '../domain/ledger.ts'
import type { MaintenanceWindow } from '../domain/maintenance-window.ts'
import type { Availability, FailureCode, Site, Team } from '../domain/registry.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import type { ClockName, SlaPolicy } from '../domain/sla.ts'
import type { Technician } from '../domain/technician.ts'
import type { ChecklistItem, Ticket, TicketKind } from '../domain/ticket.ts'
import type { TicketPolicy } from '../domain/ticket-policy.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { AccessTables } from './access-tables.ts'
import type { AuditTables } from './audit-tables.ts'
import type { FeedTables } from './feed-tables.ts'
import type { IntakeTables } from './intake-tables.ts'
import type { LifeTables } from './life-tables.ts'
import type { NotificationTables } from './notification-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { VerifyTables } from './verify-tables.ts'

/** A bigint column: `database.ts` reads it as a number; ours stay below 2^53. */
type Identity = ColumnType<number, never, never>

/** A jsonb column: written as text, with a default. */
type JsonWithDefault<T> = ColumnType<T, string | undefined, string>

interface FindingRow
  extends Omit<Finding, 'evidence' | 'faultKind' | 'predictedCrossingAtMs' | 'translations' | 'shadow'> {
  faultKind: NonNullable<Finding['faultKind']> | null
  predictedCrossingAtMs: number | null
  receivedOrder: Identity
  evidence: JSONColumnType<Evidence>
  translations: JSONColumnType<NonNullable<Finding['translations']>> | null
  shadow: boolean | null
  attempts: Generated<number>
  verdict: Generated<FindingVerdictKind | null>
  verdictReason: Generated<string | null>
  ticketNumber: Generated<number | null>
}

type TicketOwn = Omit<
  Ticket,
  | 'number'
  | 'assetName'
  | 'criticality'
  | 'version'
  | 'findingCount'
  | 'cleared'
  | 'reworkCount'
  | 'fields'
  | 'checklist'
  | 'requiredSkills'
>

interface TicketRow extends TicketOwn {
  number: Identity
  episode: number | null
  workflow: number
  version: Generated<number>
  firstFinding: string | null
  lastFinding: string | null
  findingCount: Generated<number>
  cleared: Generated<boolean>
  reworkCount: Generated<number>
  fields: JsonWithDefault<Record<string, unknown>>
  checklist: JsonWithDefault<ChecklistItem[]>
  requiredSkills: JsonWithDefault<string[]>
}

export interface Tables
  extends PeopleTables,
    VerifyTables,
    LifeTables,
    AccessTables,
    AuditTables,
    FeedTables,
    IntakeTables,
    NotificationTables {
  /** The driver writes a plain object as JSON. */
  sites: Omit<Site, 'location'> & {
    location: ColumnType<Location | null, Location | null | undefined, Location | null>
  }
  classes: {
    id: string
    name: string
    metrics: JSONColumnType<Metric[]>
    acceptsAnyMetric: boolean
    silentAfterS: number | null
    ticketFields: JSONColumnType<TicketFields> | null
    verifyMinutes: number | null
    confirmHours: number | null
    failureModes: JSONColumnType<FailureModeSigns[]> | null
  }
  assets: {
    id: string
    site: string
    class: string
    criticality: Criticality
    name: string
    parent: string | null
    availability: Generated<Availability>
  }
  devices: {
    id: string
    asset: string
    secretHash: Buffer
    address: string | null
    gateway: string | null
    metrics: JSONColumnType<MetricSource[]>
    silentAfterS: number | null
  }
  /** Kept by a trigger on `devices`. */
  deviceNames: { name: string; device: string }
  deviceStates: {
    device: string
    status: DeviceStatus | null
    statusSinceMs: number | null
    attributes: JSONColumnType<Record<string, string>>
    lastSeenMs: number | null
    lastObservedMs: number | null
    clockAheadMs: number | null
    silentSinceMs: number | null
  }
  strangers: {
    name: string
    /** registered: its dead letters are yet to be replayed. */
    state: Generated<'waiting' | 'ignored' | 'registered'>
    site: string | null
    publisher: string
    topic: string
    sample: Buffer
    metrics: JSONColumnType<string[]>
    firstSeenMs: number
    lastSeenMs: number
    messages: number
    secretHash: Buffer | null
  }
  formats: {
    id: string
    position: number
    topic: string
    codec: Format['codec']
    mapping: JSONColumnType<JsonMapping> | null
  }
  teams: Team
  technicians: Omit<Technician, 'roles' | 'skills' | 'absences'> & {
    roles: JSONColumnType<Technician['roles']>
    skills: JSONColumnType<Technician['skills']>
    absences: JSONColumnType<Technician['absences']>
  }
  routing: {
    version: Identity
    tree: JSONColumnType<RouteTree>
    createdAtMs: number
    key: ColumnType<string, never, never>
  }
  dispatchDecisions: {
    id: Identity
    ticket: number
    atMs: number
    routeVersion: number | null
    team: string | null
    assignee: string | null
    reason: string
    candidates: JSONColumnType<JudgedCandidate[]>
    manual: boolean
    actor: string
  }
  failureCodes: FailureCode
  findings: FindingRow
  interventions: Omit<Intervention, 'faultKey'> & { id: Identity; faultKey: string | null }
  ticketPolicies: {
    version: Identity
    policy: JSONColumnType<TicketPolicy>
    createdAtMs: number
    actor: string
  }
  maintenanceWindows: {
    id: Identity
    name: string
    asset: string | null
    site: string | null
    once: JSONColumnType<NonNullable<MaintenanceWindow['once']>> | null
    weekly: JSONColumnType<NonNullable<MaintenanceWindow['weekly']>> | null
  }
  /** One row; raised by triggers with every change of a policy or a window. */
  stageSettings: { version: number }
  settling: { asset: string; faultKey: string; finding: string; untilMs: number; wakeAtMs: number }
  rolledUpFaults: {
    ticket: number
    asset: string
    faultKey: string
    severity: Finding['severity']
    cleared: boolean
    findingCount: number
    lastFinding: string
    lastFindingAtMs: number
  }
  episodes: {
    id: Identity
    asset: string
    faultKey: string
    lastDeviationAtMs: number
    lastFindingAtMs: number
    ended: Generated<EpisodeEnd | null>
  }
  tickets: TicketRow
  workflows: {
    id: Identity
    kind: TicketKind
    version: number
    document: JSONColumnType<Workflow>
    createdAtMs: number
    actor: string
    key: ColumnType<string, never, never>
  }
  events: {
    id: Identity
    subject: Subject
    subjectId: string
    type: string
    atMs: number
    deviceAtMs: number | null
    actor: string
    reason: string | null
    before: JSONColumnType<Record<string, unknown>>
    after: JSONColumnType<Record<string, unknown>>
    data: JSONColumnType<Record<string, unknown>>
  }
  calendars: {
    id: string
    timeZone: string
    weekly: JSONColumnType<Calendar['weekly']>
    holidays: JSONColumnType<Calendar['holidays']>
    exceptions: JSONColumnType<Calendar['exceptions']>
    digest: ColumnType<string, never, never>
  }
  slaPolicies: {
    version: Identity
    policy: JSONColumnType<SlaPolicy>
    createdAtMs: number
    actor: string
    digest: ColumnType<string, never, never>
  }
  slaFirings: {
    ticket: number
    clock: ClockName
    threshold: string
    round: number
    crossedAtMs: number
    atMs: number
    lapsedAtMs: Generated<number | null>
  }
  slaWakes: { ticket: number; atMs: number }
  idempotencyKeys: {
    principal: string
    key: string
    request: string
    bodySha256: Buffer
    answer: Generated<Buffer | null>
    createdAtMs: number
  }
}
