import { expect, test } from 'vitest'
import type { Clock } from '../../contracts/clock.ts'
import { demoPlant } from '../demo.ts'
import type { DeviceSample } from '../sample.ts'
import { runPlant } from './run-plant.ts'

const NOW_MS = Date.UTC(2025, 2, 3, 12)
const HOUR_MS = 3_600_000

function recorder() {
  const messages: { device: string; samples: readonly DeviceSample[] }[] = []
  return {
    messages,
    publish: async ({ device }: { device: string }, samples: readonly DeviceSample[]) => {
      messages.push({ device, samples })
    },
  }
}
/** Moves on by a second each time it is read. */
const tickingClock = (): Clock => {
  let nowMs = NOW_MS
  return {
    nowMs: () => {
      nowMs += 1000
      return nowMs
    },
  }
}

test('the history comes in order, all machines side by side, each sample once', async () => {
  const { machines } = demoPlant(1, NOW_MS)
  const { messages, publish } = recorder()
  const options = { startMs: NOW_MS - 5 * HOUR_MS, endMs: NOW_MS, stepMs: 60_000, speed: 'max' as const }
  const signal = new AbortController().signal
  const published = await runPlant({ ...options, machines, publish, signal, clock: tickingClock() })
  expect(published).toBe(6 * 300)
  expect(messages.slice(0, 7).map(({ device }) => device)).toEqual([
    ...machines.map(({ device }) => device),
    machines[0]?.device,
  ])
  const ofOne = messages
    .filter(({ device }) => device === machines[0]?.device)
    .flatMap(({ samples }) => samples)
  expect(ofOne.map(({ ts }) => ts)).toEqual(
    Array.from({ length: 300 }, (_, i) => options.startMs + i * 60_000),
  )
})

test('then it is live, one sample a message at the present, until aborted', async () => {
  const { machines } = demoPlant(1, NOW_MS)
  const { messages, publish } = recorder()
  const abort = new AbortController()
  let liveFrom = 0
  const running = runPlant({
    machines: machines.slice(0, 1),
    startMs: NOW_MS - HOUR_MS,
    stepMs: 60_000,
    liveStepMs: 1,
    speed: 'max',
    publish: async (machine, samples) => {
      await publish(machine, samples)
      if (messages.length === 20) abort.abort()
    },
    onLive: () => {
      liveFrom = messages.length
    },
    clock: tickingClock(),
    signal: abort.signal,
  })
  expect(await running).toBe(messages.flatMap(({ samples }) => samples).length)
  const live = messages.slice(liveFrom)
  expect(live.length).toBeGreaterThan(10)
  expect(live.every(({ samples }) => samples.length === 1)).toBe(true)
  const times = messages.flatMap(({ samples }) => samples.map(({ ts }) => ts))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(new Set(times).size).toBe(times.length)
})

test('what publishing throws ends the run', async () => {
  const { machines } = demoPlant(1, NOW_MS)
  const running = runPlant({
    machines,
    startMs: NOW_MS - HOUR_MS,
    endMs: NOW_MS,
    stepMs: 60_000,
    speed: 'max',
    publish: () => Promise.reject(new Error('refused')),
    clock: tickingClock(),
    signal: new AbortController().signal,
  })
  await expect(running).rejects.toThrow('refused')
})
