import { type Static, Type } from 'typebox'
import type { Category } from './category.ts'
import type { CalendarEntry } from './icalendar.ts'
import type { Priority } from './priority.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import type { Ticket } from './ticket.ts'

export const CalendarFeed = Type.Object(
  {
    id: Type.Integer(),
    technician: Nullable(Type.String({ description: 'Whose tickets it shows.' })),
    team: Nullable(Type.String({ description: 'The team whose tickets it shows.' })),
    shifts: Type.Boolean({ description: 'Whether it shows when the technician works.' }),
    label: Nullable(Type.String({ description: 'Who has it, or where.' })),
    createdBy: Type.String(),
    createdAtMs: TimeMs('When it was made'),
    expiresAtMs: Nullable(TimeMs('From when on it does not work any more')),
    revokedAtMs: Nullable(TimeMs('When it was revoked')),
  },
  {
    examples: [
      {
        id: 4,
        technician: 'anna',
        team: null,
        shifts: true,
        label: 'Telephone',
        createdBy: 'admin',
        createdAtMs: 1_700_000_000_000,
        expiresAtMs: null,
        revokedAtMs: null,
      },
    ],
  },
)
export type CalendarFeed = Static<typeof CalendarFeed>

const given = {
  label: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'Who gets it, or where it will be.' }),
  ),
  expiresAtMs: Type.Optional(TimeMs('From when on it shall not work any more; never when not given')),
}

export const NewTeamFeed = Type.Object(given, { ...exact, examples: [{ label: 'Screen in the workshop' }] })
export const NewTechnicianFeed = Type.Object(
  {
    ...given,
    shifts: Type.Optional(
      Type.Boolean({ description: 'Show also when they work, four weeks ahead. Default: false.' }),
    ),
  },
  { ...exact, examples: [{ label: 'Telephone', shifts: true }] },
)
export type NewFeed = Static<typeof NewTechnicianFeed>

/** What is answered once, when a feed is made: only the hash of its token is kept. */
export const MadeCalendarFeed = Type.Object({
  ...CalendarFeed.properties,
  url: Type.String({ description: 'The address to subscribe to in a calendar; shown this once.' }),
})

/** Work that is still to be done. What waits for review is shown where somebody has it already. */
export const feedCategories: readonly Category[] = ['planned', 'assigned', 'active', 'paused']

/** What a feed shows of a ticket: nothing of who asked for it. */
export type FeedTicket = Pick<
  Ticket,
  'number' | 'kind' | 'state' | 'category' | 'priority' | 'title' | 'asset' | 'assetName' | 'repairMinutes'
> &
  Pick<Ticket, 'predictedCrossingAtMs' | 'assignee'> & { siteName: string; dueAtMs: number }

const MINUTE_MS = 60_000
/** How long a repair is shown of which nobody has said how long it takes. */
const USUAL_MINUTES = 60
const LEAST_MINUTES = 15

const priorities: Record<Priority, number> = { P1: 1, P2: 3, P3: 5, P4: 9 }

/** A ticket as an entry: it ends when the ticket is due, and begins when the repair must begin for that. */
export function entryOf(ticket: FeedTicket, { isTeam, origin }: { isTeam: boolean; origin: string }) {
  const { number, kind, state, category, priority, title, asset, assetName, siteName, dueAtMs } = ticket
  const minutes = Math.max(LEAST_MINUTES, ticket.repairMinutes ?? USUAL_MINUTES)
  const crossing = ticket.predictedCrossingAtMs
  const lines = [
    `State: ${state}`,
    `Asset: ${asset}`,
    ...(isTeam ? [`Assignee: ${ticket.assignee ?? 'nobody yet'}`] : []),
    `Due: ${new Date(dueAtMs).toISOString()}`,
    ...(crossing === null ? [] : [`Expected to reach its limit: ${new Date(crossing).toISOString()}`]),
  ]
  return {
    fromMs: dueAtMs - minutes * MINUTE_MS,
    toMs: dueAtMs,
    summary: `${priority} · ${number} · ${title}`,
    description: lines.join('\n'),
    location: assetName === siteName ? siteName : `${assetName}, ${siteName}`,
    url: `${origin}/tickets/${number}`,
    category: kind,
    status: category === 'review' || category === 'planned' ? 'TENTATIVE' : 'CONFIRMED',
    priority: priorities[priority],
  } satisfies Partial<CalendarEntry>
}
