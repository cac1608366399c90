import { type Static, Type } from 'typebox'
import type { Clock, Clocks } from './clock.ts'
import { Nullable, TimeMs } from './schema.ts'

const Count = Type.Integer({ minimum: 0 })

const Kept = Type.Object({
  met: Count,
  missed: Type.Integer({ minimum: 0, description: 'Done too late, or too late already and not done.' }),
  running: Type.Integer({ minimum: 0, description: 'Not decided yet.' }),
  share: Nullable(
    Type.Number({ description: 'met of met and missed, from 0 to 1; null where nothing is decided.' }),
  ),
})
type Kept = Static<typeof Kept>

const Group = Type.Object({ tickets: Count, response: Kept, resolution: Kept })
type Group = Static<typeof Group>

export const AttainmentBy = Type.Enum(['priority', 'team', 'site'])
export type AttainmentBy = Static<typeof AttainmentBy>

const kept = { met: 47, missed: 1, running: 2, share: 0.9792 }
export const Attainment = Type.Object(
  {
    fromMs: TimeMs('Tickets made from then on count'),
    toMs: TimeMs('Tickets made before then count'),
    by: AttainmentBy,
    total: Group,
    items: Type.Array(
      Type.Object({
        key: Nullable(Type.String({ description: 'The priority, the team or the site; null: no team.' })),
        ...Group.properties,
      }),
    ),
  },
  {
    examples: [
      {
        fromMs: 1_700_000_000_000,
        toMs: 1_702_592_000_000,
        by: 'priority',
        total: { tickets: 50, response: kept, resolution: kept },
        items: [{ key: 'P2', tickets: 50, response: kept, resolution: kept }],
      },
    ],
  },
)
export type Attainment = Static<typeof Attainment>

/** Counts tickets by a key; void clocks, and those that a policy does not ask for, count for nothing. */
export function countAttainment(): {
  add(key: string | null, clocks: Clocks): void
  result(): Pick<Attainment, 'total' | 'items'>
} {
  const groups = new Map<string | null, Group>()
  const total = none()
  return {
    add(key, clocks) {
      const group = groups.get(key) ?? none()
      groups.set(key, group)
      for (const counted of [group, total]) {
        counted.tickets++
        count(counted.response, clocks.response)
        count(counted.resolution, clocks.resolution)
      }
    },
    result() {
      const items = [...groups].map(([key, group]) => ({ key, ...withShares(group) }))
      return {
        total: withShares(total),
        items: items.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)),
      }
    },
  }
}

const none = (): Group => ({ tickets: 0, response: { ...nothing }, resolution: { ...nothing } })
const nothing: Kept = { met: 0, missed: 0, running: 0, share: null }

function count(counted: Kept, clock: Clock | null): void {
  if (clock === null || clock.state === 'void') return
  if (clock.state === 'met') counted.met++
  else if (clock.state === 'missed' || clock.state === 'breached') counted.missed++
  else counted.running++
}

const withShares = ({ tickets, response, resolution }: Group): Group => ({
  tickets,
  response: withShare(response),
  resolution: withShare(resolution),
})

function withShare({ met, missed, running }: Kept): Kept {
  const decided = met + missed
  return { met, missed, running, share: decided === 0 ? null : Math.round((met / decided) * 10_000) / 10_000 }
}
