/**
 * CPU time of deciding who gets a ticket: the choice among the technicians of a team, with its sentences, and the walk
 * of a route tree. Without a database: `node test/bench/dispatch.ts --technicians 200`.
 */

import { type Calendar, workingTime } from '../../ticketing/domain/calendar.ts'
import type { RouteTree } from '../../ticketing/domain/route-tree.ts'
import type { Candidate } from '../../ticketing/routing/candidate.ts'
import { choose, type DispatchInput, dispatch } from '../../ticketing/routing/dispatch.ts'
import { route } from '../../ticketing/routing/route.ts'
import { median, optionsOf, percentile, report } from './options.ts'

const options = optionsOf('CPU time of deciding who gets a ticket.', {
  technicians: { default: '200', help: 'technicians of the team' },
  decisions: { default: '2000', help: 'decisions that are measured' },
})
const TECHNICIANS = Number(options.technicians)
const DECISIONS = Number(options.decisions)
const NOW = Date.UTC(2026, 0, 31, 12)
const HOUR_MS = 3_600_000

const shift = (id: string, from: string, to: string): Calendar => ({
  id,
  timeZone: 'Europe/Berlin',
  weekly: [1, 2, 3, 4, 5, 6].map(day => ({ day, from, to })),
  holidays: ['2026-12-25'],
  exceptions: [],
})
const calendars = new Map(
  [shift('early', '06:00', '14:00'), shift('late', '14:00', '22:00'), shift('night', '22:00', '06:00')].map(
    calendar => [calendar.id, workingTime(calendar)],
  ),
)

/** A third fits; the others lack a certificate, are away, full, or on another shift: each has a sentence. */
const team: Candidate[] = Array.from({ length: TECHNICIANS }, (_, i) => ({
  id: `technician-${i}`,
  site: 'plant-1',
  roles: ['technician'],
  skills: [
    { skill: 'crane' },
    { skill: 'vibration-2', validUntilMs: NOW + ((i % 5) - 1) * HOUR_MS },
    { skill: 'high-voltage' },
  ],
  seniority: 1 + (i % 5),
  capacity: 5,
  shift: [null, 'early', 'late', 'night'][i % 4] ?? null,
  absences: i % 7 === 0 ? [{ fromMs: NOW - HOUR_MS, toMs: NOW + 24 * HOUR_MS, reason: 'holiday' }] : [],
  active: true,
  openTickets: i % 6,
  jobsOnAsset: i % 3,
  jobsOfFault: i % 20,
  distanceKm: i % 90,
}))
const input = (i: number): DispatchInput => ({
  ticket: {
    team: 'mechanics',
    site: 'plant-1',
    skills: ['crane', 'vibration-2'],
    criticality: (['A', 'B', 'C'] as const)[i % 3] ?? 'A',
    respondByMs: NOW + 4 * HOUR_MS,
    timeZone: 'Europe/Berlin',
  },
  candidates: team,
  nowMs: NOW + i,
  calendars,
})

/** 200 routes of which the last one fits, half of them by regex. */
const tree: RouteTree = {
  team: 'maintenance',
  routes: Array.from({ length: 200 }, (_, i) => ({
    match: i % 2 === 0 ? { asset: { regex: `line-${i}-(pump|motor)-[0-9]+` } } : { asset: `asset-${i}` },
    team: `team-${i}`,
  })),
}

const work: Record<string, (i: number) => unknown> = {
  [`choice among ${TECHNICIANS}, with sentences`]: i => dispatch(input(i)),
  '… and as JSON, as it is stored': i => JSON.stringify(dispatch(input(i)).candidates),
  [`choice among ${TECHNICIANS}, as in a what-if`]: i => choose(input(i)),
  'route among 200': i => route(tree, { asset: `asset-${199 - (i % 2)}`, site: 'plant-1' }),
}

const rows: Record<string, string | number>[] = []
for (const [what, decide] of Object.entries(work)) {
  for (let i = 0; i < 200; i++) decide(i) // the compiler warms up
  const ms: number[] = []
  for (let i = 0; i < DECISIONS; i++) {
    const before = process.cpuUsage()
    decide(i)
    const { user, system } = process.cpuUsage(before)
    ms.push((user + system) / 1000)
  }
  const shown = (value: number) => value.toFixed(3)
  rows.push({
    what,
    'median ms CPU': shown(median(ms)),
    'p99 ms CPU': shown(percentile(ms, 0.99)),
    'mean ms CPU': shown(ms.reduce((sum, each) => sum + each, 0) / ms.length),
  })
}
await report('Who gets a ticket', rows, options.json, rows)
