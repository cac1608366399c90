/** What a topic says by its place in the template. */
export interface TopicParts {
  site?: string
  device?: string
}

/**
 * Whether the topic fits the template of a `Format`, and what stands in the place of `{site}` and `{device}`.
 * Undefined where it does not fit; a level that stands for either is not empty.
 */
export function matchTopic(template: string, topic: string): TopicParts | undefined {
  const wanted = template.split('/')
  const levels = topic.split('/')
  const open = wanted.at(-1) === '#'
  if (open ? levels.length < wanted.length - 1 : levels.length !== wanted.length) return undefined
  const parts: TopicParts = {}
  for (const [at, text] of wanted.entries()) {
    const level = levels[at] ?? ''
    if (text === '{site}' || text === '{device}') {
      if (level === '') return undefined
      parts[text === '{site}' ? 'site' : 'device'] = level
    } else if (text !== '+' && text !== level && !(open && at === wanted.length - 1)) return undefined
  }
  return parts
}
