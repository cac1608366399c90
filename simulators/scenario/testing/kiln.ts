import type { FailureMode, MachineKind } from '../../machines/kind.ts'
import { relax } from '../../machines/physics.ts'

const MINUTE_MS = 60_000
const linear = (share: number) => share

const mode = (more: Partial<FailureMode>): FailureMode => ({
  description: 'For tests.',
  growth: linear,
  lifeHours: [100, 400],
  indicators: ['shell_temperature'],
  skill: 'mechanical',
  failureCode: 'OHE',
  ...more,
})

/** The simplest machine that can fail: it is warm when it runs, and too warm or too slow when it is ill. */
export const kiln: MachineKind = {
  class: {
    id: 'kiln',
    name: 'Kiln',
    acceptsAnyMetric: false,
    metrics: [
      { key: 'shell_temperature', unit: '°C', limits: { high: 120 } },
      { key: 'motor_current', unit: 'A' },
    ],
  },
  modes: {
    lining_wear: mode({}),
    slipping: mode({ indicators: ['motor_current'], skill: 'electrical', failureCode: 'LOO' }),
  },
  sensors: {
    shell_temperature: { noise: 0.1, resolution: 0.1, range: [0, 400], driftPerYear: 0 },
    motor_current: { noise: 0.1, resolution: 0.1, range: [0, 100], driftPerYear: 0 },
  },
  duty: 'continuous',
  create: () => {
    let celsius = 90
    return {
      step({ dtMs, demand, ambientC, severities: { lining_wear = 0, slipping = 0 } }) {
        const target = demand > 0 ? ambientC + 70 + 60 * lining_wear : ambientC
        celsius = relax(celsius, target, dtMs, 30 * MINUTE_MS)
        return { shell_temperature: celsius, motor_current: demand > 0 ? 40 * (1 - slipping) : 0 }
      },
    }
  },
}
