import type { Candidate, Job, Shift } from '../candidate.ts'

export const HOUR_MS = 3_600_000
/** A Monday, 08:00 in UTC. */
export const NOW = Date.UTC(2026, 1, 2, 8)

export const job = (given: Partial<Job> = {}): Job => ({
  team: 'mechanics',
  site: 'plant-1',
  skills: [],
  criticality: 'B',
  respondByMs: NOW + 8 * HOUR_MS,
  timeZone: 'UTC',
  ...given,
})

export const candidate = (id: string, given: Partial<Candidate> = {}): Candidate => ({
  id,
  site: 'plant-1',
  roles: ['technician'],
  skills: [],
  seniority: 3,
  capacity: 5,
  shift: null,
  absences: [],
  active: true,
  openTickets: 0,
  jobsOnAsset: 0,
  jobsOfFault: 0,
  distanceKm: 0,
  ...given,
})

/** Every day from one hour to another, in UTC. */
function daily(from: number, to: number): Shift {
  const hourOf = (ms: number) => new Date(ms).getUTCHours()
  const isOpen = (ms: number) => hourOf(ms) >= from && hourOf(ms) < to
  return {
    isOpen,
    nextOpen: ms => {
      const dayMs = Math.floor(ms / (24 * HOUR_MS)) * 24 * HOUR_MS
      const opens = [dayMs, dayMs + 24 * HOUR_MS].map(day => day + from * HOUR_MS)
      return isOpen(ms) ? ms : opens.find(open => open > ms)
    },
  }
}

export const calendars: ReadonlyMap<string, Shift> = new Map([
  ['early', daily(6, 14)],
  ['late', daily(14, 22)],
  ['never', { isOpen: () => false, nextOpen: () => undefined }],
])
