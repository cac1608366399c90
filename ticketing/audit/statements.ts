import type { FaultList } from './faults.ts'
import { openVerifier, type Verifier } from './keys.ts'
import { type ReadStatement, readKey } from './lines.ts'

/** Where the chain is, as the lines before have it. */
export interface Place {
  position: number
  /** Id of the event there. */
  event: number
  /** Hexadecimal. */
  hash: string
}

/** Looks at everything signed: keys, checkpoints in the dump, checkpoints that were kept elsewhere, the end. */
export function statementCheck(
  faults: FaultList,
  options: { trusted: readonly string[]; kept: readonly ReadStatement[] },
) {
  const { trusted } = options
  const verifiers = new Map<string, Verifier>()
  const signedBy = new Map<string, number>()
  const waiting = new Map<number, ReadStatement[]>()
  for (const statement of options.kept)
    waiting.set(statement.position, [...(waiting.get(statement.position) ?? []), statement])
  /** Checkpoints of positions that have not come yet, with their lines: an event may be missing before, or all after. */
  let ahead: { statement: ReadStatement; line: number }[] = []
  let checkpoints = 0
  let last: ReadStatement | undefined

  function isSigned(statement: ReadStatement, line: number, what: string): boolean {
    const { key, purpose, text, signature } = statement
    const verifier = verifiers.get(key)
    if (!verifier) {
      faults.add('key', line, `${what} is signed by the key ${key}, which is not in the dump.`)
      return false
    }
    if (trusted.length > 0 && !trusted.includes(key)) {
      faults.add('key', line, `${what} is signed by the key ${key}, which is not the one that was given.`)
      return false
    }
    signedBy.set(key, (signedBy.get(key) ?? 0) + 1)
    if (verifier.isSigned(purpose, text, signature)) return true
    faults.add('signature', line, `The signature of ${lowered(what)} is wrong.`)
    return false
  }

  /** Compares what was signed with the chain as it is here. */
  function compare(statement: ReadStatement, place: Place, line: number, what: string): boolean {
    const { position, event, hash } = statement
    if (position !== place.position) {
      const detail = `${what} is of ${events(position)}, and here are ${events(place.position)}.`
      faults.add(position > place.position ? 'truncated' : 'reordered', line, detail)
      return false
    }
    if (hash === place.hash && event === place.event) return true
    const since = last ? `after position ${last.position} (${instant(last.atMs)})` : 'from the first on'
    const detail = `${what} was signed over another hash: events ${since} up to position ${position} are not those that were signed.`
    faults.add('rewritten', line, detail)
    return false
  }

  return {
    signedBy,
    checkpoints: () => checkpoints,
    lastCheckpoint: () => last,
    /** A line with a key. */
    addKey(text: string, line: number): boolean {
      const key = readKey(text)
      if (!key) return false
      const verifier = openVerifier(key.publicKey)
      if (verifier?.fingerprint !== key.fingerprint)
        faults.add('key', line, `The public key is not the one of the fingerprint ${key.fingerprint}.`)
      else if (verifiers.has(key.fingerprint))
        faults.add('format', line, `The key ${key.fingerprint} is there twice.`)
      else verifiers.set(key.fingerprint, verifier)
      return true
    },
    addCheckpoint(statement: ReadStatement, place: Place, line: number): void {
      checkpoints += 1
      const what = `The checkpoint of ${instant(statement.atMs)}`
      const isTrue = isSigned(statement, line, what)
      if (statement.position > place.position) ahead.push({ statement, line })
      else if (compare(statement, place, line, what) && isTrue) last = statement
    },
    /** Called at every position: is there a checkpoint that somebody kept? */
    passed(place: Place, line: number): void {
      for (const { statement, line: own } of ahead)
        if (statement.position === place.position)
          faults.add(
            'reordered',
            own,
            `The checkpoint of position ${place.position} stands before its event.`,
          )
      if (ahead.length > 0) ahead = ahead.filter(({ statement }) => statement.position > place.position)
      const kept = waiting.get(place.position)
      if (!kept) return
      waiting.delete(place.position)
      for (const statement of kept) {
        const what = keptName(statement)
        if (isSigned(statement, line, what)) compare(statement, place, line, what)
      }
    },
    /** What the end says. */
    end(statement: ReadStatement, place: Place, line: number): void {
      isSigned(statement, line, 'The end of the dump')
      compare(statement, place, line, 'The end of the dump')
      if (statement.checkpoints !== checkpoints) {
        const detail = `The dump had ${statement.checkpoints} checkpoints, and ${checkpoints} are there.`
        faults.add('missing', line, detail)
      }
    },
    /** Checkpoints of positions that never came. */
    close(place: Place): void {
      for (const { statement, line } of ahead)
        compare(statement, place, line, `The checkpoint of ${instant(statement.atMs)}`)
      for (const statement of [...waiting.values()].flat()) {
        const what = keptName(statement)
        const isAhead = statement.position > place.position
        if (isAhead) compare(statement, place, 0, what)
        else
          faults.add('missing', 0, `Position ${statement.position} is missing, of which ${lowered(what)} is.`)
      }
    },
  }
}

const keptName = ({ atMs }: ReadStatement) => `The checkpoint of ${instant(atMs)} that was kept elsewhere`
const lowered = (what: string) => what.replace(/^The/, 'the')
const events = (count: number) => (count === 1 ? '1 event' : `${count} events`)
export const instant = (atMs: number) => {
  const at = new Date(atMs)
  return Number.isNaN(at.getTime()) ? `${atMs} ms` : at.toISOString()
}
