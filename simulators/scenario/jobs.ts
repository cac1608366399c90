import type { SimulatedMachine } from '../plant/machine.ts'
import type { DeskTicket } from './desk.ts'
import type { Found } from './diagnosis.ts'
import type { Job } from './work.ts'

/** A machine that was repaired is seen as it was in readings so old. */
const SETTLING_MS = 2 * 3_600_000
const KEPT_REPAIRS = 20

/** States in which somebody has still to go there. */
const undone = ['proposed', 'planned', 'assigned', 'accepted', 'reopened']
const done = ['resolved', 'verifying', 'closed']

export const isDone = ({ state }: DeskTicket): boolean => done.includes(state)
const isOver = ({ state }: DeskTicket) => state === 'closed' || state === 'rejected' || state === 'cancelled'
const isRepaired = ({ outcome }: DeskTicket) => outcome !== 'false_alarm' && outcome !== 'no_access'

/** The tickets of the machines, and what the work on them does to the machines. */
export class Jobs {
  readonly #machines: ReadonlyMap<string, SimulatedMachine>
  readonly #holds: (job: Job) => boolean
  readonly #jobs = new Map<number, Job>()
  /** How many jobs each asset has had. */
  readonly #counts = new Map<string, number>()
  readonly #repaired = new Map<string, Required<Found>[]>()

  /** `holds` says whether a repair by others succeeds. */
  constructor(machines: ReadonlyMap<string, SimulatedMachine>, holds: (job: Job) => boolean) {
    this.#machines = machines
    this.#holds = holds
  }

  all = (): Iterable<Job> => this.#jobs.values()
  of = (asset: string): Job[] => [...this.#jobs.values()].filter(({ ticket }) => ticket.asset === asset)
  machine = ({ ticket: { asset } }: Job): SimulatedMachine | undefined => this.#machines.get(asset)
  stands = (job: Job): boolean => this.machine(job)?.brokenSinceMs !== undefined
  forget = (number: number): boolean => this.#jobs.delete(number)

  /** Other tickets of the machine that whoever is there answers as well. */
  alongside(job: Job, atMs: number): Job[] {
    return this.of(job.ticket.asset).filter(
      ({ ticket }) => ticket !== job.ticket && undone.includes(ticket.state) && ticket.createdAtMs <= atMs,
    )
  }

  /** What is wrong with the machine, and what was when the ticket's deviation began and is repaired since. */
  found(job: Job, atMs: number): Found[] {
    const { asset, observedAtMs, createdAtMs } = job.ticket
    const active: Found[] = []
    for (const fault of this.machine(job)?.activeFaults(atMs) ?? [])
      if (fault.layer !== 'network') active.push({ fault })
    const seenMs = observedAtMs ?? createdAtMs
    const before = (this.#repaired.get(asset) ?? []).filter(
      ({ fault, repairedMs }) => fault.onsetMs <= seenMs && seenMs <= repairedMs + SETTLING_MS,
    )
    return [...active, ...before]
  }

  /** Ends what is wrong with the machine, where that succeeds, and starts it again. */
  repair(job: Job, atMs: number, succeeds: boolean): void {
    const { asset } = job.ticket
    const faults = this.machine(job)?.repair(atMs, succeeds) ?? []
    if (!succeeds) return
    const all = [...faults.map(fault => ({ fault, repairedMs: atMs })), ...(this.#repaired.get(asset) ?? [])]
    this.#repaired.set(asset, all.slice(0, KEPT_REPAIRS))
  }

  /** Whoever was on the way or there is free for the next job. */
  free(job: Job, atMs: number): void {
    const { worker } = job
    delete job.worker
    delete job.arrivesMs
    delete job.urgentMs
    if (!worker) return
    delete worker.job
    worker.freeMs = atMs
  }

  /** Looks at what has become of the tickets, by the service or by others. */
  see(tickets: readonly DeskTicket[], nowMs: number): void {
    const ours = tickets.filter(({ asset }) => this.#machines.has(asset))
    for (const ticket of ours.toSorted((a, b) => a.number - b.number)) {
      const job = this.#jobs.get(ticket.number)
      if (job) this.#follow(job, ticket, nowMs)
      else if (!isOver(ticket)) this.#begin(ticket, nowMs)
      if (isOver(ticket)) this.#jobs.delete(ticket.number)
    }
    const numbers = new Set(ours.map(({ number }) => number))
    for (const [number, job] of this.#jobs) {
      if (numbers.has(number)) continue
      if (job.ticket.state === 'on_site') this.repair(job, nowMs, false)
      this.free(job, nowMs)
      this.#jobs.delete(number)
    }
  }

  #begin(ticket: DeskTicket, nowMs: number): void {
    const { asset, number, state, createdAtMs } = ticket
    const nth = (this.#counts.get(asset) ?? 0) + 1
    this.#counts.set(asset, nth)
    const sinceMs = state === 'proposed' ? Math.min(createdAtMs, nowMs) : nowMs
    const job: Job = { ticket: { ...ticket }, nth, round: 1, sinceMs }
    this.#jobs.set(number, job)
    if (state === 'on_site') this.machine(job)?.stop(nowMs)
  }

  /** Whoever moved it: somebody on site stops the machine, and somebody who has been there has repaired it. */
  #follow(job: Job, ticket: DeskTicket, nowMs: number): void {
    const before = job.ticket
    job.ticket = { ...ticket }
    if (ticket.state === before.state) return
    job.sinceMs = nowMs
    if (ticket.state === 'reopened') job.round++
    if (ticket.state === 'on_site') {
      this.machine(job)?.stop(nowMs)
      return
    }
    if (isDone(ticket) && !isDone(before) && isRepaired(ticket)) this.repair(job, nowMs, this.#holds(job))
    else if (before.state === 'on_site') this.repair(job, nowMs, false)
    this.free(job, nowMs)
  }
}
