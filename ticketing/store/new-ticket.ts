import type { Severity } from '../../contracts/finding.ts'
import type { Priority } from '../domain/priority.ts'
import type { TicketKind, TicketSource } from '../domain/ticket.ts'
import type { TicketChange } from './change-ticket.ts'
import type { Ground } from './ground.ts'

/** What a ticket is made of; what is not given is empty. */
export interface NewTicket
  extends Omit<TicketChange, 'state' | 'category' | 'team' | 'assignee' | 'asset' | 'site'> {
  kind: TicketKind
  source: TicketSource
  title: string
  priority: Priority
  severity: Severity
  /** With the asset, at the site where it is now: a finding may name one that it has left. */
  ground: Ground
}
