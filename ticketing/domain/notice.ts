import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'

/** Something that somebody should hear of. */
export const Notice = Type.Object(
  {
    id: Type.Integer(),
    type: Type.String({ examples: ['sla.warning'] }),
    ticket: Nullable(Type.Integer()),
    recipients: Type.Array(Type.String({ examples: ['team:maintenance'] })),
    title: Type.String(),
    body: Type.String(),
    data: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    createdAtMs: TimeMs('When it was written'),
  },
  {
    examples: [
      {
        id: 7,
        type: 'sla.warning',
        ticket: 12,
        recipients: ['technician:anna'],
        title: 'Ticket 12 must be accepted within 1 h',
        body: 'Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C',
        data: {},
        createdAtMs: 1_700_000_001_000,
      },
    ],
  },
)
export type Notice = Static<typeof Notice>
