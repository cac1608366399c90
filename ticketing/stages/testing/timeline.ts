import type { Finding } from '../../../contracts/finding.ts'
import { type Category, isOpen } from '../../domain/category.ts'
import type { Episode } from '../../domain/episode.ts'
import { type MaintenanceWindow, windowOver } from '../../domain/maintenance-window.ts'
import type { Availability } from '../../domain/registry.ts'
import { DAY_MS, defaultPolicy, settlingOf, type TicketPolicy } from '../../domain/ticket-policy.ts'
import type { AssetFacts, Case, RolledUp, Storm, Verdict } from '../stage.ts'
import { judge } from '../stages.ts'
import { type MemoryTicket, ticketOf } from './memory-ticket.ts'

export const HOUR_MS = 3_600_000

interface MemoryEpisode extends Omit<Episode, 'ticket'> {
  asset: string
  faultKey: string
  ticket: MemoryTicket
}

/** What a timeline may set beside findings; hours are hours of event time, and of server time too. */
export interface TimelineOptions {
  policy?: Partial<TicketPolicy>
  windows?: MaintenanceWindow[]
  /** Each asset's parent, by id; `pump-7` alone by default. */
  assets?: Record<string, string | null>
  /** How far server time is ahead of event time: more than a day means that history is replayed. */
  aheadMs?: number
}

