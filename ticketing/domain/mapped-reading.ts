import type { IntakeSettings } from './intake.ts'
import type { IntakeMapping } from './intake-mapping.ts'
import { type Item, signalOf } from './mapped-signals.ts'
import { invalid } from './refusals.ts'
import { MAX_ITEMS, type Misread, type Reading, type Signal } from './signal.ts'

/**
 * Reads all items. What the intake's mapping does not say is as `shipped` says it. Throws `invalid` for more items than
 * are taken at once.
 */
export function readItems(
  items: readonly Item[],
  { payload, shipped, intake }: { payload: unknown; shipped: IntakeMapping; intake: IntakeSettings },
): Reading {
  requireFew(items.length)
  const mapping = { ...shipped, ...intake.mapping }
  const signals: Signal[] = []
  const misread: Misread[] = []
  const notes: string[] = []
  for (const item of items) {
    const read = signalOf(item, { payload, mapping, intake })
    if ('signal' in read) {
      signals.push(read.signal)
      notes.push(...read.notes)
    } else misread.push(read)
  }
  return { signals, misread, notes }
}

export function requireFew(count: number): void {
  if (count <= MAX_ITEMS) return
  throw invalid('', `It has ${count} items; send at most ${MAX_ITEMS} at once.`)
}

/** What property names mean where a mapping says nothing else. */
export const plainMapping: IntakeMapping = {
  key: { from: ['/key'] },
  state: { from: ['/state', '/status'] },
  startedAt: { from: ['/startedAt', '/startsAt'] },
  asset: { from: ['/asset'] },
  title: { from: ['/title', '/summary', '/message'] },
  description: { from: ['/description'] },
  severity: { from: ['/severity'] },
  kind: { from: ['/kind'] },
  faultKey: { from: ['/faultKey'] },
  requesterName: { from: ['/requester/name', '/requesterName'] },
  requesterContact: { from: ['/requester/contact', '/requesterContact'] },
}

/** The payload as JSON. Throws `invalid` in words for a person who looks at what failed. */
export function jsonIn(body: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw invalid('', 'The body is not UTF-8 text, as JSON must be.')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid('', `The body is not JSON: ${(error as Error).message.slice(0, 200)}.`)
  }
}

/** An object of JSON. */
export type JsonObject = Record<string, unknown>
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
