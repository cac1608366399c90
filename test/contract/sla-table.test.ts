import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Calendar } from '../../ticketing/domain/calendar.ts'
import type { Clock } from '../../ticketing/domain/clock.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

/*
 * SLA targets over holidays and changes of the clocks, worked out by hand with the calendars of the wall and read through
 * the API. Every ticket must have a response after 60 and be resolved after 600 minutes of working time; the remarks
 * have the addition, so that a reader can do it again. Times carry the offset that counts there and then.
 */

const MINUTE_MS = 60_000

const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Of each kind of ticket the calendar by which it is measured. */
const calendars: Record<string, Calendar> = {
  // 480 minutes a day; clocks forward on Sunday 29 March 2026, back on Sunday 25 October
  corrective: {
    id: 'berlin',
    timeZone: 'Europe/Berlin',
    weekly: days(1, 5).map(day => ({ day, from: '08:00', to: '16:00' })),
    holidays: ['2026-04-03', '2026-04-06'], // Good Friday, Easter Monday
    exceptions: [{ date: '2026-04-02', hours: [{ from: '08:00', to: '12:00' }] }], // Maundy Thursday
  },
  // 480 minutes a night; clocks forward on Sunday 8 March 2026 at 02:00, back on Sunday 1 November at 02:00
  preventive: {
    id: 'new-york',
    timeZone: 'America/New_York',
    weekly: days(1, 7).map(day => ({ day, from: '22:00', to: '06:00' })),
    holidays: ['2026-11-26'], // Thanksgiving: the night that begins on it
    exceptions: [],
  },
  // 240 minutes a day; half an hour back on Sunday 5 April 2026 at 02:00, forward on Sunday 4 October at 02:00
  inspection: {
    id: 'lord-howe',
    timeZone: 'Australia/Lord_Howe',
    weekly: days(1, 7).map(day => ({ day, from: '00:00', to: '04:00' })),
    holidays: ['2026-04-25'], // Anzac Day
    exceptions: [],
  },
}

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  for (const calendar of Object.values(calendars)) {
    expect((await service.call('PUT', `/calendars/${calendar.id}`, calendar)).status).toBe(200)
  }
  const rules = Object.entries(calendars).map(([kind, { id }]) => ({
    kind: [kind],
    respond: 60,
    resolve: 600,
    calendar: id,
  }))
  const policy = { rules, pausing: ['paused'], warnings: [], escalation: [] }
  expect((await service.call('PUT', '/sla/policy', policy)).status).toBe(200)
})
afterAll(() => service.close())

/** State, when it is due, and minutes used, waited and left. */
type Expected = [state: string, due: string | null, used: number, waited: number, left: number]

interface Row {
  what: string
  kind: keyof typeof calendars
  begins: string
  steps?: [at: string, body: object][]
  read: string
  response: Expected
  resolution: Expected
}

const accepted = { to: 'accepted' }
const held = { to: 'on_hold', reason: 'A part is missing.' }
const resolved = { to: 'resolved', failureCode: 'VIB' }

