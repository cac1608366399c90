import type { Severity } from '../../contracts/finding.ts'
import type { Criticality } from '../../contracts/registry.ts'
import type { Priority } from '../domain/priority.ts'
import type { TicketKind, TicketSource } from '../domain/ticket.ts'
import type { TicketChange } from './change-ticket.ts'

/** What a ticket is made of; what is not given is empty. */
export interface NewTicket
  extends Omit<TicketChange, 'state' | 'category' | 'team' | 'assignee' | 'asset' | 'site'> {
  kind: TicketKind
  source: TicketSource
  title: string
  priority: Priority
  severity: Severity
  /** As it is now: a finding may name a site that the asset has left. */
  asset: { id: string; site: string; class: string; criticality: Criticality }
}
