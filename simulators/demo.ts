import type { EquipmentClass } from '../contracts/registry.ts'
import { machineKinds } from './machines/index.ts'
import { mixSeed } from './machines/random.ts'
import type { MachineSpec } from './plant/machine.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface DemoPlant {
  site: { id: string; name: string; timeZone: string }
  classes: EquipmentClass[]
  machines: MachineSpec[]
  /** For `runPlant`. */
  startMs: number
  stepMs: number
  liveStepMs: number
}

const site = { id: 'northfield', name: 'Northfield works', timeZone: 'Europe/London' }

/**
 * Six machines of a small plant with ten days of history. Three of them have been failing for days and fail within
 * hours from `nowMs`; the others are well.
 */
export function demoPlant(seed: number, nowMs: number): DemoPlant {
  const fault = (mode: string, sinceHours: number, failsInHours: number) => ({
    layer: 'machine' as const,
    mode,
    onsetMs: nowMs - sinceHours * HOUR_MS,
    failureMs: nowMs + failsInHours * HOUR_MS,
  })
  const planned: Omit<MachineSpec, 'device' | 'duty' | 'seed' | 'site'>[] = [
    {
      asset: 'pump-101',
      name: 'Cooling water pump 101',
      kind: 'pump',
      criticality: 'A',
      faults: [fault('bearing_wear', 200, 6)],
    },
    { asset: 'pump-102', name: 'Cooling water pump 102', kind: 'pump', criticality: 'B', faults: [] },
    {
      asset: 'pump-201',
      name: 'Process water pump 201',
      kind: 'pump',
      criticality: 'B',
      faults: [fault('clogging', 60, 12)],
    },
    {
      asset: 'motor-301',
      name: 'Conveyor drive 301',
      kind: 'motor',
      criticality: 'B',
      faults: [fault('winding_short', 72, 4)],
    },
    { asset: 'motor-302', name: 'Mixer drive 302', kind: 'motor', criticality: 'C', faults: [] },
    { asset: 'motor-401', name: 'Exhaust fan drive 401', kind: 'motor', criticality: 'C', faults: [] },
  ]
  const machines = planned.map(machine => ({
    ...machine,
    site: site.id,
    duty: 'continuous' as const, // round the clock: there is something to see at any hour
    device: `${machine.asset}-monitor`,
    seed: mixSeed(seed, machine.asset),
  }))
  return {
    site,
    classes: machineKinds
      .map(kind => kind.class)
      .filter(({ id }) => machines.some(({ kind }) => kind === id)),
    machines,
    startMs: nowMs - 10 * DAY_MS,
    stepMs: MINUTE_MS,
    liveStepMs: 1000,
  }
}
