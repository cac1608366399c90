import type { Judged, Rule } from './candidate.ts'

const NAMED_OTHERS = 2

/** The decision as a sentence. Technicians are named by their ids: it is kept for ever, and a name is personal. */
export function explain(team: string, judged: readonly Judged[]): string {
  const fitting = judged.filter(({ refusals }) => refusals.length === 0)
  const [best, ...others] = fitting
  if (best) return chosen(best, others, judged.length - fitting.length)
  const queue = 'so it waits in the team’s queue'
  if (judged.length === 0) return `Team ${team} has no technicians, ${queue}.`
  const nobody =
    judged.length === 1
      ? `The only technician of team ${team} cannot`
      : `None of the ${judged.length} technicians of team ${team} can`
  return `${nobody} have it (${tally(judged)}), ${queue}.`
}

function chosen({ candidate, score }: Judged, others: readonly Judged[], rejected: number): string {
  const { id, openTickets, capacity, distanceKm, jobsOnAsset, jobsOfFault } = candidate
  const facts = [
    `${openTickets} of ${capacity} tickets`,
    distanceKm === null ? 'distance not known' : `${Math.round(distanceKm)} km away`,
    ...(jobsOnAsset > 0 ? [`${counted(jobsOnAsset, 'job')} on this asset`] : []),
    ...(jobsOfFault > 0 ? [`${counted(jobsOfFault, 'job')} of this fault`] : []),
  ].join(', ')
  const next = others.slice(0, NAMED_OTHERS).map(other => `${other.candidate.id} ${other.score}`)
  const more = others.length > NAMED_OTHERS ? ` and ${others.length - NAMED_OTHERS} more` : ''
  const before = next.length > 0 ? `before ${next.join(', ')}${more}` : 'the only one who can'
  const cannot = rejected > 0 ? `; ${rejected} cannot` : ''
  return `${id} gets it with score ${score} (${facts}), ${before}${cannot}.`
}

const TALLIES: Record<Rule, string> = {
  inactive: 'not active',
  role: 'no technician by role',
  site: 'without a role at the site',
  skill: 'without a valid skill or certificate',
  absent: 'absent',
  shift: 'off shift',
  full: 'at capacity',
}

/** Each technician once, by the first of their reasons; the commonest first. */
function tally(judged: readonly Judged[]): string {
  const counts = new Map<Rule, number>()
  for (const { refusals } of judged) {
    const [first] = refusals
    if (first) counts.set(first.rule, (counts.get(first.rule) ?? 0) + 1)
  }
  const mostFirst = [...counts].toSorted(([, a], [, b]) => b - a)
  return mostFirst.map(([rule, count]) => `${count} ${TALLIES[rule]}`).join(', ')
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
