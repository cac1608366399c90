import type { Finding } from '../../contracts/finding.ts'
import type { Episode, EpisodeEnd } from '../domain/episode.ts'
import { type MaintenanceWindow, windowOver } from '../domain/maintenance-window.ts'
import { settlingOf, type TicketPolicy } from '../domain/ticket-policy.ts'
import type { AssetFacts, Case, Verdict } from './stage.ts'
import { judge } from './stages.ts'

/** The ticket that findings would have raised. */
export interface WouldBeTicket {
  asset: string
  device: string
  metric: string
  faultKey: string
  detector: string
  severity: Finding['severity']
  title: string
  explanation: string
  raisedAtMs: number
  /** Event time of the newest finding that says "deviates". */
  lastDeviationAtMs: number
  findings: number
}

export interface WouldBeOptions {
  policy: TicketPolicy
  windows: readonly MaintenanceWindow[]
  assets: ReadonlyMap<string, AssetFacts>
  /** When people were at a machine, and when they had put something right. */
  work: readonly { asset: string; fromMs: number; toMs: number }[]
  repairs: readonly { asset: string; atMs: number }[]
}

interface Memory extends Omit<Episode, 'ended'> {
  ended: EpisodeEnd | undefined
  isSensor: boolean
  wouldBe: WouldBeTicket
}

/**
 * The tickets that the stages would have made of findings, had they come then, by the policy and the windows that count
 * now: the very stages of the intake, over a memory in place of tables. It is taken that nobody looks at a ticket before
 * the asset is repaired, so that a proposal lapses after 24 quiet hours as it does in life. Budgets do not count: a
 * variant that makes a hundred tickets a day shall show them all.
 */
export function wouldBeTickets(findings: readonly Finding[], options: WouldBeOptions): WouldBeTicket[] {
  const desk = new Desk(options)
  for (const finding of findings.toSorted((a, b) => a.observedAtMs - b.observedAtMs)) desk.take(finding)
  return desk.finish()
}

class Desk {
  readonly #options: WouldBeOptions
  readonly #episodes: Memory[] = []
  readonly #latest = new Map<string, Memory>()
  /** Findings that settle, by fault, and the one that waits for its deviation to last. */
  readonly #settling = new Map<string, number[]>()
  readonly #held = new Map<string, { finding: Finding; untilMs: number }>()
  readonly #repairs: { asset: string; atMs: number }[]

  constructor(options: WouldBeOptions) {
    this.#options = options
    this.#repairs = options.repairs.toSorted((a, b) => a.atMs - b.atMs)
  }

  take(finding: Finding): void {
    this.#untilNow(finding.observedAtMs)
    if (finding.phase === 'cleared') this.#held.delete(faultOf(finding))
    this.#judge(finding, false)
  }

  finish(): WouldBeTicket[] {
    this.#untilNow(Number.POSITIVE_INFINITY)
    return this.#episodes.map(({ wouldBe }) => wouldBe)
  }

