import { type Static, Type } from 'typebox'
import type { Severity } from '../../contracts/finding.ts'
import type { Category } from './category.ts'
import { exact, Nullable, TimeMs } from './schema.ts'

export const RequestLink = Type.Object(
  {
    id: Type.Integer(),
    asset: Nullable(Type.String({ description: 'At this asset faults can be reported by it.' })),
    ticket: Nullable(
      Type.Integer({ description: 'The progress of this ticket can be followed by it; a merge moves it.' }),
    ),
    label: Nullable(Type.String({ description: 'Where it hangs, or who has it.' })),
    createdBy: Type.String(),
    createdAtMs: TimeMs('When it was made'),
    expiresAtMs: Nullable(TimeMs('From when on it does not work any more')),
    revokedAtMs: Nullable(TimeMs('When it was revoked')),
  },
  {
    examples: [
      {
        id: 4,
        asset: 'pump-7',
        ticket: null,
        label: 'On the pump house door',
        createdBy: 'admin',
        createdAtMs: 1_700_000_000_000,
        expiresAtMs: null,
        revokedAtMs: null,
      },
    ],
  },
)
export type RequestLink = Static<typeof RequestLink>

export const NewRequestLink = Type.Object(
  {
    label: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Where it will hang, or who gets it.' }),
    ),
    expiresAtMs: Type.Optional(TimeMs('From when on it shall not work any more; never when not given')),
  },
  { ...exact, examples: [{ label: 'On the pump house door' }] },
)
export type NewRequestLink = Static<typeof NewRequestLink>

/** What is answered once, when a link is made: only the hash of its token is kept. */
export const MadeRequestLink = Type.Object({
  ...RequestLink.properties,
  url: Type.String({ description: 'The address to give away; shown this once.' }),
  qrSvg: Type.String({ description: 'The address as a QR code, an SVG image to print.' }),
})
export type MadeRequestLink = Static<typeof MadeRequestLink>

/** Whether a link still leads anywhere. */
export const isLive = (
  { expiresAtMs, revokedAtMs }: Pick<RequestLink, 'expiresAtMs' | 'revokedAtMs'>,
  nowMs: number,
): boolean => revokedAtMs === null && (expiresAtMs === null || nowMs < expiresAtMs)

/** How bad it is, as somebody at the machine would say it, and what that is to us. */
export const plainSeverities: readonly { severity: Severity; words: string }[] = [
  { severity: 'critical', words: 'It has stopped, or somebody could get hurt' },
  { severity: 'major', words: 'It runs, but badly' },
  { severity: 'minor', words: 'It runs, but something is odd' },
]

/** What somebody reports at the machine. */
export const FaultReport = Type.Object(
  {
    what: Type.String({
      minLength: 1,
      maxLength: 2000,
      pattern: '\\S',
      description: 'What is wrong, in up to 2000 characters.',
    }),
    severity: Type.Enum(['critical', 'major', 'minor'], { description: 'How bad it is.' }),
    name: Type.Optional(
      Type.String({ maxLength: 100, description: 'Who reports it, in up to 100 characters.' }),
    ),
    contact: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Telephone or mail for questions, in up to 200 characters.',
      }),
    ),
  },
  exact,
)
export type FaultReport = Static<typeof FaultReport>

const TITLE_LENGTH = 120

/** The title of a reported ticket: the first line of what was said. */
export function titleOfReport(what: string, assetName: string): string {
  const line = what.trim().split(/\r?\n/, 1)[0]?.replace(/\s+/g, ' ').trim() ?? ''
  const letters = [...line]
  const short = letters.length > TITLE_LENGTH ? `${letters.slice(0, TITLE_LENGTH - 1).join('')}…` : line
  return `${assetName}: ${short}`
}

/** Where the work stands, for somebody who does not know our words. */
export const progressWords: Record<Category, string> = {
  review: 'We have your report. Somebody will look at it and decide what to do.',
  planned: 'The work is planned.',
  assigned: 'A technician has been asked to do it.',
  active: 'A technician is on it.',
  paused: 'The work waits, for a part or for another reason.',
  resolved: 'A technician says that it is repaired.',
  verifying: 'It is repaired, and we are checking that it stays so.',
  closed: 'Done.',
  rejected: 'We looked at it and will not work on it.',
  cancelled: 'It is not needed any more.',
}
