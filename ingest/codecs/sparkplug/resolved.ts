import { field, type Metric } from './payload.ts'
import { type Held, held } from './values.ts'

/** What a birth says of a metric. */
export interface Definition {
  name: string
  datatype: number | undefined
  unit: string | undefined
}

/** What a birth says of all metrics of an edge node or device, by name and, for those that have one, by alias. */
export interface Definitions {
  byName: ReadonlyMap<string, Definition>
  byAlias: ReadonlyMap<string, Definition>
}

/** A metric with what a birth says of it; of one in a template the name begins with that of the template. */
export interface Resolved {
  metric: Metric
  /** Undefined where it has none, or an alias that no birth explains. */
  name: string | undefined
  definition: Definition | undefined
  datatype: number | undefined
  /** Of the metric, or of the template around it. */
  timestampMs: number | undefined
  held: Held
}

/** Longer than any name that the registry can know; a name is repeated for all that is in a template. */
export const MAX_NAME = 256
const CONTROL = /^(bdSeq$|Node Control\/|Device Control\/)/

/** The metrics one by one, templates and what is in them too; without control metrics and template definitions. */
export function resolve(metrics: readonly Metric[], definitions: Definitions): Generator<Resolved> {
  return inside({ path: '', metrics, timestampMs: undefined }, definitions)
}

function* inside(
  around: { path: string; metrics: readonly Metric[]; timestampMs: number | undefined },
  definitions: Definitions,
): Generator<Resolved> {
  for (const metric of around.metrics) {
    const definition = definitionOf(metric, definitions, around.path)
    const name = definition?.name ?? nameOf(metric, around.path)
    if (name !== undefined && CONTROL.test(name)) continue
    const datatype = field(metric, 'datatype') || definition?.datatype
    const timestampMs = field(metric, 'timestamp')?.toNumber() ?? around.timestampMs
    const what = held(metric, datatype)
    const template = what.kind === 'template' ? metric.templateValue : undefined
    if (template?.isDefinition) continue
    yield { metric, name, definition, datatype, timestampMs, held: what }
    if (template && name !== undefined && name.length <= MAX_NAME) {
      yield* inside({ path: `${name}/`, metrics: template.metrics, timestampMs }, definitions)
    }
  }
}

function definitionOf(
  metric: Metric,
  { byName, byAlias }: Definitions,
  path: string,
): Definition | undefined {
  const name = nameOf(metric, path)
  if (name !== undefined) return byName.get(name)
  const alias = field(metric, 'alias')
  return alias && byAlias.get(alias.toString())
}

function nameOf(metric: Metric, path: string): string | undefined {
  return metric.name === '' ? undefined : path + metric.name.slice(0, MAX_NAME + 1)
}
