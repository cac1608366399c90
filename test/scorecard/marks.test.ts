import { describe, expect, test } from 'vitest'
import type { TruthEvent } from '../../simulators/plant/truth-log.ts'
import {
  episodesOf,
  type Fault,
  falseTickets,
  HOUR_MS,
  leadOf,
  marksOf,
  type Outcome,
  type ScoredTicket,
} from './marks.ts'

const DAY_MS = 24 * HOUR_MS
const T0 = Date.UTC(2026, 0, 5)
const day = (n: number) => T0 + n * DAY_MS

const fault = (given: Partial<Fault> = {}): Fault => ({
  ...{ asset: 'pump-1', layer: 'machine', mode: 'bearing_wear', skill: 'mechanical' },
  ...{ onsetMs: day(10), endMs: day(20) },
  ...given,
})

let count = 0
const ticket = (firstFindingDay: number | undefined, given: Partial<ScoredTicket> = {}): ScoredTicket => ({
  ...{ number: ++count, asset: 'pump-1', source: 'finding', isMerged: false },
  firstFindingAtMs: firstFindingDay === undefined ? undefined : day(firstFindingDay),
  assignee: undefined,
  team: undefined,
  ...given,
})

const repair = (atDay: number, given: Partial<TruthEvent & { event: 'repair' }> = {}): TruthEvent => ({
  ...{ event: 'repair', layer: 'machine', asset: 'pump-1', mode: 'bearing_wear', onsetMs: day(10) },
  ...{ atMs: day(atDay), occasion: 'planned', succeeded: true },
  ...given,
})
const breakdown = (atDay: number, given: Partial<TruthEvent> = {}): TruthEvent =>
  ({
    ...{ event: 'breakdown', asset: 'pump-1', mode: 'bearing_wear', onsetMs: day(10), atMs: day(atDay) },
    ...given,
  }) as TruthEvent

const outcome = (given: Partial<Outcome> = {}): Outcome => ({
  ...{ fromMs: day(0), toMs: day(73), machines: 10, faults: [], events: [], tickets: [], technicians: [] },
  attainment: { response: null, resolution: null },
  ...given,
})

describe('found', () => {
  test.each([
    ['at its onset', 10, { ms: 10 * DAY_MS, share: 1 }],
    ['in the middle of its life', 15, { ms: 5 * DAY_MS, share: 0.5 }],
    ['before its onset', 9.9, undefined],
    ['at its failure', 20, undefined],
  ])('a ticket whose first finding is %s', (_, at, lead) => {
    expect(leadOf(fault(), outcome({ faults: [fault()], tickets: [ticket(at)] }))).toEqual(lead)
  })

  test('the first of several tickets counts', () => {
    const run = outcome({ faults: [fault()], tickets: [ticket(18), ticket(12), ticket(9)] })
    expect(leadOf(fault(), run)?.share).toBeCloseTo(0.8)
  })

  test('tickets of other assets, of people, or after the fault was repaired do not count', () => {
    const tickets = [
      ticket(12, { asset: 'pump-2' }),
      ticket(12, { source: 'planner' }),
      ticket(14),
      ticket(undefined),
    ]
    expect(leadOf(fault(), outcome({ tickets, events: [repair(13)] }))).toBeUndefined()
  })

  test('what would fail only after the run is not judged', () => {
    const faults = [fault(), fault({ asset: 'pump-2' }), fault({ asset: 'pump-3', endMs: day(100) })]
    const marks = marksOf(outcome({ faults, tickets: [ticket(15), ticket(15, { asset: 'pump-3' })] }))
    expect(marks.found).toEqual({ value: 0.5, of: 2 })
    expect(marks.leadShare).toEqual({ value: 0.5, of: 1 })
    expect(marks.leadHours).toEqual({ value: 120, of: 1 })
  })

  test('the median of an even number of leads lies between them', () => {
    const faults = ['a', 'b', 'c', 'd'].map(asset => fault({ asset }))
    const tickets = [11, 12, 16, 19].map((at, n) => ticket(at, { asset: faults[n]?.asset ?? '' }))
    expect(marksOf(outcome({ faults, tickets })).leadShare.value).toBeCloseTo(0.6)
  })

  test('sensor faults have a mark of their own', () => {
    const sensor = fault({ layer: 'sensor', mode: 'stuck' })
    const marks = marksOf(outcome({ faults: [sensor], tickets: [ticket(11)] }))
    expect(marks.sensorFaultsFound).toEqual({ value: 1, of: 1 })
    expect(marks.found).toEqual({ value: null, of: 0 })
  })
})

