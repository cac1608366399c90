import type { DeadLetterReason } from '../../../contracts/dead-letters.ts'
import { quoted } from '../../../contracts/text.ts'
import type { Problem } from '../codec.ts'
import { field } from './payload.ts'
import { isBad } from './properties.ts'
import { MAX_NAME, type Resolved } from './resolved.ts'

/** Why a metric gives no value although it should; the first that fits. */
const FAULTS = {
  unannounced: {
    reason: 'unknown_alias',
    detail: 'No birth before this message explains %; a rebirth is asked for, then replay this letter.',
  },
  nameless: {
    reason: 'malformed_payload',
    detail: 'Without a name: %. Give every metric of a birth a name, and every other a name or an alias.',
  },
  longName: {
    reason: 'malformed_payload',
    detail: `%: the name, with those of the templates around it, is longer than ${MAX_NAME} characters; shorten it.`,
  },
  untyped: {
    reason: 'malformed_payload',
    detail:
      '%: an integer without a data type, so that its sign is unknown; give the data type in the birth.',
  },
  badQuality: {
    reason: 'bad_quality',
    detail: '%: the quality is bad or stale; only good (192) and uncertain values are taken.',
  },
  structure: {
    reason: 'not_a_number',
    detail:
      '%: data sets, arrays, bytes and files are not taken; give each number as a metric, or in a template.',
  },
} satisfies Record<string, { reason: DeadLetterReason; detail: string }>
export type Fault = keyof typeof FAULTS

/** What is wrong with the metrics of a message, by kind: the names of those that have it. */
export type Faults = Map<Fault, string[]>

/**
 * What to do with a metric. A birth says what there is and not only what was measured: that a value in it is bad, or
 * no number, is no fault.
 */
export function verdictOf(resolved: Resolved, isBirth: boolean): Fault | 'taken' | 'ignored' {
  const { metric, name, definition, held } = resolved
  if (name === undefined) return isBirth || !field(metric, 'alias') ? 'nameless' : 'unannounced'
  if (name.length > MAX_NAME) return 'longName'
  if (isBad(metric)) return isBirth ? 'ignored' : 'badQuality'
  if (held.kind === 'unknown') return isBirth || definition ? 'untyped' : 'unannounced'
  if (held.kind === 'structure') return isBirth ? 'ignored' : 'structure'
  if (held.kind === 'number' && typeof held.value === 'number' && !Number.isFinite(held.value) && isBirth)
    return 'ignored'
  return held.kind === 'nothing' || held.kind === 'template' ? 'ignored' : 'taken'
}

export function addFault(faults: Faults, fault: Fault, { name, metric }: Resolved): void {
  const alias = field(metric, 'alias')
  const label = name !== undefined ? quoted(name) : alias ? `alias ${alias}` : 'a metric'
  const labels = faults.get(fault)
  if (labels) labels.push(label)
  else faults.set(fault, [label])
}

/** One problem of a kind, so that a message with a thousand wrong metrics is not a thousand dead letters. */
export function problemsOf(faults: Faults, names: Pick<Problem, 'device' | 'address'>): Problem[] {
  return [...faults].map(([fault, labels]) => {
    const { reason, detail } = FAULTS[fault]
    const more = labels.length > FEW ? ` and ${labels.length - FEW} more` : ''
    return {
      reason,
      detail: detail.replace('%', () => labels.slice(0, FEW).join(', ') + more),
      index: undefined,
      ...names,
    }
  })
}

const FEW = 5
