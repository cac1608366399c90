import type { Severity } from '../../contracts/finding.ts'
import type { Criticality } from '../../contracts/registry.ts'
import { isOpen, rank } from './memory.ts'
import type { Heard } from './types.ts'

const HOUR_MS = 3_600_000
/** A failure that is expected within this is critical now: what stops a plant needs more time to be planned for. */
const CRITICAL_WITHIN_MS: Record<Criticality, number> = { A: 72 * HOUR_MS, B: 48 * HOUR_MS, C: 24 * HOUR_MS }
/** Within this it is at least major: a job is planned in the week before. */
const MAJOR_WITHIN_MS = 14 * 24 * HOUR_MS
/** A deviation that is so many times what it was when it was found is growing. */
const GROWN = 2
/** In thresholds: below, a growth is within what noise does. */
const LEAST_GROWN = 3

const severities: readonly Severity[] = ['minor', 'major', 'critical']

/** Of a fault, by what is open of it: as bad as the worst says, worse where it grows or will soon fail. */
export function severityOf(
  alarms: readonly Heard[],
  { crossing, criticality, nowMs }: { crossing: Heard['crossing']; criticality: Criticality; nowMs: number },
): Severity {
  const open = alarms.filter(isOpen)
  const said = Math.max(0, ...open.map(({ severity }) => rank[severity]))
  const isGrowing = open.some(
    ({ distance, firstDistance }) => distance >= LEAST_GROWN && distance >= GROWN * firstDistance,
  )
  const leftMs = crossing ? crossing.atMs - nowMs : Number.POSITIVE_INFINITY
  const soon = leftMs <= CRITICAL_WITHIN_MS[criticality] ? 2 : leftMs <= MAJOR_WITHIN_MS ? 1 : 0
  return severities[Math.max(soon, Math.min(2, said + (isGrowing ? 1 : 0)))] ?? 'minor'
}

/** What is expected to reach a limit, or to fail the machine. */
export type Ahead = Heard & { crossing: NonNullable<Heard['crossing']> }

/** What fails first, by what has been heard; only what is still ahead. */
export function earliestOf(heard: readonly Heard[], nowMs: number): Ahead | undefined {
  const isAhead = (each: Heard): each is Ahead =>
    isOpen(each) && each.crossing !== undefined && each.crossing.highMs > nowMs
  return heard.filter(isAhead).sort((a, b) => a.crossing.atMs - b.crossing.atMs)[0]
}
