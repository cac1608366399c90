import { mixSeed, normal, uniform } from '../machines/random.ts'
import type { DeskTicket } from './desk.ts'
import { always, type Hours, hoursOf } from './hours.ts'
import type { People } from './schema.ts'

/*
 * What somebody has to do next for a ticket, and when. Pure: the crew asks, does it, and asks again.
 *
 *   proposed ─ review ─▶ planned or assigned ─ accept ─▶ accepted ─ depart, arrive ─▶ on_site ─ finish ─▶ verifying ─ close ─▶ closed
 *      └────── accept, of what the planner leaves to the technicians or stands still ──▶┘      reopened ─ depart, arrive ─▶┘
 */

const MINUTE_MS = 60_000
/** Deviation of the logarithm of how long things take: of three, two are within a third of what is usual. */
const SPREAD = 0.3

/** A ticket as the crew knows it. */
export interface Job {
  ticket: DeskTicket
  /** From 1: the jobs of an asset in the order in which they came, and how often this one was begun. */
  nth: number
  round: number
  /** Event time since which it is in its state. */
  sinceMs: number
  /** When somebody saw that its machine stands still. */
  urgentMs?: number
  /** Whoever is on the way or there; and when they arrive. */
  worker?: Worker
  arrivesMs?: number
}

export interface Worker {
  id: string
  team: string
  hours: Hours
  /** The ticket that they have left for. */
  job?: number
  /** When they are free again, as far as is known. */
  freeMs: number
}

type Step = 'review' | 'accept' | 'depart' | 'arrive' | 'finish' | 'close'

export interface Due {
  job: Job
  step: Step
  atMs: number
  worker?: Worker
}

const DEFAULT_TEAM = 'maintenance'

/** Who there is, and how long things take them: the same seed gives the same. */
export class Roster {
  readonly people: People
  readonly workers: readonly Worker[]
  readonly #planner: Hours
  readonly #seed: number

  constructor(people: People, seed: number, timeZone: string) {
    const hours = (shift: string | undefined): Hours => {
      const entry = shift === undefined ? undefined : people.shifts[shift]
      return entry ? hoursOf(entry, entry.timeZone ?? timeZone) : always
    }
    this.people = people
    this.workers = people.technicians.map(({ id, team = DEFAULT_TEAM, shift }) => ({
      ...{ id, team, hours: hours(shift), freeMs: Number.NEGATIVE_INFINITY },
    }))
    this.#planner = hours(people.planner.shift)
    this.#seed = seed
  }

  /** 0 … 1, of its own for each question about a job. */
  draw(job: Job, what: string): number {
    return uniform(this.#seedOf(job, what))
  }

  /** How long a breakdown goes unseen. */
  noticeMs(asset: string, brokenMs: number): number {
    return this.people.noticeMinutes * MINUTE_MS * spread(mixSeed(this.#seed, asset, 'notice', brokenMs))
  }

  /** What is next for the job; undefined where nobody here has anything to do. */
  next(job: Job, isBroken: boolean): Due | undefined {
    const { planner } = this.people
    switch (job.ticket.state) {
      case 'proposed': {
        const isLeft = planner.leaves.includes(job.ticket.priority) || job.urgentMs !== undefined
        const taken = isLeft ? this.#acceptance(job) : undefined
        const atMs = this.#planner.after(job.sinceMs, this.#ms(job, 'review', planner.reviewMinutes))
        return taken && taken.atMs <= atMs ? taken : { job, step: 'review', atMs }
      }
      case 'planned':
      case 'assigned':
        return this.#acceptance(job)
      case 'accepted':
      case 'reopened':
        return this.#journey(job)
      case 'on_site': {
        const worker = job.worker ?? this.#assignee(job)
        return worker && { job, step: 'finish', atMs: job.sinceMs + this.#repairMs(job, isBroken), worker }
      }
      case 'verifying':
        return {
          job,
          step: 'close',
          atMs: this.#planner.nextAt(job.sinceMs + planner.closesAfterHours * 60 * MINUTE_MS),
        }
      default:
        return undefined
    }
  }

  /** How long the way takes, and the whole job. */
  journeyMs = (job: Job) => this.#ms(job, 'travel', this.people.travelMinutes)
  visitMs = (job: Job, isBroken: boolean) => this.journeyMs(job) + this.#repairMs(job, isBroken)

  #acceptance(job: Job): Due | undefined {
    const worker = job.ticket.assignee === null ? this.#soonest(job) : this.#assignee(job)
    if (!worker) return undefined
    const sinceMs = job.ticket.state === 'proposed' ? Math.max(job.sinceMs, job.urgentMs ?? 0) : job.sinceMs
    const atMs = worker.hours.after(sinceMs, this.#ms(job, 'respond', this.people.respondMinutes))
    return { job, step: 'accept', atMs, worker }
  }

  #journey(job: Job): Due | undefined {
    if (job.worker && job.arrivesMs !== undefined)
      return { job, step: 'arrive', atMs: job.arrivesMs, worker: job.worker }
    const worker = job.ticket.assignee === null ? this.#soonest(job) : this.#assignee(job)
    if (!worker || worker.job !== undefined) return undefined
    return { job, step: 'depart', atMs: worker.hours.nextAt(Math.max(job.sinceMs, worker.freeMs)), worker }
  }

  #assignee({ ticket: { assignee } }: Job): Worker | undefined {
    return this.workers.find(({ id }) => id === assignee)
  }

  /** Who of the team could begin first. */
  #soonest({ ticket: { team }, sinceMs }: Job): Worker | undefined {
    const mates = this.workers.filter(worker => worker.team === team)
    const beginsMs = (worker: Worker) => worker.hours.nextAt(Math.max(sinceMs, worker.freeMs))
    return (mates.length > 0 ? mates : this.workers).reduce<Worker | undefined>(
      (best, worker) => (best && beginsMs(best) <= beginsMs(worker) ? best : worker),
      undefined,
    )
  }

  #repairMs(job: Job, isBroken: boolean): number {
    const { repairMinutes, breakdownRepairHours } = this.people
    return this.#ms(job, 'repair', isBroken ? breakdownRepairHours * 60 : repairMinutes)
  }

  #ms(job: Job, what: string, minutes: number): number {
    return Math.round(minutes * MINUTE_MS * spread(this.#seedOf(job, what)))
  }

  #seedOf({ ticket: { asset }, nth, round }: Job, what: string): number {
    return mixSeed(this.#seed, asset, nth, round, what)
  }
}

const spread = (seed: number) => Math.exp(SPREAD * Math.max(-3, Math.min(3, normal(seed))))

const rank = { P1: 1, P2: 2, P3: 3, P4: 4 }

/** Which of two is done first: the earlier; at the same time what stands still, then the more urgent, then the older. */
export function comesBefore(a: Due, b: Due): boolean {
  const urgency = ({ job: { urgentMs, ticket } }: Due) => (urgentMs === undefined ? rank[ticket.priority] : 0)
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  if (urgency(a) !== urgency(b)) return urgency(a) < urgency(b)
  return a.job.ticket.number < b.job.ticket.number
}
