import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timeline } from './testing/timeline.ts'

const kinds = (verdicts: { kind: string }[]) => verdicts.map(({ kind }) => kind)
const fault = (n: number, asset = 'pump-7') => ({ faultKey: `metric_${n}`, metric: `metric_${n}`, asset })
const budget = { perAssetPerDay: 2, perSitePerDay: 4, perSitePerHour: null }
const assets = { 'pump-7': null, 'pump-8': null, 'pump-9': null }

describe('beyond the budget of an asset', () => {
  test('new faults go to one roll-up ticket', () => {
    const { at, tickets, verdicts } = timeline({ policy: { budget } })
    for (const n of [1, 2, 3, 4, 5]) at(n).finding('raised', 'minor', fault(n))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'rolled_up', 'rolled_up', 'rolled_up'])
    expect(verdicts[2]).toMatchObject({
      scope: 'asset',
      reason: 'Asset pump-7 has 2 new tickets within 24 h, which is its budget.',
    })
    expect(tickets).toMatchObject([{ findings: 1 }, { findings: 1 }, { findings: 3, storm: 'asset' }])
  })

  test('a fault stays in the roll-up ticket, whose urgency it raises unless it is late', () => {
    const { at, tickets, verdicts } = timeline({ policy: { budget } })
    for (const n of [1, 2, 3]) at(n).finding('raised', 'minor', fault(n))
    at(60).finding('continuing', 'major', fault(3))
    expect(verdicts[3]?.reason).toBe('Roll-up ticket 3 has this fault among its faults and is open.')
    expect(tickets[2]).toMatchObject({ severity: 'major', priority: 'P2', findings: 2 })
    at(50).finding('continuing', 'critical', fault(3))
    expect(tickets[2]).toMatchObject({ severity: 'major', priority: 'P2', findings: 3 })
    at(61).finding('cleared', 'critical', fault(3))
    expect(tickets[2]).toMatchObject({ severity: 'major', findings: 4 })
  })

  test('faults that have a ticket go on to it', () => {
    const { at, verdicts } = timeline({ policy: { budget } })
    for (const n of [1, 2, 3, 1, 2]) at(n).finding('continuing', 'minor', fault(n))
    expect(kinds(verdicts).slice(3)).toEqual(['appended', 'appended'])
  })

  test('a day later there is a budget again', () => {
    const { at, verdicts } = timeline({ policy: { budget } })
    for (const n of [1, 2, 3, 30]) at(n).finding('raised', 'minor', fault(n))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'rolled_up', 'created'])
  })

  test('the order in which faults are judged does not matter', () => {
    const { at, verdicts } = timeline({ policy: { budget } })
    for (const n of [12, 8, 4]) at(n).finding('raised', 'minor', fault(n))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'rolled_up'])
  })

  test('a lapsed proposal that is continued costs nothing', () => {
    const { at, verdicts } = timeline({ policy: { budget } })
    at(1).finding('raised', 'minor', fault(1))
    at(30).finding('raised', 'minor', fault(2))
    at(30).finding('raised', 'minor', fault(3))
    at(31).finding('raised', 'minor', fault(1))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'created', 'created'])
    expect(verdicts[3]).toMatchObject({ ends: { lapses: 1 } })
  })
})

describe('beyond the budget of a site', () => {
  test('everything new goes to one roll-up ticket of the site', () => {
    const { at, tickets, verdicts } = timeline({ assets, policy: { budget } })
    for (const n of [1, 2])
      for (const asset of Object.keys(assets)) at(n).finding('raised', 'minor', fault(n, asset))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'created', 'created', 'rolled_up', 'rolled_up'])
    expect(verdicts[4]).toMatchObject({
      scope: 'site',
      reason: 'Site plant-1 has 4 new tickets within 24 h, which is its budget.',
    })
    expect(tickets.at(-1)).toMatchObject({ storm: 'site', findings: 2 })
  })

  test('an hour has a budget of its own', () => {
    const perHour = { perAssetPerDay: null, perSitePerDay: null, perSitePerHour: 2 }
    const { at, verdicts } = timeline({ assets, policy: { budget: perHour } })
    for (const [n, hour] of [1, 1.1, 1.2, 3].entries()) at(hour).finding('raised', 'minor', fault(n))
    expect(kinds(verdicts)).toEqual(['created', 'created', 'rolled_up', 'created'])
    expect(verdicts[2]?.reason).toBe('Site plant-1 has 2 new tickets within an hour, which is its budget.')
  })
})

describe('a roll-up ticket that is over', () => {
  const storm = () => {
    const told = timeline({ policy: { budget } })
    for (const n of [1, 2, 3]) told.at(n).finding('raised', 'minor', fault(n))
    return told
  }

  test('when rejected mutes its faults until 24 quiet hours', () => {
    const { at, verdicts } = storm()
    at(4).ticketBecomes('rejected')
    at(5).finding('continuing', 'critical', fault(3))
    expect(verdicts.at(-1)).toEqual({
      kind: 'muted',
      ticket: 3,
      reason: 'Roll-up ticket 3 was rejected; it mutes its faults until 24 quiet hours.',
    })
    at(60).finding('raised', 'minor', fault(3))
    expect(kinds(verdicts).at(-1)).toBe('created')
  })

  test('when closed lets its faults have tickets of their own again', () => {
    const { at, verdicts } = storm()
    at(4).ticketBecomes('closed')
    at(60).finding('continuing', 'minor', fault(3))
    expect(kinds(verdicts).at(-1)).toBe('created')
  })

  test('when resolved and not repaired goes on', () => {
    const { at, tickets } = storm()
    at(4).ticketBecomes('verifying')
    at(5).finding('continuing', 'minor', fault(3))
    expect(tickets[2]).toMatchObject({ category: 'active', findings: 2 })
  })
})

test('however many faults: tickets of a day are bounded by the budget and one roll-up of each scope', () => {
  const speech = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    asset: fc.constantFrom(...Object.keys(assets)),
    minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
  })
  fc.assert(
    fc.property(fc.array(speech, { maxLength: 120 }), story => {
      const { at, tickets, verdicts } = timeline({ assets, policy: { budget } })
      for (const { n, asset, minute } of story)
        at(minute / 60).finding('continuing', 'minor', fault(n, asset))
      const rolledUp = tickets.filter(({ storm }) => storm)
      expect(tickets.length - rolledUp.length).toBeLessThanOrEqual(4)
      expect(rolledUp.length).toBeLessThanOrEqual(1 + Object.keys(assets).length)
      expect(tickets.reduce((sum, { findings }) => sum + findings, 0)).toBe(story.length)
      for (const { reason } of verdicts) expect(reason).toMatch(/^[A-Z].*\.$/)
    }),
  )
})
