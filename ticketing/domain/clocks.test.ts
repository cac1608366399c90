import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Calendar, workingTime } from './calendar.ts'
import { Category } from './category.ts'
import type { Clocks } from './clock.ts'
import { judgeClocks, type Sla } from './clocks.ts'
import { type HistoryEvent, historyOf } from './course.ts'
import type { Priority } from './priority.ts'
import type { ClockName, SlaPolicy } from './sla.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const everyDay = [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, from: '00:00', to: '24:00' }))
const always: Calendar = { id: 'always', timeZone: 'UTC', weekly: everyDay, holidays: [], exceptions: [] }
const office: Calendar = {
  id: 'office',
  timeZone: 'Europe/Berlin',
  weekly: [1, 2, 3, 4, 5].map(day => ({ day, from: '08:00', to: '17:00' })),
  holidays: ['2026-12-25', '2027-01-01'],
  exceptions: [{ date: '2026-12-24', hours: [{ from: '08:00', to: '12:00' }] }],
}
const nights: Calendar = {
  ...office,
  id: 'nights',
  weekly: everyDay.map(({ day }) => ({ day, from: '22:00', to: '06:00' })),
}

const slaOf = (...versions: (SlaPolicy & { fromMs?: number })[]): Sla => {
  const calendars = new Map([always, office, nights].map(each => [each.id, workingTime(each)]))
  return {
    policies: versions.map(({ fromMs = 0, ...policy }, index) => ({
      version: index + 1,
      createdAtMs: fromMs,
      actor: 'admin',
      policy,
    })),
    calendar: id => calendars.get(id) ?? workingTime(always),
  }
}

const policy = (given: Partial<SlaPolicy>): SlaPolicy => ({
  rules: [
    { priority: 'P1', respond: 30, resolve: 240 },
    { priority: 'P2', respond: 120, resolve: 1440 },
    { respond: 480, resolve: 27 * 60, calendar: 'office' },
  ],
  pausing: ['paused'],
  warnings: [60],
  escalation: [],
  ...given,
})

/** What happened, in the order of the ledger: `[when, category or priority]`. */
type Told = [string, Category | Priority][]

/** The clocks of a ticket that began as proposed with this priority. */
function judged(sla: Sla, priority: Priority, began: string, told: Told, now: string) {
  let present: { category: Category; priority: Priority } = { category: 'review', priority }
  const events = told.map(([at, value]): HistoryEvent => {
    const isCategory = Category.enum.includes(value as Category)
    const event = {
      effectiveAtMs: Date.parse(at),
      categoryBefore: isCategory ? present.category : undefined,
      category: isCategory ? (value as Category) : undefined,
      priorityBefore: isCategory ? undefined : present.priority,
      priority: isCategory ? undefined : (value as Priority),
    }
    present = { category: event.category ?? present.category, priority: event.priority ?? present.priority }
    return event
  })
  const history = historyOf(Date.parse(began), present, events)
  return judgeClocks(sla, { history, kind: 'predictive', criticality: 'A' }, Date.parse(now))
}

const iso = (ms: number | null | undefined) => (ms == null ? ms : new Date(ms).toISOString().slice(0, 16))
const shown = (clocks: Clocks, name: ClockName) => {
  const clock = clocks[name]
  return (
    clock && `${clock.state}, due ${iso(clock.dueAtMs) ?? 'never'}, ${clock.remainingMs / MINUTE_MS} min left`
  )
}

