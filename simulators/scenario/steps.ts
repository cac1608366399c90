import type { Move, TicketDesk } from './desk.ts'
import { type Diagnosis, diagnose, misjudged, NO_ACCESS, NO_FAULT } from './diagnosis.ts'
import type { Jobs } from './jobs.ts'
import type { Due, Job, Roster, Worker } from './work.ts'

/** Does something at the desk; answers whether it was done. `what` says what was not. */
export type Try = (subject: string, what: string, work: () => Promise<void>) => Promise<boolean>

/** Whether the repair of this visit holds. */
export const isLucky = (roster: Roster, job: Job) => roster.draw(job, 'repair') < roster.people.repairSucceeds

/** The steps of a job, at the desk and at the machine; each answers whether it was done. */
export class Steps {
  readonly #desk: TicketDesk
  readonly #roster: Roster
  readonly #jobs: Jobs
  readonly #try: Try

  constructor(desk: TicketDesk, roster: Roster, jobs: Jobs, attempt: Try) {
    this.#desk = desk
    this.#roster = roster
    this.#jobs = jobs
    this.#try = attempt
  }

  async do(due: Due): Promise<boolean> {
    const { job, step, worker } = due
    switch (step) {
      case 'review':
        return this.#review(due)
      case 'accept':
        if (job.ticket.assignee === null && worker && !(await this.#take(job, worker))) return false
        return this.#move(due, 'accepted')
      case 'depart':
        return this.#depart(due)
      case 'arrive':
        return this.#arrive(due)
      case 'finish':
        return this.#finish(due)
      case 'close':
        return this.#move(due, 'closed', job.ticket.outcome === null ? { outcome: 'found_other' } : {})
    }
  }

  #review(due: Due): Promise<boolean> {
    const { job } = due
    if (this.#roster.draw(job, 'rejects') < this.#roster.people.planner.rejects) {
      const reason = 'Nothing that would be worth a visit.'
      return this.#move(due, 'rejected', { rejectionCode: 'not_worth_it', reason })
    }
    return this.#move(due, job.ticket.assignee === null ? 'planned' : 'assigned')
  }

  async #take({ ticket }: Job, worker: Worker): Promise<boolean> {
    const { number } = ticket
    const assign = () => this.#desk.assign(number, worker.id, 'Taken out of the queue.')
    const taken = await this.#try(`${number}`, `Ticket ${number} could not be given to ${worker.id}`, assign)
    if (taken) ticket.assignee = worker.id
    return taken
  }

  #depart({ job, atMs, worker }: Due): boolean {
    if (!worker) return false
    worker.job = job.ticket.number
    worker.freeMs = atMs + this.#roster.visitMs(job, this.#jobs.stands(job))
    job.worker = worker
    job.arrivesMs = atMs + this.#roster.journeyMs(job)
    return true
  }

  async #arrive(due: Due): Promise<boolean> {
    const { job, atMs } = due
    if (this.#roster.draw(job, 'access') < this.#roster.people.noAccess) {
      const left = await this.#move(due, 'resolved', NO_ACCESS)
      if (left) this.#jobs.free(job, atMs)
      return left
    }
    const isThere = await this.#move(due, 'on_site')
    if (isThere) this.#jobs.machine(job)?.stop(atMs)
    return isThere
  }

  /** What one visit repairs is repaired for all tickets of the machine, and they are all answered. */
  async #finish(due: Due): Promise<boolean> {
    const { job, atMs } = due
    const others = this.#jobs
      .alongside(job, atMs)
      .map(other => ({ other, answer: this.#answer(other, atMs) }))
    if (!(await this.#move(due, 'resolved', this.#answer(job, atMs)))) return false
    this.#jobs.repair(job, atMs, isLucky(this.#roster, job))
    this.#jobs.free(job, atMs)
    for (const { other, answer } of others) {
      const also: Due = { job: other, step: 'finish', atMs }
      const isAccepted = other.ticket.state === 'accepted' || other.ticket.state === 'reopened'
      if (!isAccepted && !(await this.#move(also, 'accepted'))) continue
      const resolution = `Done with ticket ${job.ticket.number}. ${answer.resolution}`
      if (await this.#move(also, 'resolved', { ...answer, resolution })) this.#jobs.free(other, atMs)
    }
    return true
  }

  #answer(job: Job, atMs: number): Diagnosis {
    const kind = this.#jobs.machine(job)?.kind
    const truth = kind ? diagnose(job.ticket, this.#jobs.found(job, atMs), kind) : NO_FAULT
    if (this.#roster.draw(job, 'wrong') >= this.#roster.people.wrongOutcome) return truth
    return misjudged(truth, this.#roster.draw(job, 'answer'))
  }

  /** What is resolved is verified, by the workflow itself. */
  async #move({ job, atMs }: Due, to: string, more: Move = {}): Promise<boolean> {
    const { ticket } = job
    const { number } = ticket
    const move = () => this.#desk.move(number, to, { ...more, deviceTimeMs: Math.round(atMs) })
    if (!(await this.#try(`${number}`, `Ticket ${number} could not become ${to}`, move))) return false
    const state = to === 'resolved' ? 'verifying' : to
    job.ticket = { ...ticket, state, outcome: more.outcome ?? ticket.outcome }
    job.sinceMs = atMs
    if (to === 'closed' || to === 'rejected') this.#jobs.forget(number)
    return true
  }
}
