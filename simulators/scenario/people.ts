import type { MachineKind } from '../machines/kind.ts'
import type { PlannedFault } from '../plant/faults.ts'
import type { DeskTicket, Move, TicketDesk } from './desk.ts'
import { type Diagnosis, diagnose, type Found, misjudged } from './diagnosis.ts'
import type { People } from './schema.ts'
import { comesBefore, type Due, type Job, Roster, type Worker } from './work.ts'

/** What people do to a machine; a SimulatedMachine of plant/ is one. */
export interface CrewMachine {
  stop(tMs: number): void
  repair(tMs: number, succeeds: boolean): readonly PlannedFault[]
  activeFaults(tMs: number): readonly PlannedFault[]
  readonly brokenSinceMs: number | undefined
}

/** What was done to a fault. */
export interface RepairEntry {
  asset: string
  fault: PlannedFault
  atMs: number
  /** Whether the machine had failed before. */
  how: 'planned' | 'breakdown'
  succeeded: boolean
}

export interface CrewOptions {
  /** Without people nobody acts; machines are still stopped and repaired as others move their tickets. */
  people: People | undefined
  seed: number
  /** In which shifts are, where they have no time zone of their own. */
  timeZone: string
  /** By asset, with its kind. Tickets of other assets are left to others. */
  machines: ReadonlyMap<string, { machine: CrewMachine; kind: MachineKind }>
  onRepair?(entry: RepairEntry): void
  /** Takes a sentence about what the desk refused. */
  onRefusal?(sentence: string): void
}

/** A machine that was repaired is seen as it was in readings so old. */
const SETTLING_MS = 2 * 3_600_000
const KEPT_REPAIRS = 20

/** States in which somebody has still to go there. */
const undone = ['proposed', 'planned', 'assigned', 'accepted', 'reopened']
const done = ['resolved', 'verifying', 'closed']

interface Notice {
  asset: string
  atMs: number
  brokenMs: number
}

/**
 * The people of a plant: they review proposals, accept, go, repair and close, and report what stands still. Everything
 * is decided in event time by the seed, so that the same tickets are always treated alike. Others may work on the same
 * tickets: what they did is seen at the next call, and the crew goes on from there.
 */
export class Crew {
  readonly #options: CrewOptions
  readonly #roster: Roster | undefined
  readonly #jobs = new Map<number, Job>()
  /** How many jobs each asset has had. */
  readonly #counts = new Map<string, number>()
  /** The breakdown of each asset that somebody has seen. */
  readonly #noticed = new Map<string, number>()
  readonly #repaired = new Map<string, Required<Found>[]>()
  readonly #told = new Map<string, string>()

  constructor(options: CrewOptions) {
    const { people, seed, timeZone } = options
    this.#options = options
    this.#roster = people && new Roster(people, seed, timeZone)
  }