const table: Row[] = [
  {
    // Fri 15–16: 60. Mon 480 = 540. Tue 8–9: 60 = 600. Until Mon noon: 60 + 240.
    what: 'Berlin, over the weekend on which the clocks go forward',
    kind: 'corrective',
    begins: '2026-03-27T15:00+01:00',
    read: '2026-03-30T12:00+02:00',
    response: ['breached', '2026-03-27T16:00+01:00', 300, 0, -240],
    resolution: ['running', '2026-03-31T09:00+02:00', 300, 0, 300],
  },
  {
    // Fri 23 Oct 15–16: 60. Mon 26 480 = 540. Tue 8–9: 60 = 600.
    what: 'Berlin, over the weekend on which they go back',
    kind: 'corrective',
    begins: '2026-10-23T15:00+02:00',
    read: '2026-10-27T09:00+01:00',
    response: ['breached', '2026-10-23T16:00+02:00', 600, 0, -540],
    resolution: ['breached', '2026-10-27T09:00+01:00', 600, 0, 0],
  },
  {
    // Thu 10–12: 120. Fri to Mon closed. Tue 480 = 600. Accepted after 45.
    what: 'Berlin, over Easter: half a day, two holidays and a weekend',
    kind: 'corrective',
    begins: '2026-04-02T10:00+02:00',
    steps: [['2026-04-02T10:45+02:00', accepted]],
    read: '2026-04-06T12:00+02:00',
    response: ['met', '2026-04-02T11:00+02:00', 45, 0, 15],
    resolution: ['running', '2026-04-07T16:00+02:00', 120, 0, 480],
  },
  {
    // Wed 9–14: 300. Waits Wed 14–16: 120, Thu 8–12: 240, Tue 8–10: 120, together 480. Tue 10–14: 240 = 540; 60 left at 14.
    what: 'Berlin, waiting for a part over Easter',
    kind: 'corrective',
    begins: '2026-04-01T09:00+02:00',
    steps: [
      ['2026-04-01T09:30+02:00', accepted],
      ['2026-04-01T14:00+02:00', held],
      ['2026-04-07T10:00+02:00', { to: 'on_site' }],
      ['2026-04-07T14:00+02:00', resolved],
    ],
    read: '2026-04-10T12:00+02:00',
    response: ['met', '2026-04-01T10:00+02:00', 30, 0, 30],
    resolution: ['met', '2026-04-07T15:00+02:00', 540, 480, 60],
  },
  {
    // As before, but it waits still: nothing is due. Until Thu 12: 120 + 240.
    what: 'Berlin, on hold',
    kind: 'corrective',
    begins: '2026-04-01T09:00+02:00',
    steps: [
      ['2026-04-01T09:30+02:00', accepted],
      ['2026-04-01T14:00+02:00', held],
    ],
    read: '2026-04-05T12:00+02:00',
    response: ['met', '2026-04-01T10:00+02:00', 30, 0, 30],
    resolution: ['paused', null, 300, 360, 300],
  },
  {
    // Sat 22:00 EST to Sun 06:00 EDT is an hour shorter: 420. Sun 22:00 to Mon 01:00: 180 = 600. Until 03:30 EDT 4 h 30: 270.
    what: 'New York, the night that lacks an hour',
    kind: 'preventive',
    begins: '2026-03-07T21:00-05:00',
    read: '2026-03-08T03:30-04:00',
    response: ['breached', '2026-03-07T23:00-05:00', 270, 0, -210],
    resolution: ['running', '2026-03-09T01:00-04:00', 270, 0, 330],
  },
  {
    // From 23:00 EDT to 06:00 EST: 480. Sun 22:00 to 24:00: 120 = 600. Until the second 01:30: 3 h 30 = 210.
    what: 'New York, the night that has an hour twice',
    kind: 'preventive',
    begins: '2026-10-31T23:00-04:00',
    read: '2026-11-01T01:30-05:00',
    response: ['breached', '2026-11-01T00:00-04:00', 210, 0, -150],
    resolution: ['running', '2026-11-02T00:00-05:00', 210, 0, 390],
  },
  {
    // Wed 23:00 to Thu 06:00: 420. Thursday night is off. Fri 22:00 to Sat 01:00: 180 = 600.
    what: 'New York, a night off for Thanksgiving',
    kind: 'preventive',
    begins: '2026-11-25T23:00-05:00',
    steps: [['2026-11-26T00:00-05:00', accepted]], // at the very instant at which it is due
    read: '2026-11-27T12:00-05:00',
    response: ['met', '2026-11-26T00:00-05:00', 60, 0, 0],
    resolution: ['running', '2026-11-28T01:00-05:00', 420, 0, 180],
  },
  {
    // Sat 03–04: 60. Sun 00:00+11:00 to 04:00+10:30: 270 = 330. Mon 240 = 570. Tue 30 = 600. Until the second 01:45: 135.
    what: 'Lord Howe, the day that is half an hour longer',
    kind: 'inspection',
    begins: '2026-04-04T03:00+11:00',
    read: '2026-04-05T01:45+10:30',
    response: ['breached', '2026-04-04T04:00+11:00', 195, 0, -135],
    resolution: ['running', '2026-04-07T00:30+10:30', 195, 0, 405],
  },
  {
    // Sat 03:30–04: 30. Sun 00:00+10:30 to 04:00+11:00: 210 = 240. Mon 240 = 480. Tue 120 = 600. Until Sun 03:00+11: 150.
    what: 'Lord Howe, the day that is half an hour shorter',
    kind: 'inspection',
    begins: '2026-10-03T03:30+10:30',
    read: '2026-10-04T03:00+11:00',
    response: ['breached', '2026-10-04T00:30+10:30', 180, 0, -120],
    resolution: ['running', '2026-10-06T02:00+11:00', 180, 0, 420],
  },
  {
    // Fri one minute. Saturday is Anzac Day. Sun 240 = 241. Mon 240 = 481. Tue 119 = 600.
    what: 'Lord Howe, over a holiday',
    kind: 'inspection',
    begins: '2026-04-24T03:59+10:30',
    read: '2026-04-25T12:00+10:30',
    response: ['running', '2026-04-26T00:59+10:30', 1, 0, 59],
    resolution: ['running', '2026-04-28T01:59+10:30', 1, 0, 599],
  },
  {
    // Begun and cancelled in the night of the change: 22:00 to 23:00 are 60, none of which counts for anything.
    what: 'New York, cancelled',
    kind: 'preventive',
    begins: '2026-03-07T22:00-05:00',
    steps: [['2026-03-07T22:40-05:00', { to: 'cancelled', reason: 'Nothing there.' }]],
    read: '2026-03-09T12:00-04:00',
    response: ['void', null, 40, 0, 20],
    resolution: ['void', null, 40, 0, 560],
  },
]

test.each(table.map((row): [string, Row] => [row.what, row]))('%s', async (_, row) => {
  service.clock.now = Date.parse(row.begins)
  const job = { asset: 'pump-7', kind: row.kind, title: row.what }
  const { number } = (await service.call<TicketDetail>('POST', '/tickets', job)).body
  for (const [at, body] of row.steps ?? []) {
    service.clock.now = Date.parse(at)
    const { status } = await service.call('POST', `/tickets/${number}/transitions`, body)
    expect([at, status]).toEqual([at, 200])
  }
  const readAtMs = Date.parse(row.read)
  service.clock.now = readAtMs
  const live = (await service.call<TicketDetail>('GET', `/tickets/${number}`)).body
  expect([shown(live.clocks.response), shown(live.clocks.resolution)]).toEqual([
    instants(row.response),
    instants(row.resolution),
  ])

  service.clock.now = readAtMs + 90 * 24 * 60 * MINUTE_MS // looked back on much later it is the same
  const then = await service.call<TicketDetail>('GET', `/tickets/${number}?at=${readAtMs}`)
  expect(then.body.clocks).toEqual(live.clocks)
})

const shown = (clock: Clock | null) =>
  clock && [
    clock.state,
    clock.dueAtMs === null ? null : new Date(clock.dueAtMs).toISOString(),
    ...[clock.elapsedMs, clock.pausedMs, clock.remainingMs].map(ms => ms / MINUTE_MS),
  ]

const instants = ([state, due, ...minutes]: Expected) => [
  state,
  due === null ? null : new Date(due).toISOString(),
  ...minutes,
]
