import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterOutcome, afterTry, type Circuit, closedCircuit, isProbing, MAX_ATTEMPTS } from './delivery.ts'

const away = { kind: 'away', status: 503, said: 'busy' } as const
const nowMs = 1_000_000

describe('a delivery', () => {
  test('is tried later and later, and in the end no more', () => {
    const waits: number[] = []
    for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
      const next = afterTry(away, { attempts, chance: 1, nowMs })
      if (next.state === 'waiting') waits.push((next.dueAtMs - nowMs) / 1000)
      else expect([attempts, next.state]).toEqual([MAX_ATTEMPTS, 'failed'])
    }
    expect(waits.slice(0, 5)).toEqual([5, 10, 20, 40, 80])
    expect(waits.at(-1)).toBe(4 * 3600)
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 3600).toBeCloseTo(17.7, 0)
  })

  test('waits between half and all of that, by chance', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), chance => {
        const next = afterTry(away, { attempts: 3, chance, nowMs })
        expect(next.state === 'waiting' && next.dueAtMs - nowMs).toBeGreaterThanOrEqual(10_000)
        expect(next.state === 'waiting' && next.dueAtMs - nowMs).toBeLessThanOrEqual(20_000)
      }),
    )
  })

  test('is not tried again where it is refused', () => {
    expect(afterTry({ kind: 'refused', status: 404, said: 'no' }, { attempts: 1, chance: 0, nowMs })).toEqual(
      {
        state: 'failed',
      },
    )
  })

  test('waits for as long as it is asked to, however often', () => {
    const limited = { kind: 'limited', status: 429, said: 'slow', waitMs: 60_000 } as const
    expect(afterTry(limited, { attempts: 99, chance: 0, nowMs })).toEqual({
      state: 'waiting',
      dueAtMs: nowMs + 60_000,
    })
  })
})

describe('a circuit', () => {
  const folded = (outcomes: Parameters<typeof afterOutcome>[1][], from: Circuit = closedCircuit) =>
    outcomes.reduce((circuit, outcome) => afterOutcome(circuit, outcome, { chance: 1, nowMs }), from)

  test('opens after five failures in a row, and longer with each that follows', () => {
    expect(folded([away, away, away, away])).toMatchObject({ failures: 4, openUntilMs: 0 })
    const open = folded([away, away, away, away, away])
    expect([open.openUntilMs - nowMs, isProbing(open)]).toEqual([30_000, true])
    expect(folded([away], open).openUntilMs - nowMs).toBe(60_000)
    expect(folded(Array(20).fill(away), open).openUntilMs - nowMs).toBe(900_000)
  })

  test('closes with the first answer', () => {
    const open = folded(Array(7).fill(away))
    expect(folded([{ kind: 'sent', status: 200, said: '' }], open)).toEqual(closedCircuit)
    expect(folded([away, away, { kind: 'refused', status: 400, said: '' }, away])).toMatchObject({
      failures: 1,
    })
  })

  test('pauses where the target asks for it, without a failure', () => {
    const limited = { kind: 'limited', status: 429, said: 'slow', waitMs: 60_000 } as const
    expect(folded([limited])).toMatchObject({ failures: 0, openUntilMs: nowMs + 60_000 })
  })
})
