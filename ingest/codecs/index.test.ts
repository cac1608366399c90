import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Format, formatProblem } from '../../contracts/format.ts'
import { formatCodec } from '../formats.ts'
import type { Announced, Announcement, Codec } from './codec.ts'
import { codecs, readers } from './index.ts'

const here = new URL('.', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, here), 'utf8')
const message = (topic: string, payload: Uint8Array) => ({
  topic,
  payload,
  receivedAtMs: 1_767_225_600_000,
  publisher: 'pump-7',
})
const folders = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)

test('every folder is listed, once', () => {
  const names = [...codecs, ...Object.values(readers)].map(({ name }) => name)
  expect([...new Set(names)].sort()).toEqual(folders.sort())
  expect(Object.entries(readers).every(([name, reader]) => reader.name === name)).toBe(true)
})

interface Published {
  topic: string
  payload?: unknown
  payloadText?: string
  payloadBase64?: string
}

/** A sample is of a fixed topic, or has the format that it is published under. */
interface Sample extends Published {
  format?: Format
  /** What the device announced before. */
  announcements?: Published[]
  readings: object[]
  problems: object[]
  reports?: object[]
}

function payloadOf({ payload, payloadText, payloadBase64 }: Published): Uint8Array {
  if (payloadBase64 !== undefined) return Buffer.from(payloadBase64, 'base64')
  return Buffer.from(payloadText ?? JSON.stringify(payload))
}

/** What is announced before the sample, as the decoder would remember it. */
function announcedBefore({ announcements = [] }: Sample, codec: Codec): Announced {
  const known = new Map<string, Announcement>()
  const announced = (key: string) => known.get(key)
  for (const [offset, each] of announcements.entries()) {
    const entry = { ...message(each.topic, payloadOf(each)), offset: BigInt(offset) }
    const { announces } = codec.decode(entry, announced)
    if (announces === undefined) throw new Error(`the message on ${each.topic} announces nothing`)
    known.set(announces, entry)
  }
  return announced
}

/** The samples of a folder with the codec that reads each. */
function samplesOf(name: string): [string, Sample, Codec][] {
  const content = JSON.parse(read(`${name}/sample.json`))
  return [content].flat().map((sample: Sample) => {
    const fixed = codecs.find(candidate => candidate.name === name)
    const codec = sample.format ? formatCodec(sample.format) : fixed
    if (!codec) throw new Error(`${name}/sample.json needs a format`)
    return [sample.topic, sample, codec]
  })
}

describe.each(folders)('%s', name => {
  test('has a README that begins with its name', () => {
    expect(read(`${name}/README.md`)).toMatch(`# ${name}\n`)
  })

  describe.each(samplesOf(name))('on %s', (topic, sample, codec) => {
    const announced = announcedBefore(sample, codec)

    test('decodes its sample', () => {
      if (sample.format)
        expect(Value.Check(Format, sample.format) && !formatProblem(sample.format)).toBe(true)
      expect(codec.accepts(topic)).toBe(true)
      const { readings, problems, reports } = codec.decode(message(topic, payloadOf(sample)), announced)
      expect(readings.length + (reports ?? []).length).toBeGreaterThan(0)
      expect(readings).toEqual(sample.readings)
      expect(reports).toEqual(sample.reports)
      expect(problems).toEqual(sample.problems.map((problem: object) => expect.objectContaining(problem)))
    })

    test('its parts that are cut out decode again, each to one part', () => {
      const whole = message(topic, payloadOf(sample))
      const { readings, problems } = codec.decode(whole, announced)
      const indexes = new Set([...readings, ...problems].flatMap(({ index }) => index ?? []))
      for (const [index, payload] of codec.excerpts(whole, indexes)) {
        const again = codec.decode({ ...whole, payload }, announced)
        const one = (parts: readonly { index: number | undefined }[]) =>
          parts.filter(part => part.index === index).map(part => ({ ...part, index: undefined }))
        expect(again.readings.map(reading => ({ ...reading, index: undefined }))).toEqual(one(readings))
        expect(again.problems.map(problem => ({ ...problem, index: undefined }))).toEqual(one(problems))
      }
    })

    test('never throws, and comes back empty only where a device announces what it means', () => {
      const bytes = payloadOf(sample)
      const damaged = fc
        .tuple(fc.nat({ max: Math.max(0, bytes.length - 1) }), fc.uint8Array({ maxLength: 4 }))
        .map(([place, noise]) =>
          Buffer.concat([bytes.subarray(0, place), noise, bytes.subarray(place + noise.length)]),
        )
      const anyPayload = fc.oneof(
        damaged,
        fc.uint8Array(),
        fc.string({ unit: 'binary' }).map(text => Buffer.from(text)),
        fc.json().map(text => Buffer.from(text)),
      )
      fc.assert(
        fc.property(anyPayload, payload => {
          const { readings, problems, reports = [] } = codec.decode(message(topic, payload), announced)
          if (!codec.needs) expect(readings.length + problems.length + reports.length).toBeGreaterThan(0)
          for (const reading of readings) expect(Object.keys(reading.values)).not.toHaveLength(0)
          codec.excerpts(message(topic, payload), new Set([0, 1, 5]))
        }),
      )
    })
  })
})
