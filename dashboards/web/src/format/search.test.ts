import { expect, test } from 'vitest'
import { filtersOf, letterSearch, statesOf, ticketSearch } from './search.ts'

test.each([
  [{}, {}],
  [
    { view: 'closed', priority: 'P1', site: 'north', sort: 'newest' },
    { view: 'closed', priority: 'P1', site: 'north', sort: 'newest' },
  ],
  [{ view: 'open', sort: 'priority', site: '' }, {}],
  [{ sort: 'due' }, { sort: 'due' }],
  [{ site: 7 }, { site: '7' }],
  [{ state: 'closed' }, {}],
  [
    { view: 'all', state: 'closed' },
    { view: 'all', state: 'closed' },
  ],
  [{ state: 'waiting_for_parts' }, { state: 'waiting_for_parts' }],
  [{ state: 'no such thing' }, {}],
  [{ priority: 'P9', nonsense: true }, {}],
])('ticketSearch(%j)', (raw, search) => {
  expect(ticketSearch(raw)).toEqual(search)
})

test.each([
  [{}, {}],
  [
    { reason: 'unknown_device', device: 'a/b' },
    { reason: 'unknown_device', device: 'a/b' },
  ],
  [{ reason: 'nonsense', device: '', more: 1 }, {}],
  [{ device: 7 }, { device: '7' }],
])('letterSearch(%j)', (raw, search) => {
  expect(letterSearch(raw)).toEqual(search)
})

test("a plant's own state is among those to choose from while it is chosen", () => {
  expect(statesOf('closed', 'closed')).toEqual(['closed', 'rejected', 'cancelled'])
  expect(statesOf('closed', 'scrapped')).toEqual(['closed', 'rejected', 'cancelled', 'scrapped'])
})

test('filters of the API', () => {
  expect(filtersOf({})).toEqual({
    open: true,
    state: undefined,
    priority: undefined,
    site: undefined,
    sort: 'priority',
  })
  expect(filtersOf({ view: 'closed', sort: 'newest' })).toMatchObject({ open: false, sort: 'newest' })
  expect(filtersOf({ view: 'all' }).open).toBeUndefined()
})
