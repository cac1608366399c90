import { ForewarnError } from '../../contracts/errors.ts'

/** Whether a topic is one of a filter with MQTT's wildcards (3.1.1, section 4.7). */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/')
  const levels = topic.split('/')
  if (topic.startsWith('$') && !filter.startsWith('$')) return false
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false
  }
  return wanted.length === levels.length
}

export function isFilter(text: string): boolean {
  const levels = text.split('/')
  return (
    text !== '' &&
    levels.every(
      (level, at) => level === '+' || (level === '#' && at === levels.length - 1) || !/[#+\0]/.test(level),
    )
  )
}

/** Throws `invalid` where it is no topic filter. */
export function checkFilter(filter: string): string {
  if (isFilter(filter)) return filter
  throw new ForewarnError(
    'invalid',
    `"${filter}" is no topic filter: + stands for a whole level, # for all levels after it at the end, as in telemetry/+/pump-1 or plant/#`,
    { field: '/topic' },
  )
}

/** What topics begin with, and what they begin with afterwards. */
export interface Rewrite {
  from: string
  to: string
}

/** Of `FROM=TO`. Throws `invalid` where it is not written so. */
export function parseRewrite(text: string): Rewrite {
  const equals = text.indexOf('=')
  const rewrite = { from: text.slice(0, equals), to: text.slice(equals + 1) }
  if (equals > 0 && !/[#+\0]/.test(text)) return rewrite
  throw new ForewarnError('invalid', `"${text}": give FROM=TO, as in telemetry/north/=telemetry/test/`, {
    field: '/rewrite',
  })
}

/** Of `telemetry/{site}/{device}` and `status/{site}/{device}`. */
const AT_SITE = /^(telemetry|status)\/[^/]+\//

export interface TopicChange {
  /** Takes the place of the site in Forewarn's own topics. */
  site?: string | undefined
  /** Beginnings of topics to replace: the first that fits. */
  rewrites?: readonly Rewrite[] | undefined
}

export function changedTopic(topic: string, { site, rewrites = [] }: TopicChange): string {
  const rewrite = rewrites.find(({ from }) => topic.startsWith(from))
  const changed = rewrite ? rewrite.to + topic.slice(rewrite.from.length) : topic
  return site === undefined ? changed : changed.replace(AT_SITE, (_, kind) => `${kind}/${site}/`)
}
