import type { Message } from '../../../contracts/message-log.ts'
import { textOf } from '../../text.ts'

/** The payload as JSON; throws what `JSON.parse` throws. */
export function parse({ payload }: Message): unknown {
  return JSON.parse(textOf(payload))
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
