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
  if (urn !== undefined) return { device: device ?? urn, metric: withoutStart(rest) || ONLY_VALUE }
  if (device !== undefined) return { device, metric: withoutStart(name) || lastOf(baseName) }
  if (baseName !== '' && name !== '') return { device: withoutEnd(baseName), metric: withoutStart(name) }
  const whole = withoutEnd(baseName + name)
  const separator = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':'))
  if (separator > 0) return { device: whole.slice(0, separator), metric: whole.slice(separator + 1) }
  return name === '' && whole !== ''
    ? { device: whole, metric: ONLY_VALUE }
    : { device: speaker, metric: whole }
}

function lastOf(baseName: string): string {
  const whole = withoutEnd(baseName)
  return whole.slice(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':')) + 1) || ONLY_VALUE
}

const SEPARATORS = ':/._-'

/** A base name without the separators before the name that follows. */
function withoutEnd(baseName: string): string {
  let end = baseName.length
  while (end > 0 && SEPARATORS.includes(baseName.charAt(end - 1))) end--
  return baseName.slice(0, end)
}

/** A name without the separators after the base name. */
function withoutStart(name: string): string {
  let start = 0
  while (start < name.length && SEPARATORS.includes(name.charAt(start))) start++
  return name.slice(start)
}
