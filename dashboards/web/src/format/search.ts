import type { TicketFilters } from '../api/types.ts'
import { CLOSED_STATES, DEAD_LETTER_REASONS, OPEN_STATES, PRIORITIES, type Priority } from '../api/types.ts'

export type View = 'open' | 'closed' | 'all'

/** The filters of the list as they stand in the address; what is the default is absent. */
export interface TicketSearch {
  view?: 'closed' | 'all'
  state?: string
  priority?: Priority
  site?: string
  sort?: 'newest' | 'due'
}

/** Takes what is understood of an address and leaves out the rest: an old link still opens. */
export function ticketSearch(raw: Record<string, unknown>): TicketSearch {
  const view = oneOf(['closed', 'all'] as const, raw.view)
  const state = stateIn(view ?? 'open', raw.state)
  const priority = oneOf(PRIORITIES, raw.priority)
  const sort = oneOf(['newest', 'due'] as const, raw.sort)
  const site = raw.site === undefined || raw.site === '' ? undefined : String(raw.site)
  return {
    ...(view && { view }),
    ...(state && { state }),
    ...(priority && { priority }),
    ...(site && { site }),
    ...(sort && { sort }),
  }
}

/** The states as shipped that a view can hold, in the order of the work, and the one that is chosen. */
export function statesOf(view: View, chosen?: string): readonly string[] {
  const shipped = SHIPPED[view]
  return chosen === undefined || shipped.includes(chosen) ? shipped : [...shipped, chosen]
}

const SHIPPED: Record<View, readonly string[]> = {
  open: OPEN_STATES,
  closed: CLOSED_STATES,
  all: [...OPEN_STATES, ...CLOSED_STATES],
}

/** A state that the view can hold: one of those shipped, or a plant's own, of which this page cannot know where it is. */
function stateIn(view: View, raw: unknown): string | undefined {
  if (typeof raw !== 'string' || !/^[a-z][a-z0-9_]{0,31}$/.test(raw)) return undefined
  return SHIPPED[view].includes(raw) || !SHIPPED.all.includes(raw) ? raw : undefined
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
