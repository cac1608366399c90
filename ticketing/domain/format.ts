import type { Format, JsonMapping } from '../../contracts/format.ts'
import { quoted } from '../../contracts/text.ts'
import { invalid } from './refusals.ts'

/** First levels whose topics are read in one way everywhere, or are ours to publish. */
const RESERVED = ['telemetry', 'status', 'commands', 'spBv1.0', 'homie']
const EXAMPLE = 'factory/{site}/machines/{device}/up'

/**
 * Throws `invalid` for what the schema cannot say: the syntax of the template, and options that need others. `at` is
 * the JSON pointer of the format.
 */
export function requireSoundFormat({ topic, codec, mapping }: Format, at = ''): void {
  const fault = topicFault(topic)
  if (fault) throw invalid(`${at}/topic`, `The topic ${quoted(topic)} ${fault}.`)
  if (!mapping) return
  if (codec !== 'json') {
    throw invalid(
      `${at}/mapping`,
      `A mapping says where readings are in JSON; ${codec} says that itself. Leave it out.`,
    )
  }
  requireSoundMapping(mapping, `${at}/mapping`)
}

/** What is wrong with the template, as the end of a sentence. */
function topicFault(topic: string): string | undefined {
  const levels = topic.split('/')
  const [first = ''] = levels
  if (RESERVED.includes(first) || first.startsWith('$')) {
    return `begins with ${first}, whose topics are read in one way everywhere; choose another first level`
  }
  if (levels.slice(0, -1).includes('#'))
    return 'has # before its end; # is the last level and stands for any rest'
  for (const level of levels) {
    if (isPlaceholder(level) || !/[{}+#\p{Cc}]/u.test(level)) continue
    return `has the level ${quoted(level)}; a level is text, {site}, {device}, + or #, as in ${EXAMPLE}`
  }
  for (const name of ['{site}', '{device}']) {
    if (levels.filter(level => level === name).length > 1)
      return `has ${name} twice; a device is at one place`
  }
  if (levels.every(level => level === '' || isPlaceholder(level))) {
    return `fits topics of every kind; give at least one level as text, as in ${EXAMPLE}`
  }
  return undefined
}

const isPlaceholder = (level: string) => ['{site}', '{device}', '+', '#'].includes(level)

function requireSoundMapping(mapping: JsonMapping, at: string): void {
  const needs = (name: keyof JsonMapping, other: keyof JsonMapping) => {
    if (mapping[name] === undefined || mapping[other] !== undefined) return
    throw invalid(`${at}/${name}`, `${name} goes with ${other}; give both, or neither.`)
  }
  needs('name', 'value')
  needs('value', 'name')
  needs('unit', 'name')
  needs('timeUnit', 'time')
  if (mapping.name !== undefined && mapping.values !== undefined) {
    const message = 'A reading is one metric (name and value) or several (values); give one of the two.'
    throw invalid(`${at}/values`, message)
  }
}
