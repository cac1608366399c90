import { type Static, Type } from 'typebox'
import { Finding, Severity } from '../../contracts/finding.ts'
import { Criticality } from '../../contracts/registry.ts'
import { Category } from './category.ts'
import { Clocks } from './clock.ts'
import { DueDate } from './due.ts'
import { LedgerEvent } from './ledger.ts'
import { Priority } from './priority.ts'
import { Nullable, TimeMs } from './schema.ts'
import { amountOf } from './text.ts'
import { Outcome, RejectionCode, StateId, TransitionField } from './workflow.ts'

export const TicketKind = Type.Enum(
  ['predictive', 'preventive', 'corrective', 'inspection', 'instrumentation'],
  {
    description:
      'predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; ' +
      'inspection: somebody should look; instrumentation: the sensor itself is at fault.',
  },
)
export type TicketKind = Static<typeof TicketKind>

export const TicketSource = Type.Enum(['finding', 'planner', 'operator', 'api'], {
  description: 'Who asked: a detector, a planner, an operator without an account, another system.',
})
export type TicketSource = Static<typeof TicketSource>

export const ChecklistItem = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: '\\S',
      description: 'What to do; not blank, at most 500 characters.',
    }),
    done: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type ChecklistItem = Static<typeof ChecklistItem>

export const Skill = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
  description: 'Small letters, digits, underscore and hyphen; at most 64.',
  examples: ['vibration-cat-2'],
})

const Count = Type.Integer({ minimum: 0 })
const Minutes = (description: string) =>
  Nullable(Type.Integer({ minimum: 0, maximum: 525_600, description: `${description}, in minutes.` }))

/** What the ledger keeps of a ticket: `number` and what is counted from elsewhere is not among it. */
export const record = {
  kind: TicketKind,
  source: TicketSource,
  state: StateId,
  category: Category,
  priority: Priority,
  title: Type.String({ examples: ['Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C'] }),
  description: Nullable(Type.String({ description: 'What a person said about it.' })),
  site: Type.String(),
  asset: Type.String(),
  faultKey: Nullable(Type.String({ description: 'What makes findings of the asset the same fault.' })),
  metric: Nullable(Type.String()),
  unit: Nullable(Type.String()),
  device: Nullable(Type.String({ description: 'The device whose finding began the ticket.' })),
  severity: Severity,
  team: Nullable(Type.String({ description: 'The team it is routed to.' })),
  assignee: Nullable(Type.String({ description: 'The technician who is asked, or at it.' })),
  assignment: Nullable(
    Type.Enum(['rule', 'person'], { description: 'Who chose the assignee: the rules, or a person.' }),
  ),
  observedAtMs: Nullable(TimeMs('Event time at which the deviation began')),
  cleared: Type.Boolean({ description: 'The signal is back to normal.' }),
  failureCode: Nullable(Type.String({ description: 'A code of /failure-codes; set when resolved.' })),
  outcome: Nullable(Outcome),
  rejectionCode: Nullable(RejectionCode),
  resolution: Nullable(Type.String({ description: 'What was done.' })),
  fields: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description: 'Custom fields of the equipment class.',
  }),
  checklist: Type.Array(ChecklistItem, { maxItems: 100 }),
  requiredSkills: Type.Array(Skill, { maxItems: 20, description: 'What a technician must have for it.' }),
  repairMinutes: Minutes('How long the repair will take'),
  partLeadMinutes: Minutes('How long the longest part will take to come'),
  predictedCrossingAtMs: Nullable(TimeMs('When the deviation is expected to reach its limit')),
  parent: Nullable(Type.Integer({ description: 'The ticket that this one is part of.' })),
  mergedInto: Nullable(Type.Integer({ description: 'The ticket that goes on for this one.' })),
  snoozedUntilMs: Nullable(TimeMs('Until when it is out of the list of what waits for review')),
  reworkCount: Type.Integer({ minimum: 0, description: 'How often the repair did not hold.' }),
  resolvedAtMs: Nullable(TimeMs('When it was resolved')),
  closedAtMs: Nullable(TimeMs('When it was closed')),
}

const ticket = {
  number: Type.Integer({ minimum: 1, description: 'Unique; gaps are possible.', examples: [12] }),
  ...record,
  assetName: Type.String(),
  criticality: Criticality,
  version: Type.Integer({ minimum: 1, description: 'Grows with every change; the ETag.' }),
  lastFindingAtMs: Nullable(TimeMs('Event time of the newest finding')),
  findingCount: Count,
  respondByMs: Nullable(TimeMs('Until when somebody must have accepted it; null while the clock stands')),
  resolveByMs: Nullable(TimeMs('Until when it must be resolved; null while the clock stands')),
  dueAtMs: Nullable(TimeMs('The earlier of that and what the prediction leaves')),
  createdAtMs: TimeMs('When the ticket was made'),
  updatedAtMs: TimeMs('When anything of it last changed'),
}

