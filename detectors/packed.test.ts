import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kept, lengthOf, numberAt, pack, replaced, unpack } from './packed.ts'

const any = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('packed numbers', () => {
  it('keep six significant digits of every finite number', () => {
    fc.assert(
      fc.property(fc.array(any), numbers => {
        const packed = pack(numbers)
        expect(lengthOf(packed)).toBe(numbers.length)
        for (const [i, was] of numbers.entries()) {
          const is = numberAt(packed, i)
          expect(Math.abs(is - was)).toBeLessThanOrEqual(Math.max(Math.abs(was) * 2 ** -20, 1e-300))
          expect(is).toBe(kept(was))
        }
      }),
    )
    const digits = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -6, max: 6 }))
    fc.assert(
      fc.property(digits, ([n, places]) => {
        const value = Number(`${n}e${places}`)
        expect(Number(kept(value).toPrecision(6))).toBe(value)
      }),
    )
  })

  it('keep whole numbers, halves and the largest', () => {
    const numbers = [0, 1, -1, 0.5, 60_000, 86_400_000, 2 ** 20 + 1, -2_000_000, 1e300]
    expect(unpack(pack(numbers.slice(0, -1)))).toEqual(numbers.slice(0, -1))
    expect(kept(Number.MAX_VALUE)).toBeLessThan(Number.POSITIVE_INFINITY)
    expect(kept(-Number.MAX_VALUE)).toBeGreaterThan(Number.NEGATIVE_INFINITY)
    expect(kept(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    expect(kept(Number.NaN)).toBeNaN()
  })

  it('are the same again after packing twice, and text that JSON leaves alone', () => {
    fc.assert(
      fc.property(fc.array(any), numbers => {
        const packed = pack(numbers)
        expect(pack(unpack(packed))).toBe(packed)
        expect(JSON.stringify(packed)).toBe(`"${packed}"`)
      }),
    )
  })

  it('are replaced as those of a list are', () => {
    const some = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 })
    fc.assert(
      fc.property(some, some, fc.nat(20), fc.nat(20), (numbers, add, at, drop) => {
        const from = Math.min(at, numbers.length)
        const less = Math.min(drop, numbers.length - from)
        const list = numbers.toSpliced(from, less, ...add)
        const packed = replaced(pack(numbers), { at: from, drop: less, add })
        expect(unpack(packed)).toEqual(list.map(n => n + 0))
        expect(unpack(packed, from, from + add.length)).toEqual(add)
      }),
    )
  })

  it('may be many', () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => i)
    expect(unpack(pack(numbers))).toEqual(numbers)
  })
})
