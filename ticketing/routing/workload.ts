import type { Candidate } from './candidate.ts'
import type { Past, PastTicket } from './past.ts'

/** More of them make nobody better. */
export const MAX_JOBS = 20

interface Worker {
  candidate: Candidate
  /** Ends of the tickets they have. */
  untilMs: number[]
  jobs: Map<string, number>
}

/** What every technician has to do and has done, at the time of one ticket after the other. */
export class Workload {
  readonly past: Past
  private readonly workers: Map<string, Worker>
  private readonly teams = new Map<string, Worker[]>()
  /** Tickets of the period by the time at which they were resolved, still to be counted as jobs. */
  private readonly resolved: PastTicket[]
  private counted = 0

  constructor(past: Past) {
    this.past = past
    this.workers = new Map(past.technicians.map(technician => [technician.id, workerOf(technician)]))
    for (const technician of past.technicians) {
      const worker = this.workers.get(technician.id)
      if (technician.team === null || !worker) continue
      const members = this.teams.get(technician.team)
      if (members) members.push(worker)
      else this.teams.set(technician.team, [worker])
    }
    for (const { technician, untilMs } of past.carried) {
      this.workers.get(technician)?.untilMs.push(untilMs ?? Number.POSITIVE_INFINITY)
    }
    for (const { technician, of, key, count } of past.jobs) this.addJobs(technician, `${of}:${key}`, count)
    this.resolved = past.tickets
      .filter(({ resolvedBy, doneAtMs }) => resolvedBy && doneAtMs !== null)
      .toSorted((a, b) => (a.doneAtMs ?? 0) - (b.doneAtMs ?? 0))
  }

  /** The members of the team as they are when the ticket is made. Valid until the next call. */
  candidates(team: string, ticket: PastTicket): Candidate[] {
    this.countJobsUntil(ticket.createdAtMs)
    const members = this.teams.get(team) ?? []
    return members.map(worker => {
      const { candidate, jobs } = worker
      worker.untilMs = worker.untilMs.filter(end => end > ticket.createdAtMs)
      candidate.openTickets = worker.untilMs.length
      candidate.jobsOnAsset = Math.min(MAX_JOBS, jobs.get(`asset:${ticket.asset}`) ?? 0)
      candidate.jobsOfFault = Math.min(MAX_JOBS, jobs.get(`fault:${ticket.faultKey}`) ?? 0)
      candidate.distanceKm = this.past.distanceKm(candidate.site, ticket.site)
      return candidate
    })
  }

  take(assignee: string | null, { doneAtMs }: PastTicket): void {
    if (assignee === null) return
    this.workers.get(assignee)?.untilMs.push(doneAtMs ?? Number.POSITIVE_INFINITY)
  }

  private countJobsUntil(nowMs: number): void {
    for (;;) {
      const next = this.resolved[this.counted]
      if (!next?.resolvedBy || (next.doneAtMs ?? 0) > nowMs) return
      this.counted++
      this.addJobs(next.resolvedBy.technician, `asset:${next.asset}`, 1)
      this.addJobs(next.resolvedBy.technician, `fault:${next.faultKey}`, 1)
    }
  }

  private addJobs(technician: string, key: string, count: number): void {
    const jobs = this.workers.get(technician)?.jobs
    jobs?.set(key, (jobs.get(key) ?? 0) + count)
  }
}

function workerOf({ team: _, name: __, ...technician }: Past['technicians'][number]): Worker {
  const candidate = { ...technician, openTickets: 0, jobsOnAsset: 0, jobsOfFault: 0, distanceKm: null }
  return { candidate, untilMs: [], jobs: new Map() }
}
