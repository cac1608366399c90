import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'

/** What the ledger keeps the history of. */
export const Subject = Type.Enum(
  [
    'ticket',
    'site',
    'class',
    'asset',
    'device',
    'team',
    'technician',
    'format',
    'failure_code',
    'routing',
    'workflow',
    'ticket_policy',
    'maintenance_window',
    'calendar',
    'sla_policy',
    'priority_matrix',
    'ticket_template',
    'profile',
    'account',
    'token',
    'ledger',
    'intake',
    'notification_target',
    'notification_preferences',
  ],
  { description: 'What kind of thing changed.' },
)
export type Subject = Static<typeof Subject>

const Fields = (description: string) =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true, description })

/** One change, appended in the transaction that made it, and never changed afterwards. */
export const LedgerEvent = Type.Object({
  id: Type.Integer({ description: 'Order of the ledger.' }),
  subject: Subject,
  subjectId: Type.String({ description: 'Its id; the number of a ticket.', examples: ['pump-7'] }),
  type: Type.String({ examples: ['transition'] }),
  atMs: TimeMs('When the server wrote it'),
  deviceAtMs: Nullable(TimeMs('When it happened, by the clock of the phone or program that says so')),
  actor: Type.String({ description: 'Who did it; `system` for what nobody did by hand.' }),
  reason: Nullable(Type.String()),
  before: Fields('The properties that changed, as they were.'),
  after: Fields('The properties that changed, as they are now; all of them where it was made.'),
  data: Fields('More about it, by type.'),
})
export type LedgerEvent = Static<typeof LedgerEvent>

/** When an event counts: a phone that was offline says when, but nothing can happen after it was written. */
export const effectiveAtMs = ({ atMs, deviceAtMs }: Pick<LedgerEvent, 'atMs' | 'deviceAtMs'>): number =>
  deviceAtMs === null ? atMs : Math.min(deviceAtMs, atMs)

/** The type of the event with which a subject ends. */
export const DELETED = 'deleted'

/**
 * What the subject was at an instant, by what the server knew then: the fold of its events, which are in the order of
 * the ledger. Undefined where it was not yet, or no longer.
 */
export function asOf(
  events: readonly Pick<LedgerEvent, 'type' | 'atMs' | 'after'>[],
  atMs: number,
): Record<string, unknown> | undefined {
  let state: Record<string, unknown> | undefined
  for (const event of events) {
    if (event.atMs > atMs) break
    state = event.type === DELETED ? undefined : { ...state, ...event.after }
  }
  return state
}

/** The properties of `next` that differ from `before`, on both sides; compared as JSON. */
export function difference(
  before: Record<string, unknown>,
  next: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const changed = Object.keys(next).filter(
    key => next[key] !== undefined && JSON.stringify(before[key] ?? null) !== JSON.stringify(next[key]),
  )
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.map(key => [key, from[key] ?? null]))
  return { before: pick(before), after: pick(next) }
}
