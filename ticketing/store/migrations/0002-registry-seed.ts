import { type Kysely, sql } from 'kysely'
import type { EquipmentClass, Metric } from '../../../contracts/registry.ts'

/**
 * What every installation begins with, editable afterwards. Metrics carry no limits: what is too hot or shakes too
 * much depends on the machine, and a limit nobody chose would propose work nobody needs.
 */
export async function registrySeed(db: Kysely<unknown>): Promise<void> {
  for (const { id, name, metrics, acceptsAnyMetric } of classes) {
    await sql`insert into ticketing.classes (id, name, metrics, accepts_any_metric)
      values (${id}, ${name}, ${JSON.stringify(metrics)}::jsonb, ${acceptsAnyMetric})`.execute(db)
  }
  for (const [code, name] of failureCodes) {
    await sql`insert into ticketing.failure_codes (code, name) values (${code}, ${name})`.execute(db)
  }
  await sql`insert into ticketing.teams (id, name) values ('maintenance', 'Maintenance')`.execute(db)
  await sql`insert into ticketing.routing (tree, created_at_ms)
    values (${JSON.stringify({ team: 'maintenance', routes: [] })}::jsonb, 0)`.execute(db)
}

const temperature: Metric = { key: 'temperature', unit: '°C' }
const bearingTemperature: Metric = { key: 'bearing_temperature', unit: '°C' }
const vibration: Metric = {
  key: 'vibration_rms',
  unit: 'mm/s',
  description: 'Vibration velocity, r.m.s., 10 Hz to 1 kHz (ISO 20816).',
}
const motorCurrent: Metric = { key: 'motor_current', unit: 'A' }
const speed: Metric = { key: 'speed', unit: '1/min' }
const suctionPressure: Metric = { key: 'suction_pressure', unit: 'bar' }
const dischargePressure: Metric = { key: 'discharge_pressure', unit: 'bar' }
const flow: Metric = { key: 'flow', unit: 'm³/h' }
const power: Metric = { key: 'power', unit: 'kW' }

const listed = (id: string, name: string, metrics: Metric[]): EquipmentClass => ({
  id,
  name,
  metrics,
  acceptsAnyMetric: false,
})

const classes: EquipmentClass[] = [
  { id: 'generic', name: 'Generic equipment', metrics: [], acceptsAnyMetric: true },
  listed('pump', 'Pump', [
    temperature,
    bearingTemperature,
    vibration,
    suctionPressure,
    dischargePressure,
    flow,
    motorCurrent,
    speed,
  ]),
  listed('motor', 'Electric motor', [
    temperature,
    { key: 'winding_temperature', unit: '°C' },
    bearingTemperature,
    vibration,
    motorCurrent,
    power,
    speed,
  ]),
  listed('fan', 'Fan', [
    temperature,
    bearingTemperature,
    vibration,
    motorCurrent,
    speed,
    { key: 'differential_pressure', unit: 'Pa' },
  ]),
  listed('compressor', 'Compressor', [
    temperature,
    bearingTemperature,
    vibration,
    suctionPressure,
    dischargePressure,
    { key: 'discharge_temperature', unit: '°C' },
    { key: 'oil_pressure', unit: 'bar' },
    motorCurrent,
    power,
  ]),
  listed('gearbox', 'Gearbox', [
    temperature,
    bearingTemperature,
    { key: 'oil_temperature', unit: '°C' },
    vibration,
    speed,
  ]),
  listed('chiller', 'Chiller', [
    temperature,
    { key: 'supply_temperature', unit: '°C' },
    { key: 'return_temperature', unit: '°C' },
    suctionPressure,
    dischargePressure,
    flow,
    vibration,
    motorCurrent,
    power,
  ]),
  listed('conveyor', 'Conveyor', [
    temperature,
    bearingTemperature,
    vibration,
    motorCurrent,
    { key: 'belt_speed', unit: 'm/s' },
  ]),
]

/** Failure modes after ISO 14224 annex B; NFF is ours. */
const failureCodes: [code: string, name: string][] = [
  ['AIR', 'Abnormal instrument reading'],
  ['BRD', 'Breakdown'],
  ['ELP', 'External leakage, process medium'],
  ['ELU', 'External leakage, utility medium'],
  ['ERO', 'Erratic output'],
  ['FTS', 'Failure to start on demand'],
  ['HIO', 'High output'],
  ['INL', 'Internal leakage'],
  ['LOO', 'Low output'],
  ['NFF', 'No fault found'],
  ['NOI', 'Noise'],
  ['OHE', 'Overheating'],
  ['OTH', 'Other'],
  ['PDE', 'Parameter deviation'],
  ['PLU', 'Plugged or choked'],
  ['SER', 'Minor in-service problem'],
  ['STD', 'Structural deficiency'],
  ['STP', 'Failure to stop on demand'],
  ['UST', 'Spurious stop'],
  ['VIB', 'Vibration'],
]
