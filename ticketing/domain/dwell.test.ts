import { expect, test } from 'vitest'
import { dwellOf } from './dwell.ts'

const MINUTE = 60_000

/** A change to a state at a minute, told later where `toldAt` says so. */
const into = (state: string, category: string, minute: number, toldAt?: number) => ({
  atMs: (toldAt ?? minute) * MINUTE,
  deviceAtMs: toldAt === undefined ? null : minute * MINUTE,
  after: { state, category },
})
const other = (minute: number) => ({ atMs: minute * MINUTE, deviceAtMs: null, after: { priority: 'P1' } })

const minutes = (events: Parameters<typeof dwellOf>[0], now: number) =>
  dwellOf(events, now * MINUTE).map(({ state, ms, stays, isPresent }) => [
    state,
    ms / MINUTE,
    stays,
    isPresent,
  ])

test('a ticket is in its present state until now; what is no change of state does not count', () => {
  expect(
    minutes([into('proposed', 'review', 0), other(5), into('accepted', 'active', 10), other(12)], 25),
  ).toEqual([
    ['proposed', 10, 1, false],
    ['accepted', 15, 1, true],
  ])
})

test('stays in the same state are added up', () => {
  const events = [
    into('accepted', 'active', 0),
    into('on_hold', 'paused', 10),
    into('accepted', 'active', 40),
    into('on_site', 'active', 45),
    into('on_hold', 'paused', 50),
    into('on_site', 'active', 60),
  ]
  expect(minutes(events, 100)).toEqual([
    ['accepted', 15, 2, false],
    ['on_hold', 40, 2, false],
    ['on_site', 45, 2, true],
  ])
})

test('what a phone told later counts from when it happened, but not from before the change before it', () => {
  const events = [
    into('accepted', 'active', 0),
    into('on_site', 'active', 20, 60),
    into('resolved', 'resolved', 10, 61),
  ]
  expect(minutes(events, 70)).toEqual([
    ['accepted', 20, 1, false],
    ['on_site', 0, 1, false],
    ['resolved', 50, 1, true],
  ])
})

test('a clock behind that of the last change makes no negative time; no events, no states', () => {
  expect(minutes([into('proposed', 'review', 10)], 5)).toEqual([['proposed', 0, 1, true]])
  expect(dwellOf([], 5)).toEqual([])
})
