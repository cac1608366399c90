import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Id } from '../../contracts/registry.ts'
import { FieldValues } from './custom-fields.ts'
import { exact } from './schema.ts'
import { Words } from './words.ts'

/** Kinds of tickets; a template of a kind that people make. */
const Kind = Type.Enum(['predictive', 'preventive', 'corrective', 'inspection', 'instrumentation'])

/** What a ticket begins with, so that the same work is written down once. */
export const TicketTemplate = Type.Object(
  {
    id: Id,
    name: Words(100, 'What people call it'),
    kind: Kind,
    title: Words(200, 'The title; {asset} stands for the name of the asset'),
    description: Type.Optional(Words(5000, 'What is to be done')),
    severity: Type.Optional(Severity),
    checklist: Type.Optional(
      Type.Array(Words(300, 'A step'), { maxItems: 100, description: 'The steps, in order.' }),
    ),
    requiredSkills: Type.Optional(Type.Array(Id, { maxItems: 20, uniqueItems: true })),
    repairMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 525_600 })),
    partLeadMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 525_600 })),
    fields: Type.Optional(FieldValues),
  },
  {
    ...exact,
    examples: [
      {
        id: 'pump-inspection',
        name: 'Monthly look at a pump',
        kind: 'inspection',
        title: 'Inspect {asset}',
        checklist: ['Look for leaks', 'Listen to the bearings', 'Grease them'],
        requiredSkills: ['mechanics'],
        repairMinutes: 45,
      },
    ],
  },
)
export type TicketTemplate = Static<typeof TicketTemplate>
