import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { Statement } from '../contracts/detector.ts'
import { EquipmentClass, Metric } from '../contracts/registry.ts'
import { detectors } from './index.ts'
import { UNKNOWN_REGIME } from './regimes.ts'
import { describeDetectorContract } from './testing/contract.ts'
import { type Driver, driverOf } from './testing/driver.ts'

const common = {
  startMs: Type.Integer(),
  stepMs: Type.Integer({ minimum: 1 }),
  statements: Type.Array(
    Type.Object({
      atMs: Type.Integer(),
      phase: Type.String(),
      severity: Type.String(),
      metric: Type.Optional(Type.String()),
      explanation: Type.Object({ en: Type.String(), zh: Type.String() }),
    }),
  ),
}
/** `sample.json` of a detector's folder: an input, and what the detector says of it. Of a metric, or of a device. */
const Sample = Type.Union([
  Type.Object(
    { ...common, metric: Metric, values: Type.Array(Type.Number()) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...common,
      equipmentClass: EquipmentClass,
      /** Null where nothing is heard. */
      values: Type.Array(Type.Union([Type.Record(Type.String(), Type.Number()), Type.Null()])),
    },
    { additionalProperties: false },
  ),
])
type Sample = Static<typeof Sample>

/** What detectors share, and what is made of what they say. */
const shared = ['diagnosis', 'math', 'regimes', 'store', 'testing']
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !shared.includes(entry.name))
  .map(entry => entry.name)

describe('the list of detectors', () => {
  it('names every folder', () => {
    expect(detectors.map(({ detector }) => detector.name).sort()).toEqual(folders.sort())
  })
})

describe.each(detectors.map(({ detector }) => ({ name: detector.name, detector })))(
  '$name',
  ({ name, detector }) => {
    const sample = readSample(name)
    const driver = driverOf(detector, sample)

    it('has a README', () => {
      expect(existsSync(join(import.meta.dirname, name, 'README.md'))).toBe(true)
    })

    it('gives every parameter a default and a description, and sets itself up as its schema wants', () => {
      const properties: Record<string, { description?: string }> = Object(detector.config).properties
      for (const { description } of Object.values(properties)) expect(description).toBeTruthy()
      expect(Value.Check(detector.config, driver.config)).toBe(true)
    })

    it('says of its sample what the sample says', () => {
      const short = saidOf(driver, sample).map(({ atMs, statement }) => {
        const { phase, severity, metric, explanation } = statement
        return { atMs, phase, severity, ...(metric !== undefined && { metric }), explanation }
      })
      expect(short).toEqual(sample.statements)
    })

    describeDetectorContract(driver)
  },
)

function saidOf(driver: Driver, sample: Sample): { atMs: number; statement: Statement }[] {
  const { startMs, stepMs } = sample
  const inputs = 'metric' in sample ? sample.values.map(value => ({ value })) : sample.values.map(of)
  let state: unknown
  return inputs.flatMap((input, i) => {
    const atMs = startMs + i * stepMs
    const observation = { observedAtMs: atMs, regime: UNKNOWN_REGIME, ...input }
    const [next, statements] = driver.step(state, observation)
    state = next
    return statements.map(statement => ({ atMs, statement }))
  })
}

const of = (values: Record<string, number> | null) => (values ? { values } : { isQuiet: true as const })

function readSample(name: string): Sample {
  return Value.Parse(Sample, JSON.parse(readFileSync(join(import.meta.dirname, name, 'sample.json'), 'utf8')))
}
