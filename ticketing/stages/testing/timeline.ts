import type { Finding } from '../../../contracts/finding.ts'
import { type Category, episodeEnding, isOpen } from '../../domain/category.ts'
import type { Episode } from '../../domain/episode.ts'
import type { Priority } from '../../domain/priority.ts'
import type { TicketChange, Verdict } from '../stage.ts'
import { judge } from '../stages.ts'

export const HOUR_MS = 3_600_000

/** What the store keeps, in memory: a timeline reads like prose and needs no database. */
interface Ticket {
  number: number
  category: Category
  priority: Priority
  severity: Finding['severity']
  findings: number
  cleared: boolean
}

/** One fault of one asset of criticality A, told hour by hour in event time. */
export function timeline() {
  const episodes: Episode[] = []
  const tickets: Ticket[] = []
  const verdicts: Verdict[] = []

  function judgeNow(finding: Finding): Verdict {
    const asset = { name: 'Pump 7', criticality: 'A' as const }
    const verdict = judge({ finding, asset, latest: latest() })
    verdicts.push(verdict)
    if (verdict.kind === 'created') create(finding, verdict)
    if (verdict.kind === 'appended' || verdict.kind === 'muted') extend(finding, verdict.change)
    return verdict
  }

  function latest(): Episode | undefined {
    const episode = episodes.at(-1)
    const ticket = tickets.at(-1)
    return episode && ticket && { ...episode, ticket }
  }

  function create(finding: Finding, verdict: Extract<Verdict, { kind: 'created' }>): void {
    const { priority, endsQuietEpisode, lapses } = verdict
    const former = episodes.at(-1)
    if (former && former.id === endsQuietEpisode) former.ended = 'quiet'
    const lapsed = tickets.find(({ number }) => number === lapses)
    if (lapsed) lapsed.category = 'cancelled'
    if (former && !former.ended) throw new Error('two episodes of one fault are open')
    const number = tickets.length + 1
    const { severity, observedAtMs } = finding
    const ticket: Ticket = { number, category: 'review', priority, severity, findings: 1, cleared: false }
    tickets.push(ticket)
    const times = { lastDeviationAtMs: observedAtMs, lastFindingAtMs: observedAtMs }
    episodes.push({ id: number, ended: undefined, ...times, ticket })
  }

  function extend(finding: Finding, change: TicketChange): void {
    const episode = episodes.at(-1)
    const ticket = tickets.at(-1)
    if (!episode || !ticket) throw new Error('there is nothing to extend')
    episode.lastFindingAtMs = Math.max(episode.lastFindingAtMs, finding.observedAtMs)
    if (finding.phase !== 'cleared') {
      episode.lastDeviationAtMs = Math.max(episode.lastDeviationAtMs, finding.observedAtMs)
    }
    ticket.findings++
    ticket.cleared = change.cleared ?? ticket.cleared
    Object.assign(ticket, change.worse)
  }

  return {
    tickets,
    verdicts,
    at: (hour: number) => ({
      finding: (phase: Finding['phase'], severity: Finding['severity'] = 'major') =>
        judgeNow(findingAt(hour, phase, severity)),
    }),
    /** A person moves the newest ticket. */
    ticketBecomes(category: Category): void {
      const ticket = tickets.at(-1)
      const episode = episodes.at(-1)
      if (!ticket || !episode) throw new Error('there is no ticket')
      ticket.category = category
      if (episodeEnding(category)) episode.ended ??= category
    },
    openTickets: () => tickets.filter(({ category }) => isOpen(category)).length,
  }
}

export function findingAt(hour: number, phase: Finding['phase'], severity: Finding['severity']): Finding {
  const observedAtMs = hour * HOUR_MS
  return {
    id: `pump-7:temperature:${hour}:${phase}`,
    detector: 'band@1',
    site: 'plant-1',
    asset: 'pump-7',
    device: 'sensor-7',
    metric: 'temperature',
    unit: '°C',
    faultKey: 'temperature',
    phase,
    severity,
    sinceMs: observedAtMs,
    observedAtMs,
    receivedAtMs: observedAtMs,
    explanation: 'Too hot.',
    evidence: { value: 92, expected: { low: 61, high: 74 }, series: [] },
  }
}
