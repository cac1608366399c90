import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLines } from '../../ingest/codecs/line/parse.ts'
import { LineParser } from '../../simulators/replay/line-protocol.ts'

/**
 * The replay of exports has a reader of its own, because areas do not import each other, and because it reads files line
 * by line. It reads what the codec of the service reads.
 */
function bothRead(text: string) {
  const [codec] = parseLines(text)
  const replay = new LineParser().parse(text)
  const ofCodec = typeof codec?.line === 'object' ? codec.line : undefined
  if (!ofCodec || 'problem' in replay) return [ofCodec, 'problem' in replay ? undefined : replay]
  const { measurement, tags, fields, timestamp } = ofCodec
  const { series, ...rest } = replay
  return [
    { measurement, tags: [...tags], fields, timestamp },
    { measurement: series.measurement, tags: [...series.tags], ...rest },
  ]
}

test('the sample of the codec is read in the same way', async () => {
  const file = join(import.meta.dirname, '../../ingest/codecs/line/sample.json')
  const { payloadText } = JSON.parse(await readFile(file, 'utf8')) as { payloadText: string }
  const lines = payloadText.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  expect(lines).toHaveLength(4)
  for (const line of lines) {
    const [codec, replay] = bothRead(line)
    expect(replay).toEqual(codec)
  }
})

test('any line is read in the same way, or is none for both', () => {
  const part = fc.constantFrom(
    'm',
    ',',
    '=',
    ' ',
    '\\',
    '"',
    't',
    'f',
    '1',
    'i',
    'e',
    '.',
    '-',
    ',t=a',
    ' f=1',
    ' 17',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), parts => {
      const text = parts.join('')
      if (text.trim() === '') return
      const [codec, replay] = bothRead(text)
      expect(replay).toEqual(codec)
    }),
    { numRuns: 20_000 },
  )
})
