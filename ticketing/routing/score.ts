import type { Criticality } from '../../contracts/registry.ts'
import type { ScoreParts, Weights } from '../domain/dispatch.ts'
import type { Candidate, Context } from './candidate.ts'

/** At this distance its part of the score is 0. */
const FAR_KM = 100
/** A job on the asset counts as two, one of the fault as one; this many make half of the part. */
const HALF_EXPERIENCE = 6
const WANTED_SENIORITY: Record<Criticality, number> = { A: 5, B: 3, C: 1 }

/** Each from 0 to 1, 1 being the best. */
export function partsOf(
  candidate: Candidate,
  startMs: number | undefined,
  { ticket, nowMs, limitMs }: Context,
): ScoreParts {
  const { openTickets, capacity, distanceKm, jobsOnAsset, jobsOfFault, seniority } = candidate
  const jobs = 2 * jobsOnAsset + jobsOfFault
  const waitMs = (startMs ?? Number.POSITIVE_INFINITY) - nowMs
  return {
    load: rounded(capacity > 0 ? 1 - openTickets / capacity : 0),
    distance: rounded(distanceKm === null ? 0 : 1 - distanceKm / FAR_KM),
    experience: rounded(jobs / (jobs + HALF_EXPERIENCE)),
    seniority: rounded(1 - Math.abs(seniority - WANTED_SENIORITY[ticket.criticality]) / 4),
    readiness: rounded(waitMs <= 0 ? 1 : waitMs < limitMs - nowMs ? 1 - waitMs / (limitMs - nowMs) : 0),
  }
}

/** The weighted mean; 0 where nothing counts. */
export function scoreOf(parts: ScoreParts, weights: Required<Weights>): number {
  const names = Object.keys(parts) as (keyof ScoreParts)[]
  const total = names.reduce((sum, name) => sum + weights[name], 0)
  if (total === 0) return 0
  return rounded(names.reduce((sum, name) => sum + weights[name] * parts[name], 0) / total)
}

/** Four digits, so that what is stored is what was compared; kept from 0 to 1. */
const rounded = (part: number) => Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 10_000
