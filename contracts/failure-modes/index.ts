import type { FailureModeSigns, Metric } from '../registry.ts'
import { battery } from './battery.ts'
import { chiller } from './chiller.ts'
import { compressor } from './compressor.ts'
import { conveyor } from './conveyor.ts'
import { fan } from './fan.ts'
import { gearbox } from './gearbox.ts'
import { lift } from './lift.ts'
import { motor } from './motor.ts'
import { pump } from './pump.ts'
import { type ModeRow, modesOf } from './table.ts'
import { transformer } from './transformer.ts'

/**
 * Shipped templates: how the kinds of equipment fail and how that shows, by the id of their class. Engineering tables,
 * not fitted to data; a plant edits them in its classes. Of two that fit alike the first is named first.
 */
const tables: Readonly<Record<string, readonly ModeRow[]>> = {
  ...{ battery, chiller, compressor, conveyor, fan, gearbox, lift, motor, pump, transformer },
}

/** The rows of the kind's template that a class with these metrics can tell; none for a kind without a template. */
export const shippedFailureModes = (
  kind: string,
  metrics: readonly Pick<Metric, 'key'>[],
): FailureModeSigns[] => modesOf(tables[kind] ?? [], metrics)
