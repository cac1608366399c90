import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import { QUIET_MS } from '../domain/episode.ts'
import { isMoreUrgent } from '../domain/priority.ts'
import { HOUR_MS, timeline } from './testing/timeline.ts'

const unlimited = { perAssetPerDay: null, perSitePerDay: null, perSitePerHour: null }

describe('an episode', () => {
  test('gives one ticket however often it speaks', () => {
    const { at, tickets, verdicts } = timeline()
    at(1).finding('raised')
    at(7).finding('continuing')
    at(13).finding('continuing')
    at(14).finding('cleared')
    at(15).finding('raised')
    expect(tickets).toMatchObject([{ number: 1, findings: 5, cleared: false, priority: 'P2' }])
    expect(verdicts.map(({ kind }) => kind)).toEqual([
      'created',
      'appended',
      'appended',
      'appended',
      'appended',
    ])
  })

  test('ends after more than 24 quiet hours of event time', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised')
    at(25).finding('raised')
    expect(tickets).toHaveLength(1)
    at(49.01).finding('raised')
    expect(tickets).toHaveLength(2)
  })

  test('is not kept alive by the signal being back to normal', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised')
    at(20).finding('cleared')
    at(26).finding('raised')
    expect(tickets).toHaveLength(2)
  })

  test('takes its end of deviation however late that comes', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised')
    at(40).finding('cleared')
    expect(tickets).toMatchObject([{ findings: 2, cleared: true }])
  })

  test('begins in the middle when the tickets began after the detector', () => {
    const { at, verdicts } = timeline()
    at(1).finding('continuing')
    expect(verdicts[0]).toMatchObject({ kind: 'created' })
    expect(verdicts[0]?.reason).toContain('No episode of this fault on this asset was known')
  })

  test('does not begin with the signal being normal', () => {
    const { at, verdicts, tickets } = timeline()
    at(1).finding('cleared')
    expect(verdicts[0]?.kind).toBe('noted')
    expect(tickets).toEqual([])
  })
})

describe('urgency', () => {
  test('rises with the severity, never falls', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised', 'minor')
    expect(tickets).toMatchObject([{ priority: 'P3' }])
    at(2).finding('continuing', 'critical')
    expect(tickets).toMatchObject([{ priority: 'P1', severity: 'critical' }])
    at(3).finding('continuing', 'minor')
    expect(tickets).toMatchObject([{ priority: 'P1', severity: 'critical' }])
  })

  test('is not raised by late data, which is counted', () => {
    const { at, tickets, verdicts } = timeline()
    at(5).finding('raised', 'minor')
    at(3).finding('continuing', 'critical')
    expect(tickets).toMatchObject([{ priority: 'P3', findings: 2 }])
    expect(verdicts[1]).toMatchObject({ kind: 'appended', change: { late: true } })
  })

  test('late data does not turn a cleared ticket back', () => {
    const { at, tickets } = timeline()
    at(1).finding('raised')
    at(9).finding('cleared')
    at(8).finding('continuing')
    expect(tickets).toMatchObject([{ cleared: true }])
  })
})

describe('a rejected ticket', () => {
  test('mutes its fault until 24 quiet hours', () => {
    const { at, tickets, verdicts, ticketBecomes } = timeline()
    at(1).finding('raised')
    ticketBecomes('rejected')
    at(7).finding('continuing')
    at(25).finding('continuing', 'critical')
    at(48).finding('cleared')
    expect(verdicts.slice(1).map(({ kind }) => kind)).toEqual(['muted', 'muted', 'muted'])
    expect(tickets).toMatchObject([{ priority: 'P2', findings: 4 }])
    at(60).finding('raised')
    expect(tickets).toHaveLength(2)
    expect(verdicts.at(-1)?.reason).toContain('had been quiet for more than 24 h')
  })
})

describe('a ticket that is over', () => {
  test('when cancelled, a fault that continues makes a new one at once', () => {
    const { at, tickets, verdicts, ticketBecomes } = timeline()
    at(1).finding('raised')
    ticketBecomes('cancelled')
    at(7).finding('continuing')
    expect(tickets).toHaveLength(2)
    expect(verdicts.at(-1)?.reason).toBe(
      'The episode of ticket 1 ended when that was cancelled, and the fault is continuing.',
    )
  })

  test('does not come back for data from before its end', () => {
    const { at, tickets, verdicts, ticketBecomes } = timeline()
    at(7).finding('raised')
    ticketBecomes('closed')
    at(6).finding('continuing')
    at(7).finding('continuing')
    expect(tickets).toHaveLength(1)
    expect(verdicts.slice(1)).toMatchObject([
      { kind: 'noted', ticket: 1 },
      { kind: 'noted', ticket: 1 },
    ])
  })

  test('is followed by nothing when the signal only clears', () => {
    const { at, tickets, ticketBecomes } = timeline()
    at(1).finding('raised')
    ticketBecomes('closed')
    at(2).finding('cleared')
    expect(tickets).toHaveLength(1)
  })
})

test('an asset that is not registered gets no ticket, and the finding a reason', () => {
  const { at, verdicts } = timeline({ assets: {} })
  at(1).finding('raised')
  expect(verdicts).toEqual([
    { kind: 'noted', reason: 'Asset pump-7 is not registered, so there is nothing to work on.' },
  ])
})

describe('whatever happens', () => {
  const findings = fc.record({
    kind: fc.constant('finding' as const),
    hour: fc.integer({ min: 0, max: 200 }),
    phase: fc.constantFrom<Finding['phase']>('raised', 'continuing', 'cleared'),
    severity: fc.constantFrom<Finding['severity']>('minor', 'major', 'critical'),
  })
  const moves = fc.record({
    kind: fc.constant('move' as const),
    hour: fc.integer({ min: 0, max: 200 }),
    state: fc.constantFrom('accepted', 'on_site', 'resolved', 'verifying', 'rejected', 'closed', 'cancelled'),
  })
  const steps = fc.array(fc.oneof({ arbitrary: findings, weight: 5 }, moves), { maxLength: 60 })

  test('every finding has a reason in one sentence, and urgency never falls', () => {
    fc.assert(
      fc.property(steps, story => {
        const { at, tickets, verdicts, openTickets } = timeline({ policy: { budget: unlimited } })
        for (const step of story) {
          const before = tickets.at(-1)?.priority
          const number = tickets.length
          if (step.kind === 'finding') at(step.hour).finding(step.phase, step.severity)
          else if (openTickets().length > 0) at(step.hour).ticketBecomes(step.state)
          const after = tickets.at(-1)?.priority
          if (tickets.length === number && before && after) expect(isMoreUrgent(before, after)).toBe(false)
        }
        for (const { reason } of verdicts) expect(reason).toMatch(/^[A-Z].*\.$/)
      }),
    )
  })

  test('in the order of event time a ticket begins only where none was open or the fault was quiet', () => {
    fc.assert(
      fc.property(fc.array(findings, { maxLength: 60 }), story => {
        const { at, tickets } = timeline({ policy: { budget: unlimited } })
        let lastDeviationMs = Number.NEGATIVE_INFINITY
        for (const { hour, phase, severity } of story.toSorted((a, b) => a.hour - b.hour)) {
          const number = tickets.length
          at(hour).finding(phase, severity)
          if (phase === 'cleared') continue
          const quiet = hour * HOUR_MS - lastDeviationMs > QUIET_MS
          expect(tickets.length - number).toBe(quiet ? 1 : 0)
          lastDeviationMs = hour * HOUR_MS
        }
      }),
    )
  })
})
