import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { TimeMs } from './schema.ts'

/** What stands for the fault key of a roll-up ticket. No metric can have such a name, so no fault of a machine has it. */
export const STORM_FAULT = { asset: '$storm', site: '$site-storm' } as const

/** Where roll-up tickets gather what is beyond the budget. */
export type StormScope = keyof typeof STORM_FAULT

export const stormScopeOf = (faultKey: string | null): StormScope | undefined =>
  faultKey === STORM_FAULT.asset ? 'asset' : faultKey === STORM_FAULT.site ? 'site' : undefined

/** Faults that the description of a roll-up ticket names; all of them are listed by the API. */
export const NAMED_FAULTS = 20

/** A fault that a roll-up ticket stands for, as far as that has heard of it. */
export const RolledUpFault = Type.Object(
  {
    asset: Type.String(),
    faultKey: Type.String(),
    severity: Severity,
    cleared: Type.Boolean({ description: 'The signal is back to normal.' }),
    findingCount: Type.Integer({ minimum: 1 }),
    lastFinding: Type.String({ description: 'Id of the newest finding.' }),
    lastFindingAtMs: TimeMs('Event time of the newest finding'),
  },
  {
    examples: [
      {
        asset: 'pump-7',
        faultKey: 'temperature',
        severity: 'major',
        cleared: false,
        findingCount: 3,
        lastFinding: 'band@1:sensor-7:temperature:1700000600000',
        lastFindingAtMs: 1_700_000_600_000,
      },
    ],
  },
)
export type RolledUpFault = Static<typeof RolledUpFault>

/** As the description of its ticket names it. */
export type NamedFault = Pick<RolledUpFault, 'asset' | 'faultKey' | 'severity'>

/** What the roll-up ticket is called: how much, and where. The number is exact where a person would count. */
export const stormTitle = (where: string, faults: number): string => `Storm: ${rounded(faults)} at ${where}`

export function stormDescription(faults: readonly NamedFault[], total: number): string {
  const lines = faults.map(({ asset, faultKey, severity }) => `- ${asset}: ${faultKey} (${severity})`)
  const more = total > faults.length ? ['- and more'] : []
  return ['Faults beyond the ticket budget:', ...lines, ...more].join('\n')
}

const ROUND = [NAMED_FAULTS, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]

/** Whether the title changes with this many faults: not for every one of a thousand, each would be an event. */
export const isTold = (faults: number): boolean => faults <= NAMED_FAULTS || ROUND.includes(faults - 1)

function rounded(faults: number): string {
  if (faults <= NAMED_FAULTS) return faults === 1 ? '1 fault' : `${faults} faults`
  return `more than ${ROUND.findLast(round => round < faults)} faults`
}
