import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Nullable, TimeMs } from './schema.ts'

/** Something that somebody should hear of. */
export const Notice = Type.Object(
  {
    id: Type.Integer(),
    eventId: Type.String({
      description:
        'The same in everything that is sent of it, however often: for recipients that must know what they have.',
    }),
    type: Type.String({ examples: ['sla.warning'] }),
    ticket: Nullable(Type.Integer()),
    recipients: Type.Array(Type.String({ examples: ['team:maintenance'] })),
    title: Type.String(),
    body: Type.String(),
    data: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    severity: Nullable(Severity),
    site: Nullable(Type.String()),
    asset: Nullable(Type.String()),
    team: Nullable(Type.String()),
    createdAtMs: TimeMs('When it was written'),
  },
  {
    examples: [
      {
        id: 7,
        eventId: '0b7d9a52-6f0b-4e0c-9d3c-2f6f1f0c8a11',
        type: 'sla.warning',
        ticket: 12,
        recipients: ['technician:anna'],
        title: 'Ticket 12 must be accepted within 1 h',
        body: 'Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C',
        data: {},
        severity: 'major',
        site: 'plant-1',
        asset: 'pump-7',
        team: 'maintenance',
        createdAtMs: 1_700_000_001_000,
      },
    ],
  },
)
export type Notice = Static<typeof Notice>

/** What notices are about; channels and preferences choose by these, or by their beginnings as in `sla.*`. */
export const noticeTypes: Record<string, string> = {
  'ticket.created':
    'A ticket was made; planners of its site hear of it where it waits for review, its assignee always.',
  'ticket.state': 'A ticket came into another state; its watchers hear of it.',
  'dispatch.assigned': 'A ticket is somebody’s.',
  'dispatch.unassigned': 'Nobody of the team can have a ticket; the team’s head hears of it.',
  'sla.warning': 'A target will be missed soon.',
  'sla.breach': 'A target was missed.',
  'sla.escalation': 'A target was missed long ago.',
  comment: 'Somebody said something on a ticket that one watches, or asked for.',
  'comment.mention': 'Somebody names one.',
  'verification.confirm': 'Whoever asked for the work is asked whether it is fixed.',
  'verification.failed': 'The sensors say that a repair does not hold.',
  'verification.not_fixed': 'Whoever asked for the work says that it is not fixed.',
  'verification.undecided': 'A repaired ticket cannot be closed by itself.',
  'parts.requested': 'A part is wanted for a ticket; for an ERP.',
  'parts.withdrawn': 'It is wanted no longer.',
  'parts.answered': 'The ERP has said what becomes of it; the ticket’s assignee hears of it.',
  test: 'Somebody tries whether it arrives.',
}
