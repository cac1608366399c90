import { Type } from 'typebox'
import { ArrivalResult, ArrivalState } from '../../domain/arrival.ts'
import type { IntakeSettings } from '../../domain/intake.ts'
import { Nullable } from '../../domain/schema.ts'
import { decoders } from '../../intakes/index.ts'
import type { Db } from '../../store/database.ts'
import type { Finished } from '../../store/intakes/arrivals.ts'
import { tryArrival } from '../../store/intakes/trial.ts'
import { isRefusal } from '../../store/intakes/work.ts'
import type { Parts } from '../parts.ts'

/** What would become of something. */
export const TrialOutcome = Type.Object(
  {
    state: ArrivalState,
    reason: Nullable(Type.String({ description: 'Why it would fail or be ignored.' })),
    result: Nullable(ArrivalResult),
  },
  {
    examples: [
      {
        state: 'done' as const,
        reason: null,
        result: {
          items: [{ at: 'line 2', outcome: 'created' as const, ticket: null, detail: null }],
          notes: [],
        },
      },
    ],
  },
)

export const Taken = {
  tried: TrialOutcome,
  kept: Type.Object(
    {
      arrival: Type.Integer({ description: 'GET /intakes/{id}/arrivals/{arrival} says what became of it.' }),
    },
    { examples: [{ arrival: 7 }], description: 'It is kept.' },
  ),
}

export interface Sent {
  intake: IntakeSettings
  mediaType: string
  headers: Record<string, string>
  body: Buffer
}

/** Says what would become of it; everything is undone. */
export async function trialAtDoor(
  db: Db,
  { intake, ...arrival }: Sent,
  { attachments, clock }: Pick<Parts, 'attachments' | 'clock'>,
): Promise<Finished> {
  const nowMs = clock.nowMs()
  try {
    return await tryArrival(db, { intake, arrival, store: attachments, nowMs }, id =>
      decoders[intake.kind].decode({ id, ...arrival, receivedAtMs: nowMs }, intake),
    )
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { state: 'failed', reason: error.message, result: null }
  }
}
