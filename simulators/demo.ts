import type { EquipmentClass } from '../contracts/registry.ts'
import { plantClasses } from './plant/classes.ts'
import type { Machine, Truth } from './plant/machine.ts'
import { truthOf } from './plant/model.ts'
import { mixSeed } from './plant/random.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface DemoPlant {
  site: { id: string; name: string; timeZone: string }
  classes: EquipmentClass[]
  machines: Machine[]
  /** What is going to fail, and when: what the tickets can be compared with. */
  truth: Truth[]
  /** For `runPlant`. */
  startMs: number
  stepMs: number
  liveStepMs: number
}

/**
 * Six machines of a small plant with ten days of history. Three of them began to fail in the last day and a half and
 * fail within hours from `nowMs`; the others are well.
 */
export function demoPlant(seed: number, nowMs: number): DemoPlant {
  const fromNow = (hours: number) => nowMs + hours * HOUR_MS
  const planned: Omit<Machine, 'device' | 'seed'>[] = [
    {
      asset: 'pump-101',
      name: 'Cooling water pump 101',
      class: 'pump',
      criticality: 'A',
      faults: [{ mode: 'bearing_wear', onsetMs: fromNow(-30), functionalFailureMs: fromNow(3) }],
    },
    { asset: 'pump-102', name: 'Cooling water pump 102', class: 'pump', criticality: 'B', faults: [] },
    {
      asset: 'pump-201',
      name: 'Process water pump 201',
      class: 'pump',
      criticality: 'B',
      faults: [{ mode: 'clogging', onsetMs: fromNow(-20), functionalFailureMs: fromNow(10) }],
    },
    {
      asset: 'motor-301',
      name: 'Conveyor drive 301',
      class: 'motor',
      criticality: 'B',
      faults: [{ mode: 'overheating', onsetMs: fromNow(-8), functionalFailureMs: fromNow(4) }],
    },
    { asset: 'motor-302', name: 'Mixer drive 302', class: 'motor', criticality: 'C', faults: [] },
    { asset: 'motor-401', name: 'Exhaust fan drive 401', class: 'motor', criticality: 'C', faults: [] },
  ]
  const machines = planned.map(machine => ({
    ...machine,
    device: `${machine.asset}-monitor`,
    seed: mixSeed(seed, machine.asset),
  }))
  return {
    site: { id: 'northfield', name: 'Northfield works', timeZone: 'Europe/London' },
    classes: plantClasses,
    machines,
    truth: machines.flatMap(truthOf),
    startMs: nowMs - 10 * DAY_MS,
    stepMs: MINUTE_MS,
    liveStepMs: 1000,
  }
}
