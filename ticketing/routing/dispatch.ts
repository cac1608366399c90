import { DEFAULT_WEIGHTS, type JudgedCandidate, type Weights } from '../domain/dispatch.ts'
import type { Candidate, Context, Job, Judged, Refusal, Shift } from './candidate.ts'
import { explain } from './explain.ts'
import { refusalsOf } from './hard-rules.ts'
import { partsOf, scoreOf } from './score.ts'

export interface DispatchInput {
  ticket: Job
  candidates: readonly Candidate[]
  weights?: Weights | undefined
  nowMs: number
  /** By id; a technician whose calendar is missing here has no working hours. */
  calendars: ReadonlyMap<string, Shift>
}

export interface DispatchDecision {
  assignee: string | null
  candidates: JudgedCandidate[]
  /** One sentence for people. */
  reason: string
}

/** Without a respond-by, whoever is on shift within this time can have it. */
const PATIENCE_MS = 24 * 3_600_000

/**
 * Chooses inside a team. Hard rules first (`refusalsOf`); of those who are left the one with the highest score, by id
 * where two are equal. The order of the candidates does not matter.
 */
export function dispatch(input: DispatchInput): DispatchDecision {
  const judged = judgeAll(input)
  const candidates = judged.map(({ candidate, score, parts, refusals }) => {
    const { openTickets, capacity, distanceKm, jobsOnAsset, jobsOfFault } = candidate
    return {
      technician: candidate.id,
      score,
      parts,
      facts: { openTickets, capacity, distanceKm, jobsOnAsset, jobsOfFault },
      ...(refusals.length > 0 && { rejected: asSentence(refusals) }),
    }
  })
  const best = bestOf(judged)
  return { assignee: best?.candidate.id ?? null, candidates, reason: explain(input.ticket.team, judged) }
}

/** Who would get it, without a word why: for many at once. */
export const choose = (input: DispatchInput): string | null => bestOf(judgeAll(input))?.candidate.id ?? null

function bestOf([first]: readonly Judged[]): Judged | undefined {
  return first && first.refusals.length === 0 ? first : undefined
}

/** Who could have it first, the best before the others. */
function judgeAll({ ticket, candidates, weights, nowMs, calendars }: DispatchInput): Judged[] {
  const shifts = new Map<string | null, number | undefined>([[null, nowMs]])
  const context: Context = { ticket, nowMs, limitMs: ticket.respondByMs ?? nowMs + PATIENCE_MS }
  const weighted = { ...DEFAULT_WEIGHTS, ...weights }
  const judged = candidates.map(candidate => {
    const { shift } = candidate
    if (!shifts.has(shift)) shifts.set(shift, beginOf(calendars.get(shift ?? ''), nowMs))
    const startMs = shifts.get(shift)
    const parts = partsOf(candidate, startMs, context)
    return {
      candidate,
      score: scoreOf(parts, weighted),
      parts,
      refusals: refusalsOf(candidate, startMs, context),
    }
  })
  return judged.sort(
    (a, b) =>
      Number(a.refusals.length > 0) - Number(b.refusals.length > 0) ||
      b.score - a.score ||
      (a.candidate.id < b.candidate.id ? -1 : 1),
  )
}

const beginOf = (shift: Shift | undefined, nowMs: number): number | undefined =>
  shift?.isOpen(nowMs) ? nowMs : shift?.nextOpen(nowMs)

function asSentence(refusals: readonly Refusal[]): string {
  const text = refusals.map(({ words }) => words()).join('; ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
