import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Candidate, Job } from './candidate.ts'
import { choose, dispatch } from './dispatch.ts'
import { calendars, candidate, HOUR_MS, job, NOW } from './testing/team.ts'

const decide = (candidates: Candidate[], ticket: Partial<Job> = {}, nowMs = NOW) =>
  dispatch({ ticket: job(ticket), candidates, nowMs, calendars })

const away = (fromH: number, toH: number) => [
  { fromMs: NOW + fromH * HOUR_MS, toMs: NOW + toH * HOUR_MS, reason: 'training' },
]

describe('hard rules, each with its sentence', () => {
  test.each<[string, Partial<Candidate>, Partial<Job>, string | undefined]>([
    ['nothing against her', {}, {}, undefined],
    ['not active', { active: false }, {}, 'Is not active.'],
    ['a planner', { roles: ['planner'] }, {}, 'Does not have the role technician.'],
    ['a skill is missing', { skills: [{ skill: 'a' }] }, { skills: ['a', 'b'] }, 'Lacks b.'],
    ['all skills are there', { skills: [{ skill: 'a' }, { skill: 'b' }] }, { skills: ['a', 'b'] }, undefined],
    [
      'a certificate has expired at this instant',
      { skills: [{ skill: 'a', validUntilMs: NOW }] },
      { skills: ['a'] },
      'Certificate a expired 2026-02-02 08:00 (UTC).',
    ],
    [
      'it holds a moment longer',
      { skills: [{ skill: 'a', validUntilMs: NOW + 1 }] },
      { skills: ['a'] },
      undefined,
    ],
    [
      'it expires before the shift begins',
      { shift: 'late', skills: [{ skill: 'a', validUntilMs: NOW + HOUR_MS }] },
      { skills: ['a'], timeZone: 'Europe/Berlin' },
      'Certificate a expires 2026-02-02 10:00 (Europe/Berlin).',
    ],
    [
      'a renewed certificate counts',
      {
        skills: [
          { skill: 'a', validUntilMs: NOW },
          { skill: 'a', validUntilMs: NOW + HOUR_MS },
        ],
      },
      { skills: ['a'] },
      undefined,
    ],
    ['absent', { absences: away(-1, 1) }, {}, 'Is absent until 2026-02-02 09:00 (UTC) (training).'],
    [
      'absent from this instant',
      { absences: away(0, 1) },
      {},
      'Is absent until 2026-02-02 09:00 (UTC) (training).',
    ],
    ['back at this instant', { absences: away(-1, 0) }, {}, undefined],
    ['absent later', { absences: away(1, 2) }, {}, undefined],
    [
      'absent when the shift begins',
      { shift: 'late', absences: away(5, 30) },
      {},
      'Is absent from 2026-02-02 13:00 (UTC) until 2026-02-03 14:00 (UTC) (training).',
    ],
    ['back when the shift begins', { shift: 'late', absences: away(-5, 6) }, {}, undefined],
    ['on shift', { shift: 'early' }, {}, undefined],
    ['the shift begins before the respond-by', { shift: 'late' }, {}, undefined],
    ['…with it', { shift: 'late' }, { respondByMs: NOW + 6 * HOUR_MS }, undefined],
    [
      '…after it',
      { shift: 'late' },
      { respondByMs: NOW + 6 * HOUR_MS - 1 },
      'Is off shift until 2026-02-02 14:00 (UTC), after it is due at 2026-02-02 13:59 (UTC).',
    ],
    ['on shift although it is overdue', { shift: 'early' }, { respondByMs: NOW - 1 }, undefined],
    ['without a respond-by within a day', { shift: 'late' }, { respondByMs: null }, undefined],
    ['no working hours', { shift: 'never' }, {}, 'Has no working hours ahead.'],
    ['a calendar that is gone', { shift: 'gone' }, {}, 'Has no working hours ahead.'],
    ['a role at the site', { reach: ['plant-2', 'plant-1'] }, {}, undefined],
    ['no role at the site', { reach: ['plant-2'] }, {}, 'Has no role at plant-1.'],
    ['room for one', { openTickets: 4 }, {}, undefined],
    ['full', { openTickets: 5 }, {}, 'Has 5 of 5 tickets.'],
    ['given more by hand', { openTickets: 7 }, {}, 'Has 7 of 5 tickets.'],
    ['capacity 0', { capacity: 0 }, {}, 'Has 0 of 0 tickets.'],
    [
      'several at once',
      { openTickets: 5, absences: away(-1, 1) },
      { skills: ['a'] },
      'Lacks a; is absent until 2026-02-02 09:00 (UTC) (training); has 5 of 5 tickets.',
    ],
  ])('%s', (_, given, ticket, rejected) => {
    const { assignee, candidates } = decide([candidate('anna', given)], ticket)
    expect(candidates[0]?.rejected).toBe(rejected)
    expect(assignee).toBe(rejected === undefined ? 'anna' : null)
  })
})

