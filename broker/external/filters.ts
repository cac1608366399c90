import type { Formats } from '../../contracts/format.ts'
import { fixedFilters } from '../topics.ts'

/** What to subscribe to: what is configured, else the fixed topics and those of the formats, each topic once. */
export function wantedFilters(configured: readonly string[] | undefined, formats?: Formats): string[] {
  const templates = formats?.current().map(({ topic }) => filterOf(topic)) ?? []
  const wanted = configured ?? [...fixedFilters, ...templates]
  // Of overlapping filters a broker may send each its copy.
  return [...new Set(wanted)].filter(
    filter => !wanted.some(other => other !== filter && covers(other, filter)),
  )
}

/** The filter of a format's topic template. */
const filterOf = (template: string): string => template.replaceAll(/\{[^/]*\}/g, '+')

/** Whether every topic of the narrow filter is one of the wide one. */
function covers(wide: string, narrow: string): boolean {
  const wanted = wide.split('/')
  const levels = narrow.split('/')
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true
    if (levels[at] === undefined || levels[at] === '#') return false
    if (level !== '+' && level !== levels[at]) return false
  }
  return wanted.length === levels.length
}
