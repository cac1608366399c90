import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { Statement } from '../contracts/detector.ts'
import { Metric } from '../contracts/registry.ts'
import { detectors } from './index.ts'
import { UNKNOWN_REGIME } from './regimes.ts'
import { describeDetectorContract } from './testing/contract.ts'

/** `sample.json` of a detector's folder: an input, and what the detector says of it. */
const Sample = Type.Object(
  {
    metric: Metric,
    startMs: Type.Integer(),
    stepMs: Type.Integer({ minimum: 1 }),
    values: Type.Array(Type.Number()),
    statements: Type.Array(
      Type.Object({
        atMs: Type.Integer(),
        phase: Type.String(),
        severity: Type.String(),
        explanation: Type.Object({ en: Type.String(), zh: Type.String() }),
      }),
    ),
  },
  { additionalProperties: false },
)

const shared = ['store', 'testing']
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !shared.includes(entry.name))
  .map(entry => entry.name)

describe('the list of detectors', () => {
  it('names every folder', () => {
    expect(detectors.map(({ name }) => name).sort()).toEqual(folders.sort())
  })
})

describe.each(detectors.map(detector => ({ name: detector.name, detector })))(
  '$name',
  ({ name, detector }) => {
    const sample = readSample(name)

    it('has a README', () => {
      expect(existsSync(join(import.meta.dirname, name, 'README.md'))).toBe(true)
    })

    it('says of its sample what the sample says', () => {
      const config = detector.configure(sample.metric)
      expect(Value.Check(detector.config, config)).toBe(true)
      const said: { atMs: number; statement: Statement }[] = []
      let state: unknown
      sample.values.forEach((value, i) => {
        const observedAtMs = sample.startMs + i * sample.stepMs
        const [next, statements] = detector.step(
          config,
          state,
          { observedAtMs, value, regime: UNKNOWN_REGIME },
          sample.metric,
        )
        state = next
        said.push(...statements.map(statement => ({ atMs: observedAtMs, statement })))
      })
      const short = said.map(({ atMs, statement: { phase, severity, explanation } }) => ({
        atMs,
        phase,
        severity,
        explanation,
      }))
      expect(short).toEqual(sample.statements)
    })

    describeDetectorContract(detector, sample.metric)
  },
)

function readSample(name: string): Static<typeof Sample> {
  return Value.Parse(Sample, JSON.parse(readFileSync(join(import.meta.dirname, name, 'sample.json'), 'utf8')))
}
