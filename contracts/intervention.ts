import { type Static, Type } from 'typebox'
import { Id } from './registry.ts'

/**
 * What people did at an asset, for the detectors: it goes through the message log like what the devices say, so that a
 * replay meets it at the same place. Times are event time, ms.
 */
export const Intervention = Type.Object(
  {
    asset: Id,
    kind: Type.Enum(['work_began', 'work_ended', 'repaired', 'false_alarm'], {
      description:
        'work_began, work_ended: between them the asset is muted. repaired: something was found and put right. false_alarm: somebody looked and found nothing; how it is now is normal.',
    }),
    atMs: Type.Integer(),
    ticket: Type.Integer({ description: 'Number of the ticket it belongs to.' }),
    faultKey: Type.Optional(
      Type.String({ description: 'Of the ticket; without it the whole asset is meant.' }),
    ),
  },
  { additionalProperties: false },
)
export type Intervention = Static<typeof Intervention>
