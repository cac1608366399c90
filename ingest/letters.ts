import type { DeadLetter } from '../contracts/dead-letters.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import type { Codec, Problem } from './codecs/codec.ts'

/** An array of a million wrong elements must not become a million rows. */
const MAX_LETTERS = 20

/**
 * One dead letter for each problem of the message, with the part it is about as the payload; beyond `MAX_LETTERS` one
 * more with the whole message, so that no part is lost. The ids depend on the message alone.
 */
export function lettersOf(message: {
  entry: LogEntry
  codec: Codec | undefined
  problems: readonly Problem[]
}): DeadLetter[] {
  const { entry, codec } = message
  const problems = distinct(message.problems)
  const named = problems.slice(0, MAX_LETTERS)
  const payloads = excerpts(entry, codec, named)
  const letters = named.map((problem, n) => letter(entry, n, problem, payloads[n]))
  const [first, ...others] = problems.slice(MAX_LETTERS)
  if (first) {
    const detail = `${sentence(first)} The same message has ${others.length} more faults; it is kept whole here.`
    letters.push(letter(entry, MAX_LETTERS, { reason: first.reason, detail, index: undefined }))
  }
  return letters
}

function letter(entry: LogEntry, n: number, problem: Problem, payload = entry.payload): DeadLetter {
  const { topic, publisher, receivedAtMs } = entry
  const { reason } = problem
  return {
    id: `${entry.offset}-${n}`,
    topic,
    publisher,
    payload,
    receivedAtMs,
    reason,
    detail: sentence(problem),
  }
}

function sentence({ detail, index }: Problem): string {
  return index === undefined ? detail : `Element ${index}: ${detail}`
}

/** What is wrong with the device is wrong for every element, and said once. */
function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ reason, detail, index }) => {
    const key = `${index} ${reason} ${detail}`
    return !seen.has(key) && seen.add(key)
  })
}

function excerpts(
  entry: LogEntry,
  codec: Codec | undefined,
  problems: readonly Problem[],
): (Uint8Array | undefined)[] {
  const indexes = new Set(problems.flatMap(({ index }) => index ?? []))
  if (!codec || indexes.size === 0) return []
  const byIndex = codec.excerpts(entry, indexes)
  return problems.map(({ index }) => (index === undefined ? undefined : byIndex.get(index)))
}
