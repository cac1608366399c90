import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'
import type { WorkingTime } from './working-time.ts'

/** In one spell a clock runs, waits (somebody else's move), or stands (the work is done). */
export interface Spell {
  mode: 'runs' | 'waits' | 'stands'
  fromMs: number
  /** Undefined: it lasts. */
  toMs: number | undefined
}

/** Spells one after the other, and how they ended. */
export interface Course {
  spells: readonly Spell[]
  /** When what the clock waits for was done, for good as far as is known. */
  metAtMs: number | undefined
  /** The ticket ended before: the clock counts for nothing. */
  void: boolean
}

const Ms = (description: string) => Type.Integer({ description: `${description}, in ms.` })

export const Clock = Type.Object(
  {
    state: Type.Enum(['running', 'paused', 'met', 'breached', 'missed', 'void'], {
      description:
        'running; paused: the ticket waits; met: done in time; breached: too late and not done yet; missed: done too ' +
        'late; void: the ticket was cancelled or rejected before.',
    }),
    policyVersion: Type.Integer({ description: 'The version of the SLA policy that it goes by.' }),
    calendar: Type.String({ description: 'The calendar whose working time it counts.' }),
    targetMs: Ms('Working time that there is'),
    startedAtMs: TimeMs('When it began'),
    dueAtMs: Nullable(
      TimeMs('When the target is, or was, used up; null while it waits, and where that never comes'),
    ),
    metAtMs: Nullable(TimeMs('When it was done')),
    elapsedMs: Ms('Working time used'),
    pausedMs: Ms('Working time in which the ticket waited'),
    remainingMs: Ms('Working time left, negative when it is exceeded'),
  },
  {
    examples: [
      {
        state: 'running',
        policyVersion: 1,
        calendar: 'always',
        targetMs: 86_400_000,
        startedAtMs: 1_700_000_001_000,
        dueAtMs: 1_700_086_401_000,
        metAtMs: null,
        elapsedMs: 600_000,
        pausedMs: 0,
        remainingMs: 85_800_000,
      },
    ],
  },
)
export type Clock = Static<typeof Clock>

export const Clocks = Type.Object(
  { response: Nullable(Clock), resolution: Nullable(Clock) },
  { description: 'Null where the policy has no target for the ticket.' },
)
export type Clocks = Static<typeof Clocks>

/** A clock as it can be asked: pure, from the course of its ticket alone. */
export interface Reading {
  elapsedMs: number
  pausedMs: number
  /**
   * The first instant at which this much working time is used, also in the future while it runs. Undefined where it
   * never was: what is done at that very instant is done in time.
   */
  reaches(workMs: number): number | undefined
  /** As `reaches`, as if it had run on after its last run. */
  wouldReach(workMs: number): number | undefined
}

export function read(spells: readonly Spell[], time: WorkingTime, nowMs: number): Reading {
  let elapsedMs = 0
  let pausedMs = 0
  const runs: { fromMs: number; toMs: number | undefined; elapsedMs: number; usedMs: number }[] = []
  for (const { mode, fromMs, toMs } of spells) {
    if (mode === 'stands') continue
    const usedMs = time.between(fromMs, toMs ?? nowMs)
    if (mode === 'waits') pausedMs += usedMs
    else {
      runs.push({ fromMs, toMs, elapsedMs, usedMs })
      elapsedMs += usedMs
    }
  }
  return {
    elapsedMs,
    pausedMs,
    reaches(workMs) {
      for (const run of runs) {
        if (run.toMs !== undefined && run.elapsedMs + run.usedMs < workMs) continue
        const reachedMs = time.add(run.fromMs, workMs - run.elapsedMs)
        if (reachedMs !== undefined && (run.toMs === undefined || reachedMs < run.toMs)) return reachedMs
      }
      return undefined
    },
    wouldReach(workMs) {
      const last = runs.at(-1)
      return last && time.add(last.fromMs, workMs - last.elapsedMs)
    },
  }
}
