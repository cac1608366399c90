import { globSync, readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Format, formatProblem } from '../contracts/format.ts'
import { tryFormat } from './formats.ts'

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

describe('trying a format', () => {
  const attempt = (format: Format | undefined, topic: string, body: string) => {
    if (!format) throw new Error('docs/formats.md shows two formats')
    return tryFormat(format, { topic, payload: Buffer.from(body), receivedAtMs: 0, publisher: 'admin' })
  }
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

  test('says what would become a dead letter, each in a sentence', () => {
    const body = '{"machine": "m", "t": 1, "tags": [{"id": "a", "v": 1}, {"id": "b"}]}'
    expect(attempt(tags, 'factory/plant-1/up', body)).toMatchObject({
      readings: [{ device: 'm', values: { a: 1 } }],
      problems: ['Element 1: There is no value at "/v".'],
    })
  })

  test('of another topic has no answer', () => expect(attempt(tags, 'other', '{}')).toBeUndefined())
})
