import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Id, MetricKey } from '../../contracts/registry.ts'
import { FieldValues } from './custom-fields.ts'
import { Priority } from './priority.ts'
import { invalid } from './refusals.ts'
import { TicketNumber } from './relations.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { ChecklistItem, Skill, TicketKind } from './ticket.ts'
import type { TicketTemplate } from './ticket-template.ts'
import { Words } from './words.ts'
import { TransitionRequest } from './workflow.ts'

const Minutes = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 525_600, description: `${description}, in minutes.` })

const Title = Words(200, 'What it is called in lists')
const Description = Words(10_000, 'What is wrong, or to be done')
const Checklist = Type.Array(ChecklistItem, { maxItems: 100 })
const RequiredSkills = Type.Array(Skill, {
  maxItems: 20,
  uniqueItems: true,
  description: 'What a technician must have for it.',
})
const repairMinutes = Minutes('How long the repair will take')
const partLeadMinutes = Minutes('How long the longest part will take to come')

/** Whoever asks for the work and has no account. */
const Requester = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    contact: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Telephone or mail for questions.' }),
    ),
  },
  exact,
)

export const NewTicketRequest = Type.Object(
  {
    asset: Id,
    template: Type.Optional({
      ...Id,
      description: 'A ticket template: what is not given here is taken from it.',
    }),
    kind: Type.Optional(TicketKind),
    title: Type.Optional(Title),
    description: Type.Optional(Description),
    severity: Type.Optional(Severity),
    priority: Type.Optional({
      ...Priority,
      description:
        'Taken as given; otherwise it follows from severity and criticality by the priority matrix.',
    }),
    faultKey: Type.Optional(MetricKey),
    requiredSkills: Type.Optional(RequiredSkills),
    checklist: Type.Optional(Checklist),
    fields: Type.Optional(FieldValues),
    repairMinutes: Type.Optional(repairMinutes),
    partLeadMinutes: Type.Optional(partLeadMinutes),
    parent: Type.Optional(TicketNumber),
    requester: Type.Optional(Requester),
    source: Type.Optional(
      Type.Enum(['planner', 'api'], {
        default: 'planner',
        description: 'Whether a planner asks, or another system.',
      }),
    ),
  },
  {
    ...exact,
    examples: [
      { asset: 'pump-7', kind: 'corrective', title: 'Oil under the pump', severity: 'major' },
      { asset: 'pump-7', template: 'pump-inspection' },
    ],
  },
)
export type NewTicketRequest = Static<typeof NewTicketRequest>

/** What a new ticket must have in the end, from the request or its template. */
export interface DraftTicket
  extends Omit<NewTicketRequest, 'template' | 'kind' | 'title' | 'severity' | 'fields' | 'checklist'> {
  kind: TicketKind
  title: string
  severity: Severity
  fields: FieldValues
  checklist: ChecklistItem[]
}

/** Throws `invalid` where both say nothing. */
export function kindOf({ kind }: NewTicketRequest, template: TicketTemplate | undefined): TicketKind {
  const found = kind ?? template?.kind
  if (found !== undefined) return found
  throw invalid('/kind', `kind is missing; it must be one of ${TicketKind.enum.join(', ')}.`)
}

/** The request with its template's values where it has none of its own. Throws `invalid` where both say nothing. */
export function draftOf(
  request: NewTicketRequest,
  template: TicketTemplate | undefined,
  assetName: string,
): DraftTicket {
  const { template: _, ...given } = request
  const title = given.title ?? template?.title.replaceAll('{asset}', assetName)
  if (title === undefined)
    throw invalid('/title', 'title is missing; say in up to 200 characters what it is about.')
  const steps = template?.checklist?.map(text => ({ text, done: false }))
  const { description, requiredSkills, repairMinutes, partLeadMinutes } = template ?? {}
  return {
    ...(description !== undefined && { description }),
    ...(requiredSkills !== undefined && { requiredSkills }),
    ...(repairMinutes !== undefined && { repairMinutes }),
    ...(partLeadMinutes !== undefined && { partLeadMinutes }),
    ...given,
    kind: kindOf(request, template),
    title,
    severity: given.severity ?? template?.severity ?? 'minor',
    fields: { ...template?.fields, ...given.fields },
    checklist: given.checklist ?? steps ?? [],
  }
}

/** A change of what people write on a ticket; states change by transitions, people by assignment. */
export const TicketPatch = Type.Object(
  {
    title: Type.Optional(Title),
    description: Type.Optional(Nullable(Description)),
    priority: Type.Optional(Priority),
    severity: Type.Optional(Severity),
    reason: Type.Optional(Words(2000, 'Why; a change of priority needs it')),
    checklist: Type.Optional(Checklist),
    fields: Type.Optional(
      Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), {
        maxProperties: 50,
        description: 'Those to be changed; null takes a field away.',
      }),
    ),
    requiredSkills: Type.Optional(RequiredSkills),
    repairMinutes: Type.Optional(Nullable(repairMinutes)),
    partLeadMinutes: Type.Optional(Nullable(partLeadMinutes)),
    parent: Type.Optional(Nullable(TicketNumber)),
  },
  {
    ...exact,
    minProperties: 1,
    examples: [
      { checklist: [{ text: 'Isolate the pump', done: true }] },
      { priority: 'P1', reason: 'The spare pump is out for repair.' },
    ],
  },
)
export type TicketPatch = Static<typeof TicketPatch>

export const SplitRequest = Type.Object(
  {
    title: Title,
    description: Type.Optional(Description),
    reason: Words(2000, 'Why it is work of its own'),
    kind: Type.Optional({ ...TicketKind, default: 'corrective' }),
    asset: Type.Optional({ ...Id, description: 'Another asset than the ticket’s, where the work is there.' }),
    severity: Type.Optional(Severity),
    findings: Type.Optional(
      Type.Array(Type.String({ maxLength: 500 }), {
        minItems: 1,
        maxItems: 500,
        uniqueItems: true,
        description: 'Ids of findings of the ticket that belong to the new one; at least one must stay.',
      }),
    ),
    asChild: Type.Optional(
      Type.Boolean({ description: 'Whether the ticket cannot be closed before the new one. Default false.' }),
    ),
  },
  {
    ...exact,
    examples: [
      { title: 'Coupling guard is loose', reason: 'Found while on site; another crew does guards.' },
    ],
  },
)
export type SplitRequest = Static<typeof SplitRequest>

export const SnoozeRequest = Type.Object(
  {
    untilMs: TimeMs('Until when it is out of the list of what waits for review'),
    reason: Words(2000, 'What is waited for'),
  },
  { ...exact, examples: [{ untilMs: 1_800_000_000_000, reason: 'The line stands still until Monday.' }] },
)
export type SnoozeRequest = Static<typeof SnoozeRequest>

export const BulkRequest = Type.Object(
  {
    tickets: Type.Array(TicketNumber, {
      minItems: 1,
      maxItems: 200,
      uniqueItems: true,
      description: 'Each is done for itself: what one refuses does not stop the others.',
    }),
    transition: Type.Optional(TransitionRequest),
    change: Type.Optional(TicketPatch),
    snooze: Type.Optional(SnoozeRequest),
  },
  { ...exact, examples: [{ tickets: [12, 13], transition: { to: 'planned' } }] },
)
export type BulkRequest = Static<typeof BulkRequest>

/** Throws `invalid` where a bulk request asks for nothing, or for several things at once. */
export function requireOneAction({ transition, change, snooze }: BulkRequest): void {
  const asked = [transition, change, snooze].filter(Boolean).length
  if (asked !== 1) throw invalid('', 'Give one of transition, change and snooze.')
}
