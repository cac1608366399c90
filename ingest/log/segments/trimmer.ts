import { setTimeout } from 'node:timers/promises'
import type { Logger } from '../../../contracts/logger.ts'
import type { Segment } from './segment.ts'

/** Between two deletions, so that freeing many segments does not hold up the writes. */
const PAUSE_MS = 5

/** Deletes segments one after the other in the background, oldest first so that no gap can be seen. */
export class Trimmer {
  readonly #logger: Logger | undefined
  readonly #segments: Segment[] = []
  #running: Promise<void> | undefined
  #isStopped = false

  constructor(logger: Logger | undefined) {
    this.#logger = logger
  }

  /** Of the segments that still are on disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0)
  }

  remove(segment: Segment): void {
    this.#segments.push(segment)
    this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    for (let [segment] = this.#segments; segment && !this.#isStopped; [segment] = this.#segments) {
      try {
        await segment.remove()
      } catch (error) {
        const message = 'a segment could not be deleted; the next trim tries again'
        this.#logger?.warn({ err: error, path: segment.path }, message)
        break
      }
      this.#segments.shift()
      await setTimeout(PAUSE_MS)
    }
    this.#running = undefined
  }

  /** Resolves when nothing is left to delete, or when a deletion failed. */
  async idle(): Promise<void> {
    await this.#running
  }

  /** What is not deleted yet is trimmed again after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.idle()
  }
}
