import { describe, expect, test } from 'vitest'
import { eventText, linkHash, ORIGIN, type RawEvent } from './chain.ts'
import type { Signer } from './keys.ts'
import {
  checkpointLine,
  endLine,
  FIRST_LINE,
  keyLine,
  linkLine,
  type ReadStatement,
  readStatement,
  signCheckpoint,
} from './lines.ts'
import { testSigner } from './testing/signer.ts'
import { type Trust, type Verdict, verifyDump } from './verify.ts'

const signer = testSigner()
const raw = (id: number, more: Partial<RawEvent> = {}): RawEvent => ({
  id: String(id),
  subject: 'ticket',
  subjectId: '12',
  type: 'changed',
  atMs: String(1_700_000_000_000 + id),
  deviceAtMs: null,
  actor: 'anna',
  reason: 'She said "löse"\nand left.',
  before: '{}',
  after: `{"title": "Pump ${id}", "size": 1.10}`,
  data: '{}',
  ...more,
})

/** A dump of nine events with gaps in their ids, checkpoints after the third and the sixth, and the end. */
function dump(events = [1, 2, 4, 5, 7, 8, 9, 10, 12].map(id => raw(id)), by: Signer = signer): string[] {
  const lines = [FIRST_LINE, keyLine(by.fingerprint, by.publicKey)]
  let hash: Buffer = ORIGIN
  let checkpoints = 0
  for (const [index, event] of events.entries()) {
    const text = eventText(event)
    hash = linkHash(hash, Buffer.from(text))
    const at = { position: index + 1, event: Number(event.id), hash: hash.toString('hex') }
    lines.push(linkLine(at.position, at.hash, text))
    if (index === 2 || index === 5) {
      checkpoints += 1
      lines.push(checkpointLine(signCheckpoint(by, { ...at, atMs: 1_700_000_100_000 + index })))
    }
    if (index === events.length - 1) lines.push(endLine(by, { ...at, atMs: 1_700_000_200_000 }, checkpoints))
  }
  return lines
}

const bytesOf = (lines: readonly string[]) => Buffer.from(lines.map(line => `${line}\n`).join(''))

function verified(content: readonly string[] | Buffer, trust: Partial<Trust> = {}): Promise<Verdict> {
  const bytes = Buffer.isBuffer(content) ? content : bytesOf(content)
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += 997) yield bytes.subarray(from, from + 997)
  }
  return verifyDump(pieces(), { trusted: [], kept: [], ...trust })
}

const first = async (content: readonly string[] | Buffer, trust?: Partial<Trust>) => {
  const { isWhole, faults } = await verified(content, trust)
  expect(isWhole).toBe(faults.length === 0)
  return faults[0]
}
const lineWith = (lines: readonly string[], part: string) => lines.findIndex(line => line.includes(part))

test('a dump that nobody touched is whole', async () => {
  const verdict = await verified(dump(), { trusted: [signer.fingerprint] })
  expect(verdict).toMatchObject({ isWhole: true, events: 9, checkpoints: 2, faults: [], breaks: [] })
  expect(verdict.lastCheckpoint?.position).toBe(6)
})

test('one byte changed, anywhere, shows', async () => {
  const whole = bytesOf(dump())
  const missed: number[] = []
  for (let at = 0; at < whole.length; at += 3) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
    if ((await verified(changed)).isWhole) missed.push(at)
  }
  expect(missed).toEqual([])
})

test('one byte taken away at the end, or added, shows', async () => {
  const whole = bytesOf(dump())
  expect(await first(whole.subarray(0, -1))).toMatchObject({ kind: 'truncated' })
  expect(await first(Buffer.concat([whole, Buffer.from('\n')]))).toMatchObject({ kind: 'format' })
  expect(await first(Buffer.alloc(0))).toMatchObject({ kind: 'truncated' })
})