/** What the store keeps, in memory: a timeline reads like prose and needs no database. */
export function timeline({ policy, windows = [], assets, aheadMs = 0 }: TimelineOptions = {}) {
  const parents = assets ?? { 'pump-7': null }
  const settings = { ...defaultPolicy, ...policy }
  const availability = new Map<string, Availability>()
  const episodes: MemoryEpisode[] = []
  const tickets: MemoryTicket[] = []
  const verdicts: Verdict[] = []
  const seen: { finding: Finding; verdict: Verdict }[] = []
  const rolled = new Map<string, { ticket: MemoryTicket; lastFindingAtMs: number }>()

  function judgeNow(finding: Finding, held = false): Verdict {
    const verdict = judge(caseOf(finding, held))
    verdicts.push(verdict)
    seen.push({ finding, verdict })
    carryOut(finding, verdict)
    return verdict
  }

  function assetOf(id: string): AssetFacts | undefined {
    if (!(id in parents)) return undefined
    const known = (name: string) => ({ id: name, name, availability: availability.get(name) ?? 'in_service' })
    const ancestors = []
    for (let above = parents[id]; above; above = parents[above]) ancestors.push(known(above))
    return {
      ...known(id),
      name: id === 'pump-7' ? 'Pump 7' : id,
      site: 'plant-1',
      class: 'pump',
      criticality: 'A',
      ancestors,
    }
  }

  function caseOf(finding: Finding, held: boolean): Case {
    const { asset: id, severity, observedAtMs } = finding
    const asset = assetOf(id)
    const rule = settlingOf(settings, { class: 'pump', asset: id, severity })
    const line = { site: 'plant-1', assets: asset ? [id, ...asset.ancestors.map(above => above.id)] : [] }
    const began = (withinMs: number, of?: string) =>
      episodes.filter(
        ({ beganAtMs, asset: its }) =>
          Math.abs(beganAtMs - observedAtMs) < withinMs && (of ?? its) === its && its !== STORM,
      ).length
    const others = tickets.filter(({ asset: its, faultKey }) => its === id && faultKey !== finding.faultKey)
    return {
      finding,
      policy: settings,
      asset,
      latest: latestOf(finding),
      occurrences: 1 + seen.filter(before => countsFor(finding, before, rule.withinMs)).length,
      held,
      sensorFault: numbered(tickets.find(ticket => distrusts(ticket, finding))),
      job: numbered(others.find(({ working }) => working)),
      window: windowOver(windows, line, observedAtMs),
      spent: { assetDay: began(DAY_MS, id), siteDay: began(DAY_MS), siteHour: began(HOUR_MS) },
      storms: stormsOf(id),
      rolledUp: rolledUpOf(finding),
    }
  }

  function latestOf({ asset, faultKey }: Finding): MemoryEpisode | undefined {
    return episodes.findLast(episode => episode.asset === asset && episode.faultKey === faultKey)
  }

  function stormsOf(asset: string): Case['storms'] {
    const open = (of: string) =>
      tickets.find(({ storm, category, asset: its }) => storm && its === of && isOpen(category))
    const [ofAsset, ofSite] = [open(asset), open(SITE)]
    return { ...(ofAsset && { asset: stormOf(ofAsset) }), ...(ofSite && { site: stormOf(ofSite) }) }
  }

  function rolledUpOf(finding: Finding): RolledUp | undefined {
    const fault = rolled.get(faultOf(finding))
    return fault && { ...stormOf(fault.ticket), lastFindingAtMs: fault.lastFindingAtMs }
  }

  function carryOut(finding: Finding, verdict: Verdict): void {
    if (verdict.kind === 'created') create(finding, verdict)
    if (verdict.kind === 'rolled_up') rollUp(finding, verdict)
    if (!('change' in verdict) || verdict.change === undefined) return
    const episode = episodes.find(({ id }) => id === verdict.episode)
    if (!episode) throw new Error('there is nothing to extend')
    episode.lastFindingAtMs = Math.max(episode.lastFindingAtMs, finding.observedAtMs)
    if (finding.phase !== 'cleared') {
      episode.lastDeviationAtMs = Math.max(episode.lastDeviationAtMs, finding.observedAtMs)
    }
    const { ticket } = episode
    ticket.findings++
    ticket.cleared = verdict.change.cleared ?? ticket.cleared
    Object.assign(ticket, verdict.change.worse)
    if (verdict.kind === 'reopened') reopen(episode)
  }

  function reopen(episode: MemoryEpisode): void {
    episode.ended = undefined
    requireOneOpen()
    const again = {
      state: 'reopened',
      category: 'active',
      resolvedAtMs: null,
      closedAtMs: null,
      outcome: null,
    }
    Object.assign(episode.ticket, again)
    episode.ticket.reworkCount++
  }

  function create(finding: Finding, { priority, ends }: Extract<Verdict, { kind: 'created' }>): void {
    if (ends) end(ends)
    const { asset, faultKey, observedAtMs } = finding
    const createdAtMs = observedAtMs + aheadMs
    const ticket = ticketOf(finding, { number: tickets.length + 1, priority, createdAtMs })
    tickets.push(ticket)
    const times = {
      beganAtMs: observedAtMs,
      lastDeviationAtMs: observedAtMs,
      lastFindingAtMs: observedAtMs,
    }
    episodes.push({ id: episodes.length + 1, asset, faultKey, ended: undefined, ...times, ticket })
    requireOneOpen()
  }

  function end({ episode: id, as, lapses }: NonNullable<Case['ends']>): void {
    const former = episodes.find(episode => episode.id === id)
    if (!former || former.ended) throw new Error('an episode that is not open cannot end')
    former.ended = as
    if (lapses !== undefined) Object.assign(former.ticket, { state: 'cancelled', category: 'cancelled' })
  }

  function rollUp(finding: Finding, verdict: Extract<Verdict, { kind: 'rolled_up' }>): void {
    if (verdict.ends) end(verdict.ends)
    let ticket = tickets.find(({ number }) => number === verdict.ticket)
    if (!ticket) {
      const made = { number: tickets.length + 1, priority: verdict.priority, createdAtMs: 0 }
      const asset = verdict.scope === 'site' ? SITE : finding.asset
      ticket = {
        ...ticketOf({ ...finding, asset, faultKey: STORM }, made),
        storm: verdict.scope,
        findings: 0,
      }
      tickets.push(ticket)
      requireOneOpen()
    }
    const { priority, severity, reopens } = verdict
    Object.assign(ticket, { priority, severity, ...(reopens && { state: 'reopened', category: 'active' }) })
    ticket.findings++
    const before = rolled.get(faultOf(finding))?.lastFindingAtMs ?? Number.NEGATIVE_INFINITY
    rolled.set(faultOf(finding), { ticket, lastFindingAtMs: Math.max(before, finding.observedAtMs) })
  }

  /** The partial unique indexes of the database. */
  function requireOneOpen(): void {
    const open = [
      ...episodes.filter(({ ended }) => !ended).map(({ asset, faultKey }) => `episode ${asset} ${faultKey}`),
      ...tickets
        .filter(({ category }) => isOpen(category))
        .map(({ asset, faultKey }) => `${asset} ${faultKey}`),
    ]
    if (new Set(open).size < open.length) throw new Error(`two of one fault are open: ${open.join(', ')}`)
  }

  return {
    tickets,
    verdicts,
    at: (hour: number) => ({
      finding: (
        phase: Finding['phase'],
        severity: Finding['severity'] = 'major',
        given: Partial<Finding> = {},
      ) => judgeNow({ ...findingAt(hour, phase, severity), ...given }),
      /** Judges again what waited for its deviation to last. */
      held: (finding: Finding) => judgeNow(finding, true),
      /** A person moves the newest ticket, or the one of this number, at this hour. */
      ticketBecomes: (state: string, more: Partial<MemoryTicket> = {}, number = tickets.length) =>
        move(state, more, number, hour * HOUR_MS + aheadMs),
    }),
    assetBecomes: (asset: string, now: Availability) => void availability.set(asset, now),
    /** A person moves the newest ticket. */
    ticketBecomes: (state: string) => move(state, {}, tickets.length, aheadMs),
    openTickets: () => tickets.filter(({ category }) => isOpen(category)),
  }

  function move(state: string, more: Partial<MemoryTicket>, number: number, nowMs: number): void {
    const ticket = tickets.find(one => one.number === number)
    if (!ticket) throw new Error('there is no ticket')
    const category = categoryOf(state)
    Object.assign(ticket, { state, category, working: state === 'on_site', ...more })
    if (state === 'resolved' || state === 'verifying') ticket.resolvedAtMs ??= nowMs
    if (state === 'closed') ticket.closedAtMs = nowMs
    const episode = episodes.find(one => one.ticket === ticket)
    if (episode && (state === 'closed' || state === 'cancelled')) episode.ended ??= state
  }
}

