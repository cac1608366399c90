import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { DeviceStatus } from '../../contracts/device-ledger.ts'
import type { Evidence, Finding } from '../../contracts/finding.ts'
import type { Format, JsonMapping } from '../../contracts/format.ts'
import type { Criticality, Metric, MetricSource } from '../../contracts/registry.ts'
import type { EpisodeEnd } from '../domain/episode.ts'
import type { FailureCode, Site, Team } from '../domain/registry.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Ticket, TicketEventType } from '../domain/ticket.ts'
import type { TicketState } from '../domain/workflow.ts'
import type { Verdict } from '../stages/stage.ts'

/** A bigint column: `database.ts` reads it as a number; ours stay below 2^53. */
type Identity = ColumnType<number, never, never>

interface FindingRow extends Omit<Finding, 'evidence'> {
  receivedOrder: Identity
  evidence: JSONColumnType<Evidence>
  attempts: Generated<number>
  verdict: Generated<Verdict['kind'] | 'failed' | null>
  verdictReason: Generated<string | null>
  ticketNumber: Generated<number | null>
}

interface TicketRow
  extends Omit<Ticket, 'number' | 'assetName' | 'criticality' | 'findingCount' | 'cleared'> {
  number: Identity
  episode: number
  firstFinding: string
  lastFinding: string
  findingCount: Generated<number>
  cleared: Generated<boolean>
}

export interface Tables {
  sites: Site
  classes: {
    id: string
    name: string
    metrics: JSONColumnType<Metric[]>
    acceptsAnyMetric: boolean
    silentAfterS: number | null
  }
  assets: {
    id: string
    site: string
    class: string
    criticality: Criticality
    name: string
    parent: string | null
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
  routing: { version: Identity; tree: JSONColumnType<RouteTree>; createdAtMs: number }
  failureCodes: FailureCode
  findings: FindingRow
  episodes: {
    id: Identity
    asset: string
    faultKey: string
    lastDeviationAtMs: number
    lastFindingAtMs: number
    ended: Generated<EpisodeEnd | null>
  }
  tickets: TicketRow
  ticketEvents: {
    id: Identity
    ticketNumber: number
    type: TicketEventType
    atMs: number
    actor: string
    fromState: TicketState | null
    toState: TicketState | null
    reason: string | null
    data: JSONColumnType<Record<string, unknown>>
  }
}
