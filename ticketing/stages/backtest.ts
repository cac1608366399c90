import type { DetectionPlan, DetectionRun } from '../../contracts/history.ts'
import type { BacktestResult } from '../domain/backtest.ts'
import { comparedWith, variantResult } from '../domain/backtest-match.ts'
import type { Label } from '../domain/label.ts'
import { type WouldBeOptions, wouldBeTickets } from './would-be.ts'

const YEAR_MS = 365.25 * 24 * 3_600_000

/** What a run of the detectors over history is judged by. */
export interface BacktestGround extends Pick<WouldBeOptions, 'policy' | 'windows' | 'assets'> {
  /** What each variant is called. */
  names: readonly string[]
  labels: readonly Label[]
  horizonMs: number
}

/** From what the detectors said to what that would have been worth. Pure. */
export function backtestResult(
  { countFromMs, toMs }: Pick<DetectionPlan, 'countFromMs' | 'toMs'>,
  run: DetectionRun,
  { names, labels: all, horizonMs, ...desk }: BacktestGround,
): BacktestResult {
  const labels = all.filter(
    label => label.toMs >= countFromMs && label.fromMs < toMs && label.asset in run.observedMs,
  )
  const work = all.filter(({ kind }) => kind === 'work')
  const repairs = all
    .filter(({ kind }) => kind === 'failure')
    .map(({ asset, toMs: atMs }) => ({ asset, atMs }))
  const observedMs = Object.values(run.observedMs).reduce((sum, each) => sum + each, 0)
  const variants = run.findings.map((findings, index) => {
    const tickets = wouldBeTickets(findings, { ...desk, work, repairs })
    const excessFindings = run.excess[index] ?? 0
    return variantResult(
      {
        label: names[index] ?? String(index + 1),
        findings: excessFindings + findings.filter(each => each.observedAtMs >= countFromMs).length,
        excessFindings,
        tickets: tickets.filter(each => each.lastDeviationAtMs >= countFromMs),
      },
      { labels, horizonMs, observedMs },
    )
  })
  const [first, ...others] = variants
  return {
    assets: Object.values(run.observedMs).filter(each => each > 0).length,
    samples: run.samples,
    machineYears: Number((observedMs / YEAR_MS).toPrecision(4)),
    variants,
    comparisons: first ? others.map(other => comparedWith(first, other)) : [],
    failures: run.failures,
  }
}
