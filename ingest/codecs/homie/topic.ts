const PREFIX = 'homie/5/'

export type Topic =
  | { kind: 'state' | 'description'; device: string }
  | { kind: 'value'; device: string; node: string; property: string }
  /** Commands, targets, alerts, logs and broadcasts. */
  | { kind: 'other' }

export const isHomie = (topic: string): boolean => topic.startsWith(PREFIX)

/** Undefined when the topic is none of Homie. */
export function parseTopic(text: string): Topic | undefined {
  const [device = '', node = '', property, ...more] = text.slice(PREFIX.length).split('/')
  if (device === '$broadcast') return { kind: 'other' }
  if (device === '' || device.startsWith('$') || node === '') return undefined
  if (node.startsWith('$')) return attribute(device, node, property === undefined)
  if (property === undefined || property === '') return undefined
  const isOther = property.startsWith('$') || more.length > 0
  return isOther ? { kind: 'other' } : { kind: 'value', device, node, property }
}

function attribute(device: string, name: string, isWhole: boolean): Topic {
  if (isWhole && name === '$state') return { kind: 'state', device }
  return isWhole && name === '$description' ? { kind: 'description', device } : { kind: 'other' }
}
