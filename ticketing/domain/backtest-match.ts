import type { BacktestFailure, BacktestSummary, BacktestTicket, VariantResult } from './backtest.ts'
import type { Label } from './label.ts'
import { roughly } from './text.ts'

const DAY_MS = 24 * 3_600_000
const YEAR_MS = 365.25 * DAY_MS
/** Of would-be tickets that are shown; all are counted. */
const SHOWN_TICKETS = 1_000

type WouldBe = Omit<BacktestTicket, 'verdict' | 'failure' | 'leadMs'>

interface Known {
  labels: readonly Label[]
  horizonMs: number
}

/**
 * Lays would-be tickets beside what people know. A ticket warns of a failure of its asset where it was up between the
 * horizon before that was known and the end of it; of several the first to come.
 */
function matched(
  tickets: readonly WouldBe[],
  { labels, horizonMs }: Known,
): { tickets: BacktestTicket[]; failures: BacktestFailure[] } {
  const failures: BacktestFailure[] = labels
    .filter(({ kind }) => kind === 'failure')
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ kind: _, ...label }) => ({ ...label, found: false, leadMs: null }))
  const falseAlarms = labels.filter(({ kind }) => kind === 'false_alarm')
  const matchedFailures = new Set<number>()
  const inOrder = tickets.toSorted((a, b) => a.raisedAtMs - b.raisedAtMs)
  const laidBeside = inOrder.map((ticket): BacktestTicket => {
    const isKnown = falseAlarms.some(label => isOverWith(ticket, label))
    const index = isKnown ? -1 : failures.findIndex(failure => warnsOf(ticket, failure, horizonMs))
    const failure = failures[index]
    if (!failure) {
      const verdict = isKnown ? 'known_false_alarm' : 'unexplained'
      return { ...ticket, verdict, failure: null, leadMs: null }
    }
    const leadMs = failure.atMs - ticket.raisedAtMs
    const isFirst = !matchedFailures.has(index)
    if (isFirst && leadMs >= 0) Object.assign(failure, { found: true, leadMs })
    matchedFailures.add(index)
    return { ...ticket, verdict: isFirst ? 'match' : 'repeat', failure: index, leadMs }
  })
  return { tickets: laidBeside, failures }
}

function warnsOf(ticket: WouldBe, failure: BacktestFailure, horizonMs: number): boolean {
  const isUp = ticket.lastDeviationAtMs >= failure.atMs - horizonMs && ticket.raisedAtMs <= failure.toMs
  return ticket.asset === failure.asset && isUp
}

/** Somebody looked at that very deviation; one that went on afterwards may have been a warning all the same. */
const isOverWith = (ticket: WouldBe, { asset, fromMs, toMs }: Label) =>
  ticket.asset === asset &&
  ticket.raisedAtMs <= toMs &&
  ticket.lastDeviationAtMs >= fromMs &&
  ticket.lastDeviationAtMs <= toMs

/** The result of one variant. */
export function variantResult(
  of: { label: string; findings: number; excessFindings: number; tickets: readonly WouldBe[] },
  known: Known & { observedMs: number },
): VariantResult {
  const { tickets, failures } = matched(of.tickets, known)
  const summary = summaryOf(tickets, failures, { findings: of.findings, observedMs: known.observedMs })
  return {
    ...{ label: of.label, sentence: sentenceOf(summary), summary, byDetector: byDetector(tickets) },
    ...{ tickets: tickets.slice(0, SHOWN_TICKETS), failures, excessFindings: of.excessFindings },
  }
}

