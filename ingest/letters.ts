import type { DeadLetter } from '../contracts/dead-letters.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import type { AssetRegistry } from '../contracts/registry.ts'
import type { Codec, Problem } from './codecs/codec.ts'
import { couldBeDevice } from './strangers.ts'

/** An array of a million wrong elements must not become a million rows. */
const MAX_LETTERS = 20

interface Faulty {
  entry: LogEntry
  codec: Codec | undefined
  problems: readonly Problem[]
}

/**
 * One dead letter for each problem of the message, with the part it is about as the payload; beyond `MAX_LETTERS` one
 * more with the whole message, so that no part is lost. The ids depend on the message alone.
 */
export function lettersOf({ entry, codec, problems: all }: Faulty, registry: AssetRegistry): DeadLetter[] {
  const problems = distinct(all)
  const named = problems.slice(0, MAX_LETTERS)
  const payloads = excerpts(entry, codec, named)
  const letters = named.map((problem, n) => letter(entry, { n, problem, payload: payloads[n], registry }))
  const [first, ...others] = problems.slice(MAX_LETTERS)
  if (first) {
    const detail = `${sentence(first)} The same message has ${others.length} more faults; it is kept whole here.`
    const problem = { ...first, detail, index: undefined }
    letters.push(letter(entry, { n: MAX_LETTERS, problem, payload: undefined, registry }))
  }
  return letters
}

function letter(
  entry: LogEntry,
  about: { n: number; problem: Problem; payload: Uint8Array | undefined; registry: AssetRegistry },
): DeadLetter {
  const { topic, publisher, receivedAtMs } = entry
  const { n, problem, payload = entry.payload, registry } = about
  return {
    id: `${entry.offset}-${n}`,
    topic,
    publisher,
    device: deviceOf(problem, registry),
    payload,
    receivedAtMs,
    reason: problem.reason,
    detail: sentence(problem),
  }
}

/** The id where the device is registered, else the name that it may be registered under later. */
function deviceOf({ device, address }: Problem, registry: AssetRegistry): string | undefined {
  const names = [address, device].filter(name => name !== undefined)
  const [known] = names.flatMap(name => registry.device(name)?.id ?? [])
  return known ?? names.find(couldBeDevice)
}

/** What is wrong, with the part it is about. */
export function sentence({ detail, index }: Problem): string {
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
