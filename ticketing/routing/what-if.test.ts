import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Technician } from '../domain/technician.ts'
import type { Past, PastTicket } from './past.ts'
import { calendars, candidate, HOUR_MS, NOW } from './testing/team.ts'
import { compare, figuresOf, type PolicyChange } from './what-if.ts'

const mechanics: RouteTree = { team: 'mechanics' }
const split: RouteTree = {
  team: 'mechanics',
  routes: [{ match: { metric: 'motor_current' }, team: 'electricians' }],
}

function technician(id: string, team: string, given: Partial<Technician> = {}): Technician {
  const { site, roles, skills, seniority, capacity, shift, absences, active } = candidate(id)
  return { id, name: id, team, site, roles, skills, seniority, capacity, shift, absences, active, ...given }
}

/** Made `hour` hours after the begin. */
const ticket = (number: number, hour: number, given: Partial<PastTicket> = {}): PastTicket => ({
  number,
  createdAtMs: NOW + hour * HOUR_MS,
  doneAtMs: null,
  routable: {},
  asset: 'pump-7',
  site: 'plant-1',
  timeZone: 'UTC',
  faultKey: 'temperature',
  criticality: 'B',
  skills: [],
  respondByMs: null,
  tree: mechanics,
  decided: null,
  resolvedBy: null,
  ...given,
})

const past = (tickets: PastTicket[], given: Partial<Past> = {}): Past => ({
  tickets,
  technicians: [
    technician('anna', 'mechanics'),
    technician('ben', 'mechanics'),
    technician('eli', 'electricians'),
  ],
  distanceKm: () => 0,
  calendars,
  carried: [],
  jobs: [],
  ...given,
})

const run = (given: Past, change: PolicyChange = {}) => [...compare(given, change)]
const outcomes = (given: Past, change: PolicyChange = {}) =>
  run(given, change).map(({ after: { team, assignee } }) => `${team}/${assignee}`)

describe('a period is decided again', () => {
  test('ticket by ticket, with what everybody had to do then', () => {
    const tickets = [ticket(1, 0), ticket(2, 1), ticket(3, 2, { doneAtMs: NOW + 3 * HOUR_MS }), ticket(4, 4)]
    expect(outcomes(past(tickets))).toEqual([
      'mechanics/anna',
      'mechanics/ben',
      'mechanics/anna',
      'mechanics/anna',
    ])
  })

  test('beginning with what was unfinished', () => {
    const carried = [
      { technician: 'anna', untilMs: NOW + HOUR_MS },
      { technician: 'anna', untilMs: null },
      { technician: 'ben', untilMs: null },
    ]
    expect(outcomes(past([ticket(1, 0), ticket(2, 2)], { carried }))).toEqual([
      'mechanics/ben',
      'mechanics/anna',
    ])
  })

  test('with the experience that everybody had until then', () => {
    const jobs = [{ technician: 'ben', of: 'asset' as const, key: 'pump-7', count: 1 }]
    const fixed = { doneAtMs: NOW + 1, resolvedBy: { team: 'mechanics', technician: 'anna' } }
    expect(outcomes(past([ticket(1, 0, { ...fixed, asset: 'fan-1' })], { jobs }))).toEqual(['mechanics/anna'])
    expect(outcomes(past([ticket(1, 0, fixed)], { jobs }))).toEqual(['mechanics/ben'])
    const two = [ticket(1, 0, { ...fixed, faultKey: 'a' }), ticket(2, 1, { faultKey: 'b' })]
    expect(outcomes(past(two))).toEqual(['mechanics/anna', 'mechanics/anna'])
  })

  test('under a changed tree: the diff says who and why', () => {
    const current = { routable: { metric: 'motor_current' } }
    const [first, second] = run(past([ticket(1, 0, current), ticket(2, 1)]), { tree: split })
    expect(first).toMatchObject({
      before: { team: 'mechanics', assignee: 'anna' },
      after: { team: 'electricians', assignee: 'eli' },
    })
    expect(first?.reason).toMatch(
      /^Route 1 \(metric is motor_current\) sends it to team electricians\. eli gets it/,
    )
    // she has room now, which he had before
    expect(second).toMatchObject({ before: { assignee: 'ben' }, after: { assignee: 'anna' } })
  })

  test('under changed weights, of the request before those of the tree', () => {
    const far = [technician('anna', 'mechanics', { site: 'far' }), technician('ben', 'mechanics')]
    const given = past([ticket(1, 0), ticket(2, 1)], {
      technicians: far,
      distanceKm: from => (from === 'far' ? 50 : 0),
    })
    expect(outcomes(given)).toEqual(['mechanics/ben', 'mechanics/ben'])
    expect(outcomes(given, { weights: { distance: 0 } })).toEqual(['mechanics/anna', 'mechanics/ben'])
    expect(outcomes(given, { tree: { ...mechanics, weights: { distance: 0 } } })).toEqual(
      outcomes(given, { weights: { distance: 0 } }),
    )
  })

  test('what the change does not touch stays with whom it was', () => {
    const decided = { team: 'mechanics', assignee: 'zoe' } // who has left since
    const tickets = [
      ticket(1, 0, { decided }),
      ticket(2, 1, { decided, routable: { metric: 'motor_current' } }),
    ]
    const compared = run(past(tickets), { tree: split })
    expect(compared.map(({ after: { assignee } }) => assignee)).toEqual(['zoe', 'eli'])
    expect(compared.map(({ reason }) => reason !== undefined)).toEqual([false, true])
  })
})

