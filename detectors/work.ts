import type { Intervention } from '../contracts/intervention.ts'

/** A job that nobody ends must not leave a machine unwatched for ever. */
const LONGEST_MUTE_MS = 14 * 24 * 3_600_000
/** Devices whose event time is further from that of the service live in another time: a replay, a time-lapse. */
const SAME_TIME_MS = 24 * 3_600_000
/** Of each, at one asset. */
const MOST = 32

export interface WorkState {
  /** Not met yet, in event time of the device; in the order of the log. */
  pending: Intervention[]
  /** Jobs that are at the machine, with the event time at which they began. */
  jobs: { ticket: number; fromMs: number }[]
}

/** What people do at an asset, as one of its devices meets it: in the event time of that device. */
export class Work {
  readonly #pending: Intervention[]
  #jobs: WorkState['jobs']

  constructor(state?: WorkState) {
    this.#pending = state?.pending ?? []
    this.#jobs = state?.jobs ?? []
  }

  /**
   * It is met when the device gets there; at once where the device lives in another time, whose newest sample is at
   * `observedAtMs`. Answers what there is no room for any more, which is to be met now.
   */
  add(intervention: Intervention, observedAtMs: number): Intervention[] {
    const isSameTime = Math.abs(intervention.atMs - observedAtMs) <= SAME_TIME_MS
    this.#pending.push(isSameTime ? intervention : { ...intervention, atMs: observedAtMs })
    return this.#pending.splice(0, Math.max(0, this.#pending.length - MOST))
  }

  /** What is met by a sample of that time. */
  due(observedAtMs: number): Intervention[] {
    if (this.#pending.length === 0) return NONE
    const due = this.#pending.filter(({ atMs }) => atMs <= observedAtMs)
    if (due.length > 0) {
      const rest = this.#pending.filter(({ atMs }) => atMs > observedAtMs)
      this.#pending.splice(0, Number.POSITIVE_INFINITY, ...rest)
    }
    return due
  }

  meet(intervention: Intervention): void {
    this.#jobs = after(this.#jobs, intervention)
  }

  /** Also by what is not met yet: nothing may come of the device any more. */
  isGoingOn(observedAtMs: number): boolean {
    if (this.#jobs.length === 0 && this.#pending.length === 0) return false
    const jobs = this.#pending.filter(({ atMs }) => atMs <= observedAtMs).reduce(after, this.#jobs)
    return jobs.some(({ fromMs }) => observedAtMs < fromMs + LONGEST_MUTE_MS)
  }

  stored(): WorkState | undefined {
    const isEmpty = this.#pending.length === 0 && this.#jobs.length === 0
    return isEmpty ? undefined : { pending: this.#pending, jobs: this.#jobs }
  }
}

function after(jobs: WorkState['jobs'], { kind, ticket, atMs }: Intervention): WorkState['jobs'] {
  if (kind !== 'work_began' && kind !== 'work_ended') return jobs
  const others = jobs.filter(job => job.ticket !== ticket)
  return kind === 'work_began' ? [...others, { ticket, fromMs: atMs }].slice(-MOST) : others
}

const NONE: Intervention[] = []