describe('false tickets', () => {
  const isFalse = (at: number, given: Partial<Outcome>) =>
    falseTickets(outcome({ tickets: [ticket(at)], ...given })).length === 1

  test.each([
    ['before the onset', 9.9, true],
    ['at the onset', 10, false],
    ['after the failure of what nobody has repaired', 40, false],
  ])('a ticket %s', (_, at, expected) => {
    expect(isFalse(at, { faults: [fault()] })).toBe(expected)
  })

  test.each([
    ['less than a day after the repair', 14.9, false],
    ['a day after the repair', 15, true],
  ])('a ticket %s', (_, at, expected) => {
    expect(isFalse(at, { faults: [fault()], events: [repair(14)] })).toBe(expected)
  })

  test('a repair that has not succeeded, or was of another time, ends nothing', () => {
    const events = [repair(14, { succeeded: false }), repair(14, { onsetMs: day(1) })]
    expect(isFalse(17, { faults: [fault()], events })).toBe(false)
  })

  test.each(['sensor', 'network'] as const)(
    'a fault of the %s explains a ticket until a day after its end',
    layer => {
      expect(isFalse(20.9, { faults: [fault({ layer })] })).toBe(false)
      expect(isFalse(21, { faults: [fault({ layer })] })).toBe(true)
    },
  )

  test('are counted by machine-year, and tickets of people are none', () => {
    const tickets = [ticket(1), ticket(2), ticket(3, { source: 'operator' })]
    expect(marksOf(outcome({ tickets })).falseTicketsPerMachineYear).toEqual({ value: 1, of: 10 })
  })
})

describe('tickets per episode', () => {
  test('two tickets about one fault are one too many; a merged one is not counted', () => {
    const faults = [fault(), fault({ asset: 'pump-2' }), fault({ asset: 'pump-3' })]
    const tickets = [
      ...[ticket(12), ticket(13), ticket(14, { isMerged: true })],
      ticket(12, { asset: 'pump-2' }),
    ]
    const marks = marksOf(outcome({ faults, tickets }))
    expect(marks.ticketsPerEpisode).toEqual({ value: 1.5, of: 2 })
    expect(marks.oneTicketPerEpisode).toEqual({ value: 0.5, of: 2 })
  })

  test('a ticket belongs to the newest fault that was there', () => {
    const faults = [fault(), fault({ mode: 'seal_wear', onsetMs: day(14), endMs: day(30) })]
    const episodes = episodesOf(outcome({ faults, tickets: [ticket(12), ticket(15)] }))
    expect(episodes.map(episode => [episode.fault.mode, episode.tickets.length])).toEqual([
      ['bearing_wear', 1],
      ['seal_wear', 1],
    ])
  })

  test('trouble of the network is no episode', () => {
    expect(episodesOf(outcome({ faults: [fault({ layer: 'network' })], tickets: [ticket(12)] }))).toEqual([])
  })
})

describe('dispatch', () => {
  const technicians = [
    { id: 'anna', team: 'mechanics', skills: ['mechanical'] },
    { id: 'ben', team: 'electricians', skills: ['electrical'] },
  ]
  const right = (given: Partial<ScoredTicket>) =>
    marksOf(outcome({ faults: [fault()], tickets: [ticket(12, given)], technicians })).dispatchRight.value

  test.each([
    ['somebody who can', { assignee: 'anna', team: 'electricians' }, 1],
    ['somebody who cannot', { assignee: 'ben', team: 'mechanics' }, 0],
    ['nobody, in a team of which somebody can', { team: 'mechanics' }, 1],
    ['nobody, in a team of which nobody can', { team: 'electricians' }, 0],
    ['nobody at all', {}, 0],
    ['somebody who has left', { assignee: 'carl' }, 0],
  ])('to %s', (_, given, value) => {
    expect(right(given)).toBe(value)
  })

  test('false tickets, and what no skill repairs, are not judged', () => {
    const faults = [fault({ layer: 'network', skill: undefined })]
    const run = outcome({ faults, tickets: [ticket(12), ticket(60)], technicians })
    expect(marksOf(run).dispatchRight).toEqual({ value: null, of: 0 })
  })
})

describe('repairs and failures', () => {
  test('planned is what was done before the functional failure, of what helped', () => {
    const events = [
      ...[repair(13), repair(12, { succeeded: false }), repair(14, { layer: 'sensor' })],
      ...[breakdown(20), repair(21, { occasion: 'breakdown' })],
    ]
    expect(marksOf(outcome({ events })).plannedShare).toEqual({ value: 0.5, of: 2 })
  })

  test('without the service every machine fault of the run would have ended in a failure', () => {
    const faults = [
      ...['a', 'b', 'c', 'd'].map(asset => fault({ asset })),
      fault({ asset: 'e', endMs: day(100) }),
      fault({ asset: 'f', layer: 'sensor' }),
    ]
    const events = [breakdown(20, { asset: 'b' })]
    expect(marksOf(outcome({ faults, events })).failuresAvoided).toEqual({ value: 0.75, of: 4 })
  })
})

test('what the service says of its SLA is taken as it is, and nothing is judged of nothing', () => {
  const attainment = { response: 0.9, resolution: null }
  const marks = marksOf(outcome({ attainment, tickets: [ticket(undefined, { source: 'planner' })] }))
  expect(marks.slaResponse).toEqual({ value: 0.9, of: 1 })
  expect(marks.slaResolution.value).toBeNull()
  expect(marks.found.value).toBeNull()
  expect(marks.plannedShare.value).toBeNull()
})
