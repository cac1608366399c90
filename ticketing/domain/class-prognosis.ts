import { type Static, Type } from 'typebox'

/** What detection has learned of how machines of a class fail; it keeps that in the same PostgreSQL. */
export const ClassPrognosis = Type.Object(
  {
    class: Type.String(),
    failures: Type.Integer({
      minimum: 0,
      description: 'Failures with telemetry that it was learned from, or that were too few.',
    }),
    learned: Type.Boolean({
      description: 'The detector `prognosis` foretells remaining lives in this class.',
    }),
    learnedAtMs: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description: 'When that was found out; null before the first failure.',
    }),
    reason: Type.Unsafe<{ en: string; zh: string } | null>({
      type: ['object', 'null'],
      properties: { en: { type: 'string' }, zh: { type: 'string' } },
      description: 'Why nothing is foretold.',
    }),
  },
  {
    examples: [
      {
        class: 'pump',
        failures: 3,
        learned: false,
        learnedAtMs: 1_700_000_000_000,
        reason: {
          en: '3 failures are on record of the class Pump: a remaining life is learned from 5 on',
          zh: '类别 Pump 只有 3 次故障记录：至少 5 次才能学习剩余寿命',
        },
      },
    ],
  },
)
export type ClassPrognosis = Static<typeof ClassPrognosis>