describe('the score', () => {
  test.each<[string, Partial<Candidate>, Partial<Candidate>, Partial<Job>]>([
    ['who has less to do', { openTickets: 1 }, { openTickets: 2 }, {}],
    ['who has more room', { openTickets: 2, capacity: 8 }, { openTickets: 2, capacity: 4 }, {}],
    ['who is nearer', { distanceKm: 10 }, { distanceKm: 60 }, {}],
    ['who is known to be near', { distanceKm: 10 }, { distanceKm: null }, {}],
    ['who knows the asset', { jobsOnAsset: 2 }, { jobsOnAsset: 0 }, {}],
    ['the asset before the fault', { jobsOnAsset: 2 }, { jobsOfFault: 3 }, {}],
    ['who knows the fault', { jobsOfFault: 5 }, { jobsOfFault: 1 }, {}],
    ['a senior for A', { seniority: 5 }, { seniority: 2 }, { criticality: 'A' }],
    ['a junior for C', { seniority: 1 }, { seniority: 4 }, { criticality: 'C' }],
    ['who is on shift now', { shift: 'early' }, { shift: 'late' }, {}],
    ['the lower id where all is equal', {}, {}, {}],
  ])('%s is preferred', (_, better, worse, ticket) => {
    const candidates = [candidate('b', worse), candidate('a', better)]
    expect(decide(candidates, ticket).assignee).toBe('a')
  })

  test('is the weighted mean of its parts, which are stored with what they come from', () => {
    const given = {
      openTickets: 2,
      distanceKm: 25,
      jobsOnAsset: 2,
      jobsOfFault: 2,
      shift: 'late',
      seniority: 4,
    }
    const { candidates } = decide([candidate('anna', given)])
    expect(candidates[0]).toEqual({
      technician: 'anna',
      score: 0.5333,
      parts: { load: 0.6, distance: 0.75, experience: 0.5, seniority: 0.75, readiness: 0.25 },
      facts: { openTickets: 2, capacity: 5, distanceKm: 25, jobsOnAsset: 2, jobsOfFault: 2 },
    })
  })

  test('follows the weights', () => {
    const candidates = [candidate('near', { openTickets: 4 }), candidate('idle', { distanceKm: 90 })]
    const by = (weights: object) => choose({ ticket: job(), candidates, weights, nowMs: NOW, calendars })
    expect(by({ load: 10, distance: 1 })).toBe('idle')
    expect(by({ load: 1, distance: 10 })).toBe('near')
    expect(by({ load: 0, distance: 0, experience: 0, seniority: 0, readiness: 0 })).toBe('idle')
  })
})

describe('the reason', () => {
  test('says who, why, and who comes next', () => {
    const candidates = [
      candidate('anna', { jobsOnAsset: 3, jobsOfFault: 1 }),
      ...['ben', 'cem', 'dora'].map(id => candidate(id, { openTickets: 1 })),
      candidate('emil', { active: false }),
    ]
    expect(decide(candidates).reason).toBe(
      'anna gets it with score 0.9231 (0 of 5 tickets, 0 km away, 3 jobs on this asset, 1 job of this fault), before ben 0.7667, cem 0.7667 and 1 more; 1 cannot.',
    )
  })
  test('says why nobody can', () => {
    const full = { openTickets: 5 }
    const candidates = [candidate('a', full), candidate('b', full), candidate('c', { absences: away(-1, 1) })]
    expect(decide(candidates).reason).toBe(
      'None of the 3 technicians of team mechanics can have it (2 at capacity, 1 absent), so it waits in the team’s queue.',
    )
    expect(decide([]).reason).toBe('Team mechanics has no technicians, so it waits in the team’s queue.')
  })
})

