import type { Place } from '../codec.ts'

/** A device URN of a kind whose number has no separator (RFC 9039), and the rest of the name. */
const DEVICE_URN = /^(urn:dev:(?:mac|ow):[^:/_]+)[:/_]?(.*)$/
/** The name of a value whose device has no other. */
const ONLY_VALUE = 'value'

/**
 * Whose value a name means, and which. A name is base name and name put together (RFC 8428, section 4.5.1), and does
 * not say where the device ends: the topic says it, else the base name does, else the last separator.
 */
export function splitName(
  { baseName, name }: { baseName: string; name: string },
  { device, speaker }: Pick<Place, 'device' | 'speaker'>,
): { device: string | undefined; metric: string } {
  const [, urn, rest = ''] = DEVICE_URN.exec(baseName + name) ?? []
  if (urn !== undefined) return { device: device ?? urn, metric: trim(rest) || ONLY_VALUE }
  if (device !== undefined) return { device, metric: trim(name) || lastOf(baseName) }
  if (baseName !== '' && name !== '') return { device: trim(baseName), metric: trim(name) }
  const whole = trim(baseName + name)
  const separator = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':'))
  if (separator > 0) return { device: whole.slice(0, separator), metric: whole.slice(separator + 1) }
  return name === '' && whole !== ''
    ? { device: whole, metric: ONLY_VALUE }
    : { device: speaker, metric: whole }
}

function lastOf(baseName: string): string {
  const whole = trim(baseName)
  return whole.slice(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':')) + 1) || ONLY_VALUE
}

const SEPARATORS = ':/._-'

/** Without the separators around it. */
function trim(name: string): string {
  let start = 0
  let end = name.length
  while (start < end && SEPARATORS.includes(name.charAt(start))) start++
  while (end > start && SEPARATORS.includes(name.charAt(end - 1))) end--
  return name.slice(start, end)
}
