import { type Format, formatProblem } from '../../contracts/format.ts'
import { quoted } from '../../contracts/text.ts'
import { invalid } from './refusals.ts'

/** First levels whose topics are read in one way everywhere, or are ours to publish. */
const RESERVED = ['telemetry', 'status', 'commands', 'spBv1.0', 'homie']
const WILD = ['', '{site}', '{device}', '{metric}', '+', '#']

/** Throws `invalid` for what the schema cannot say; `at` is the JSON pointer of the format. */
export function requireSoundFormat(format: Format, at = ''): void {
  const problem = formatProblem(format)
  if (problem) throw invalid(at + problem.pointer, problem.detail)
  const fault = scopeFault(format.topic)
  if (fault) throw invalid(`${at}/topic`, `The topic ${quoted(format.topic)} ${fault}.`)
}

/** Which topics a format must leave alone. Those that are read in one way everywhere never reach it, so `+` may stand there. */
function scopeFault(topic: string): string | undefined {
  const levels = topic.split('/')
  const [first = ''] = levels
  if (RESERVED.includes(first) || first.startsWith('$')) {
    return `begins with ${first}, whose topics are read in one way everywhere; choose another first level`
  }
  if (levels.every(level => WILD.includes(level))) {
    return 'fits topics of every kind; give at least one level as text, as in factory/{site}/machines/{device}/up'
  }
  return undefined
}
