import { type Static, Type } from 'typebox'

const common = {
  asset: Type.String(),
  /** Of the fault; with `onsetMs` it says which one of the plan. */
  mode: Type.String(),
  onsetMs: Type.Number(),
  atMs: Type.Number(),
}

/** The functional failure came: nobody had repaired it. */
export const Breakdown = Type.Object(
  { event: Type.Literal('breakdown'), ...common },
  { additionalProperties: false },
)

/** Somebody worked on it. One row for each fault that was found. */
export const Repair = Type.Object(
  {
    event: Type.Literal('repair'),
    layer: Type.Enum(['machine', 'sensor']),
    ...common,
    occasion: Type.Enum(['planned', 'breakdown'], {
      description: 'planned: before the functional failure of this fault; breakdown: after it.',
    }),
    succeeded: Type.Boolean(),
  },
  { additionalProperties: false },
)

export type TruthEvent = Static<typeof Breakdown> | Static<typeof Repair>

/** What happened to the machines, in the order in which it was noted. The machines write it. */
export class TruthLog {
  readonly events: TruthEvent[] = []

  note(event: TruthEvent): void {
    this.events.push(event)
  }
}
