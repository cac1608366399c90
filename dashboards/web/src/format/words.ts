import type { Criticality, Outcome, RejectionCode, Ticket } from '../api/types.ts'

export const CRITICALITIES: Record<Criticality, string> = {
  A: 'stops the plant',
  B: 'stops a line',
  C: 'bearable',
}

export const KINDS: Record<Ticket['kind'], string> = {
  predictive: 'a fault was seen coming',
  preventive: 'it is due',
  corrective: 'something is broken',
  inspection: 'somebody should look',
  instrumentation: 'the sensor itself is at fault',
}

export const OUTCOME_WORDS: Record<Outcome, string> = {
  found_as_predicted: 'The fault was there, as predicted',
  found_other: 'Something else was wrong',
  false_alarm: 'Nothing was wrong',
  no_access: 'Nobody could look',
}

export const REJECTION_WORDS: Record<RejectionCode, string> = {
  false_alarm: 'Nothing is wrong',
  known_condition: 'Known, and accepted',
  duplicate: 'Another ticket has it',
  not_worth_it: 'Not worth the work',
  other: 'Something else',
}

/** `on_site` → `On site`: a state, a reason, a field; what a plant has added too. */
export function inWords(key: string): string {
  const text = key.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `bearing_temperature` → `bearing temperature`. */
export function metricName(key: string): string {
  return key.replaceAll('_', ' ')
}

/** A sentence of the service with the metric's name instead of its key. */
export function readable(text: string, metric: string | null): string {
  return metric ? text.replaceAll(metric, metricName(metric)) : text
}

type Titled = Pick<Ticket, 'title' | 'assetName' | 'metric' | 'unit'>

/**
 * The title as what it is about, which the list shows in bold, and what is wrong with it, in words; a number is never parted
 * from its unit at the end of a line.
 */
export function titleParts({ assetName, metric, unit, ...ticket }: Titled): [asset: string, wrong: string] {
  const title = unit ? ticket.title.replaceAll(` ${unit}`, `\u00a0${unit}`) : ticket.title
  const prefix = `${assetName}:`
  if (!title.startsWith(prefix)) return ['', readable(title, metric)]
  return [prefix, readable(title.slice(prefix.length).trim(), metric)]
}

/** The title as one line. */
export const titleOf = (ticket: Titled): string => titleParts(ticket).filter(Boolean).join(' ')