  /** What happened before this event time: repairs, and deviations that have lasted long enough. */
  #untilNow(nowMs: number): void {
    while (this.#repairs[0] && this.#repairs[0].atMs < nowMs) {
      const { asset } = this.#repairs.shift() ?? {}
      for (const episode of this.#episodes) {
        if (!episode.ended && episode.wouldBe.asset === asset) episode.ended = 'cancelled'
      }
    }
    for (const [fault, { finding, untilMs }] of this.#held) {
      if (untilMs > nowMs) continue
      this.#held.delete(fault)
      this.#judge({ ...finding, observedAtMs: untilMs }, true)
    }
  }

  #judge(finding: Finding, held: boolean): void {
    const verdict = judge(this.#caseOf(finding, held))
    const fault = faultOf(finding)
    if (verdict.kind === 'settling') {
      this.#settling.set(fault, [...(this.#settling.get(fault) ?? []), finding.observedAtMs])
      if (verdict.untilMs !== undefined) this.#held.set(fault, { finding, untilMs: verdict.untilMs })
    }
    if (verdict.kind === 'created') this.#create(finding, verdict)
    if (verdict.kind === 'appended') this.#append(finding, verdict)
  }

  #caseOf(finding: Finding, held: boolean): Case {
    const { policy, windows, assets, work } = this.#options
    const { asset: id, severity, observedAtMs } = finding
    const asset = assets.get(id)
    const rule = settlingOf(policy, { class: asset?.class ?? '', asset: id, severity })
    const line = {
      site: asset?.site ?? '',
      assets: asset ? [id, ...asset.ancestors.map(each => each.id)] : [],
    }
    const settled = this.#settling.get(faultOf(finding)) ?? []
    const job = work.find(
      each => each.asset === id && each.fromMs <= observedAtMs && observedAtMs < each.toMs,
    )
    return {
      ...{ finding, held, asset },
      policy: { ...policy, budget: { perAssetPerDay: null, perSitePerDay: null, perSitePerHour: null } },
      latest: this.#latest.get(faultOf(finding)),
      occurrences: 1 + settled.filter(atMs => observedAtMs - atMs < rule.withinMs).length,
      sensorFault: this.#distrusting(finding),
      job: job && { ticket: NOT_OURS },
      window: windowOver(windows, line, observedAtMs),
      spent: { assetDay: 0, siteDay: 0, siteHour: 0 },
      ...{ storms: {}, rolledUp: undefined },
    }
  }

  #distrusting({ device, metric, faultKey }: Finding): Case['sensorFault'] {
    const found = this.#episodes.find(
      ({ isSensor, ended, ticket, wouldBe }) =>
        isSensor &&
        !ended &&
        !ticket.cleared &&
        wouldBe.device === device &&
        wouldBe.faultKey !== faultKey &&
        (wouldBe.metric === metric || wouldBe.faultKey === 'sensor:*'),
    )
    return found && { ticket: found.id }
  }

  #create(finding: Finding, { priority, title, ends }: Extract<Verdict, { kind: 'created' }>): void {
    const former = this.#episodes.find(({ id }) => id === ends?.episode)
    if (former && ends) former.ended = ends.as
    const { asset, device, metric, faultKey, detector, severity, explanation, observedAtMs } = finding
    const times = { lastDeviationAtMs: observedAtMs, lastFindingAtMs: observedAtMs }
    const id = this.#episodes.length + 1
    const episode: Memory = {
      ...{ id, ended: undefined, beganAtMs: observedAtMs, ...times },
      ticket: {
        ...{ number: id, source: 'finding', category: 'review', priority, severity, cleared: false },
        ...{ outcome: null, createdAtMs: observedAtMs, resolvedAtMs: null, closedAtMs: null },
      },
      isSensor: finding.faultKind === 'sensor',
      wouldBe: {
        ...{ asset, device, metric, faultKey, detector, severity, title, explanation },
        ...{ raisedAtMs: observedAtMs, lastDeviationAtMs: observedAtMs, findings: 1 },
      },
    }
    this.#episodes.push(episode)
    this.#latest.set(faultOf(finding), episode)
    this.#settling.delete(faultOf(finding))
    this.#held.delete(faultOf(finding))
  }

  #append({ observedAtMs, phase }: Finding, verdict: Extract<Verdict, { kind: 'appended' }>): void {
    const episode = this.#episodes.find(({ id }) => id === verdict.episode)
    if (!episode) return
    const { ticket, wouldBe } = episode
    wouldBe.findings++
    episode.lastFindingAtMs = Math.max(episode.lastFindingAtMs, observedAtMs)
    if (phase !== 'cleared') {
      episode.lastDeviationAtMs = Math.max(episode.lastDeviationAtMs, observedAtMs)
      wouldBe.lastDeviationAtMs = episode.lastDeviationAtMs
    }
    ticket.cleared = verdict.change.cleared ?? ticket.cleared
    const { worse } = verdict.change
    if (!worse) return
    Object.assign(ticket, { severity: worse.severity, priority: worse.priority })
    wouldBe.severity = worse.severity
  }
}

/** The number of a ticket that is none of those that would be. */
const NOT_OURS = -1

const faultOf = ({ asset, faultKey }: Finding) => `${asset} ${faultKey}`
