import type { EquipmentClass } from '../../contracts/registry.ts'

/** Ids of the equipment classes that can be simulated. */
export type MachineKind = 'pump' | 'motor'

const TEN_MINUTES_MS = 600_000

/** What the simulated machines measure, ready for `POST /api/v1/classes`. The limits are examples, not a standard. */
export const plantClasses: (EquipmentClass & { id: MachineKind })[] = [
  {
    id: 'pump',
    name: 'Centrifugal pump',
    acceptsAnyMetric: false,
    metrics: [
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description: 'Vibration velocity of the bearing housing, 10 Hz to 1 kHz, RMS.',
        limits: { high: 7.1, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'bearing_temperature',
        unit: '°C',
        description: 'Outer ring of the drive end bearing.',
        limits: { high: 90, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'discharge_pressure',
        unit: 'bar',
        description: 'Gauge pressure behind the pump.',
        limits: { low: 4, high: 8, holdMs: TEN_MINUTES_MS },
      },
      { key: 'motor_current', unit: 'A', description: 'Mean of the three phases.', limits: { high: 75 } },
    ],
  },
  {
    id: 'motor',
    name: 'Electric motor',
    acceptsAnyMetric: false,
    metrics: [
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description: 'Vibration velocity of the bearing housing, 10 Hz to 1 kHz, RMS.',
        limits: { high: 4.5, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'winding_temperature',
        unit: '°C',
        description: 'Hottest of the three windings.',
        limits: { high: 130, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'bearing_temperature',
        unit: '°C',
        description: 'Outer ring of the drive end bearing.',
        limits: { high: 90, holdMs: TEN_MINUTES_MS },
      },
      { key: 'motor_current', unit: 'A', description: 'Mean of the three phases.', limits: { high: 120 } },
    ],
  },
]
