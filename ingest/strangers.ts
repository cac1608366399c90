import { Value } from 'typebox/value'
import type { Stranger } from '../contracts/device-ledger.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import { ADMINISTRATOR, Address, EXTERNAL_BROKER } from '../contracts/registry.ts'
import { type Named, nameOf } from './verdicts.ts'

const MAX_SAMPLE_BYTES = 2_048
const MAX_METRICS = 50
const MAX_NAME = 128
/** A message that makes up names must not fill the list of those who wait for approval. */
const MAX_PER_MESSAGE = 20

/** Whether a device could have this id or address, so that nobody is asked for what a stranger made up. */
export function couldBeDevice(name: string): boolean {
  return (
    Value.Check(Address, name) && name.isWellFormed() && name !== ADMINISTRATOR && name !== EXTERNAL_BROKER
  )
}

/** A part of a message about somebody who is not registered. */
export interface Unknown {
  named: Named
  values: Readonly<Record<string, unknown>>
}

/** Who is not registered, of one message: each once, with the names of its metrics. */
export function strangersOf(entry: LogEntry, parts: readonly Unknown[]): Stranger[] {
  const { topic, publisher, payload, receivedAtMs } = entry
  const metricsByName = new Map<string, { site: string | undefined; metrics: Set<string> }>()
  for (const { named, values } of parts) {
    const name = nameOf(named)
    let known = metricsByName.get(name)
    if (!known) {
      if (metricsByName.size >= MAX_PER_MESSAGE || !couldBeDevice(name)) continue
      known = { site: named.site, metrics: new Set() }
      metricsByName.set(name, known)
    }
    for (const metric in values) {
      if (known.metrics.size >= MAX_METRICS) break
      known.metrics.add(storable(metric))
    }
  }
  const sample = payload.subarray(0, MAX_SAMPLE_BYTES)
  return [...metricsByName].map(([name, { site, metrics }]) => {
    return { name, site, publisher, topic, sample, metrics: [...metrics], receivedAtMs }
  })
}

/** A name as a database takes it; whoever approves the stranger sees what was meant. */
function storable(name: string): string {
  return name
    .slice(0, MAX_NAME)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\ufffd')
}
