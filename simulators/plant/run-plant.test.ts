import { expect, test } from 'vitest'
import type { Clock } from '../../contracts/clock.ts'
import type { DeviceSample } from '../sample.ts'
import { type MachineSpec, SimulatedMachine } from './machine.ts'
import { type PlantOptions, runPlant } from './run-plant.ts'
import { HOUR_MS, heater, MINUTE_MS, START_MS, specOf } from './testing.ts'

const NOW_MS = START_MS + 5 * HOUR_MS

const plant = (...more: Partial<MachineSpec>[]) =>
  ['heater-1', 'heater-2', 'heater-3'].map(
    (asset, seed) =>
      new SimulatedMachine(specOf({ asset, seed, ...more[seed] }), MINUTE_MS, { kinds: [heater] }),
  )
function recorder() {
  const messages: { asset: string; samples: readonly DeviceSample[] }[] = []
  return {
    messages,
    publish: async ({ spec: { asset } }: SimulatedMachine, samples: readonly DeviceSample[]) => {
      messages.push({ asset, samples })
    },
    of: (asset: string) =>
      messages.filter(message => message.asset === asset).flatMap(({ samples }) => samples),
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
const history = (): Omit<PlantOptions, 'machines' | 'publish'> => ({
  ...{ startMs: START_MS, endMs: NOW_MS, stepMs: MINUTE_MS, speed: 'max', clock: tickingClock() },
  signal: new AbortController().signal,
})

test('the history comes in order, all machines side by side, each sample once', async () => {
  const { messages, publish, of } = recorder()
  expect(await runPlant({ ...history(), machines: plant(), publish })).toBe(3 * 300)
  expect(messages.slice(0, 4).map(({ asset }) => asset)).toEqual([
    'heater-1',
    'heater-2',
    'heater-3',
    'heater-1',
  ])
  expect(of('heater-1').map(({ ts }) => ts)).toEqual(
    Array.from({ length: 300 }, (_, i) => START_MS + i * MINUTE_MS),
  )
})

test('the history is the same at every speed, and at a slow one nobody waits for a full message', async () => {
  const fast = recorder()
  await runPlant({ ...history(), machines: plant(), publish: fast.publish })
  const largest: number[] = []
  for (const speed of [60, 600, 10_000]) {
    // A second of this clock at each look: the pace never has to wait for real.
    let nowMs = NOW_MS
    const clock = { nowMs: () => (nowMs += 3_600_000) }
    const slow = recorder()
    await runPlant({ ...history(), machines: plant(), publish: slow.publish, speed, clock })
    for (const asset of ['heater-1', 'heater-2', 'heater-3']) expect(slow.of(asset)).toEqual(fast.of(asset))
    largest.push(Math.max(...slow.messages.map(({ samples }) => samples.length)))
  }
  expect(largest).toEqual([1, 10, 60])
})

test('what comes after an outage is sent in messages of bounded size', async () => {
  const outage = {
    layer: 'network',
    mode: 'outage_burst',
    onsetMs: START_MS,
    endMs: START_MS + 4 * HOUR_MS,
  } as const
  const { messages, publish, of } = recorder()
  await runPlant({ ...history(), machines: plant({ faults: [outage] }), publish, samplesPerMessage: 25 })
  expect(of('heater-1')).toHaveLength(300)
  expect(Math.max(...messages.map(({ samples }) => samples.length))).toBe(25)
  expect(messages.every(({ samples }) => samples.length > 0)).toBe(true)
})

test('people act between the steps, at the same event times at every speed', async () => {
  for (const samplesPerMessage of [7, 60]) {
    const { messages, publish } = recorder()
    const acts: { nowMs: number; lastMs: number | undefined }[] = []
    await runPlant({
      ...{ ...history(), machines: plant(), publish, samplesPerMessage, actEveryMs: 30 * MINUTE_MS },
      act: async nowMs => {
        acts.push({ nowMs, lastMs: messages.at(-1)?.samples.at(-1)?.ts })
      },
    })
    expect(acts).toEqual(
      Array.from({ length: 10 }, (_, i) => {
        const nowMs = START_MS + (i + 1) * 30 * MINUTE_MS
        return { nowMs, lastMs: nowMs - MINUTE_MS }
      }),
    )
  }
})

test('a repair between the steps changes what comes after it', async () => {
  const short = {
    layer: 'machine',
    mode: 'short',
    onsetMs: START_MS,
    failureMs: START_MS + 2 * HOUR_MS,
  } as const
  const { publish, of } = recorder()
  const machines = plant({ faults: [short] })
  await runPlant({
    ...{ ...history(), machines, publish },
    act: async nowMs => {
      if (nowMs === START_MS + 3 * HOUR_MS) machines[0]?.repair(nowMs, true)
    },
  })
  const runs = of('heater-1').map(({ values }) => (values.current ?? 0) > 10)
  expect([runs.slice(0, 120), runs.slice(120, 180), runs.slice(180)].map(part => new Set(part))).toEqual([
    new Set([true]),
    new Set([false]),
    new Set([true]),
  ])
})

test('then it is live, one sample a message at the present, until aborted', async () => {
  const { messages, publish } = recorder()
  const abort = new AbortController()
  let liveFrom = 0
  const acts: number[] = []
  const { endMs: _, ...endless } = history()
  const running = runPlant({
    ...endless,
    machines: plant().slice(0, 1),
    startMs: NOW_MS - HOUR_MS,
    liveStepMs: 1,
    publish: async (machine, samples) => {
      await publish(machine, samples)
      if (messages.length === 20) abort.abort()
    },
    onLive: () => {
      liveFrom = messages.length
    },
    act: async nowMs => {
      if (liveFrom > 0) acts.push(nowMs)
    },
    signal: abort.signal,
  })
  expect(await running).toBe(messages.flatMap(({ samples }) => samples).length)
  const live = messages.slice(liveFrom)
  expect(live.length).toBeGreaterThan(10)
  expect(live.every(({ samples }) => samples.length === 1)).toBe(true)
  expect(acts).toEqual(live.map(({ samples }) => samples[0]?.ts))
  const times = messages.flatMap(({ samples }) => samples.map(({ ts }) => ts))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(new Set(times).size).toBe(times.length)
})

test('a wall clock that goes back does not stop the machines', async () => {
  const { messages, publish } = recorder()
  const abort = new AbortController()
  const { endMs: _, ...endless } = history()
  let nowMs = NOW_MS
  await runPlant({
    ...endless,
    machines: plant().slice(0, 1),
    liveStepMs: 1,
    clock: { nowMs: () => (nowMs -= 1000) },
    publish: async (machine, samples) => {
      await publish(machine, samples)
      if (messages.length === 10) abort.abort()
    },
    signal: abort.signal,
  })
  const times = messages.flatMap(({ samples }) => samples.map(({ ts }) => ts))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

test('what publishing or a person throws ends the run', async () => {
  const publish = () => Promise.reject(new Error('refused'))
  await expect(runPlant({ ...history(), machines: plant(), publish })).rejects.toThrow('refused')
  const act = () => Promise.reject(new Error('on strike'))
  await expect(
    runPlant({ ...history(), machines: plant(), publish: recorder().publish, act }),
  ).rejects.toThrow('on strike')
})

test('a message has one sample with waveforms at most, and what accompanies the machines comes to the same times', async () => {
  const { messages, publish } = recorder()
  const machines = plant()
  const wave = { v: { sampleHz: 1, values: [1] } }
  let n = 0
  for (const machine of machines) {
    const step = machine.step.bind(machine)
    machine.step = tMs => step(tMs).map(sample => (n++ % 7 === 0 ? { ...sample, waveforms: wave } : sample))
  }
  const times: number[] = []
  await runPlant({
    ...{ ...history(), machines, publish },
    accompany: async nowMs => void times.push(nowMs),
  })
  for (const { samples } of messages)
    expect(samples.slice(0, -1).some(({ waveforms }) => waveforms !== undefined)).toBe(false)
  expect(messages.flatMap(({ samples }) => samples)).toHaveLength(3 * 300)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(-1)).toBe(NOW_MS - 1)
})
