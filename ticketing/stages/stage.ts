import type { Finding } from '../../contracts/finding.ts'
import type { Criticality } from '../../contracts/registry.ts'
import type { Episode } from '../domain/episode.ts'
import type { Priority } from '../domain/priority.ts'

/** One finding with everything a stage may know about it. */
export interface Case {
  finding: Finding
  /** Undefined when the asset is not registered (any more). */
  asset: { name: string; criticality: Criticality } | undefined
  /** The newest episode of (asset, fault key), open or ended; undefined when there never was one. */
  latest: Episode | undefined
}

interface Reasoned {
  /** One sentence, stored with the finding: why this and not something else. */
  reason: string
}

/** How an appended finding changes its ticket. */
export interface TicketChange {
  /** Older than the newest finding: counted, but changes nothing else. */
  late: boolean
  /** The signal is back to normal, or not any more; undefined: as before. */
  cleared?: boolean
  /** Worse than the ticket said so far; the title names the value of now. */
  worse?: { severity: Finding['severity']; priority: Priority; title: string }
}

/** What becomes of a finding. `failed` is given by the intake, to a finding that breaks it. */
export type Verdict =
  | (Reasoned & {
      kind: 'created'
      endsQuietEpisode?: number
      lapses?: number
      priority: Priority
      title: string
    })
  | (Reasoned & { kind: 'appended'; episode: number; ticket: number; change: TicketChange })
  | (Reasoned & { kind: 'muted'; episode: number; ticket: number; change: TicketChange })
  | (Reasoned & { kind: 'noted'; ticket?: number })

/** Looks at a case and either gives the verdict or hands the case on, as it is or changed. */
export type Stage = (judged: Case) => Case | Verdict

export const isVerdict = (result: Case | Verdict): result is Verdict => 'kind' in result