function summaryOf(
  tickets: readonly BacktestTicket[],
  failures: readonly BacktestFailure[],
  { findings, observedMs }: { findings: number; observedMs: number },
): BacktestSummary {
  const of = (verdict: BacktestTicket['verdict']) => tickets.filter(each => each.verdict === verdict).length
  const [matches, repeats, knownFalseAlarms] = [of('match'), of('repeat'), of('known_false_alarm')]
  const falseAlarms = knownFalseAlarms + of('unexplained')
  const found = failures.filter(each => each.found)
  const leads = found.flatMap(({ leadMs }) => (leadMs === null ? [] : [leadMs]))
  const shares = found.flatMap(({ leadMs, fromMs, atMs }) =>
    leadMs === null || fromMs >= atMs ? [] : [Math.min(1, leadMs / (atMs - fromMs))],
  )
  const years = observedMs / YEAR_MS
  const perYear = (count: number) => (years > 0 ? rounded(count / years) : null)
  return {
    ...{ findings, tickets: tickets.length, matches, repeats, falseAlarms, knownFalseAlarms },
    ...{ failures: failures.length, found: found.length, missed: failures.length - found.length },
    precision: share(matches, matches + falseAlarms),
    recall: share(found.length, failures.length),
    medianLeadMs: median(leads, Math.round),
    medianLeadShare: median(shares, rounded),
    ticketsPerMachineYear: perYear(tickets.length),
    falseAlarmsPerMachineYear: perYear(falseAlarms),
  }
}

const rounded = (value: number) => Number(value.toPrecision(3))
const share = (part: number, whole: number) => (whole > 0 ? rounded(part / whole) : null)

function median(values: readonly number[], round: (value: number) => number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : round((low + high) / 2)
}

function byDetector(tickets: readonly BacktestTicket[]): VariantResult['byDetector'] {
  const rows = new Map<string, VariantResult['byDetector'][number]>()
  for (const { detector, verdict } of tickets) {
    const row = rows.get(detector) ?? { detector, tickets: 0, matches: 0, falseAlarms: 0 }
    row.tickets++
    if (verdict === 'match') row.matches++
    else if (verdict !== 'repeat') row.falseAlarms++
    rows.set(detector, row)
  }
  return [...rows.values()].sort((a, b) => b.tickets - a.tickets || (a.detector < b.detector ? -1 : 1))
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function sentenceOf(summary: BacktestSummary): string {
  const { tickets, matches, repeats, falseAlarms, knownFalseAlarms, failures, found, medianLeadMs } = summary
  if (tickets === 0) {
    return failures === 0
      ? 'It would have raised no ticket, and no failure is known.'
      : `It would have raised no ticket, and missed ${counted(failures, 'failure')}.`
  }
  const known = knownFalseAlarms > 0 ? ` (${knownFalseAlarms} closed as false alarms then)` : ''
  const again = repeats > 0 ? `, ${repeats} repeating these` : ''
  const lead = medianLeadMs === null ? '' : ` by a median of ${roughly(medianLeadMs)}`
  const of =
    failures === 0 ? 'No failure is known.' : `It finds ${found} of ${counted(failures, 'failure')}${lead}.`
  return (
    `It would have raised ${counted(tickets, 'ticket')}: ${matches} matching past failures${again}, ` +
    `${falseAlarms} matching none${known}. ${of}`
  )
}

type Comparison = {
  label: string
  sentence: string
  newlyFound: number[]
  lost: number[]
  falseAlarms: number
}

/** What is otherwise than with the first variant. */
export function comparedWith(first: VariantResult, other: VariantResult): Comparison {
  const differs = (found: boolean) =>
    other.failures.flatMap((failure, index) =>
      failure.found === found && first.failures[index]?.found === !found ? [index] : [],
    )
  const [newlyFound, lost] = [differs(true), differs(false)]
  const [a, b] = [first.summary, other.summary]
  const falseAlarms = b.falseAlarms - a.falseAlarms
  const parts = [
    `${counted(b.tickets, 'ticket')} instead of ${a.tickets}`,
    `${b.falseAlarms} of no failure instead of ${a.falseAlarms}`,
    newlyFound.length > 0 ? `${counted(newlyFound.length, 'failure')} more found` : '',
    lost.length > 0 ? `${counted(lost.length, 'failure')} found no longer` : '',
    newlyFound.length + lost.length === 0 && b.failures > 0
      ? `the same ${counted(b.found, 'failure')} found`
      : '',
    a.medianLeadMs !== null && b.medianLeadMs !== null
      ? `a median warning of ${roughly(b.medianLeadMs)} instead of ${roughly(a.medianLeadMs)}`
      : '',
  ]
  const sentence = `${other.label} beside ${first.label}: ${parts.filter(Boolean).join(', ')}.`
  return { label: other.label, sentence, newlyFound, lost, falseAlarms }
}
