import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecs } from './index.ts'

const here = new URL('.', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, here), 'utf8')
const message = (topic: string, payload: Uint8Array) => ({
  topic,
  payload,
  receivedAtMs: 1_767_225_600_000,
  publisher: 'pump-7',
})

test('every folder is listed, once', () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter(entry => entry.isDirectory())
  expect(codecs.map(codec => codec.name).sort()).toEqual(folders.map(folder => folder.name).sort())
})

const nothing = () => undefined

describe.each(codecs.map(codec => [codec.name, codec] as const))('%s', (name, codec) => {
  test('has a README that begins with its name', () => {
    expect(read(`${name}/README.md`)).toMatch(`# ${name}\n`)
  })

  test('decodes its sample', () => {
    const sample = JSON.parse(read(`${name}/sample.json`))
    expect(codec.accepts(sample.topic)).toBe(true)
    const payload = sample.payloadBase64
      ? Buffer.from(sample.payloadBase64, 'base64')
      : Buffer.from(JSON.stringify(sample.payload))
    const { readings, problems } = codec.decode(message(sample.topic, payload), nothing)
    expect(readings.length).toBeGreaterThan(0)
    expect(readings).toEqual(sample.readings)
    expect(problems).toEqual(sample.problems.map((problem: object) => expect.objectContaining(problem)))
  })

  test('never throws and never comes back empty', () => {
    const anyPayload = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'binary' }).map(text => Buffer.from(text)),
      fc.json().map(text => Buffer.from(text)),
    )
    const sample = JSON.parse(read(`${name}/sample.json`))
    fc.assert(
      fc.property(anyPayload, payload => {
        const { readings, problems } = codec.decode(message(sample.topic, payload), nothing)
        expect(readings.length + problems.length).toBeGreaterThan(0)
      }),
    )
  })
})
