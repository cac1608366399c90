import type { Problem, Reading } from '../codec.ts'
import { addFault, type Faults, problemsOf, verdictOf } from './faults.ts'
import { field, type Payload } from './payload.ts'
import { unitOf } from './properties.ts'
import { type Definitions, resolve } from './resolved.ts'

/** What the metrics of a message say. */
export interface Telemetry {
  /** One for each time that the message names, oldest first. */
  readings: Reading[]
  problems: Problem[]
  /** What the metrics with text hold. */
  texts: Map<string, string>
  /** Another birth would explain what is not understood. */
  lacksBirth: boolean
}

interface Part {
  values: Map<string, number | string>
  units: Map<string, string>
}

export function telemetryOf(
  payload: Payload,
  context: { names: Pick<Reading, 'device' | 'address'>; definitions: Definitions; isBirth: boolean },
): Telemetry {
  const { names, definitions, isBirth } = context
  const sentAtMs = field(payload, 'timestamp')?.toNumber()
  const parts = new Map<number | undefined, Part>()
  const faults: Faults = new Map()
  const texts = new Map<string, string>()
  for (const resolved of resolve(payload.metrics, definitions)) {
    const { name, held, definition, timestampMs = sentAtMs } = resolved
    const verdict = verdictOf(resolved, isBirth)
    if (verdict === 'ignored') continue
    if (verdict !== 'taken') addFault(faults, verdict, resolved)
    else if (name !== undefined && held.kind === 'text' && held.value) texts.set(name, held.value)
    else if (name !== undefined && held.kind === 'number') {
      const { values, units } = partAt(parts, timestampMs)
      values.set(name, held.value)
      const unit = unitOf(resolved.metric) ?? definition?.unit
      if (unit !== undefined) units.set(name, unit)
    }
  }
  const readings = [...parts].sort(byTime).map(([observedAtMs, { values, units }]) => ({
    site: undefined,
    ...names,
    observedAtMs,
    values: Object.fromEntries(values),
    units: units.size > 0 ? Object.fromEntries(units) : undefined,
    index: undefined, // what is wrong with a part is said with the whole message: a piece of a birth is no birth
  }))
  return { readings, problems: problemsOf(faults, names), texts, lacksBirth: faults.has('unannounced') }
}

function partAt(parts: Map<number | undefined, Part>, observedAtMs: number | undefined): Part {
  let part = parts.get(observedAtMs)
  if (!part) {
    part = { values: new Map(), units: new Map() }
    parts.set(observedAtMs, part)
  }
  return part
}

/** What names no time was measured when it was received: last. */
function byTime([a]: [number | undefined, Part], [b]: [number | undefined, Part]): number {
  return (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY) || 0
}
