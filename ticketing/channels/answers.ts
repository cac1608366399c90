import type { SendOutcome } from '../domain/delivery.ts'
import type { OutgoingAnswer } from './outgoing.ts'

const SAID_LENGTH = 300
/** Where a limit does not say how long. */
export const LIMITED_MS = 60_000
const LONGEST_LIMIT_MS = 3_600_000

/** What was said, short and on one line, for the delivery log. */
export const shortly = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, SAID_LENGTH)

/** What a status means by itself; undefined for 2xx, where some have more to say. */
export function judgeStatus({ status, headers, text }: OutgoingAnswer): SendOutcome | undefined {
  if (status >= 200 && status < 300) return undefined
  const said = shortly(text) || `status ${status}`
  if (status === 429) return { kind: 'limited', status, said, waitMs: retryAfterMs(headers['retry-after']) }
  if (status >= 500 || status === 408 || status === 425) return { kind: 'away', status, said }
  return { kind: 'refused', status, said }
}

/** Seconds, as everybody writes it who limits; a date is not worth a clock. */
function retryAfterMs(header: string | undefined): number {
  const seconds = Number(header)
  return header && seconds > 0 ? Math.min(seconds * 1000, LONGEST_LIMIT_MS) : LIMITED_MS
}

/** The JSON object of an answer; undefined where it is something else. */
function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** For chats that answer 200 whatever has become of it, and say so by a number in the body; some limit by a 400. */
export function judgeCode(
  answer: OutgoingAnswer,
  read: (body: Record<string, unknown>) => { code: unknown; message: unknown },
  meanings: { away: readonly number[]; limited: readonly number[]; limitedMs?: number },
): SendOutcome {
  const { status, text } = answer
  const body = objectOf(text)
  const { code, message } = body ? read(body) : { code: undefined, message: undefined }
  const isLimited = typeof code === 'number' && meanings.limited.includes(code)
  const byStatus = judgeStatus(answer)
  if (byStatus && (byStatus.kind !== 'refused' || !isLimited)) return byStatus
  if (typeof code !== 'number')
    return { kind: 'away', status, said: `This is no answer of such a chat: ${shortly(text)}` }
  const said = shortly(`${code} ${typeof message === 'string' ? message : ''}`)
  if (code === 0) return { kind: 'sent', status, said }
  if (isLimited) return { kind: 'limited', status, said, waitMs: meanings.limitedMs ?? LIMITED_MS }
  return { kind: meanings.away.includes(code) ? 'away' : 'refused', status, said }
}
