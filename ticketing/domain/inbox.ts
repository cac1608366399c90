import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Nullable, TimeMs } from './schema.ts'

/** Something that one was told, as the app shows it. */
export const InboxEntry = Type.Object(
  {
    id: Type.Integer(),
    type: Type.String(),
    ticket: Nullable(Type.Integer()),
    title: Type.String(),
    body: Type.String(),
    severity: Nullable(Severity),
    site: Nullable(Type.String()),
    asset: Nullable(Type.String()),
    createdAtMs: TimeMs('When it was written'),
    readAtMs: Nullable(TimeMs('When it was marked as read')),
  },
  {
    examples: [
      {
        id: 31,
        type: 'dispatch.assigned',
        ticket: 12,
        title: 'Ticket 12 is yours',
        body: 'Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C',
        severity: 'major',
        site: 'plant-1',
        asset: 'pump-7',
        createdAtMs: 1_700_000_001_000,
        readAtMs: null,
      },
    ],
  },
)
export type InboxEntry = Static<typeof InboxEntry>
