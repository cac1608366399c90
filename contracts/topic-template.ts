/** What a topic says by the levels that its template names. */
export interface TopicNames {
  site?: string
  device?: string
  metric?: string
}

/** Undefined when the topic is another one. */
export type TopicMatcher = (topic: string) => TopicNames | undefined

const NAMES = ['site', 'device', 'metric'] as const
const NAMED = new Map(NAMES.map(name => [`{${name}}`, name]))

/** What is wrong with a topic template, as a sentence; undefined when nothing is. */
export function templateProblem(template: string): string | undefined {
  const levels = template.split('/')
  for (const [index, level] of levels.entries()) {
    if (NAMED.has(level)) {
      if (levels.indexOf(level) !== index) return `${level} stands twice; a topic names it once.`
    } else if (level === '#') {
      if (index !== levels.length - 1) return '# stands for any rest, so it must be the last level.'
    } else if (level !== '+' && /[+#{}\p{Cc}]/u.test(level)) {
      return `The level ${JSON.stringify(level)} is none of these: text, {site}, {device}, {metric}, + or, as the last, #; a level is one of them whole.`
    }
  }
  return undefined
}

/**
 * Compiles a template whose levels are text, `{site}`, `{device}`, `{metric}`, `+` (any level) or, as the last, `#` (any
 * rest, also none). A named level is never empty. As in MQTT, a template that begins with a wildcard does not take
 * topics that begin with `$`.
 */
export function topicMatcher(template: string): TopicMatcher {
  const levels = template.split('/')
  const rest = levels.at(-1) === '#'
  if (rest) levels.pop()
  const names = levels.map(level => NAMED.get(level))
  const startsWild = names[0] !== undefined || levels[0] === '+' || levels.length === 0
  return topic => {
    if (startsWild && topic.startsWith('$')) return undefined
    const given = topic.split('/')
    if (rest ? given.length < levels.length : given.length !== levels.length) return undefined
    const found: TopicNames = {}
    for (const [index, level] of levels.entries()) {
      const text = given[index]
      const name = names[index]
      if (name) {
        if (!text) return undefined
        found[name] = text
      } else if (level !== '+' && level !== text) return undefined
    }
    return found
  }
}

const matchers = new WeakMap<object, TopicMatcher>()

/** What the topic names if it is one of the format's; its template is compiled once. */
export function namesInTopic(format: { readonly topic: string }, topic: string): TopicNames | undefined {
  let matcher = matchers.get(format)
  if (!matcher) {
    matcher = topicMatcher(format.topic)
    matchers.set(format, matcher)
  }
  return matcher(topic)
}
