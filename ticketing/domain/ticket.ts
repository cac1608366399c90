import { type Static, Type } from 'typebox'
import { Finding, Severity } from '../../contracts/finding.ts'
import { Criticality } from '../../contracts/registry.ts'
import { Priority } from './priority.ts'
import { Nullable, TimeMs } from './schema.ts'
import { TicketState, TransitionField } from './workflow.ts'

export const TicketKind = Type.Enum(['predictive'], { description: 'Where the ticket comes from.' })

const Count = Type.Integer({ minimum: 0 })

const ticket = {
  number: Type.Integer({ minimum: 1, description: 'Unique; gaps are possible.', examples: [12] }),
  kind: TicketKind,
  state: TicketState,
  priority: Priority,
  title: Type.String({ examples: ['Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C'] }),
  site: Type.String(),
  asset: Type.String(),
  assetName: Type.String(),
  criticality: Criticality,
  faultKey: Type.String({ description: 'What makes findings of the asset the same fault.' }),
  metric: Type.String(),
  unit: Type.String(),
  device: Type.String({ description: 'The device whose finding began the ticket.' }),
  severity: Severity,
  team: Nullable(Type.String({ description: 'The team it is routed to.' })),
  observedAtMs: TimeMs('Event time at which the deviation began'),
  lastFindingAtMs: TimeMs('Event time of the newest finding'),
  findingCount: Type.Integer({ minimum: 1 }),
  cleared: Type.Boolean({ description: 'The signal is back to normal.' }),
  failureCode: Nullable(Type.String({ description: 'A code of /failure-codes; set when resolved.' })),
  resolution: Nullable(Type.String({ description: 'What was done.' })),
  createdAtMs: TimeMs('When the ticket was made'),
  updatedAtMs: TimeMs('When anything of it last changed'),
  resolvedAtMs: Nullable(TimeMs('When it was resolved')),
  closedAtMs: Nullable(TimeMs('When it was closed')),
}

const example = {
  number: 12,
  kind: 'predictive',
  state: 'proposed',
  priority: 'P2',
  title: 'Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C',
  site: 'plant-1',
  asset: 'pump-7',
  assetName: 'Cooling water pump 7',
  criticality: 'A',
  faultKey: 'temperature',
  metric: 'temperature',
  unit: '°C',
  device: 'sensor-7',
  severity: 'major',
  team: 'maintenance',
  observedAtMs: 1_700_000_000_000,
  lastFindingAtMs: 1_700_000_600_000,
  findingCount: 3,
  cleared: false,
  failureCode: null,
  resolution: null,
  createdAtMs: 1_700_000_001_000,
  updatedAtMs: 1_700_000_601_000,
  resolvedAtMs: null,
  closedAtMs: null,
}

export const Ticket = Type.Object(ticket, { examples: [example] })
export type Ticket = Static<typeof Ticket>

export const TicketCounts = Type.Object(
  { P1: Count, P2: Count, P3: Count, P4: Count },
  { examples: [{ P1: 1, P2: 4, P3: 12, P4: 0 }] },
)
export type TicketCounts = Static<typeof TicketCounts>

export const TicketEventType = Type.Enum(['created', 'routed', 'finding', 'transition', 'priority'])
export type TicketEventType = Static<typeof TicketEventType>

export const TicketEvent = Type.Object({
  id: Type.Integer(),
  type: TicketEventType,
  atMs: TimeMs('When it happened, server time'),
  actor: Type.String({ description: 'Who did it; `system` for what nobody did by hand.' }),
  from: Nullable(TicketState),
  to: Nullable(TicketState),
  reason: Nullable(Type.String()),
  data: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description: 'More about it, by type.',
  }),
})
export type TicketEvent = Static<typeof TicketEvent>

const OpenTransition = Type.Object({
  to: TicketState,
  requires: Type.Array(TransitionField, { description: 'Fields that the transition cannot do without.' }),
})

export const TicketDetail = Type.Object({
  ...ticket,
  transitions: Type.Array(OpenTransition, { description: 'What can be done next.' }),
  firstFinding: Finding,
  lastFinding: Finding,
  events: Type.Array(TicketEvent, { description: 'The history, oldest first; the newest 1000 at most.' }),
})
export type TicketDetail = Static<typeof TicketDetail>

/** What the ticket is called in a list: asset, metric, value and what it should have been. */
export function titleOf(finding: Finding, assetName: string): string {
  const { value, expected, limit } = finding.evidence
  const amount = (number: number) => [short(number), finding.unit].filter(Boolean).join(' ')
  const normal = expected ? `, normal ${short(expected.low)} to ${amount(expected.high)}` : ''
  const crossed = limit !== undefined ? `, limit ${amount(limit)}` : ''
  return `${assetName}: ${finding.metric} ${amount(value)}${crossed || normal}`
}

/** Four significant digits, without an exponent for what people write without one. */
function short(number: number): string {
  return Math.abs(number) >= 1000 ? String(Math.round(number)) : String(Number(number.toPrecision(4)))
}
