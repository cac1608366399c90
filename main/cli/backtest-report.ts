import type { BacktestResult, BacktestTicket, VariantResult } from '../../ticketing/domain/backtest.ts'
import { table } from './table.ts'

const DAY_MS = 24 * 3_600_000
/** Lines of a table that a person reads; JSON has all. */
const SHOWN = 25
const LANE = 64

/** The result of a backtest as a person reads it in a terminal. */
export function backtestReport(result: BacktestResult, span: { fromMs: number; toMs: number }): string {
  const { assets, samples, machineYears, variants, comparisons, failures } = result
  return [
    `${assets} ${assets === 1 ? 'asset' : 'assets'}, ${samples} samples, ${machineYears} machine-years`,
    ...variants.map(variant => variantReport(variant, span)),
    ...comparisons.map(({ sentence }) => sentence),
    ...failures.map(failure => `Failed: ${failure}`),
  ].join('\n\n')
}

function variantReport(variant: VariantResult, span: { fromMs: number; toMs: number }): string {
  const { label, sentence, summary, tickets, failures } = variant
  return [
    `${label}\n${'='.repeat(label.length)}\n${sentence}`,
    figures(summary),
    ...(failures.length === 0 ? [] : [failureTable(variant)]),
    ...(tickets.length === 0 ? [] : [ticketTable(variant)]),
    ...(tickets.length + failures.length === 0 ? [] : [lanes(variant, span)]),
  ].join('\n\n')
}

function figures(summary: VariantResult['summary']): string {
  const share = (value: number | null) => (value === null ? '–' : `${Math.round(100 * value)} %`)
  const perYear = (value: number | null) => (value === null ? '–' : String(value))
  return table(
    [
      'tickets',
      'match',
      'repeat',
      'false',
      'per machine-year',
      'found',
      'missed',
      'precision',
      'median warning',
    ],
    [
      [
        ...[summary.tickets, summary.matches, summary.repeats, summary.falseAlarms].map(String),
        perYear(summary.falseAlarmsPerMachineYear),
        `${summary.found} of ${summary.failures}`,
        ...[String(summary.missed), share(summary.precision), days(summary.medianLeadMs)],
      ],
    ],
  )
}

function failureTable({ failures }: VariantResult): string {
  const rows = failures.map(({ asset, atMs, name, failureCode, found, leadMs }) => [
    ...[utc(atMs), asset, name ?? failureCode ?? '', found ? 'found' : 'missed', days(leadMs)],
  ])
  return shortened(table(['failed', 'asset', 'what', '', 'warning'], rows.slice(0, SHOWN)), rows.length)
}

function ticketTable({ tickets }: VariantResult): string {
  const rows = tickets.map(({ raisedAtMs, asset, detector, severity, verdict, leadMs, title }) => [
    ...[utc(raisedAtMs), asset, detector, severity, verdict.replaceAll('_', ' '), days(leadMs), title],
  ])
  const header = ['raised', 'asset', 'detector', 'severity', 'verdict', 'warning', 'what']
  return shortened(table(header, rows.slice(0, SHOWN)), rows.length)
}

const shortened = (text: string, rows: number) =>
  rows > SHOWN ? `${text}\n… and ${rows - SHOWN} more (--json has all)` : text

const MARKS: Record<BacktestTicket['verdict'], string> = {
  match: '█',
  repeat: '▓',
  known_false_alarm: '×',
  unexplained: '?',
}
/** What stands over what, where both are in one place of the lane. */
const RANK = [' ', '·', '─', '?', '×', '▓', '█', 'F']

/** Each asset with something to see on one line of time. */
function lanes({ tickets, failures }: VariantResult, span: { fromMs: number; toMs: number }): string {
  const assets = [...new Set([...failures, ...tickets].map(({ asset }) => asset))].sort()
  const width = Math.max(...assets.map(asset => asset.length))
  const lines = assets.slice(0, SHOWN).map(asset => {
    const lane = Array.from({ length: LANE }, () => '·')
    const draw = (fromMs: number, toMs: number, mark: string) => {
      const place = (ms: number) =>
        Math.min(LANE - 1, Math.max(0, Math.floor(((ms - span.fromMs) / (span.toMs - span.fromMs)) * LANE)))
      for (let at = place(fromMs); at <= place(toMs); at++) {
        if (RANK.indexOf(mark) > RANK.indexOf(lane[at] ?? ' ')) lane[at] = mark
      }
    }
    for (const { fromMs, atMs } of failures.filter(each => each.asset === asset)) {
      draw(fromMs, atMs, '─')
      draw(atMs, atMs, 'F')
    }
    for (const { raisedAtMs, lastDeviationAtMs, verdict } of tickets.filter(each => each.asset === asset)) {
      draw(raisedAtMs, lastDeviationAtMs, MARKS[verdict])
    }
    return `${asset.padEnd(width)}  ${lane.join('')}`
  })
  const ends = `${' '.repeat(width)}  ${utc(span.fromMs).slice(0, 10)}${utc(span.toMs)
    .slice(0, 10)
    .padStart(LANE - 10)}`
  const legend = '█ matches a failure  ▓ repeats it  × false alarm  ? matches nothing  ─ failing  F failed'
  return [...lines, ends, legend].join('\n')
}

const days = (ms: number | null) => (ms === null ? '' : `${(ms / DAY_MS).toFixed(1)} d`)
const utc = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
