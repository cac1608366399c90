import { type Static, Type } from 'typebox'
import { Category } from './category.ts'
import { effectiveAtMs, type LedgerEvent } from './ledger.ts'
import { Nullable, TimeMs } from './schema.ts'
import { StateId } from './workflow.ts'

/** How long a ticket was in a state, all its stays together. */
export const Dwell = Type.Object(
  {
    state: StateId,
    category: Nullable(Category),
    ms: Type.Integer({ minimum: 0, description: 'Milliseconds in the state, until now where it is in it.' }),
    stays: Type.Integer({ minimum: 1, description: 'How often it came into the state.' }),
    sinceMs: TimeMs('When it came into the state for the last time'),
    isPresent: Type.Boolean({ description: 'It is in this state now.' }),
  },
  {
    examples: [
      {
        state: 'on_site',
        category: 'active',
        ms: 5_400_000,
        stays: 2,
        sinceMs: 1_700_000_600_000,
        isPresent: false,
      },
    ],
  },
)
export type Dwell = Static<typeof Dwell>

interface Stay {
  state: string
  category: Category | null
  fromMs: number
}

/**
 * The states of a ticket in the order in which it first came into them. A change counts from when it happened, also
 * where a phone that was offline told of it later, but never from before the change that was made before it.
 */
export function dwellOf(
  events: readonly Pick<LedgerEvent, 'atMs' | 'deviceAtMs' | 'after'>[],
  nowMs: number,
): Dwell[] {
  const stays = staysOf(events)
  const dwells = new Map<string, Dwell>()
  for (const [index, { state, category, fromMs }] of stays.entries()) {
    const next = stays[index + 1]
    const before = dwells.get(state)
    dwells.set(state, {
      state,
      category: category ?? before?.category ?? null,
      ms: (before?.ms ?? 0) + Math.max(0, (next?.fromMs ?? nowMs) - fromMs),
      stays: (before?.stays ?? 0) + 1,
      sinceMs: fromMs,
      isPresent: next === undefined,
    })
  }
  return [...dwells.values()]
}

function staysOf(events: readonly Pick<LedgerEvent, 'atMs' | 'deviceAtMs' | 'after'>[]): Stay[] {
  const stays: Stay[] = []
  for (const event of events) {
    const { state, category } = event.after
    const last = stays.at(-1)
    if (typeof state !== 'string' || state === last?.state) continue
    const fromMs = Math.max(effectiveAtMs(event), last?.fromMs ?? Number.NEGATIVE_INFINITY)
    stays.push({ state, category: (category as Category | undefined) ?? null, fromMs })
  }
  return stays
}
