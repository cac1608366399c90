import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR_MS, timeline } from './testing/timeline.ts'

const kinds = (verdicts: { kind: string }[]) => verdicts.map(({ kind }) => kind)
const DAY = 24
const YEARS_MS = 13 * 365 * DAY * HOUR_MS

describe('a closed ticket', () => {
  test('whose fault deviates again within the window is reopened as rework', () => {
    const { at, tickets, verdicts } = timeline()
    at(1).finding('raised')
    at(10).ticketBecomes('closed', { outcome: 'found_as_predicted' })
    at(6 * DAY).finding('raised', 'critical')
    expect(verdicts[1]).toMatchObject({
      kind: 'reopened',
      ticket: 1,
      reason: 'The fault of ticket 1 deviates again within 7 d of its end: rework.',
    })
    expect(tickets).toMatchObject([{ category: 'active', reworkCount: 1, priority: 'P1', findings: 2 }])
    at(6 * DAY + 1).finding('continuing')
    expect(kinds(verdicts).at(-1)).toBe('appended')
  })

  test('is over for good after the window', () => {
    const { at, tickets, verdicts } = timeline()
    at(1).finding('raised')
    at(10).ticketBecomes('closed')
    at(10 + 7 * DAY).finding('cleared')
    at(10 + 7 * DAY + 1).finding('raised')
    expect(kinds(verdicts)).toEqual(['created', 'noted', 'created'])
    expect(verdicts[2]?.reason).toBe('Ticket 1 was closed more than 7 d ago, so this is a new one.')
    expect(tickets).toHaveLength(2)
  })

  test('is not reopened by what was observed before the repair and comes late', () => {
    const { at, verdicts } = timeline()
    at(1).finding('raised')
    at(10).ticketBecomes('resolved')
    at(12).ticketBecomes('closed')
    at(9).finding('continuing', 'critical')
    expect(verdicts[1]).toEqual({
      kind: 'noted',
      ticket: 1,
      reason: 'It was observed before ticket 1 was resolved.',
    })
    at(11).finding('continuing')
    expect(verdicts[2]?.kind).toBe('reopened')
  })

  test('of history that is replayed now is judged by event time alone', () => {
    const { at, verdicts } = timeline({ aheadMs: YEARS_MS })
    at(1).finding('raised')
    at(2).ticketBecomes('closed')
    at(5 * DAY).finding('raised')
    at(5 * DAY + 1).ticketBecomes('closed')
    at(20 * DAY).finding('raised')
    expect(kinds(verdicts)).toEqual(['created', 'reopened', 'created'])
  })
})

describe('a false alarm', () => {
  const closedAsFalseAlarm = () => {
    const told = timeline()
    told.at(1).finding('raised', 'major')
    told.at(10).ticketBecomes('closed', { outcome: 'false_alarm' })
    return told
  }

  test('mutes the same for the window', () => {
    const { at, tickets, verdicts } = closedAsFalseAlarm()
    at(2 * DAY).finding('raised', 'major')
    at(7 * DAY).finding('continuing', 'minor')
    expect(kinds(verdicts)).toEqual(['created', 'muted', 'muted'])
    expect(verdicts[1]?.reason).toBe(
      'Ticket 1 was closed as a false alarm; it mutes the fault for 7 d unless it gets worse than major.',
    )
    expect(tickets).toMatchObject([{ category: 'closed', findings: 1 }])
    at(8 * DAY).finding('raised', 'major')
    expect(tickets).toHaveLength(2)
  })

  test('that is not closed yet is not reopened by more of the same', () => {
    const { at, tickets, verdicts } = timeline()
    at(1).finding('raised', 'major')
    at(10).ticketBecomes('verifying', { outcome: 'false_alarm' })
    at(11).finding('raised', 'major')
    at(12).finding('raised', 'critical')
    expect(kinds(verdicts)).toEqual(['created', 'appended', 'reopened'])
    expect(tickets).toHaveLength(1)
  })

  test('does not mute what is worse, which is a new ticket', () => {
    const { at, tickets, verdicts } = closedAsFalseAlarm()
    at(2 * DAY).finding('raised', 'critical')
    expect(verdicts[1]).toMatchObject({
      kind: 'created',
      reason: 'Ticket 1 was closed as a false alarm, but the fault is raised and critical.',
    })
    expect(tickets).toHaveLength(2)
  })
})

describe('a repair that is verified', () => {
  test('has failed when a deviation comes after the resolution', () => {
    const { at, tickets, verdicts } = timeline()
    at(1).finding('raised')
    at(10).ticketBecomes('verifying')
    at(9).finding('continuing')
    expect(tickets).toMatchObject([{ category: 'verifying' }])
    at(11).finding('cleared')
    at(12).finding('raised')
    expect(kinds(verdicts)).toEqual(['created', 'appended', 'appended', 'reopened'])
    expect(verdicts[3]?.reason).toBe(
      'The deviation was raised again after ticket 1 was resolved, so it is not repaired.',
    )
    expect(tickets).toMatchObject([{ category: 'active', reworkCount: 1, cleared: false }])
  })

  test('also when it was long quiet', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised')
    at(2).ticketBecomes('verifying')
    at(60).finding('raised')
    expect(tickets).toMatchObject([{ number: 1, category: 'active' }])
  })
})

describe('a proposal whose signal was quiet', () => {
  test('lapses when the fault comes back, so that a planner sees one', () => {
    const { at, tickets, openTickets, verdicts } = timeline()
    at(1).finding('raised')
    at(30).finding('raised')
    expect(verdicts[1]).toMatchObject({ kind: 'created', ends: { episode: 1, as: 'quiet', lapses: 1 } })
    expect(verdicts[1]?.reason).toBe(
      'Nobody had looked at ticket 1 and its signal was quiet for more than 24 h; this one continues it.',
    )
    expect(tickets).toMatchObject([{ category: 'cancelled' }, { category: 'review' }])
    expect(openTickets()).toHaveLength(1)
  })

  test.each(['planned', 'accepted', 'on_hold'])('goes on where somebody has made it %s', state => {
    const { at, tickets } = timeline()
    at(1).finding('raised')
    at(2).ticketBecomes(state)
    at(100).finding('raised')
    expect(tickets).toMatchObject([{ findings: 2 }])
  })
})

test('whatever people do, a fault has at most one open ticket, and late data raises no urgency and reopens nothing', () => {
  const step = fc.record({
    hour: fc.integer({ min: 0, max: 30 * DAY }),
    does: fc.constantFrom('finding', 'finding', 'finding', 'accepted', 'verifying', 'closed', 'rejected'),
    severity: fc.constantFrom('minor' as const, 'major' as const, 'critical' as const),
    outcome: fc.constantFrom('found_as_predicted', 'false_alarm'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(0, YEARS_MS), (story, aheadMs) => {
      const { at, tickets, openTickets } = timeline({ aheadMs })
      let newest = -1
      for (const { hour, does, severity, outcome } of story) {
        if (does !== 'finding') {
          if (openTickets().length > 0) at(hour).ticketBecomes(does, { outcome })
          continue
        }
        const before = tickets.map(({ priority, category }) => ({ priority, category }))
        at(hour).finding('continuing', severity)
        expect(openTickets().length).toBeLessThanOrEqual(1)
        if (hour < newest && newest - hour <= DAY) {
          expect(tickets.slice(0, before.length)).toMatchObject(before)
        }
        newest = Math.max(newest, hour)
      }
    }),
  )
})
