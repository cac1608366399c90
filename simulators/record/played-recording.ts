import { Value } from 'typebox/value'
import { Id } from '../../contracts/registry.ts'
import { ownTopic, withEventTimes } from './event-times.ts'
import { readRecording } from './read-recording.ts'
import type { RecordedMessage } from './recording.ts'
import { matches } from './topics.ts'

/** What of a recording is played as devices of a plant, and under which names. */
export interface Casting {
  file: string
  /** Only topics of one of these filters; all where there is none. */
  topics: readonly string[]
  /** Stands before the ids of the devices. */
  prefix: string
}

export interface RecordingSurvey {
  /** Ids as they are played, each once, in the order in which they speak first. */
  devices: readonly string[]
  /** Receive times of the first and the last message that is played; undefined where there is none. */
  firstMs: number | undefined
  lastMs: number | undefined
  messages: number
  /** Not Forewarn's own telemetry (`telemetry/{site}/{device}`, JSON), or of a topic that is not chosen. */
  leftOut: number
  /** Lines that are no messages, as the end of a recording that was cut off. */
  broken: number
  /** There are more devices than this. */
  hasMore: boolean
}

export const MOST_DEVICES = 10_000

/** Reads a recording through. `invalid`: no such file, or no recording. */
export async function surveyRecording(casting: Casting): Promise<RecordingSurvey> {
  const devices = new Set<string>()
  const survey = { messages: 0, leftOut: 0, broken: 0, hasMore: false }
  let firstMs: number | undefined
  let lastMs: number | undefined
  for await (const { result } of readRecording(casting.file)) {
    if ('problem' in result) {
      survey.broken++
      continue
    }
    const part = partOf(result, casting)
    if (!part) {
      survey.leftOut++
      continue
    }
    survey.messages++
    firstMs ??= result.ts
    lastMs = Math.max(lastMs ?? result.ts, result.ts)
    if (devices.size < MOST_DEVICES) devices.add(part.device)
    else survey.hasMore ||= !devices.has(part.device)
  }
  return { ...survey, devices: [...devices], firstMs, lastMs }
}

interface PlayOptions extends Casting {
  /** Where the devices are now. */
  site: string
  /** By how much all times are later. */
  shiftMs: number
  publish(topic: string, payload: Buffer): Promise<void>
}

/** Plays a recording as time goes on: its messages when their receive times, moved, have come. */
export class PlayedRecording {
  readonly #options: PlayOptions
  readonly #messages: AsyncGenerator<{ message: RecordedMessage; device: string }>
  #next: { message: RecordedMessage; device: string } | undefined
  #isOver = false

  constructor(options: PlayOptions) {
    this.#options = options
    this.#messages = played(options)
  }

  /**
   * Publishes what was received until `toMs`, in the order of the recording. Answers the number of messages. What was
   * received before `fromMs` is passed over: it was played by an earlier run.
   */
  async advance(toMs: number, fromMs = Number.NEGATIVE_INFINITY): Promise<number> {
    const { shiftMs, site, publish } = this.#options
    let published = 0
    while (!this.#isOver) {
      this.#next ??= await this.#read()
      if (!this.#next || this.#next.message.ts + shiftMs > toMs) break
      const { message, device } = this.#next
      this.#next = undefined
      if (message.ts + shiftMs < fromMs) continue
      const payload = withEventTimes(message, shiftMs)
      if (!payload) continue
      await publish(`telemetry/${site}/${device}`, payload)
      published++
    }
    return published
  }

  async close(): Promise<void> {
    this.#isOver = true
    this.#next = undefined
    await this.#messages.return(undefined)
  }

  async #read() {
    const { value, done } = await this.#messages.next()
    this.#isOver = done === true
    return value
  }
}

async function* played(casting: Casting) {
  for await (const { result } of readRecording(casting.file)) {
    if ('problem' in result) continue
    const part = partOf(result, casting)
    if (part) yield { message: result, device: part.device }
  }
}

/** The device that said it, as it is played; undefined for what is not played. */
function partOf(message: RecordedMessage, { topics, prefix }: Casting): { device: string } | undefined {
  const from = ownTopic(message.topic)
  if (!from || (topics.length > 0 && !topics.some(filter => matches(filter, message.topic)))) return undefined
  const device = prefix + from.device
  return Value.Check(Id, device) && withEventTimes(message, 0) ? { device } : undefined
}