describe('clocks, made by hand', () => {
  test.each<[string, ClockName, string, Priority, string, Told, string]>([
    [
      'answered in time',
      'response',
      'met, due 2026-11-23T08:30, 10 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2026-11-23T08:20Z', 'active']],
      '2026-11-23T12:00Z',
    ],
    [
      'planning and assigning are no answer',
      'response',
      'breached, due 2026-11-23T08:30, -10 min left',
      'P1',
      '2026-11-23T08:00Z',
      [
        ['2026-11-23T08:10Z', 'planned'],
        ['2026-11-23T08:20Z', 'assigned'],
      ],
      '2026-11-23T08:40Z',
    ],
    [
      'answered at the very instant at which it is due',
      'response',
      'met, due 2026-11-23T08:30, 0 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2026-11-23T08:30Z', 'active']],
      '2026-11-23T12:00Z',
    ],
    [
      'answered a minute later',
      'response',
      'missed, due 2026-11-23T08:30, -1 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2026-11-23T08:31Z', 'active']],
      '2026-11-23T12:00Z',
    ],
    [
      'rejected is an answer',
      'response',
      'met, due 2026-11-23T08:30, 25 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2026-11-23T08:05Z', 'rejected']],
      '2026-11-23T12:00Z',
    ],
    [
      'cancelled counts for nothing',
      'response',
      'void, due never, 25 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2026-11-23T08:05Z', 'cancelled']],
      '2026-11-23T12:00Z',
    ],
    [
      'waiting for a part',
      'resolution',
      'paused, due never, 180 min left',
      'P1',
      '2026-11-23T08:00Z',
      [
        ['2026-11-23T08:10Z', 'active'],
        ['2026-11-23T09:00Z', 'paused'],
      ],
      '2026-11-25T00:00Z',
    ],
    [
      'and going on',
      'resolution',
      'running, due 2026-11-25T03:00, 170 min left',
      'P1',
      '2026-11-23T08:00Z',
      [
        ['2026-11-23T08:10Z', 'active'],
        ['2026-11-23T09:00Z', 'paused'],
        ['2026-11-25T00:00Z', 'active'],
      ],
      '2026-11-25T00:10Z',
    ],
    [
      'a repair that did not hold goes on where it stood',
      'resolution',
      'running, due 2026-11-24T11:00, 60 min left',
      'P1',
      '2026-11-23T08:00Z',
      [
        ['2026-11-23T08:10Z', 'active'],
        ['2026-11-23T10:00Z', 'resolved'],
        ['2026-11-23T10:00Z', 'verifying'],
        ['2026-11-24T09:00Z', 'active'],
      ],
      '2026-11-24T10:00Z',
    ],
    [
      'due on a Friday evening, done on Saturday: no working time went by, and yet too late',
      'resolution',
      'missed, due 2026-11-20T16:00, 0 min left',
      'P3',
      '2026-11-18T07:00Z',
      [
        ['2026-11-18T07:00Z', 'active'],
        ['2026-11-21T10:00Z', 'resolved'],
      ],
      '2026-11-23T12:00Z',
    ],
    [
      'over Christmas: 3 working days of 9 h, one of them of 4 h',
      'resolution',
      'running, due 2026-12-28T12:00, 300 min left',
      'P3',
      '2026-12-22T07:00Z',
      [],
      '2026-12-26T12:00Z',
    ],
    [
      'over the spring change, in office hours',
      'resolution',
      'running, due 2026-04-01T13:00, 1500 min left',
      'P3',
      '2026-03-27T14:00Z',
      [],
      '2026-03-29T12:00Z',
    ],
    [
      'raised: the target of the new priority, from the beginning',
      'resolution',
      'breached, due 2026-11-23T12:00, -60 min left',
      'P2',
      '2026-11-23T08:00Z',
      [['2026-11-23T11:00Z', 'P1']],
      '2026-11-23T13:00Z',
    ],
    [
      'lowered',
      'resolution',
      'running, due 2026-11-24T08:00, 1080 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2026-11-23T11:00Z', 'P2']],
      '2026-11-23T14:00Z',
    ],
    [
      'lowered after it was answered: the answer was judged already',
      'response',
      'missed, due 2026-11-23T08:30, -10 min left',
      'P1',
      '2026-11-23T08:00Z',
      [
        ['2026-11-23T08:40Z', 'active'],
        ['2026-11-23T09:00Z', 'P2'],
      ],
      '2026-11-23T14:00Z',
    ],
    [
      'a phone that was offline says later that it was in time',
      'response',
      'met, due 2026-11-23T08:30, 5 min left',
      'P1',
      '2026-11-23T08:00Z',
      [
        ['2026-11-23T11:00Z', 'P1'],
        ['2026-11-23T08:25Z', 'active'],
      ],
      '2026-11-23T12:00Z',
    ],
    [
      'a phone whose clock is wrong answers nothing before it began',
      'response',
      'met, due 2026-11-23T08:30, 30 min left',
      'P1',
      '2026-11-23T08:00Z',
      [['2020-01-01T00:00Z', 'active']],
      '2026-11-23T12:00Z',
    ],
  ])('%s', (_, name, expected, priority, began, told, now) => {
    expect(shown(judged(slaOf(policy({})), priority, began, told, now).clocks, name)).toBe(expected)
  })

  test('a merged ticket keeps the earlier start', () => {
    const accepted: HistoryEvent = {
      effectiveAtMs: Date.parse('2026-11-23T10:00Z'),
      categoryBefore: 'review',
      category: 'active',
      priorityBefore: undefined,
      priority: undefined,
    }
    const history = historyOf(Date.parse('2026-11-23T08:00Z'), { category: 'active', priority: 'P1' }, [
      accepted,
    ])
    const { clocks } = judgeClocks(
      slaOf(policy({})),
      { history, kind: 'predictive', criticality: 'A' },
      Date.parse('2026-11-23T11:00Z'),
    )
    expect(shown(clocks, 'response')).toBe('missed, due 2026-11-23T08:30, -90 min left')
    expect(shown(clocks, 'resolution')).toBe('running, due 2026-11-23T12:00, 60 min left')
  })

  test('no rule, no clock; no target, no clock', () => {
    const sla = slaOf(policy({ rules: [{ priority: 'P1', respond: null, resolve: 60 }] }))
    expect(judged(sla, 'P2', '2026-11-23T08:00Z', [], '2026-11-23T09:00Z')).toEqual({
      clocks: { response: null, resolution: null },
      crossed: [],
      nextAtMs: undefined,
    })
    expect(judged(sla, 'P1', '2026-11-23T08:00Z', [], '2026-11-23T08:10Z').clocks).toMatchObject({
      response: null,
      resolution: { state: 'running' },
    })
  })
})