const anyCandidates = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{1,4}$/),
    site: fc.constantFrom('plant-1', null),
    roles: fc.constantFrom<Candidate['roles'][]>(['technician'], ['planner'], ['technician', 'lead']),
    skills: fc.array(
      fc.record(
        { skill: fc.constantFrom('x', 'y'), validUntilMs: fc.integer({ min: NOW - 5, max: NOW + 5 }) },
        { requiredKeys: ['skill'] },
      ),
      { maxLength: 3 },
    ),
    seniority: fc.integer({ min: 1, max: 5 }),
    capacity: fc.integer({ min: 0, max: 4 }),
    shift: fc.constantFrom(null, 'early', 'late', 'never'),
    absences: fc.array(
      fc.record({
        fromMs: fc.integer({ min: NOW - 9 * HOUR_MS, max: NOW + 9 * HOUR_MS }),
        toMs: fc.integer({ min: NOW - 9 * HOUR_MS, max: NOW + 9 * HOUR_MS }),
        reason: fc.constant('away'),
      }),
      { maxLength: 2 },
    ),
    active: fc.boolean(),
    openTickets: fc.integer({ min: 0, max: 5 }),
    jobsOnAsset: fc.integer({ min: 0, max: 9 }),
    jobsOfFault: fc.integer({ min: 0, max: 20 }),
    distanceKm: fc.option(fc.double({ min: 0, max: 200, noNaN: true })),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
)
const anyJob = fc.record({
  skills: fc.subarray(['x', 'y']),
  criticality: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
  respondByMs: fc.option(fc.integer({ min: NOW - HOUR_MS, max: NOW + 12 * HOUR_MS })),
})

describe('whatever the team', () => {
  test('the order of the candidates does not matter, and twice the same gives the same', () => {
    fc.assert(
      fc.property(
        anyCandidates.chain(team =>
          fc.tuple(fc.constant(team), fc.shuffledSubarray(team, { minLength: team.length })),
        ),
        anyJob,
        ([team, shuffled], ticket) => {
          const decision = decide(team, ticket)
          expect(decide(shuffled, ticket)).toEqual(decision)
          expect(choose({ ticket: job(ticket), candidates: team, nowMs: NOW, calendars })).toBe(
            decision.assignee,
          )
        },
      ),
    )
  })

  test('hard rules are never violated, and somebody gets it where somebody can', () => {
    fc.assert(
      fc.property(anyCandidates, anyJob, (team, ticket) => {
        const fits = (one: Candidate) => {
          const opensMs = one.shift === 'late' ? NOW + 6 * HOUR_MS : one.shift === 'never' ? undefined : NOW
          if (opensMs === undefined || !one.active || !one.roles.includes('technician')) return false
          if (opensMs > NOW && opensMs > (ticket.respondByMs ?? NOW + 24 * HOUR_MS)) return false
          if (one.absences.some(({ fromMs, toMs }) => fromMs <= opensMs && opensMs < toMs)) return false
          const able = (wanted: string) =>
            one.skills.some(
              ({ skill, validUntilMs }) => skill === wanted && !((validUntilMs ?? Infinity) <= opensMs),
            )
          return ticket.skills.every(able) && one.openTickets < one.capacity
        }
        const { assignee, candidates } = decide(team, ticket)
        const fitting = team.filter(fits).map(({ id }) => id)
        expect(
          candidates
            .filter(({ rejected }) => !rejected)
            .map(({ technician }) => technician)
            .sort(),
        ).toEqual(fitting.sort())
        if (fitting.length === 0) expect(assignee).toBeNull()
        else expect(fitting).toContain(assignee)
        expect(candidates).toHaveLength(team.length)
      }),
    )
  })
})

test('a day in the life of a team', () => {
  const anna = candidate('anna', {
    shift: 'early',
    skills: [{ skill: 'crane', validUntilMs: NOW + 3 * HOUR_MS }],
  })
  const ben = candidate('ben', { shift: 'late', skills: [{ skill: 'crane' }], absences: away(8, 9) })
  const at = (hours: number, ticket: Partial<Job> = {}) => {
    const nowMs = NOW + hours * HOUR_MS
    const respondByMs = nowMs + 2 * HOUR_MS
    return dispatch({ ticket: job({ respondByMs, ...ticket }), candidates: [anna, ben], nowMs, calendars })
      .assignee
  }
  expect(at(0)).toBe('anna')
  expect(at(2, { skills: ['crane'] })).toBe('anna')
  expect(at(3, { skills: ['crane'] })).toBeNull() // hers has expired, and he comes too late
  expect(at(4, { skills: ['crane'] })).toBe('ben') // he comes in time
  expect(at(4)).toBe('anna')
  expect(at(6)).toBe('ben')
  expect(at(8)).toBeNull() // he is away
  expect(at(9)).toBe('ben')
  expect(at(14)).toBeNull() // night
  expect(at(20)).toBe('anna') // 04:00: she begins within two hours
})
