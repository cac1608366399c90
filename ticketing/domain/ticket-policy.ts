import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Id } from '../../contracts/registry.ts'
import { exact, Nullable } from './schema.ts'

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

const SettleRule = Type.Object(
  {
    class: Type.Optional(Id),
    asset: Type.Optional(Id),
    severity: Type.Optional(Severity),
    minOccurrences: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description:
          'How many findings that say "deviates" the fault must have within `withinMs`; 1 when not given.',
      }),
    ),
    withinMs: Type.Optional(
      Type.Integer({
        minimum: 1_000,
        maximum: 30 * DAY_MS,
        description: 'Event time in ms in which they are counted; an hour when not given.',
      }),
    ),
    holdMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 7 * DAY_MS,
        description: 'How long (event time, ms) the deviation must last; 0 when not given.',
      }),
    ),
  },
  { ...exact, description: 'Applies where class, asset and severity are all as given; absent ones fit any.' },
)

const Limit = (what: string) =>
  Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000, description: `${what}; null for no limit.` }))

/** What the stages may be told from outside. The newest version counts; all are kept. */
export const TicketPolicy = Type.Object(
  {
    settle: Type.Array(SettleRule, {
      maxItems: 200,
      description: 'When a deviation is taken seriously: the first rule that fits; at once where none does.',
    }),
    reworkWindowMs: Type.Integer({
      minimum: 0,
      maximum: 366 * DAY_MS,
      description: 'A closed ticket whose fault deviates again within this time (ms) is reopened as rework.',
    }),
    falseAlarmMuteMs: Type.Integer({
      minimum: 0,
      maximum: 366 * DAY_MS,
      description:
        'For how long (ms) a ticket closed as false alarm mutes its fault, unless that gets worse.',
    }),
    budget: Type.Object(
      {
        perAssetPerDay: Limit('New tickets of one asset in 24 h'),
        perSitePerDay: Limit('New tickets of one site in 24 h'),
        perSitePerHour: Limit('New tickets of one site in an hour'),
      },
      {
        ...exact,
        description: 'What is beyond it goes to one roll-up ticket. Counted in event time.',
      },
    ),
  },
  {
    ...exact,
    examples: [
      {
        settle: [{ class: 'pump', severity: 'minor', minOccurrences: 3, withinMs: HOUR_MS, holdMs: 600_000 }],
        reworkWindowMs: 7 * DAY_MS,
        falseAlarmMuteMs: 7 * DAY_MS,
        budget: { perAssetPerDay: 5, perSitePerDay: 50, perSitePerHour: 20 },
      },
    ],
  },
)
export type TicketPolicy = Static<typeof TicketPolicy>

/** What counts until somebody says otherwise. */
export const defaultPolicy: TicketPolicy = {
  settle: [],
  reworkWindowMs: 7 * DAY_MS,
  falseAlarmMuteMs: 7 * DAY_MS,
  budget: { perAssetPerDay: 5, perSitePerDay: 50, perSitePerHour: 20 },
}

/** A settle rule with its defaults. */
export interface Settling {
  minOccurrences: number
  withinMs: number
  holdMs: number
}

/** How the fault has to settle: the first rule that fits counts. */
export function settlingOf(
  policy: Pick<TicketPolicy, 'settle'>,
  fault: { class: string; asset: string; severity: Severity },
): Settling {
  const rule = policy.settle.find(({ class: equipmentClass, asset, severity }) =>
    [
      [equipmentClass, fault.class],
      [asset, fault.asset],
      [severity, fault.severity],
    ].every(([wanted, given]) => wanted === undefined || wanted === given),
  )
  const { minOccurrences = 1, withinMs = HOUR_MS, holdMs = 0 } = rule ?? {}
  return { minOccurrences, withinMs, holdMs }
}
