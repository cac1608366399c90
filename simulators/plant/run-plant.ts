import type { Clock } from '../../contracts/clock.ts'
import { createPacer, pause, type Speed } from '../pace.ts'
import type { DeviceSample } from '../sample.ts'
import type { Machine } from './machine.ts'
import { sampleAt } from './model.ts'

export interface PlantOptions {
  machines: readonly Machine[]
  /** Event time of the first sample. */
  startMs: number
  /** Exclusive. Without it the plant goes on live from the present until it is aborted. */
  endMs?: number
  /** Event time between two samples of the history. */
  stepMs: number
  /** Wall time between two live samples. */
  liveStepMs?: number
  /** Of the history. */
  speed: Speed
  /** Samples of the history per message. */
  samplesPerMessage?: number
  /** Takes one message of a machine; resolves when the next may come. What it throws ends the run. */
  publish(machine: Machine, samples: readonly DeviceSample[]): Promise<void>
  /** Called once, when the history has been published and the live part begins. */
  onLive?(samplesPublished: number): void
  clock: Clock
  signal: AbortSignal
}

/**
 * Lets the machines measure: first through the history, all of them side by side in event time, then live.
 * Resolves with the number of samples, at `endMs` or when aborted.
 */
export async function runPlant(options: PlantOptions): Promise<number> {
  const { machines, endMs, stepMs, liveStepMs = 1000, samplesPerMessage = 60, clock, signal } = options
  const pace = createPacer(options.speed, clock, signal)
  const publish = async (times: readonly number[]) => {
    for (const machine of machines)
      await options.publish(
        machine,
        times.map(tMs => sampleAt(machine, tMs)),
      )
    return times.length * machines.length
  }

  let published = 0
  let tMs = options.startMs
  const isPast = () => tMs < (endMs ?? clock.nowMs())
  while (isPast() && !signal.aborted) {
    const times: number[] = []
    for (; isPast() && times.length < samplesPerMessage; tMs += stepMs) times.push(tMs)
    await pace(times.at(-1) ?? tMs)
    if (!signal.aborted) published += await publish(times)
  }
  if (endMs !== undefined || signal.aborted) return published

  options.onLive?.(published)
  while (!signal.aborted) {
    published += await publish([clock.nowMs()])
    await pause(liveStepMs, signal)
  }
  return published
}
