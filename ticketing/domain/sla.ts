import { type Static, type TSchema, Type } from 'typebox'
import { Criticality, Id } from '../../contracts/registry.ts'

import { Priority } from './priority.ts'
import { invalid } from './refusals.ts'
import { exact, TimeMs } from './schema.ts'
import { TicketKind } from './ticket.ts'

export const MINUTE_MS = 60_000
const MAX_MINUTES = 2 * 366 * 24 * 60

const OneOrMore = <T extends TSchema>(schema: T, what: string) =>
  Type.Optional(
    Type.Union([schema, Type.Array(schema, { minItems: 1, maxItems: 20 })], {
      description: `${what}: one value, or a list of values of which one must be the ticket's.`,
    }),
  )

const Target = (description: string) =>
  Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    minimum: 1,
    maximum: MAX_MINUTES,
    description: `${description}, in minutes of the calendar's working time; null: no such clock.`,
  })

const SlaRule = Type.Object(
  {
    kind: OneOrMore(TicketKind, 'Kind of the ticket'),
    priority: OneOrMore(Priority, 'Priority (P1 to P4)'),
    criticality: OneOrMore(Criticality, 'Criticality of the asset (A, B, C)'),
    respond: Target('Within which somebody must have accepted it'),
    resolve: Target('Within which it must be resolved'),
    calendar: Type.Optional(Type.String({ ...Id, description: 'A calendar; `always` when left out.' })),
  },
  exact,
)
export type SlaRule = Static<typeof SlaRule>

export const EscalationTarget = Type.Enum(['assignee', 'team', 'lead', 'manager'], {
  description: 'The technician who has the ticket, the whole team, its lead, its manager.',
})
export type EscalationTarget = Static<typeof EscalationTarget>

const EscalationStep = Type.Object(
  {
    after: Type.Integer({
      minimum: -MAX_MINUTES,
      maximum: MAX_MINUTES,
      description: 'Minutes of working time after the target is exceeded; negative: before.',
    }),
    to: EscalationTarget,
  },
  exact,
)

/** Categories in which a clock can be made to wait. */
const Pausing = Type.Enum(['review', 'planned', 'assigned', 'active', 'paused'])

export const SlaPolicy = Type.Object(
  {
    rules: Type.Array(SlaRule, {
      minItems: 1,
      maxItems: 200,
      description: 'The first that fits counts; a ticket that none fits has no clocks.',
    }),
    pausing: Type.Array(Pausing, {
      maxItems: 5,
      uniqueItems: true,
      description: 'Categories of states in which the clocks wait.',
    }),
    warnings: Type.Array(Type.Integer({ minimum: 1, maximum: MAX_MINUTES }), {
      maxItems: 10,
      uniqueItems: true,
      description:
        'How many minutes of working time before the target is exceeded the assignee is warned. Where there is no more ' +
        'than that from the beginning, at half of the target.',
    }),
    escalation: Type.Array(EscalationStep, { maxItems: 20, description: 'Who is told when.' }),
  },
  {
    ...exact,
    examples: [
      {
        rules: [
          { priority: 'P1', respond: 30, resolve: 240, calendar: 'always' },
          { kind: ['preventive', 'inspection'], respond: null, resolve: 20_160 },
          { respond: 480, resolve: 4320 },
        ],
        pausing: ['paused'],
        warnings: [60],
        escalation: [
          { after: 0, to: 'lead' },
          { after: 120, to: 'manager' },
        ],
      },
    ],
  },
)
export type SlaPolicy = Static<typeof SlaPolicy>

export const SlaPolicyVersion = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  createdAtMs: TimeMs('When it was saved'),
  actor: Type.String({ description: 'Who saved it.' }),
  policy: SlaPolicy,
})
export type SlaPolicyVersion = Static<typeof SlaPolicyVersion>

/** What a rule asks of a ticket. */
export interface SlaSubject {
  kind: TicketKind
  priority: Priority
  criticality: Criticality
}

export const ALWAYS = 'always'
export const calendarOf = ({ calendar }: SlaRule): string => calendar ?? ALWAYS

/** The rule that counts; undefined where none fits. */
export const ruleFor = ({ rules }: SlaPolicy, subject: SlaSubject): SlaRule | undefined =>
  rules.find(
    ({ kind, priority, criticality }) =>
      allows(kind, subject.kind) &&
      allows(priority, subject.priority) &&
      allows(criticality, subject.criticality),
  )

const allows = <T>(wanted: T | readonly T[] | undefined, value: T) =>
  wanted === undefined || (Array.isArray(wanted) ? wanted.includes(value) : wanted === value)

/** Throws `invalid` for what the schema cannot say. */
export function requireSoundPolicy({ rules, escalation }: SlaPolicy, calendars: readonly string[]): void {
  for (const [index, rule] of rules.entries()) {
    if (rule.calendar !== undefined && !calendars.includes(rule.calendar)) {
      const known = calendars.join(', ')
      throw invalid(
        `/rules/${index}/calendar`,
        `Calendar ${rule.calendar} is not known; use one of ${known}.`,
      )
    }
    const { kind, priority, criticality } = rule
    if ([kind, priority, criticality].every(wanted => wanted === undefined) && index < rules.length - 1) {
      throw invalid(`/rules/${index + 1}`, `Rule ${index} takes every ticket, so this one never counts.`)
    }
  }
  const seen = new Set<string>()
  for (const [index, { after, to }] of escalation.entries()) {
    if (seen.has(`${after} ${to}`)) {
      throw invalid(
        `/escalation/${index}`,
        `The ${to} is told at ${after} minutes already; give a step once.`,
      )
    }
    seen.add(`${after} ${to}`)
  }
}

/** The two clocks of a ticket. */
export type ClockName = 'response' | 'resolution'

/** Something to be done once when a clock has used so much working time. */
export interface Threshold {
  clock: ClockName
  /** Unique among those of the clock. */
  name: string
  /** Unique among those of the ticket. */
  key: string
  type: 'warning' | 'breach' | 'escalation'
  workMs: number
  to: EscalationTarget
}

/** By policy, as they are asked for with every ticket. */
const thresholds = new WeakMap<SlaPolicy, Map<string, readonly Threshold[]>>()

/** The thresholds of a clock, earliest first. */
export function thresholdsOf(policy: SlaPolicy, clock: ClockName, targetMs: number): readonly Threshold[] {
  const known = thresholds.get(policy) ?? new Map<string, readonly Threshold[]>()
  thresholds.set(policy, known)
  const found = known.get(`${clock} ${targetMs}`) ?? makeThresholds(policy, clock, targetMs)
  known.set(`${clock} ${targetMs}`, found)
  return found
}

function makeThresholds(
  { warnings, escalation }: SlaPolicy,
  clock: ClockName,
  targetMs: number,
): readonly Threshold[] {
  const at = (minutes: number) => {
    const workMs = targetMs + minutes * MINUTE_MS
    return workMs > 0 ? workMs : Math.ceil(targetMs / 2)
  }
  const threshold = (
    type: Threshold['type'],
    name: string,
    workMs: number,
    to: EscalationTarget,
  ): Threshold => ({ clock, name, key: `${clock} ${name}`, type, workMs, to })
  const all = [
    ...warnings.map(minutes => threshold('warning', `warning ${minutes}`, at(-minutes), 'assignee')),
    threshold('breach', 'breach', targetMs, 'assignee'),
    ...escalation.map(({ after, to }) => threshold('escalation', `escalation ${after} ${to}`, at(after), to)),
  ]
  return all.sort((a, b) => a.workMs - b.workMs)
}
