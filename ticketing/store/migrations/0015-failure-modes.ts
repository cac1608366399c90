import { type Kysely, sql } from 'kysely'
import { shippedFailureModes } from '../../../contracts/failure-modes/index.ts'
import type { Metric } from '../../../contracts/registry.ts'

const REASON = 'It was shipped with a new version of Forewarn.'
/** Counts from the beginning of time, as what the ledger began with. */
const AT_MS = 0

/**
 * How the equipment of a class fails, and three more classes. Classes that are there get the shipped table for those of
 * their metrics that it knows; what a plant has made under such an id itself, and has no such metrics, gets none.
 */
export async function failureModes(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ticketing.classes add failure_modes jsonb`.execute(db)
  for (const { id, name, metrics } of added) {
    await sql`
      with made as (
        insert into ticketing.classes (id, name, metrics, accepts_any_metric)
        values (${id}, ${name}, ${JSON.stringify(metrics)}::jsonb, false) on conflict (id) do nothing
        returning id, name, metrics, accepts_any_metric
      )
      insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, after, data)
      select 'class', id, 'created', ${AT_MS}, 'system', ${REASON}, jsonb_build_object('id', id, 'name', name,
        'metrics', metrics, 'acceptsAnyMetric', accepts_any_metric), '{}' from made`.execute(db)
  }
  const classes = await sql<{
    id: string
    metrics: Metric[]
  }>`select id, metrics from ticketing.classes order by id`
  for (const { id, metrics } of (await classes.execute(db)).rows) {
    const modes = shippedFailureModes(id, metrics)
    if (modes.length > 0) await give(db, id, JSON.stringify(modes))
  }
}

async function give(db: Kysely<unknown>, id: string, modes: string): Promise<void> {
  await sql`update ticketing.classes set failure_modes = ${modes}::jsonb where id = ${id}`.execute(db)
  await sql`
    insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, before, after, data)
    values ('class', ${id}, 'changed', ${AT_MS}, 'system', ${REASON}, '{"failureModes": null}',
      jsonb_build_object('failureModes', ${modes}::jsonb), '{}')`.execute(db)
}

const added: { id: string; name: string; metrics: Metric[] }[] = [
  {
    id: 'lift',
    name: 'Lift',
    metrics: [
      { key: 'door_cycle_time', unit: 's' },
      { key: 'motor_current', unit: 'A' },
      { key: 'levelling_error', unit: 'mm' },
      { key: 'car_vibration', unit: 'm/s2', description: 'A95 of the ride, as in ISO 18738-1.' },
    ],
  },
  {
    id: 'transformer',
    name: 'Transformer',
    metrics: [
      { key: 'oil_temperature', unit: '°C', description: 'Top oil.' },
      { key: 'winding_temperature', unit: '°C', description: 'Hot spot.' },
      { key: 'load_current', unit: 'A' },
      { key: 'oil_level', unit: '%' },
      { key: 'moisture', unit: 'ppm', description: 'Water in the oil.' },
      { key: 'dissolved_hydrogen', unit: 'ppm' },
      { key: 'dissolved_ethylene', unit: 'ppm' },
      { key: 'dissolved_acetylene', unit: 'ppm' },
    ],
  },
  {
    id: 'battery',
    name: 'Traction battery',
    metrics: [
      { key: 'voltage', unit: 'V' },
      { key: 'temperature', unit: '°C' },
      { key: 'cell_spread', unit: 'mV', description: 'Highest less lowest cell voltage.' },
      { key: 'internal_resistance', unit: 'mΩ' },
    ],
  },
]
