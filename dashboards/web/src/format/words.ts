import type { Criticality, Meaning, Outcome, RejectionCode, Ticket } from '../api/types.ts'

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

/** What whoever signs says of the work. */
export const MEANING_WORDS: Record<Meaning, string> = {
  performed: 'I have done this work',
  checked: 'I have looked at it',
  approved: 'It is accepted',
}

/** `on_site` → `On site`: a state, a reason, a field; what a plant has added too. */
export function inWords(key: string): string {
  const text = key.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `bearing_temperature` → `bearing temperature`, `vibration_rms` → `vibration`, as the service says it too. */
export function metricName(key: string): string {
  return key.replaceAll('_', ' ').replace(/ rms$/, '')
}

/** `vibration_rms high` → `vibration high`: a sign of a fault. */
export function signName(sign: string): string {
  const at = sign.lastIndexOf(' ')
  if (at < 0) return inWords(sign)
  return `${metricName(sign.slice(0, at))} ${SIGNS[sign.slice(at + 1)] ?? sign.slice(at + 1).replaceAll('_', ' ')}`
}

const SIGNS: Record<string, string> = { unstable: 'unsteady', unit_changed: 'in another unit' }

/** A sentence of the service with the metric's name instead of its key. */
export function readable(text: string, metric: string | null): string {
  return metric ? text.replaceAll(metric, metricName(metric)) : text
}

/** The same where nobody says which metric it is about: whatever has an underscore between letters is a key. */
export const plain = (text: string): string =>
  text.replaceAll(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g, metricName)

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