test('an unchanged policy changes nothing, whatever was decided', () => {
  const anyTicket = fc.record({
    hour: fc.integer({ min: 0, max: 400 }),
    metric: fc.constantFrom('motor_current', 'temperature'),
    assignee: fc.constantFrom('anna', 'ben', 'eli', null),
    hours: fc.integer({ min: 1, max: 90 }),
  })
  fc.assert(
    fc.property(fc.array(anyTicket, { maxLength: 40 }), list => {
      const tickets = list
        .toSorted((a, b) => a.hour - b.hour)
        .map(({ hour, metric, assignee, hours }, i) =>
          ticket(i + 1, hour, {
            tree: split,
            routable: { metric },
            decided: { team: 'mechanics', assignee },
            doneAtMs: NOW + (hour + hours) * HOUR_MS,
            ...(assignee && { resolvedBy: { team: 'mechanics', technician: assignee } }),
          }),
        )
      const compared = run(past(tickets), { tree: structuredClone(split) })
      expect(compared.map(({ after }) => after)).toEqual(tickets.map(({ decided }) => decided))
    }),
  )
})

test('figures: wrong dispatch, queue and load', () => {
  const by = (team: string | null, name: string) => ({
    resolvedBy: { team, technician: name },
    doneAtMs: NOW,
  })
  const decided = [
    { ticket: ticket(1, 0, by('mechanics', 'anna')), assignment: { team: 'mechanics', assignee: 'anna' } },
    { ticket: ticket(2, 0, by('mechanics', 'ben')), assignment: { team: 'mechanics', assignee: 'anna' } },
    { ticket: ticket(3, 0, by('electricians', 'eli')), assignment: { team: 'mechanics', assignee: null } },
    { ticket: ticket(4, 0, by('mechanics', 'ben')), assignment: { team: 'mechanics', assignee: null } },
    { ticket: ticket(5, 0), assignment: { team: 'electricians', assignee: 'eli' } },
  ]
  expect(figuresOf(decided, past([]).technicians)).toEqual({
    wrongDispatch: 2,
    resolved: 4,
    wrongDispatchShare: 0.5,
    unassigned: 2,
    loadPerTechnician: { max: 2, mean: 1, spread: 0.8165 },
  })
  expect(figuresOf([], [])).toEqual({
    wrongDispatch: 0,
    resolved: 0,
    wrongDispatchShare: null,
    unassigned: 0,
    loadPerTechnician: { max: 0, mean: 0, spread: 0 },
  })
})
