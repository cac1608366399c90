import { describe, expect, test } from 'vitest'
import { parseWaveforms, WAVEFORM_LIMITS } from './parse.ts'

const values = Array.from({ length: 256 }, (_, i) => i / 4)
const base64 = Buffer.from(Float32Array.from(values).buffer).toString('base64')
const parse = (waveform: unknown, room = 1e6) => parseWaveforms({ x: waveform }, room)[0]

test('numbers and float32 in Base64 say the same', () => {
  for (const waveform of [
    { sampleHz: 8192, values, speedHz: 24.5 },
    { sampleHz: 8192, base64, speedHz: 24.5 },
    { sampleHz: 8192, base64: base64.replace(/=+$/, ''), speedHz: 24.5 },
  ])
    expect(parse(waveform)).toEqual({
      name: 'x',
      waveform: { sampleHz: 8192, speedHz: 24.5, samples: Float64Array.from(values) },
    })
  expect(parse({ sampleHz: 100, values, speedHz: null })).not.toHaveProperty('waveform.speedHz')
})

describe('what is wrong is told', () => {
  const nan = Buffer.from(Float32Array.from([...values.slice(1), Number.NaN]).buffer).toString('base64')
  test.each([
    [7, 'is a number'],
    [values, 'is an array'],
    [{ values }, 'has no "sampleHz" between 16 and 1000000'],
    [{ sampleHz: '8k', values }, 'has no "sampleHz"'],
    [{ sampleHz: 1, values }, 'has no "sampleHz"'],
    [{ sampleHz: 8192 }, 'has not one of "values" and "base64"'],
    [{ sampleHz: 8192, values, base64 }, 'has not one of "values" and "base64"'],
    [{ sampleHz: 8192, values: 'abc' }, 'has "values" that are a string'],
    [{ sampleHz: 8192, base64: 5 }, 'has "base64" that is a number'],
    [{ sampleHz: 8192, base64: `${base64.slice(0, -4)}%%%%` }, 'has "base64" that is not Base64'],
    [{ sampleHz: 8192, base64: `${base64.slice(0, -4)}` }, 'has 255 values'],
    [{ sampleHz: 8192, base64: `AAAA${base64}` }, 'has 1027 bytes'],
    [{ sampleHz: 8192, base64: nan }, 'has no number at 255'],
    [{ sampleHz: 8192, values: values.with(17, null as never) }, 'has no number at 17'],
    [{ sampleHz: 8192, values: values.with(17, 1e300) }, 'has no number at 17'],
    [{ sampleHz: 8192, values: [1, 2, 3] }, 'has 3 values, not 256 to 65536'],
    [{ sampleHz: 8192, values: new Array(70_000).fill(1) }, 'has 70000 values'],
    [{ sampleHz: 8192, values, speedHz: -1 }, 'has a "speedHz"'],
    [{ sampleHz: 8192, values, speedHz: 'fast' }, 'has a "speedHz"'],
  ])('%#', (waveform, told) => {
    expect(parse(waveform)).toEqual({
      name: 'x',
      problem: expect.stringContaining(`The waveform "x" ${told}`),
    })
  })

  test('more than a message may have', () => {
    expect(parse({ sampleHz: 8192, values }, 255)).toHaveProperty('problem')
    const many = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`w${i}`, { sampleHz: 8192, values }]),
    )
    const parsed = parseWaveforms(many, 1e6)
    expect(parsed.filter(each => 'waveform' in each)).toHaveLength(WAVEFORM_LIMITS.perReading)
    const few = parseWaveforms(many, 3 * values.length)
    expect(few.filter(each => 'waveform' in each)).toHaveLength(3)
  })
})