  /** Does everything that was to be done until `nowMs`, in the order of event time. One call at a time. */
  async act(desk: TicketDesk, nowMs: number): Promise<void> {
    const tickets = await this.#try('', 'The tickets could not be read', () => desk.open())
    if (!tickets) return
    this.#see(tickets, nowMs)
    if (!this.#roster) return
    const refused = new Set<Job | string>()
    for (;;) {
      const due = this.#nextDue(this.#roster, nowMs, refused)
      const notice = this.#nextNotice(this.#roster, nowMs, refused)
      if (notice && !(due && due.atMs < notice.atMs)) {
        if (!(await this.#report(desk, notice))) refused.add(notice.asset)
      } else if (due) {
        if (!(await this.#do(desk, this.#roster, due))) refused.add(due.job)
      } else return
    }
  }

  #nextDue(roster: Roster, nowMs: number, refused: ReadonlySet<Job | string>): Due | undefined {
    let first: Due | undefined
    for (const job of this.#jobs.values()) {
      const due = refused.has(job) ? undefined : roster.next(job, this.#isBroken(job.ticket.asset))
      if (due && due.atMs <= nowMs && !(first && comesBefore(first, due))) first = due
    }
    return first
  }

  #nextNotice(roster: Roster, nowMs: number, refused: ReadonlySet<Job | string>): Notice | undefined {
    let first: Notice | undefined
    for (const [asset, { machine }] of this.#options.machines) {
      const brokenMs = machine.brokenSinceMs
      if (brokenMs === undefined || this.#noticed.get(asset) === brokenMs || refused.has(asset)) continue
      const atMs = brokenMs + roster.noticeMs(asset, brokenMs)
      if (atMs <= nowMs && !(first && first.atMs <= atMs)) first = { asset, atMs, brokenMs }
    }
    return first
  }

  /** Who sees a machine stand still calls those who have a ticket of it; where nobody has, it is reported. */
  async #report(desk: TicketDesk, { asset, atMs, brokenMs }: Notice): Promise<boolean> {
    const known = this.#jobsOf(asset).filter(({ ticket }) => !done.includes(ticket.state))
    for (const job of known) job.urgentMs ??= atMs
    if (known.length === 0) {
      const reported = await this.#try(asset, `The breakdown of ${asset} could not be reported`, async () => {
        await desk.report(asset, 'It has stopped and does not start again.', Math.round(atMs))
        return true
      })
      if (!reported) return false
    }
    this.#noticed.set(asset, brokenMs)
    return true
  }

  async #do(desk: TicketDesk, roster: Roster, due: Due): Promise<boolean> {
    const { job, step, atMs, worker } = due
    switch (step) {
      case 'review':
        return this.#review(desk, roster, due)
      case 'accept':
        if (job.ticket.assignee === null && worker && !(await this.#take(desk, job, worker))) return false
        return this.#move(desk, due, 'accepted')
      case 'depart':
        if (!worker) return false
        worker.job = job.ticket.number
        worker.freeMs = atMs + roster.visitMs(job, this.#isBroken(job.ticket.asset))
        job.worker = worker
        job.arrivesMs = atMs + roster.journeyMs(job)
        return true
      case 'arrive':
        return this.#arrive(desk, roster, due)
      case 'finish':
        return this.#finish(desk, roster, due)
      case 'close':
        return this.#move(desk, due, 'closed', {
          ...(job.ticket.outcome === null && { outcome: 'found_other' as const }),
        })
    }
  }

  #review(desk: TicketDesk, roster: Roster, due: Due): Promise<boolean> {
    const { job } = due
    if (roster.draw(job, 'rejects') < roster.people.planner.rejects) {
      const reason = 'Nothing that would be worth a visit.'
      return this.#move(desk, due, 'rejected', { rejectionCode: 'not_worth_it', reason })
    }
    return this.#move(desk, due, job.ticket.assignee === null ? 'planned' : 'assigned')
  }

  async #take(desk: TicketDesk, { ticket }: Job, worker: Worker): Promise<boolean> {
    const { number } = ticket
    const taken = await this.#try(
      String(number),
      `Ticket ${number} could not be given to ${worker.id}`,
      async () => {
        await desk.assign(number, worker.id, 'Taken out of the queue.')
        return true
      },
    )
    if (!taken) return false
    ticket.assignee = worker.id
    return true
  }

  async #arrive(desk: TicketDesk, roster: Roster, due: Due): Promise<boolean> {
    const { job, atMs } = due
    if (roster.draw(job, 'access') < roster.people.noAccess) {
      const answer = {
        outcome: 'no_access',
        failureCode: 'OTH',
        resolution: 'Nobody could open the door.',
      } as const
      if (!(await this.#move(desk, due, 'verifying', answer))) return false
      this.#free(job, atMs)
      return true
    }
    if (!(await this.#move(desk, due, 'on_site'))) return false
    this.#machine(job)?.stop(atMs)
    return true
  }

  /** What one visit repairs is repaired for all tickets of the machine, and they are all answered. */
  async #finish(desk: TicketDesk, roster: Roster, due: Due): Promise<boolean> {
    const { job, atMs } = due
    const { asset, number } = job.ticket
    const active = this.#machine(job)?.activeFaults(atMs) ?? []
    const answers = new Map(
      [job, ...this.#others(job, atMs)].map(each => [each, this.#answer(roster, each, active)]),
    )
    if (!(await this.#move(desk, due, 'verifying', answers.get(job)))) return false
    this.#repair(asset, atMs, roster.draw(job, 'repair') < roster.people.repairSucceeds)
    this.#free(job, atMs)
    answers.delete(job)
    for (const [other, answer] of answers) {
      const resolution = `Done with ticket ${number}. ${answer.resolution}`
      const also: Due = { job: other, step: 'finish', atMs }
      if (other.ticket.state !== 'accepted' && other.ticket.state !== 'reopened')
        if (!(await this.#move(desk, also, 'accepted'))) continue
      if (await this.#move(desk, also, 'verifying', { ...answer, resolution })) this.#free(other, atMs)
    }
    return true
  }

  #answer(roster: Roster, job: Job, active: readonly PlannedFault[]): Diagnosis {
    const { ticket } = job
    const { asset, observedAtMs, createdAtMs } = ticket
    const kind = this.#options.machines.get(asset)?.kind
    const seenMs = observedAtMs ?? createdAtMs
    const before = (this.#repaired.get(asset) ?? []).filter(
      ({ fault, repairedMs }) => fault.onsetMs <= seenMs && seenMs <= repairedMs + SETTLING_MS,
    )
    if (!kind) return { outcome: 'found_other', failureCode: 'OTH', resolution: 'Seen to.' }
    const truth = diagnose(ticket, [...active.map(fault => ({ fault })), ...before], kind)
    if (roster.draw(job, 'wrong') >= roster.people.wrongOutcome) return truth
    return misjudged(truth, roster.draw(job, 'answer'))
  }

  /** Ends what is wrong with the machine, where that succeeds, and starts it again. */
  #repair(asset: string, atMs: number, succeeds: boolean): void {
    const machine = this.#options.machines.get(asset)?.machine
    if (!machine) return
    const how = machine.brokenSinceMs === undefined ? 'planned' : 'breakdown'
    const faults = machine.repair(atMs, succeeds)
    for (const fault of faults) this.#options.onRepair?.({ asset, fault, atMs, how, succeeded: succeeds })
    if (!succeeds) return
    const all = [...faults.map(fault => ({ fault, repairedMs: atMs })), ...(this.#repaired.get(asset) ?? [])]
    this.#repaired.set(asset, all.slice(0, KEPT_REPAIRS))
  }

  /** Moves the ticket, by people through `resolved` to `verifying` as the workflow does by itself. */
  async #move(desk: TicketDesk, { job, atMs }: Due, to: string, more: Move = {}): Promise<boolean> {
    const { ticket } = job
    const { number, state } = ticket
    const target = to === 'verifying' ? 'resolved' : to
    const moved = await this.#try(String(number), `Ticket ${number} could not become ${target}`, async () => {
      await desk.move(number, target, { ...more, deviceTimeMs: Math.round(atMs) })
      return true
    })
    if (!moved) return false
    this.#told.delete(String(number))
    job.ticket = { ...ticket, state: to, outcome: more.outcome ?? ticket.outcome }
    if (state !== to) job.sinceMs = atMs
    if (to === 'closed' || to === 'rejected') this.#jobs.delete(number)
    return true
  }

  /** Looks at what has become of the tickets, by the service or by others. */
  #see(tickets: readonly DeskTicket[], nowMs: number): void {
    const ours = tickets.filter(({ asset }) => this.#options.machines.has(asset))
    const numbers = new Set(ours.map(({ number }) => number))
    for (const ticket of [...ours].sort((a, b) => a.number - b.number)) {
      const job = this.#jobs.get(ticket.number)
      if (job) this.#seeChange(job, ticket, nowMs)
      else if (!isOver(ticket)) this.#begin(ticket, nowMs)
      if (isOver(ticket)) this.#jobs.delete(ticket.number)
    }
    for (const [number, job] of this.#jobs) {
      if (numbers.has(number)) continue
      this.#leave(job, nowMs)
      this.#jobs.delete(number)
    }
  }

  #begin(ticket: DeskTicket, nowMs: number): void {
    const { asset, number, state, createdAtMs } = ticket
    const nth = (this.#counts.get(asset) ?? 0) + 1
    this.#counts.set(asset, nth)
    const job: Job = {
      ...{ ticket: { ...ticket }, nth, round: 1 },
      sinceMs: state === 'proposed' ? Math.min(createdAtMs, nowMs) : nowMs,
    }
    this.#jobs.set(number, job)
    if (state === 'on_site') this.#machine(job)?.stop(nowMs)
  }

  #seeChange(job: Job, ticket: DeskTicket, nowMs: number): void {
    const before = job.ticket.state
    job.ticket = { ...ticket }
    if (ticket.state === before) return
    job.sinceMs = nowMs
    if (ticket.state === 'reopened') job.round++
    if (ticket.state === 'on_site') {
      this.#machine(job)?.stop(nowMs)
      return
    }
    if (done.includes(ticket.state) && !done.includes(before) && isRepaired(ticket)) {
      const { people } = this.#options
      const succeeds = !this.#roster || !people || this.#roster.draw(job, 'repair') < people.repairSucceeds
      this.#repair(ticket.asset, nowMs, succeeds)
    } else if (before === 'on_site') {
      this.#machine(job)?.repair(nowMs, false)
    }
    this.#free(job, nowMs)
  }

  /** Nobody works on it any more: the machine is started again as it is. */
  #leave(job: Job, nowMs: number): void {
    if (job.ticket.state === 'on_site') this.#machine(job)?.repair(nowMs, false)
    this.#free(job, nowMs)
  }

  #free(job: Job, atMs: number): void {
    const { worker } = job
    delete job.worker
    delete job.arrivesMs
    delete job.urgentMs
    if (!worker) return
    delete worker.job
    worker.freeMs = atMs
  }

  #others(job: Job, atMs: number): Job[] {
    return this.#jobsOf(job.ticket.asset).filter(
      other => other !== job && undone.includes(other.ticket.state) && other.ticket.createdAtMs <= atMs,
    )
  }

  #jobsOf = (asset: string) => [...this.#jobs.values()].filter(({ ticket }) => ticket.asset === asset)
  #machine = ({ ticket }: Job) => this.#options.machines.get(ticket.asset)?.machine
  #isBroken = (asset: string) => this.#options.machines.get(asset)?.machine.brokenSinceMs !== undefined

  /** What the desk refuses is told once, in a sentence, and tried again at the next call. */
  async #try<T>(subject: string, what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      const sentence = `${what}: ${error instanceof Error ? error.message : String(error)}`
      if (this.#told.get(subject) !== sentence) this.#options.onRefusal?.(sentence)
      this.#told.set(subject, sentence)
      return undefined
    }
  }
}

const isRepaired = ({ outcome }: DeskTicket) => outcome !== 'false_alarm' && outcome !== 'no_access'
const isOver = ({ state }: DeskTicket) => state === 'closed' || state === 'rejected' || state === 'cancelled'
