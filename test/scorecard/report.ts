import { reachesTarget, rules, type Worse } from './comparison.ts'
import { type Mark, type MarkName, type Marks, markNames } from './marks.ts'
import type { PathName } from './path.ts'
import type { TicketDigest } from './tickets.ts'

/** What a run has come to; the same scenario always to the same. */
export interface Scorecard {
  scenario: string
  seed: number
  path: PathName
  machines: number
  days: number
  samples: number
  findings: number
  marks: Marks
  /** Findings, detectors and messages that failed, in sentences; empty in a sound run. */
  complaints: string[]
  tickets: TicketDigest[]
}

const titles: Record<MarkName, string> = {
  found: 'machine faults found before functional failure',
  leadShare: 'lead time of onset to failure, median',
  leadHours: 'lead time, median',
  falseTicketsPerMachineYear: 'false tickets per machine-year',
  ticketsPerEpisode: 'tickets per episode, mean',
  oneTicketPerEpisode: 'episodes with one ticket',
  dispatchRight: 'dispatched to somebody with the skill',
  slaResponse: 'SLA response attained',
  slaResolution: 'SLA resolution attained',
  plannedShare: 'repairs of machine faults before failure',
  failuresAvoided: 'failures avoided against nobody acting',
  sensorFaultsFound: 'sensor faults found',
}

const numbers: readonly MarkName[] = ['falseTicketsPerMachineYear', 'ticketsPerEpisode']

function shown(name: MarkName, value: number | null): string {
  if (value === null) return '–'
  if (name === 'leadHours') return `${value.toFixed(1)} h`
  return numbers.includes(name) ? value.toFixed(2) : `${(100 * value).toFixed(1)} %`
}

function targetOf(name: MarkName): string {
  const { better, target } = rules[name]
  return target === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${shown(name, target)}`
}

const verdictOf = (name: MarkName, { value }: Mark): string =>
  ({ true: 'yes', false: 'no', undefined: '' })[`${reachesTarget(name, value)}`]

/** The scorecard as a table in Markdown. */
export function tableOf({ marks, ...run }: Scorecard): string {
  const { scenario, seed, path, machines, days, samples, findings, tickets } = run
  const rows = markNames.map(name => {
    const mark = marks[name]
    return [titles[name], shown(name, mark.value), String(mark.of), targetOf(name), verdictOf(name, mark)]
  })
  const head = ['mark', 'value', 'of', 'wanted', 'reached']
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map(row => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [
    `${scenario}, seed ${seed}, ${path}: ${machines} machines, ${days} days, ${samples} samples, ${findings} findings, ${tickets.length} tickets`,
    '',
    line(head),
    line(widths.map(width => '-'.repeat(width))),
    ...rows.map(line),
  ].join('\n')
}

export const sentenceOf = ({ mark, was, is }: Worse): string =>
  `${titles[mark]}: ${shown(mark, is)}, and ${shown(mark, was)} at the last release; ${tolerated(mark)} worse is tolerated`

function tolerated(name: MarkName): string {
  const { tolerance } = rules[name]
  if (name === 'leadHours') return `${tolerance} h`
  return numbers.includes(name) ? String(tolerance) : `${100 * tolerance} points`
}
