import type { MachineKind } from '../machines/kind.ts'
import type { MachineSpec } from './machine.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
/** A Wednesday morning, with the first shift at work. */
export const START_MS = Date.UTC(2025, 2, 5, 8)

const sensor = { noise: 0.2, resolution: 0.1, range: [-20, 150], driftPerYear: 0.5 } as const

/** As little as a machine can be: heat and current follow the demand at once, and each mode moves one of them. */
export const heater: MachineKind = {
  class: {
    id: 'heater',
    name: 'Heater',
    acceptsAnyMetric: false,
    metrics: [
      { key: 'temperature', unit: '°C' },
      { key: 'current', unit: 'A' },
    ],
  },
  modes: {
    scaling: {
      description: 'Lime covers the rod.',
      growth: share => share,
      lifeHours: [10, 20],
      indicators: ['temperature'],
      skill: 'mechanical',
      failureCode: 'OHE',
    },
    short: {
      description: 'Windings of the rod touch.',
      growth: share => share * share,
      lifeHours: [5, 10],
      indicators: ['current', 'temperature'],
      skill: 'electrical',
      failureCode: 'BRD',
    },
  },
  sensors: { temperature: sensor, current: { ...sensor, range: [0, 100] } },
  duty: 'continuous',
  create: () => {
    const values = { temperature: 0, current: 0 }
    return {
      step: ({ demand, ambientC, severities: { scaling = 0, short = 0 } }) => {
        values.temperature = ambientC + (demand > 0 ? 40 + 30 * scaling : 0)
        values.current = demand > 0 ? 50 + 20 * short : 0
        return values
      },
    }
  },
}

export const specOf = (more: Partial<MachineSpec> = {}): MachineSpec => ({
  asset: 'heater-1',
  name: 'Heater 1',
  site: 'works',
  kind: 'heater',
  criticality: 'B',
  device: 'heater-1-monitor',
  seed: 7,
  faults: [],
  ...more,
})