const example = {
  number: 12,
  kind: 'predictive',
  source: 'finding',
  state: 'proposed',
  category: 'review',
  priority: 'P2',
  title: 'Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C',
  description: null,
  site: 'plant-1',
  asset: 'pump-7',
  faultKey: 'temperature',
  metric: 'temperature',
  unit: '°C',
  device: 'sensor-7',
  severity: 'major',
  team: 'maintenance',
  assignee: null,
  assignment: null,
  observedAtMs: 1_700_000_000_000,
  cleared: false,
  failureCode: null,
  outcome: null,
  rejectionCode: null,
  resolution: null,
  fields: {},
  checklist: [],
  requiredSkills: [],
  repairMinutes: null,
  partLeadMinutes: null,
  predictedCrossingAtMs: null,
  parent: null,
  mergedInto: null,
  snoozedUntilMs: null,
  reworkCount: 0,
  resolvedAtMs: null,
  closedAtMs: null,
  assetName: 'Cooling water pump 7',
  criticality: 'A',
  version: 3,
  lastFindingAtMs: 1_700_000_600_000,
  findingCount: 3,
  respondByMs: 1_700_007_201_000,
  resolveByMs: 1_700_086_401_000,
  dueAtMs: 1_700_086_401_000,
  createdAtMs: 1_700_000_001_000,
  updatedAtMs: 1_700_000_601_000,
}

export const Ticket = Type.Object(ticket, { examples: [example] })
export type Ticket = Static<typeof Ticket>

export const TicketCounts = Type.Object(
  { P1: Count, P2: Count, P3: Count, P4: Count },
  { examples: [{ P1: 1, P2: 4, P3: 12, P4: 0 }] },
)
export type TicketCounts = Static<typeof TicketCounts>

export const TicketEventType = Type.Enum([
  'created',
  'routed',
  'assigned',
  'finding',
  'transition',
  'priority',
  'changed',
  'approval',
  'sla_warning',
  'sla_breach',
  'sla_escalation',
  'merged',
  'split',
  'snoozed',
  'woken',
  'comment',
  'attachment',
  'attachment_removed',
  'watched',
  'unwatched',
  'request_link',
  'request_link_revoked',
  'verification',
  'rating',
  'signed',
  'part_requested',
  'part_answered',
  'migrated',
])
export type TicketEventType = Static<typeof TicketEventType>

const { id, atMs, deviceAtMs, actor, reason, before, after, data } = LedgerEvent.properties

export const TicketEvent = Type.Object({
  id,
  type: TicketEventType,
  atMs,
  deviceAtMs,
  actor,
  from: Nullable(StateId),
  to: Nullable(StateId),
  reason,
  before,
  after,
  data,
})
export type TicketEvent = Static<typeof TicketEvent>

/** An event of the ledger as the page of its ticket shows it. */
export function ticketEvent({ subject: _, subjectId: __, type, ...event }: LedgerEvent): TicketEvent {
  const state = (side: Record<string, unknown>) => (typeof side.state === 'string' ? side.state : null)
  return {
    ...event,
    type: type as TicketEventType,
    from: state(event.before),
    to: state(event.after),
  }
}

const OpenTransition = Type.Object({
  to: StateId,
  category: Category,
  requires: Type.Array(TransitionField, { description: 'Fields that the transition still lacks.' }),
  blockedBy: Type.Array(Type.String(), { description: 'Why it cannot be made now; empty when it can.' }),
})

export const TicketDetail = Type.Object({
  ...ticket,
  transitions: Type.Array(OpenTransition, { description: 'What can be done next.' }),
  clocks: Clocks,
  due: DueDate,
  firstFinding: Nullable(Finding),
  lastFinding: Nullable(Finding),
  decision: Nullable(
    Type.String({ description: 'Why its team and assignee have it: the newest of its decisions, in words.' }),
  ),
  events: Type.Array(TicketEvent, { description: 'The history, oldest first; the newest 1000 at most.' }),
})
export type TicketDetail = Static<typeof TicketDetail>

/** What the ticket is called in a list: asset, metric, value and what it should have been. */
export function titleOf(finding: Finding, assetName: string): string {
  // What is said of no metric is said of the device that has none any more.
  if (finding.metric === '') return `${assetName}: nothing is heard of device ${finding.device}`
  const { value, expected, limit, crossing } = finding.evidence
  const symptom = symptomOf(finding)
  if (finding.faultKind === 'sensor')
    return `${assetName}: ${finding.metric} sensor ${SENSOR_TITLES[symptom] ?? 'reads wrong'}`
  // A limit of how fast it may change says nothing beside a value.
  if (limit !== undefined && !crossing && (symptom === 'rising' || symptom === 'falling'))
    return `${assetName}: ${finding.metric} is ${symptom} too fast`
  const amount = (number: number) => amountOf(number, finding.unit)
  const normal = expected ? `, normal ${amountOf(expected.low)} to ${amount(expected.high)}` : ''
  const crossed = limit !== undefined ? `, limit ${amount(limit)}` : ''
  return `${assetName}: ${finding.metric} ${amount(value)}${crossed || normal}`
}

const symptomOf = ({ evidence: { symptoms = [] }, metric, detector }: Finding): string =>
  symptoms.find(each => each.metric === metric && each.detector === detector)?.symptom ?? ''

const SENSOR_TITLES: Record<string, string> = {
  stuck: 'is stuck',
  clipped: 'is clipped',
  spikes: 'has spikes',
  silent: 'is silent',
  unit_changed: 'reads in another unit',
}
