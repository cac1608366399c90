import type { SimulatedMachine } from '../plant/machine.ts'
import type { TicketDesk } from './desk.ts'
import { isDone, Jobs } from './jobs.ts'
import type { Scenario } from './schema.ts'
import { isLucky, Steps, type Try } from './steps.ts'
import { comesBefore, type Due, type Job, Roster } from './work.ts'

export interface CrewOptions {
  /** By asset. Tickets of other assets are left to others. */
  machines: ReadonlyMap<string, SimulatedMachine>
  /** Takes a sentence about what the desk refused. */
  onRefusal?(sentence: string): void
}

/** Somebody sees that a machine stands still. */
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
  readonly #jobs: Jobs
  /** The breakdown of each asset that somebody has seen. */
  readonly #noticed = new Map<string, number>()
  readonly #told = new Map<string, string>()

  /** A scenario without people: nobody acts; machines are still stopped and repaired as others move their tickets. */
  constructor({ people, seed, sites }: Pick<Scenario, 'people' | 'seed' | 'sites'>, options: CrewOptions) {
    const roster = people && new Roster(people, seed, sites[0]?.timeZone ?? 'UTC')
    this.#options = options
    this.#roster = roster
    this.#jobs = new Jobs(options.machines, job => !roster || isLucky(roster, job))
  }

  /** Does everything that was to be done until `nowMs`, in the order of event time. One call at a time. */
  async act(desk: TicketDesk, nowMs: number): Promise<void> {
    const read = async () => this.#jobs.see(await desk.open(), nowMs)
    if (!(await this.#try('desk', 'The tickets could not be read', read)) || !this.#roster) return
    const steps = new Steps(desk, this.#roster, this.#jobs, this.#try)
    const refused = new Set<Job | string>()
    for (;;) {
      const due = this.#nextDue(this.#roster, nowMs, refused)
      const notice = this.#nextNotice(this.#roster, nowMs, refused)
      if (notice && !(due && due.atMs < notice.atMs)) {
        if (!(await this.#notice(desk, notice))) refused.add(notice.asset)
      } else if (due) {
        if (!(await steps.do(due))) refused.add(due.job)
      } else return
    }
  }

  #nextDue(roster: Roster, nowMs: number, refused: ReadonlySet<Job | string>): Due | undefined {
    let first: Due | undefined
    for (const job of this.#jobs.all()) {
      const due = refused.has(job) ? undefined : roster.next(job, this.#jobs.stands(job))
      if (due && due.atMs <= nowMs && !(first && comesBefore(first, due))) first = due
    }
    return first
  }

  #nextNotice(roster: Roster, nowMs: number, refused: ReadonlySet<Job | string>): Notice | undefined {
    let first: Notice | undefined
    for (const [asset, { brokenSinceMs: brokenMs }] of this.#options.machines) {
      if (brokenMs === undefined || this.#noticed.get(asset) === brokenMs || refused.has(asset)) continue
      const atMs = brokenMs + roster.noticeMs(asset, brokenMs)
      if (atMs <= nowMs && !(first && first.atMs <= atMs)) first = { asset, atMs, brokenMs }
    }
    return first
  }

  /** Who sees a machine stand still calls those who have a ticket of it; where nobody has, it is reported. */
  async #notice(desk: TicketDesk, { asset, atMs, brokenMs }: Notice): Promise<boolean> {
    const known = this.#jobs.of(asset).filter(({ ticket }) => !isDone(ticket))
    for (const job of known) job.urgentMs ??= atMs
    const report = () => desk.report(asset, 'It has stopped and does not start again.', Math.round(atMs))
    const isKnown =
      known.length > 0 || (await this.#try(asset, `The breakdown of ${asset} could not be reported`, report))
    if (isKnown) this.#noticed.set(asset, brokenMs)
    return isKnown
  }

  /** Whether it succeeded. What the desk refuses is told once, in a sentence, and tried again at the next call. */
  #try: Try = async (subject, what, work) => {
    try {
      await work()
      this.#told.delete(subject)
      return true
    } catch (error) {
      const sentence = `${what}: ${error instanceof Error ? error.message : String(error)}`
      if (this.#told.get(subject) !== sentence) this.#options.onRefusal?.(sentence)
      this.#told.set(subject, sentence)
      return false
    }
  }
}