test('a changed policy counts for what still runs, and leaves what has ended', () => {
  const changed = {
    ...policy({ rules: [{ respond: 10, resolve: 60 }] }),
    fromMs: Date.parse('2026-11-23T10:00Z'),
  }
  const told: Told = [['2026-11-23T08:20Z', 'active']]
  const at = (now: string) =>
    judged(
      slaOf(policy({}), ...(now < '2026-11-23T10' ? [] : [changed])),
      'P1',
      '2026-11-23T08:00Z',
      told,
      now,
    ).clocks
  expect(shown(at('2026-11-23T09:30Z'), 'resolution')).toBe('running, due 2026-11-23T12:00, 150 min left')
  expect(shown(at('2026-11-23T10:30Z'), 'resolution')).toBe('breached, due 2026-11-23T09:00, -90 min left')
  expect(at('2026-11-23T10:30Z').response).toMatchObject({ state: 'met', policyVersion: 1 })
})

test('what is crossed when: warnings, the breach, the escalation chain', () => {
  const chain = policy({
    warnings: [60, 15],
    escalation: [
      { after: 0, to: 'lead' },
      { after: 60, to: 'manager' },
      { after: -600, to: 'team' },
    ],
  })
  const { crossed, nextAtMs } = judged(
    slaOf(chain),
    'P1',
    '2026-11-23T08:00Z',
    [
      ['2026-11-23T08:10Z', 'active'],
      ['2026-11-23T09:00Z', 'paused'],
      ['2026-11-23T10:00Z', 'active'],
    ],
    '2026-11-23T13:30Z',
  )
  expect(crossed.map(({ clock, name, crossedAtMs }) => `${iso(crossedAtMs)} ${clock} ${name}`)).toEqual([
    '2026-11-23T11:00 resolution escalation -600 team', // more than the target: at half of it
    '2026-11-23T12:00 resolution warning 60',
    '2026-11-23T12:45 resolution warning 15',
    '2026-11-23T13:00 resolution breach',
    '2026-11-23T13:00 resolution escalation 0 lead',
  ])
  expect(iso(nextAtMs)).toBe('2026-11-23T14:00')
})

