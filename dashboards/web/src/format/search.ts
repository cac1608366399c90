import type { TicketFilters } from '../api/queries.ts'
import {
  CLOSED_STATES,
  DEAD_LETTER_REASONS,
  OPEN_STATES,
  PRIORITIES,
  type Priority,
  type TicketState,
} from '../api/types.ts'

export type View = 'open' | 'closed' | 'all'

/** The filters of the list as they stand in the address; what is the default is absent. */
export interface TicketSearch {
  view?: 'closed' | 'all'
  state?: TicketState
  priority?: Priority
  site?: string
  sort?: 'newest'
}

/** Takes what is understood of an address and leaves out the rest: an old link still opens. */
export function ticketSearch(raw: Record<string, unknown>): TicketSearch {
  const view = oneOf(['closed', 'all'] as const, raw.view)
  const state = oneOf(statesOf(view ?? 'open'), raw.state)
  const priority = oneOf(PRIORITIES, raw.priority)
  const sort = oneOf(['newest'] as const, raw.sort)
  const site = raw.site === undefined || raw.site === '' ? undefined : String(raw.site)
  return {
    ...(view && { view }),
    ...(state && { state }),
    ...(priority && { priority }),
    ...(site && { site }),
    ...(sort && { sort }),
  }
}

/** The states that a view can hold, in the order of the work. */
export function statesOf(view: View): readonly TicketState[] {
  if (view === 'all') return [...OPEN_STATES, ...CLOSED_STATES]
  return view === 'open' ? OPEN_STATES : CLOSED_STATES
}

/** As the API wants it. */
export function filtersOf({ view, state, priority, site, sort }: TicketSearch): TicketFilters {
  const open = view === 'all' ? undefined : view !== 'closed'
  return { open, state, priority, site, sort: sort ?? 'priority' }
}

/** The filters of the dead letters as they stand in the address. */
export interface LetterSearch {
  reason?: (typeof DEAD_LETTER_REASONS)[number]
  device?: string
}

export function letterSearch(raw: Record<string, unknown>): LetterSearch {
  const reason = oneOf(DEAD_LETTER_REASONS, raw.reason)
  const device = raw.device === undefined || raw.device === '' ? undefined : String(raw.device)
  return { ...(reason && { reason }), ...(device && { device }) }
}

function oneOf<Value extends string>(allowed: readonly Value[], value: unknown): Value | undefined {
  return allowed.find(one => one === value)
}
