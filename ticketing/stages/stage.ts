import type { Finding } from '../../contracts/finding.ts'
import type { Criticality } from '../../contracts/registry.ts'
import type { Category } from '../domain/category.ts'
import type { Episode, EpisodeEnd } from '../domain/episode.ts'
import type { InForce } from '../domain/maintenance-window.ts'
import type { Priority } from '../domain/priority.ts'
import type { PriorityMatrix } from '../domain/priority-matrix.ts'
import type { Availability } from '../domain/registry.ts'
import type { StormScope } from '../domain/storm.ts'
import type { TicketPolicy } from '../domain/ticket-policy.ts'

/** What the stages may know of the finding's asset. */
export interface AssetFacts {
  id: string
  name: string
  site: string
  class: string
  criticality: Criticality
  availability: Availability
  /** What is above it, nearest first. */
  ancestors: readonly { id: string; name: string; availability: Availability }[]
}

/** A roll-up ticket. */
export interface Storm {
  ticket: number
  scope: StormScope
  category: Category
  priority: Priority
  severity: Finding['severity']
}

/** The newest roll-up ticket that has the finding's fault among its faults. */
export interface RolledUp extends Storm {
  /** Event time of the fault's newest finding in it. */
  lastFindingAtMs: number
}

/** One finding with everything a stage may know about it. */
export interface Case {
  finding: Finding
  policy: TicketPolicy
  /** The shipped one when not given. */
  matrix?: PriorityMatrix
  /** Undefined when the asset is not registered (any more). */
  asset: AssetFacts | undefined
  /** The newest episode of (asset, fault key), open or ended; undefined when there never was one. */
  latest: Episode | undefined
  /** Findings of the fault that say "deviates" within the time its settle rule says, up to this one. */
  occurrences: number
  /** It is judged again because its deviation has lasted as long as its settle rule wants. */
  held: boolean
  /** An open ticket that says that this device cannot be trusted with this metric. */
  sensorFault: { ticket: number } | undefined
  /** A ticket of another fault on this asset, on which somebody works now. */
  job: { ticket: number } | undefined
  /** The maintenance window over the asset at the finding's event time. */
  window: InForce | undefined
  /** New tickets around the finding's event time. */
  spent: { assetDay: number; siteDay: number; siteHour: number }
  /** Open roll-up tickets of the asset and of its site. */
  storms: Partial<Record<StormScope, Storm>>
  rolledUp: RolledUp | undefined
  /** A former episode that ends with this finding; a stage says so. */
  ends?: Ends
}

/** A case whose asset is registered: the first stage takes the others. */
export type Known = Case & { asset: AssetFacts }

interface Reasoned {
  /** One sentence, stored with the finding: why this and not something else. */
  reason: string
}

/** How an appended finding changes its ticket. */
export interface TicketChange {
  /** Older than the newest finding: counted, but changes nothing else. */
  late: boolean
  /** The signal is back to normal, or not any more; undefined: as before. */
  cleared?: boolean
  /** Worse than the ticket said so far; the title names the value of now. */
  worse?: { severity: Finding['severity']; priority: Priority; title: string }
}

/** A former episode that has to end before this one begins. */
export interface Ends {
  episode: number
  as: EpisodeEnd
  /** Its ticket, where nobody had looked at it yet and this one takes its place. */
  lapses?: number
}

/** A finding that goes to a roll-up ticket: the one that is open, or a new one where `ticket` is absent. */
export interface RollUp {
  kind: 'rolled_up'
  scope: StormScope
  ticket?: number
  /** Older than the fault's newest finding in it: counted, but changes nothing else. */
  late: boolean
  /** What the ticket must be at least. */
  priority: Priority
  severity: Finding['severity']
  /** It was resolved, and is not. */
  reopens: boolean
  ends?: Ends
}

/** What becomes of a finding. `failed` is given by the intake, to a finding that breaks it. */
export type Verdict =
  | (Reasoned & { kind: 'created'; ends?: Ends; priority: Priority; title: string })
  | (Reasoned & { kind: 'reopened'; episode: number; ticket: number; change: TicketChange })
  | (Reasoned & { kind: 'appended'; episode: number; ticket: number; change: TicketChange })
  | (Reasoned & RollUp)
  /** `episode` and `change` are absent where the ticket is over and stays as it is. */
  | (Reasoned & { kind: 'muted'; ticket: number; episode?: number; change?: TicketChange })
  | (Reasoned & { kind: 'inhibited' | 'in_maintenance' | 'noted'; ticket?: number })
  /** To be judged again when event time has reached `untilMs` and the deviation has lasted. */
  | (Reasoned & { kind: 'settling'; untilMs?: number })

/** Looks at a case and either gives the verdict or hands the case on, as it is or changed. */
export type Stage = (judged: Known) => Known | Verdict

export const isVerdict = (result: Case | Verdict): result is Verdict => 'kind' in result

/** Whether the finding says that something is wrong, and not that all is well again. */
export const deviates = ({ finding }: Pick<Case, 'finding'>): boolean => finding.phase !== 'cleared'

/** The ticket of the fault's open episode, to be named with a finding that does not reach it. */
export const openTicket = ({ latest }: Pick<Case, 'latest'>): { ticket?: number } =>
  latest && !latest.ended ? { ticket: latest.ticket.number } : {}
