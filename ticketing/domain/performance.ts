import { type Static, Type } from 'typebox'
import { Nullable } from './schema.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Share = (description: string) => Nullable(Type.Number({ minimum: 0, maximum: 1, description }))

/** How well a detector did, by what technicians found. */
export const DetectorPerformance = Type.Object(
  {
    detector: Type.String({
      description: 'Name and version of the detector whose finding began the tickets.',
    }),
    class: Nullable(Type.String({ description: 'Of the assets, where it is asked for by class or asset.' })),
    asset: Nullable(Type.String({ description: 'Where it is asked for by asset.' })),
    tickets: Count('Tickets that it began and that are closed.'),
    foundAsPredicted: Count('In which was found what it said.'),
    foundOther: Count('In which something else was found.'),
    falseAlarms: Count('In which nothing was found.'),
    noAccess: Count('In which nobody could look.'),
    precision: Share(
      'Those in which something was found, of those in which somebody looked; null without any.',
    ),
    precisionLow: Share('Lower end of the interval of 95 % (Wilson): few tickets tell little.'),
    precisionHigh: Share('Upper end.'),
    medianLeadMs: Nullable(
      Type.Integer({
        description:
          'Median time from the first finding to the end of the repair, of those in which something was found: the machine has lasted at least so long.',
      }),
    ),
    rework: Count('How often a repair did not hold.'),
  },
  {
    examples: [
      {
        ...{
          detector: 'band@1',
          class: 'pump',
          asset: null,
          tickets: 14,
          foundAsPredicted: 8,
          foundOther: 1,
        },
        ...{ falseAlarms: 4, noAccess: 1, precision: 0.692, precisionLow: 0.424, precisionHigh: 0.873 },
        ...{ medianLeadMs: 518_400_000, rework: 1 },
      },
    ],
  },
)
export type DetectorPerformance = Static<typeof DetectorPerformance>

export const PerformanceBy = Type.Enum(['detector', 'class', 'asset'], {
  default: 'detector',
  description: 'How fine: all of a detector together, by class of the asset, or by asset.',
})
export type PerformanceBy = Static<typeof PerformanceBy>

/** Of a normal distribution: 95 % are within so many standard deviations. */
const Z = 1.96

/** The interval of 95 % for a share of so many (Wilson 1927), which is honest for few, too. */
export function wilson(hits: number, of: number): { low: number; high: number } | undefined {
  if (of === 0) return undefined
  const share = hits / of
  const denominator = 1 + Z ** 2 / of
  const middle = (share + Z ** 2 / (2 * of)) / denominator
  const half = (Z / denominator) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))
  const rounded = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(3))
  return { low: rounded(middle - half), high: rounded(middle + half) }
}
