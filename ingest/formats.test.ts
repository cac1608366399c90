import { globSync, readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Format, formatProblem } from '../contracts/format.ts'
import { formatCodec, tryFormat } from './formats.ts'

const root = new URL('../', import.meta.url)
const pages = ['docs/formats.md', ...globSync('ingest/codecs/*/README.md', { cwd: root })]

/** The formats that a page shows. */
function formatsOn(page: string): Format[] {
  const blocks = readFileSync(new URL(page, root), 'utf8').matchAll(/```json\n(.*?)```/gs)
  return [...blocks].flatMap(([, text = '']) => {
    const content = JSON.parse(text)
    return 'codec' in content ? [{ id: 'shown', ...content }] : []
  })
}
const shown = pages.flatMap(page => formatsOn(page).map(format => [page, format] as const))

test.each(shown)('a format on %s makes sense: %j', (_, format) => {
  expect(Value.Errors(Format, format)).toEqual([])
  expect(formatProblem(format)).toBeUndefined()
})

function attempt(format: Format | undefined, topic: string, body: string) {
  if (!format) throw new Error('docs/formats.md shows two formats')
  return tryFormat(format, { topic, payload: Buffer.from(body), receivedAtMs: 0, publisher: 'admin' })
}

describe('trying a format', () => {
  const [tags, state] = formatsOn('docs/formats.md')

  test('says what the docs say', () => {
    const body =
      '{ "machine": "press 4", "t": "2026-01-01T08:00:00+08:00", "tags": [{ "id": "oil/temp", "v": "61.5", "q": "good" }] }'
    expect(attempt(tags, 'factory/plant-1/up', body)).toEqual({
      readings: [
        {
          site: 'plant-1',
          device: 'press 4',
          observedAtMs: Date.UTC(2026, 0, 1),
          values: { 'oil/temp': 61.5 },
        },
      ],
      problems: [],
    })
    expect(attempt(state, 'plant/pump-7/sensor/oil_temp/state', '61.25')).toEqual({
      readings: [{ device: 'pump-7', values: { oil_temp: 61.25 } }],
      problems: [],
    })
  })

  test('says what the message says of the device itself', () => {
    const online: Format = { id: 'shelly', topic: '{device}/online', codec: 'status' }
    expect(attempt(online, 'shelly-1/online', 'false')).toEqual({
      readings: [],
      reports: [{ device: 'shelly-1', status: 'offline' }],
      problems: [],
    })
    expect(attempt({ ...online, topic: 'lwt' }, 'lwt', 'false')?.problems).toEqual([
      expect.stringContaining('put {device}'),
    ])
  })

  test('says what would become a dead letter, each in a sentence', () => {
    const body = '{"machine": "m", "t": 1, "tags": [{"id": "a", "v": 1}, {"id": "b"}]}'
    expect(attempt(tags, 'factory/plant-1/up', body)).toMatchObject({
      readings: [{ device: 'm', values: { a: 1 } }],
      problems: ['Element 1: There is no value at "/v".'],
    })
  })

  test('of another topic has no answer', () => expect(attempt(tags, 'other', '{}')).toBeUndefined())
})

describe('a message of any size and depth', () => {
  const json: Format = {
    id: 'j',
    topic: 'x',
    codec: 'json',
    mapping: { readings: '/{device}', quality: '/q' },
  }
  const list: Format = { id: 'l', topic: 'x', codec: 'json', mapping: { name: '/n', value: '/v' } }
  const line: Format = { id: 'p', topic: 'x', codec: 'line' }
  const senml: Format = { id: 's', topic: 'x', codec: 'senml' }
  const many = (text: string) => Array.from({ length: 200_000 }, () => text)
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

  test.each<[string, Format, string, number, number]>([
    ['the same metric 200,000 times in JSON', list, `[${many('{"n":"a","v":1}')}]`, 1, 199_999],
    ['200,000 wrong elements', list, `[${many('1')}]`, 0, 200_000],
    ['200,000 wrong lines', line, many('m').join('\n'), 0, 200_000],
    ['200,000 quotes that are not closed', line, many('m f="').join('\n'), 1, 99_999],
    ['one metric 200,000 times in SenML', senml, `[${many('{"n":"a","v":1}')}]`, 1, 199_999],
    ['separators', senml, `[{"n":"${':'.repeat(200_000)}x","v":1}]`, 1, 0],
    ['digits', list, `[{"n":"a","v":"${'1'.repeat(200_000)}x"}]`, 1, 0],
    ['depth in JSON', list, `[1,${deep}]`, 0, 2],
    ['depth as a quality', json, `{"a":{"v":1,"q":${deep}},"b":{"v":1,"q":{"toString":1}}}`, 0, 2],
    ['depth in SenML', senml, `[${deep},{"n":"a","v":1}]`, 1, 1],
    ['depth in CBOR', senml, '\u0081'.repeat(100_000), 0, 1],
  ])('is read: %s', (_, format, body, readings, problems) => {
    const message = { topic: 'x', payload: Buffer.from(body, 'latin1'), receivedAtMs: 0, publisher: 'box' }
    const codec = formatCodec(format)
    const content = codec.decode(message, () => undefined)
    expect([content.readings.length, content.problems.length]).toEqual([readings, problems])
    codec.excerpts(message, new Set([0, 1, 100]))
  })

  test('names a bounded number of devices', () => {
    const body = Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`d${n}`, { v: n }]))
    const trial = attempt(json, 'x', JSON.stringify(body))
    expect(trial?.readings).toHaveLength(1_000)
    expect(trial?.problems).toEqual(['The message names more than 1000 devices; send several messages.'])
  })
})