/** What stands for the asset and the fault key of a roll-up ticket. */
const SITE = '$site'
const STORM = '$storm'

const faultOf = ({ asset, faultKey }: Finding) => `${asset} ${faultKey}`
const numbered = (ticket: MemoryTicket | undefined) => ticket && { ticket: ticket.number }

function stormOf({ number, storm, category, priority, severity }: MemoryTicket): Storm {
  if (!storm) throw new Error(`ticket ${number} is no roll-up`)
  return { ticket: number, scope: storm, category, priority, severity }
}

/** What has settled already counts no more. */
function countsFor(
  finding: Finding,
  before: { finding: Finding; verdict: Verdict },
  withinMs: number,
): boolean {
  const ageMs = finding.observedAtMs - before.finding.observedAtMs
  const sameFault = faultOf(before.finding) === faultOf(finding)
  return sameFault && before.verdict.kind === 'settling' && ageMs >= 0 && ageMs < withinMs
}

/** An instrumentation ticket that nobody has resolved and whose sensor is not well again by itself. */
const distrusts = (ticket: MemoryTicket, { device, metric }: Finding) =>
  ticket.kind === 'instrumentation' &&
  isOpen(ticket.category) &&
  !['resolved', 'verifying'].includes(ticket.category) &&
  !ticket.cleared &&
  ticket.device === device &&
  ticket.metric === metric

const CATEGORIES: Record<string, Category> = {
  proposed: 'review',
  accepted: 'active',
  on_site: 'active',
  reopened: 'active',
  on_hold: 'paused',
}
const categoryOf = (state: string): Category => CATEGORIES[state] ?? (state as Category)

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