describe('what was done is named', () => {
  const at = (lines: readonly string[], id: number) => lineWith(lines, `"event":{"id":${id},`)

  test('an event changed', async () => {
    const lines = dump()
    const line = at(lines, 5)
    lines[line] = (lines[line] ?? '').replace('Pump 5', 'Pump 6')
    const { faults } = await verified(lines)
    expect(faults).toEqual([
      {
        kind: 'changed',
        line: line + 1,
        detail: expect.stringContaining('Event 5 at position 4 was changed'),
      },
    ])
  })

  test('an event taken away', async () => {
    const lines = dump()
    lines.splice(at(lines, 8), 1)
    expect(await first(lines)).toMatchObject({
      kind: 'missing',
      detail: 'Of the chain position 6 is missing, between event 7 and event 9.',
    })
  })

  test('an event put in between, with positions of those after it moved', async () => {
    const lines = dump()
    const line = at(lines, 7)
    const text = eventText(raw(6))
    lines.splice(line, 0, linkLine(5, linkHash(ORIGIN, Buffer.from(text)).toString('hex'), text))
    const moved = lines.map((each, index) =>
      index <= line ? each : each.replace(/^\{"position":(\d+)/, (_, n) => `{"position":${Number(n) + 1}`),
    )
    expect(await first(lines)).toMatchObject({ kind: 'changed', line: line + 1 })
    expect(await first(moved)).toMatchObject({ kind: 'changed', line: line + 1 })
  })

  test('two events changed over', async () => {
    const lines = dump()
    const line = at(lines, 9)
    ;[lines[line], lines[line + 1]] = [lines[line + 1] ?? '', lines[line] ?? '']
    expect(await first(lines)).toMatchObject({
      kind: 'reordered',
      detail: 'Position 7 (event 9) stands after position 8: out of order, or twice.',
    })
  })

  test('an event twice', async () => {
    const lines = dump()
    const line = at(lines, 9)
    lines.splice(line, 0, lines[line] ?? '')
    expect(await first(lines)).toMatchObject({ kind: 'reordered' })
  })

  test.each([1, 2, 3, 5, 9, 12])('the end cut off after %d lines', async kept => {
    expect(await first(dump().slice(0, kept))).toMatchObject({ kind: 'truncated' })
  })

  test('the end cut off, and an end of a shorter dump in its place', async () => {
    const shorter = dump([1, 2, 4].map(id => raw(id)))
    const lines = [...dump().slice(0, -4), shorter.at(-1) ?? '']
    expect(await first(lines)).toMatchObject({ kind: 'reordered' })
  })

  test('a checkpoint taken away', async () => {
    const lines = dump()
    lines.splice(lineWith(lines, '{"checkpoint"'), 1)
    expect(await first(lines)).toMatchObject({
      kind: 'missing',
      detail: 'The dump had 2 checkpoints, and 1 are there.',
    })
  })

  test('a chain made anew after a change, without the key', async () => {
    const honest = dump()
    const forged = dump(
      [1, 2, 4, 5, 7, 8, 9, 10, 12].map(id => raw(id, id === 5 ? { actor: 'ben' } : {})),
      testSigner(),
    )
    const lines = forged.map((line, index) =>
      line.includes('"signature"') || index === 1 ? (honest[index] ?? '') : line,
    )
    expect((await verified(lines)).faults[0]).toEqual({
      kind: 'rewritten',
      line: 10,
      detail: expect.stringContaining('events after position 3 (2023-11-14T22:15:00.002Z) up to position 6'),
    })
  })

  test('all of it made anew with another key', async () => {
    const forged = dump(undefined, testSigner())
    expect((await verified(forged)).isWhole).toBe(true) // nobody can know without the key
    expect(await first(forged, { trusted: [signer.fingerprint] })).toMatchObject({ kind: 'key' })
  })

  test('a signature for another purpose', async () => {
    const lines = dump()
    const end = readStatement(lines.at(-1) ?? '')
    const signature = signer.sign('checkpoint', end?.text ?? '')
    lines.splice(-1, 1, `{"end":${end?.text},"signature":"${signature}"}`)
    expect(await first(lines)).toMatchObject({ kind: 'signature' })
  })
})

describe('a checkpoint that was kept elsewhere', () => {
  const kept = (lines: readonly string[], index: number): ReadStatement[] => {
    const found = lines.map(line => readStatement(line)).filter(each => each?.purpose === 'checkpoint')[index]
    return found ? [found] : []
  }

  test('is in the chain', async () => {
    expect(await first(dump(), { kept: kept(dump(), 1) })).toBeUndefined()
  })

  test('shows that the end was cut off, by who has the key', async () => {
    const shorter = dump([1, 2, 4, 5].map(id => raw(id)))
    expect(await first(shorter, { kept: kept(dump(), 1) })).toMatchObject({
      kind: 'truncated',
      detail: expect.stringContaining('is of 6 events, and here are 4 events.'),
    })
  })

  test('shows that the chain was made anew, by who has the key', async () => {
    const rewritten = dump([1, 2, 4, 5, 7, 8, 9].map(id => raw(id, id === 8 ? { reason: null } : {})))
    expect(await first(rewritten, { kept: kept(dump(), 0) })).toBeUndefined()
    expect(await first(rewritten, { kept: kept(dump(), 1) })).toMatchObject({ kind: 'rewritten' })
  })

  test('is of no use where its own signature is wrong', async () => {
    const [honest] = kept(dump(), 0)
    const [forged] = kept(dump(undefined, testSigner()), 0)
    if (!honest || !forged) throw new Error('no checkpoints')
    expect(await first(dump(), { kept: [forged] })).toMatchObject({ kind: 'key' })
    const mixed = { ...honest, signature: forged.signature }
    expect(await first(dump(), { kept: [mixed] })).toMatchObject({ kind: 'signature' })
  })
})

test('what the service says itself of a break is told', async () => {
  const own = raw(13, { subject: 'ledger', subjectId: 'chain', type: 'chain_broken', actor: 'system' })
  const { breaks, isWhole } = await verified(dump([raw(1), own]))
  expect([isWhole, breaks]).toEqual([true, [expect.stringContaining('chain_broken')]])
})

test('of a thousand faults the first are named and the others counted', async () => {
  const lines = dump([...Array(1_000).keys()].map(index => raw(index + 1)))
  const { faults, faultCount } = await verified(lines.map(line => line.replace('Pump', 'Fan')))
  expect([faults.length, faultCount]).toEqual([20, 1_000])
})
