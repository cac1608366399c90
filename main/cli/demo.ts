import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DemoPlant, demoPlant } from '../../simulators/demo.ts'
import { connectDevice, type SimulatedDevice } from '../../simulators/device.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { runPlant } from '../../simulators/plant/run-plant.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { startService } from '../service.ts'
import { type ApiClient, apiClient } from './client.ts'
import { banner, runUntilStopped } from './start.ts'

/** `forewarn demo`: the service with a simulated plant, ten days of history first and then live. */
export async function demo(config: Config, seed: number): Promise<void> {
  const service = await startService(config)
  console.log(banner(config, service))
  const stopping = new AbortController()
  const api = apiClient(service.httpUrl, service.adminToken)
  const simulation = simulate({ api, config, seed, mqttUrl: service.mqttUrl, signal: stopping.signal }).catch(
    (error: Error) =>
      stopping.signal.aborted || console.error(`The simulated plant has stopped: ${error.message}`),
  )
  await runUntilStopped(service, async () => {
    stopping.abort()
    await simulation
  })
}

interface Simulation {
  api: ApiClient
  config: Config
  seed: number
  mqttUrl: string
  signal: AbortSignal
}

async function simulate({ api, config, seed, mqttUrl, signal }: Simulation): Promise<void> {
  const { plant, isNew, historyIsPublished } = await openPlant(config, seed)
  if (isNew) await registerPlant(api, plant)
  const machines = plant.machines.map(spec => new SimulatedMachine(spec, plant.stepMs))
  const startMs = isNew ? plant.startMs : systemClock.nowMs()
  if (!isNew) liveThrough(machines, { ...plant, toMs: startMs })
  const devices = new Map<SimulatedMachine, SimulatedDevice>()
  for (const machine of machines) {
    const { device, site } = machine.spec
    const { secret } = (await api.post(`/devices/${device}/secret`, {})) as { secret: string }
    devices.set(machine, await connectDevice({ url: mqttUrl, site, device, secret }))
  }
  console.log(`${plant.machines.length} simulated machines are connected at site ${plant.site.id}.`)
  try {
    await runPlant({
      ...plant,
      machines,
      startMs,
      speed: 'max',
      clock: systemClock,
      signal,
      publish: async (machine, samples) => devices.get(machine)?.publish(samples),
      onLive: samples => {
        if (!isNew) return
        console.log(`${samples} samples of history are published; now live, one a second each.`)
        void Promise.all([...devices.values()].map(device => device.flush())).then(historyIsPublished)
      },
    })
  } finally {
    await Promise.all([...devices.values()].map(device => device.close()))
  }
}

/** What was published before, lived through again in silence: so they go on from there after a restart. */
function liveThrough(
  machines: readonly SimulatedMachine[],
  { startMs, stepMs, toMs }: { startMs: number; stepMs: number; toMs: number },
): void {
  for (const machine of machines) for (let tMs = startMs; tMs < toMs; tMs += stepMs) machine.step(tMs)
}

interface Kept {
  seed: number
  startedAtMs: number
  /** Whether the broker has acknowledged the whole history. */
  isPublished: boolean
}

interface OpenPlant {
  plant: DemoPlant
  /** Its history is not there yet, or not to the end: publishing it again does no harm. */
  isNew: boolean
  historyIsPublished(): Promise<void>
}

/** The faults are anchored at the first start, so that a later one goes on with the same machines. */
async function openPlant(config: Config, seed: number): Promise<OpenPlant> {
  const file = join(config.DATA_DIR, 'demo.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const first: Kept = { seed, startedAtMs: systemClock.nowMs(), isPublished: false }
  const kept = text ? (JSON.parse(text) as Kept) : first
  const keep = (change: Partial<Kept>) => writeFile(file, JSON.stringify({ ...kept, ...change }))
  if (!text) await keep({})
  return {
    plant: demoPlant(kept.seed, kept.startedAtMs),
    isNew: !kept.isPublished,
    historyIsPublished: () => keep({ isPublished: true }),
  }
}

async function registerPlant(api: ApiClient, { site, classes, machines }: DemoPlant): Promise<void> {
  await api.postIfAbsent('/sites', site)
  for (const equipmentClass of classes) await api.put(`/classes/${equipmentClass.id}`, equipmentClass)
  for (const { asset, name, kind, criticality, device } of machines) {
    await api.postIfAbsent('/assets', { id: asset, name, site: site.id, class: kind, criticality })
    await api.postIfAbsent('/devices', { id: device, site: site.id, asset })
  }
}
