import type { Finding } from '../../../contracts/finding.ts'
import type { EpisodeTicket } from '../../domain/episode.ts'
import type { Priority } from '../../domain/priority.ts'
import type { StormScope } from '../../domain/storm.ts'

/** A ticket as a timeline keeps it. */
export interface MemoryTicket extends EpisodeTicket {
  kind: 'predictive' | 'instrumentation'
  asset: string
  faultKey: string
  device: string
  metric: string
  state: string
  /** Somebody is on site. */
  working: boolean
  findings: number
  reworkCount: number
  /** Of a roll-up ticket. */
  storm?: StormScope
}

export function ticketOf(
  { asset, faultKey, device, metric, severity, faultKind }: Finding,
  given: { number: number; priority: Priority; createdAtMs: number },
): MemoryTicket {
  return {
    kind: faultKind === 'sensor' ? 'instrumentation' : 'predictive',
    asset,
    faultKey,
    device,
    metric,
    severity,
    source: 'finding',
    state: 'proposed',
    category: 'review',
    working: false,
    findings: 1,
    cleared: false,
    reworkCount: 0,
    outcome: null,
    resolvedAtMs: null,
    closedAtMs: null,
    ...given,
  }
}
