import type { Reading } from '../codec.ts'

const NAMESPACE = 'spBv1.0/'
const KINDS = { BIRTH: 'birth', DATA: 'data', DEATH: 'death', CMD: 'command' } as const

export interface Topic {
  group: string
  kind: (typeof KINDS)[keyof typeof KINDS]
  edge: string
  /** Undefined where the message is about the edge node itself. */
  device: string | undefined
}

export const isSparkplug = (topic: string): boolean => topic.startsWith(NAMESPACE)

/** Where hosts tell the edge nodes whether they are there. */
export const isState = (topic: string): boolean => topic.startsWith(`${NAMESPACE}STATE/`)

/** Undefined when the message type is none, or does not fit the number of levels. */
export function parseTopic(text: string): Topic | undefined {
  const [, group, type = '', edge, device, ...more] = text.split('/')
  const [, about, what] = /^([ND])(BIRTH|DATA|DEATH|CMD)$/.exec(type) ?? []
  if (!group || !edge || !what || device === '' || more.length > 0) return undefined
  if ((about === 'D') !== (device !== undefined)) return undefined
  return { group, kind: KINDS[what as keyof typeof KINDS], edge, device }
}

/** What the device, or the edge node, is called in the registry. */
export function namesOf({ group, edge, device }: Topic): Required<Pick<Reading, 'device' | 'address'>> {
  const node = `${group}/${edge}`
  return device === undefined ? { device: edge, address: node } : { device, address: `${node}/${device}` }
}

/** Under which a birth is remembered. */
export const birthKey = (topic: Topic): string => `sparkplug/${namesOf(topic).address}`
export const nodeBirthKey = (topic: Topic): string => birthKey({ ...topic, device: undefined })

export const commandTopic = ({ group, edge }: Topic): string => `${NAMESPACE}${group}/NCMD/${edge}`
