import { linkHash, ORIGIN } from './chain.ts'
import { type Fault, faultList } from './faults.ts'
import { FIRST_LINE, type ReadStatement, readMissing, readStatement } from './lines.ts'
import { MAX_LINE_BYTES, splitter } from './split.ts'
import { type Place, statementCheck } from './statements.ts'

export interface Trust {
  /** Fingerprints of the keys that may have signed; empty: those of the dump, whosever they are. */
  trusted: readonly string[]
  /** Checkpoints that were kept elsewhere. */
  kept: readonly ReadStatement[]
}

/** What a dump is worth. */
export interface Verdict {
  isWhole: boolean
  /** Events of the chain. */
  events: number
  checkpoints: number
  lastCheckpoint: ReadStatement | undefined
  /** When the dump was made, as its end says. */
  madeAtMs: number | undefined
  /** How many statements each key has signed, by its fingerprint. */
  keys: ReadonlyMap<string, number>
  /** In the order of the dump: the first is the first broken link. At most 20. */
  faults: readonly Fault[]
  faultCount: number
  /** Events by which the service itself says that the chain had been broken, as text. */
  breaks: readonly string[]
}

/** Verifies a dump as it comes, with nothing but the dump and what is trusted. */
export async function verifyDump(dump: AsyncIterable<Buffer>, trust: Trust): Promise<Verdict> {
  const verification = openVerification(trust)
  const lines = splitter(verification.take)
  for await (const chunk of dump) lines.push(chunk)
  return verification.close(lines.rest())
}

const LINK =
  /^\{"position":([1-9]\d{0,15}),"hash":"([0-9a-f]{64})","event":\{"id":([1-9]\d{0,15}),("subject":"ledger")?/
/** A link's line up to there is ASCII, and never longer. */
const HEAD_BYTES = 180
const BRACE = 0x7d
const MAX_BREAKS = 20

function openVerification(trust: Trust) {
  const faults = faultList()
  const statements = statementCheck(faults, trust)
  const breaks: string[] = []
  /** Positions that were left out, with the fault that says so: they may come later, out of their order. */
  const gaps: { from: number; to: number; fault: Fault }[] = []
  let line = 0
  let links = 0
  let place: Place = { position: 0, event: 0, hash: '' }
  /** The hash that the next link stands on; undefined where what was before is missing. */
  let before: Buffer | undefined = ORIGIN
  let end: ReadStatement | undefined

  /** Whether the link stands where it belongs. */
  function isInOrder(position: number, id: number): boolean {
    const expected = place.position + 1
    if (position === expected) return true
    if (position > expected) {
      const to = position - 1
      const which = to === expected ? `position ${to}` : `positions ${expected} to ${to}`
      const detail = `Of the chain ${which} ${to === expected ? 'is' : 'are'} missing, between event ${place.event} and event ${id}.`
      const fault = faults.add('missing', line, detail)
      if (gaps.length < 1_000) gaps.push({ from: expected, to, fault })
      before = undefined
      return true
    }
    const gap = gaps.find(({ from, to }) => position >= from && position <= to)
    const detail = `Position ${position} (event ${id}) stands after position ${place.position}: out of order, or twice.`
    if (!gap) faults.add('reordered', line, detail)
    else if (gap.fault.kind === 'missing') Object.assign(gap.fault, { kind: 'reordered', detail })
    return false
  }

  function takeLink(bytes: Buffer, head: RegExpExecArray): void {
    const [start, positionText, hash = '', idText] = head
    const [position, id] = [Number(positionText), Number(idText)]
    links += 1
    if (!isInOrder(position, id)) return
    const text = bytes.subarray(start.indexOf('{"id"'), -1)
    const stated = Buffer.from(hash, 'hex')
    if (before && (!linkHash(before, text).equals(stated) || bytes.at(-1) !== BRACE)) {
      const detail = `Event ${id} at position ${position} was changed, or its hash: it does not follow from the one before it.`
      faults.add('changed', line, detail)
    } else if (id <= place.event) {
      faults.add('reordered', line, `Event ${id} stands after event ${place.event}.`)
    }
    if (head[4] && breaks.length < MAX_BREAKS) breaks.push(text.toString())
    place = { position, event: id, hash }
    before = stated
    statements.passed(place, line)
  }

  /** Every line but links; false where it is none of them. */
  function takeOther(text: string): boolean {
    const statement = readStatement(text)
    if (statement?.purpose === 'checkpoint') statements.addCheckpoint(statement, place, line)
    else if (statement) {
      end = statement
      statements.end(statement, place, line)
    } else if (text.startsWith('{"position":')) return takeMissing(text)
    else if (text.startsWith('{"stray":')) {
      const id = /^\{"stray":\{"id":(\d+),/.exec(text)?.[1] ?? '?'
      faults.add(
        'inserted',
        line,
        `Event ${id} was inserted: it stands among sealed events and was never sealed.`,
      )
    } else return links === 0 && statements.addKey(text, line)
    return true
  }

  function takeMissing(text: string): boolean {
    const link = readMissing(text)
    if (!link) return false
    const { position, event, hash } = link
    links += 1
    if (!isInOrder(position, event)) return true
    faults.add(
      'missing',
      line,
      `Event ${event} at position ${position} was deleted: its link is there, and it is not.`,
    )
    place = { position, event, hash }
    before = Buffer.from(hash, 'hex')
    statements.passed(place, line)
    return true
  }

  function take(bytes: Buffer): void {
    line += 1
    if (line === 1) {
      if (bytes.toString() !== FIRST_LINE)
        faults.add(
          'format',
          1,
          `It is no dump of the audit chain of version 1: the first line must be ${FIRST_LINE}.`,
        )
      return
    }
    if (end) {
      faults.add('format', line, 'Something follows the end of the dump.')
      return
    }
    const head = LINK.exec(bytes.toString('latin1', 0, HEAD_BYTES))
    if (head) takeLink(bytes, head)
    else if (bytes.length > MAX_LINE_BYTES || !takeOther(bytes.toString()))
      faults.add('format', line, `Line ${line} is no line of a dump.`)
  }

  function close(rest: Buffer): Verdict {
    if (rest.length > 0) take(rest)
    if (!end) {
      const detail = `The dump is cut off after position ${place.position} (event ${place.event}): its end is missing.`
      faults.add('truncated', line, detail)
    } else if (rest.length > 0) faults.add('truncated', line, 'The last line is cut off.')
    statements.close(place)
    faults.sort()
    return {
      isWhole: faults.count() === 0,
      events: links,
      checkpoints: statements.checkpoints(),
      lastCheckpoint: statements.lastCheckpoint(),
      madeAtMs: end?.atMs,
      keys: statements.signedBy,
      faults: faults.kept,
      faultCount: faults.count(),
      breaks,
    }
  }

  return { take, close }
}
