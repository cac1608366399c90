import { type Static, Type } from 'typebox'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Words } from './words.ts'

/*
 * A part that the work needs, as it is asked of an ERP: every step is a notice, which goes to the ERP as a signed
 * CloudEvent, and the ERP answers over the API. Stock is the ERP's.
 */

export const PartRequestState = Type.Enum(
  ['requested', 'reserved', 'ordered', 'available', 'issued', 'refused', 'withdrawn'],
  {
    description:
      'requested: nobody has answered; reserved: put aside; ordered: it will come; available: to be fetched; issued: handed out; ' +
      'refused: there will be none; withdrawn: it is not needed any more.',
  },
)
export type PartRequestState = Static<typeof PartRequestState>

const facts = {
  part: Words(100, 'Number or name of the part, as the ERP knows it'),
  quantity: Type.Number({
    exclusiveMinimum: 0,
    maximum: 1e9,
    description: 'How many, or how much.',
    examples: [2],
  }),
  unit: Type.String({
    minLength: 1,
    maxLength: 20,
    pattern: '\\S',
    description: 'Pieces (`pcs`), metres, …',
    examples: ['pcs'],
  }),
  neededByMs: Nullable(TimeMs('When it is needed')),
  note: Nullable(Words(1000, 'What else there is to say')),
}

export const PartRequest = Type.Object(
  {
    id: Type.Integer(),
    ticket: Type.Integer(),
    ...facts,
    state: PartRequestState,
    reference: Nullable(Type.String({ description: 'What the ERP calls it: a reservation, an order.' })),
    expectedAtMs: Nullable(TimeMs('When it will be there, as the ERP says')),
    requestedBy: Type.String(),
    createdAtMs: TimeMs('When it was asked for'),
    updatedAtMs: TimeMs('When it changed last'),
  },
  {
    examples: [
      {
        id: 3,
        ticket: 12,
        part: '6205-2RS',
        quantity: 2,
        unit: 'pcs',
        neededByMs: null,
        note: null,
        state: 'reserved',
        reference: 'RES-4711',
        expectedAtMs: null,
        requestedBy: 'anna',
        createdAtMs: 1_700_000_000_000,
        updatedAtMs: 1_700_000_100_000,
      },
    ],
  },
)
export type PartRequest = Static<typeof PartRequest>

export const NewPartRequest = Type.Object(
  {
    part: facts.part,
    quantity: facts.quantity,
    unit: Type.Optional({ ...facts.unit, default: 'pcs' }),
    neededByMs: Type.Optional(facts.neededByMs),
    note: Type.Optional(facts.note),
  },
  { ...exact, examples: [{ part: '6205-2RS', quantity: 2 }] },
)
export type NewPartRequest = Static<typeof NewPartRequest>

export const PartAnswer = Type.Object(
  {
    state: Type.Enum(['reserved', 'ordered', 'available', 'issued', 'refused', 'withdrawn']),
    reference: Type.Optional(Nullable(Words(100, 'What the ERP calls it'))),
    expectedAtMs: Type.Optional(Nullable(TimeMs('When it will be there'))),
    reason: Type.Optional(Words(1000, 'Why; a refusal needs it')),
  },
  { ...exact, examples: [{ state: 'reserved', reference: 'RES-4711' }] },
)
export type PartAnswer = Static<typeof PartAnswer>

/** States in which nothing more happens. */
export const isSettled = (state: PartRequestState): boolean =>
  state === 'issued' || state === 'refused' || state === 'withdrawn'
