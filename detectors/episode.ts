import type { Statement } from '../contracts/detector.ts'
import type { Severity } from '../contracts/finding.ts'
import { CONTINUE_MS } from './statements.ts'

/** What is open: between the statement that raises it and the one that clears it. */
export interface Episode {
  sinceMs: number
  spokenAtMs: number
  severity: Severity
}

interface Now {
  observedAtMs: number
  /** Undefined when all is well. `sinceMs` and `severity` are those of the episode if it begins now. */
  wrong: { sinceMs: number; severity: Severity } | undefined
}

const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }

/**
 * One alert, then quiet: raised; continuing every few hours, and at once when it is worse; cleared. Answers the episode to go on with,
 * and what is to be said of which one, mostly nothing.
 */
export function follow(
  open: Episode | null,
  { observedAtMs, wrong }: Now,
): { open: Episode | null; say?: { phase: Statement['phase'] } & Episode } {
  if (!open) {
    if (!wrong) return { open: null }
    const raised = { ...wrong, spokenAtMs: observedAtMs }
    return { open: raised, say: { phase: 'raised', ...raised } }
  }
  if (!wrong) return { open: null, say: { phase: 'cleared', ...open } }
  const isWorse = rank[wrong.severity] > rank[open.severity]
  if (!isWorse && observedAtMs - open.spokenAtMs < CONTINUE_MS) return { open }
  const severity = isWorse ? wrong.severity : open.severity
  const next = { sinceMs: open.sinceMs, spokenAtMs: observedAtMs, severity }
  return { open: next, say: { phase: 'continuing', ...next } }
}
