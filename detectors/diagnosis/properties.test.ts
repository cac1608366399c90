import fc from 'fast-check'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { Finding } from '../../contracts/finding.ts'
import { type AssetStatement, type DiagnosisState, diagnose } from './diagnosis.ts'
import { MINUTE_MS, pump, T0 } from './testing.ts'

/** The largest state that 40 long statements can make. */
const MAX_STATE_BYTES = 64 * 1024
const RUNS = { numRuns: 150, seed: 20_131_202 }

const symptoms = ['high', 'low', 'rising', 'falling', 'unstable', 'unusual', 'stuck', 'clipped'] as const
const others = ['spikes', 'silent', 'unit_changed', 'drifting'] as const
const metric = fc.constantFrom(...pump.metrics.map(({ key }) => key), 'unlisted', '')

/** Anything that detectors could say, in any order, also what they must not: cleared before raised. */
const statement = fc.record({
  afterMs: fc.constantFrom(0, 1, MINUTE_MS, 60 * MINUTE_MS, 7 * 60 * MINUTE_MS, 3 * 24 * 60 * MINUTE_MS),
  device: fc.constantFrom('a', 'b'),
  metric,
  detector: fc.constantFrom('limit@1', 'band@1', 'health@1', 'x@1', 'y@1', 'z@1'),
  mode: fc.constantFrom('alarm', 'symptom', 'shadow'),
  phase: fc.constantFrom('raised', 'continuing', 'cleared'),
  severity: fc.constantFrom('minor', 'major', 'critical'),
  symptom: fc.constantFrom(...symptoms, ...others),
  distance: fc.constantFrom(0, 1, 3, 1e9),
  value: fc.constantFrom(0, -1e-12, 6.2, 1e300),
  expected: fc.option(fc.constantFrom({ low: 1, high: 2 }, { low: 5, high: 5 }), { nil: undefined }),
  limit: fc.option(fc.constant(7.1), { nil: undefined }),
  left: fc.option(fc.constantFrom(0, MINUTE_MS, 1e9, 1e11), { nil: undefined }),
  shares: fc.option(
    fc.array(fc.record({ metric, share: fc.constantFrom(0, 0.05, 0.5, 1) }), { maxLength: 3 }),
    {
      nil: undefined,
    },
  ),
})
type Said = typeof statement extends fc.Arbitrary<infer T> ? T : never

function run(said: readonly Said[], between: (state: DiagnosisState) => DiagnosisState = state => state) {
  const findings: Finding[] = []
  let state: DiagnosisState | undefined
  let largest = 0
  let nowMs = T0
  for (const each of said) {
    nowMs += each.afterMs
    const around = { equipmentClass: pump, criticality: 'A', site: 'plant', asset: 'pump-7' } as const
    const context = { ...around, observedAtMs: nowMs, receivedAtMs: nowMs, series: () => SERIES }
    const [next, made] = diagnose(context, state, each.phase === undefined ? [] : [statementOf(each, nowMs)])
    state = between(next)
    largest = Math.max(largest, JSON.stringify(state).length)
    findings.push(...made)
  }
  return { findings, state, largest }
}

const SERIES: [number, number][] = [[T0, 1]]

function statementOf(said: Said, observedAtMs: number): AssetStatement {
  const { device, metric, detector, mode, value, left, shares, expected, limit, ...rest } = said
  const crossing = left !== undefined && {
    crossing: {
      atMs: observedAtMs + left,
      lowMs: observedAtMs + left / 2,
      highMs: observedAtMs + 2 * left,
      of: 'limit' as const,
    },
  }
  const { phase, severity, symptom, distance } = rest
  return {
    ...{ device, metric, unit: '', detector, mode, value, parameters: {}, observedAtMs, regime: 'run' },
    receivedAtMs: observedAtMs,
    series: () => SERIES,
    statement: {
      ...{ phase, severity, symptom, distance, sinceMs: observedAtMs - 1000 },
      ...(detector === 'health@1' && { metric }),
      ...crossing,
      ...(shares && { contributions: shares }),
      ...(expected && { expected }),
      ...(limit !== undefined && { limit }),
      explanation: { en: 'e'.repeat(300), zh: '异'.repeat(150) },
    },
  }
}

const anything = fc.array(statement, { maxLength: 120 })

test('the same statements give the same findings, also when the state was saved and loaded in between', () => {
  fc.assert(
    fc.property(anything, said => {
      const once = run(said)
      expect(run(said)).toEqual(once)
      expect(run(said, state => JSON.parse(JSON.stringify(state)))).toEqual(once)
    }),
    RUNS,
  )
})

test('findings are what the schema says, each id once; each fault is raised, goes on, and is cleared', () => {
  fc.assert(
    fc.property(anything, said => {
      const { findings, largest } = run(said)
      expect(largest).toBeLessThan(MAX_STATE_BYTES)
      const open = new Set<string>()
      for (const finding of findings) {
        expect(Value.Errors(Finding, finding)).toEqual([])
        expect(JSON.stringify(finding)).not.toMatch(/NaN|Infinity|undefined/)
        expect(finding.sinceMs).toBeLessThanOrEqual(finding.observedAtMs)
        const { faultKey, faultKind, phase, shadow = false } = finding
        expect(faultKind === 'sensor').toBe(faultKey !== 'machine')
        const chain = `${faultKey} ${shadow}`
        // What was not spoken of for a day is forgotten without a word: then it is raised anew.
        if (phase !== 'raised') expect(open.has(chain)).toBe(true)
        if (phase === 'cleared') open.delete(chain)
        else open.add(chain)
      }
      expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
    }),
    RUNS,
  )
})
