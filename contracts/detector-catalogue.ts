import { type Static, type TSchema, Type } from 'typebox'
import { DetectorMode } from './profile.ts'

export const DetectorId = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,63}$',
  description: 'The name of a detector: lower-case letters, digits and hyphens, from a letter on.',
  examples: ['band'],
})

/** What a profile may say of a detector, for those who cannot import it. */
export const DetectorDescription = Type.Object(
  {
    name: Type.String({ description: 'As profiles name it.', examples: ['limit'] }),
    version: Type.Integer({
      minimum: 1,
      description: 'Raised when the same input could give another answer.',
    }),
    scope: Type.Enum(['metric', 'device'], {
      description: 'metric: it watches each metric by itself; device: all metrics of a device together.',
    }),
    mode: Type.Enum(DetectorMode.enum, {
      description: 'The mode in which it runs where no profile says another.',
    }),
    summary: Type.String({ description: 'What it sees, in a sentence.' }),
    schema: Type.Unsafe<TSchema>({
      type: 'object',
      additionalProperties: true,
      description: 'JSON Schema of its parameters, each with a description, its unit, and its default.',
    }),
    defaults: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The parameters where neither a metric nor a profile says another.',
    }),
    quieter: Type.Optional(
      Type.Object(
        { parameter: Type.String(), when: Type.Enum(['larger', 'smaller']) },
        { description: 'The parameter by which it is made to speak less, and in which direction.' },
      ),
    ),
    readme: Type.String({
      description:
        'Where it is described: what it sees and misses, its parameters with their reasons, its source.',
      examples: ['/api/v1/detectors/limit/readme'],
    }),
  },
  {
    examples: [
      {
        name: 'limit',
        version: 1,
        scope: 'metric',
        mode: 'alarm',
        summary: 'Says that a value has been beyond a fixed limit of its metric for the hold time.',
        schema: { type: 'object', properties: { holdMs: { type: 'integer', minimum: 0, default: 60_000 } } },
        defaults: { holdMs: 60_000 },
        readme: '/api/v1/detectors/limit/readme',
      },
    ],
  },
)
export type DetectorDescription = Static<typeof DetectorDescription>

/** All detectors there are, each with its README (Markdown). */
export type DetectorCatalogue = readonly (Omit<DetectorDescription, 'readme'> & { readmeText: string })[]
