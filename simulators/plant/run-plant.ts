import type { Clock } from '../../contracts/clock.ts'
import { createPacer, pause, type Speed } from '../pace.ts'
import type { DeviceSample } from '../sample.ts'
import type { SimulatedMachine } from './machine.ts'

const HOUR_MS = 3_600_000
/** Wall time that a message of several steps may be waited for. */
const LONGEST_GATHERING_MS = 1000

export interface PlantOptions {
  machines: readonly SimulatedMachine[]
  /** Event time of the first step. */
  startMs: number
  /** Exclusive. Without it the plant goes on live from the present until it is aborted. */
  endMs?: number
  /** Event time between two steps of the history. */
  stepMs: number
  /** Wall time between two live steps. */
  liveStepMs?: number
  /** Of the history. */
  speed: Speed
  /** Bound of the samples in one message. */
  samplesPerMessage?: number
  /** Takes one message of a machine; resolves when the next may come. What it throws ends the run. */
  publish(machine: SimulatedMachine, samples: readonly DeviceSample[]): Promise<void>
  /**
   * All machines have come to `nowMs`: here people work on them. Called after every `actEveryMs` of event time in the
   * history, and after every live step. What it throws ends the run.
   */
  act?(nowMs: number): Promise<void>
  /** Event time, an hour when not given. */
  actEveryMs?: number
  /**
   * What speaks beside the machines has come to `nowMs`, as recordings that are played: called after the machines, before
   * `act`. What it throws ends the run.
   */
  accompany?(nowMs: number): Promise<void>
  /** Called once, when the history has been published and the live part begins. */
  onLive?(samplesPublished: number): void
  clock: Clock
  signal: AbortSignal
}

/**
 * Lets the machines work: first through the history, all of them side by side in event time, then live. The history is
 * the same at every speed: how many samples a message holds depends on the speed, what they say does not.
 * Resolves with the number of samples, at `endMs` or when aborted.
 */
export async function runPlant(options: PlantOptions): Promise<number> {
  const { startMs, endMs, stepMs, liveStepMs = 1000, actEveryMs = HOUR_MS, clock, signal } = options
  const pace = createPacer(options.speed, clock, signal)
  const most = stepsPerMessage(options)
  let published = 0
  let tMs = startMs
  let nextActMs = startMs + actEveryMs
  const isPast = () => tMs < (endMs ?? clock.nowMs())

  while (isPast() && !signal.aborted) {
    const times: number[] = []
    for (; isPast() && times.length < most && tMs < nextActMs; tMs += stepMs) times.push(tMs)
    await pace(times.at(-1) ?? tMs)
    if (signal.aborted) break
    published += await step(options, times)
    await options.accompany?.(times.at(-1) ?? tMs)
    for (; tMs >= nextActMs; nextActMs += actEveryMs) await options.act?.(nextActMs)
  }
  if (signal.aborted) return published
  if (endMs !== undefined) {
    await options.accompany?.(endMs - 1) // what comes after the last step
    return published
  }

  options.onLive?.(published)
  let lastMs = tMs - stepMs
  while (!signal.aborted) {
    lastMs = Math.max(lastMs + 1, clock.nowMs()) // wall clocks can go back, machines cannot
    published += await step(options, [lastMs])
    await options.accompany?.(lastMs)
    await options.act?.(lastMs)
    await pause(liveStepMs, signal)
  }
  return published
}

/** At a slow speed nobody waits for a message to be full. */
function stepsPerMessage({ speed, stepMs, samplesPerMessage = 60 }: PlantOptions): number {
  if (speed === 'max') return samplesPerMessage
  return Math.min(samplesPerMessage, Math.max(1, Math.floor((speed * LONGEST_GATHERING_MS) / stepMs)))
}

/** Some samples each, and not more than one that has waveforms, which fill a message. */
function* messagesOf(samples: readonly DeviceSample[], most: number): Generator<DeviceSample[]> {
  let message: DeviceSample[] = []
  for (const sample of samples) {
    message.push(sample)
    if (message.length < most && !sample.waveforms) continue
    yield message
    message = []
  }
  if (message.length > 0) yield message
}

/** One machine after the other, so that what is underway is bounded by what `publish` lets through. */
async function step(options: PlantOptions, times: readonly number[]): Promise<number> {
  const { machines, samplesPerMessage = 60, publish } = options
  let published = 0
  for (const machine of machines) {
    const arrived = times.flatMap(tMs => machine.step(tMs))
    for (const samples of messagesOf(arrived, samplesPerMessage)) await publish(machine, samples)
    published += arrived.length
  }
  return published
}