/** A second opinion: minute by minute, with nothing but the question whether the calendar is open. */
function minuteByMinute(
  calendar: Calendar,
  steps: readonly { minute: number; category: Category }[],
  { startMs, nowMinute, targetMinutes }: { startMs: number; nowMinute: number; targetMinutes: number },
) {
  const { isOpen } = workingTime(calendar)
  const stands = (category: Category) => ['resolved', 'verifying', 'closed'].includes(category)
  let elapsed = 0
  let paused = 0
  let usedUpMinute: number | undefined
  let category: Category = 'review'
  for (let minute = 0; minute < nowMinute; minute++) {
    category = steps.findLast(step => step.minute <= minute)?.category ?? 'review'
    const waits = category === 'paused'
    const runs = !waits && !stands(category)
    if (runs && elapsed === targetMinutes) usedUpMinute ??= minute // it is used up, and this minute begins running
    if (!isOpen(startMs + minute * MINUTE_MS)) continue
    if (runs) elapsed++
    if (waits) paused++
  }
  category = steps.findLast(step => step.minute <= nowMinute)?.category ?? 'review'
  const runsNow = !stands(category) && category !== 'paused'
  if (runsNow && elapsed === targetMinutes) usedUpMinute ??= nowMinute
  const used = usedUpMinute !== undefined
  const state = stands(category)
    ? used
      ? 'missed'
      : 'met'
    : used
      ? 'breached'
      : category === 'paused'
        ? 'paused'
        : 'running'
  return { elapsed, paused, state }
}

const categories = fc.constantFrom<Category>(
  'review',
  'planned',
  'assigned',
  'active',
  'paused',
  'resolved',
  'verifying',
  'closed',
)

test('is what counting minute by minute says, across changes of the clocks', () => {
  fc.assert(
    fc.property(
      fc.record({
        calendar: fc.constantFrom(office, nights, always),
        began: fc.constantFrom('2026-03-27T06:00Z', '2026-10-23T05:00Z', '2026-12-23T06:00Z'),
        steps: fc.array(fc.record({ minute: fc.integer({ min: 0, max: 6000 }), category: categories }), {
          maxLength: 8,
        }),
        nowMinute: fc.integer({ min: 0, max: 6000 }),
        targetMinutes: fc.integer({ min: 1, max: 2500 }),
      }),
      ({ calendar, began, nowMinute, targetMinutes, ...drawn }) => {
        const startMs = Date.parse(began)
        const steps = drawn.steps
          .filter(({ minute }) => minute <= nowMinute)
          .sort((a, b) => a.minute - b.minute)
        const sla = slaOf(
          policy({ rules: [{ respond: null, resolve: targetMinutes, calendar: calendar.id }] }),
        )
        const told = steps.map(({ minute, category }): [string, Category] => [
          new Date(startMs + minute * MINUTE_MS).toISOString(),
          category,
        ])
        const now = new Date(startMs + nowMinute * MINUTE_MS).toISOString()
        const clock = judged(sla, 'P3', began, told, now).clocks.resolution
        const expected = minuteByMinute(calendar, steps, { startMs, nowMinute, targetMinutes })
        expect({
          state: clock?.state,
          elapsed: (clock?.elapsedMs ?? 0) / MINUTE_MS,
          paused: (clock?.pausedMs ?? 0) / MINUTE_MS,
        }).toEqual({ state: expected.state, elapsed: expected.elapsed, paused: expected.paused })
      },
    ),
    { numRuns: 500 },
  )
})

test('nothing but time moves a running clock: what is due stays due, and what is crossed stays crossed', () => {
  const sla = slaOf(policy({ warnings: [60, 600], escalation: [{ after: 30, to: 'lead' }] }))
  const instants = fc.tuple(fc.integer({ min: 0, max: 9 * DAY_MS }), fc.integer({ min: 0, max: 9 * DAY_MS }))
  fc.assert(
    fc.property(fc.constantFrom<Priority>('P1', 'P2', 'P3'), instants, (priority, pair) => {
      const startMs = Date.parse('2026-10-22T05:00Z')
      const at = (ms: number) =>
        judged(sla, priority, new Date(startMs).toISOString(), [], new Date(startMs + ms).toISOString())
      const [earlier, later] = [at(Math.min(...pair)), at(Math.max(...pair))]
      expect(later.clocks.resolution?.dueAtMs).toBe(earlier.clocks.resolution?.dueAtMs)
      expect(later.crossed.slice(0, earlier.crossed.length)).toEqual(earlier.crossed)
      if (earlier.nextAtMs !== undefined && later.crossed.length > earlier.crossed.length)
        expect(later.crossed[earlier.crossed.length]?.crossedAtMs).toBe(earlier.nextAtMs)
    }),
    { numRuns: 300 },
  )
})
