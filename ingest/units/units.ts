import Qty from 'js-quantities'
import { meanings } from './spellings.ts'

export type Conversion = (value: number) => number

/** Longer than any unit; what a message calls one is not read beyond it. */
const MAX_LENGTH = 32
/** Pairs that are remembered. Messages name units as they like, so that their number has no other bound. */
const MAX_REMEMBERED = 2_000

const conversions = new Map<string, Conversion | undefined>()

/** How a value in one unit becomes one in the other; undefined when it cannot. Known pairs cost a look-up. */
export function conversion(from: string, to: string): Conversion | undefined {
  if (from === to) return same
  if (from.length > MAX_LENGTH || to.length > MAX_LENGTH) return undefined
  const pair = `${from}\n${to}`
  const known = conversions.get(pair)
  if (known || conversions.has(pair)) return known
  const found = find(from, to)
  if (conversions.size >= MAX_REMEMBERED) conversions.clear()
  conversions.set(pair, found)
  return found
}

/** The value in the other unit, as in `convert(212, '°F', 'Cel')`; undefined when the units do not fit. */
export function convert(value: number, from: string, to: string): number | undefined {
  return conversion(from, to)?.(value)
}

/** Whether both spell the same unit: `°C` and `Cel`. */
export function sameUnit(one: string, other: string): boolean {
  return conversion(one, other) === same
}

const same: Conversion = value => value

function find(from: string, to: string): Conversion | undefined {
  const sources = meanings(from)
  const targets = meanings(to)
  if (sources[0] === targets[0]) return same
  for (const source of sources) {
    for (const target of targets) {
      const found = between(source, target)
      if (found) return found
    }
  }
  return undefined
}

/** Far enough from zero that the rounding of what is added there does not count in the factor. */
const FAR = 1e6

/** Every conversion of the library is linear; two points of it give the factor that the values are multiplied by. */
function between(source: string, target: string): Conversion | undefined {
  let atZero: number
  let factor: number
  try {
    const convertWithLibrary = Qty.swiftConverter(source, target)
    atZero = convertWithLibrary(0)
    factor = atZero === 0 ? convertWithLibrary(1) : (convertWithLibrary(FAR) - atZero) / FAR
  } catch {
    return undefined // it throws for what it does not know and for what does not fit
  }
  if (!Number.isFinite(atZero) || !(factor > 0)) return undefined
  if (atZero === 0) return factor === 1 ? same : multiplication(factor)
  return value => exactTemperature(value * factor + atZero)
}

/** 1/60 is not a number of the machine, 60 is: dividing by it gives whole results where these are whole. */
function multiplication(factor: number): Conversion {
  const inverse = exact(1 / factor)
  return Number.isInteger(inverse) ? value => value / inverse : value => value * factor
}

/** Without the rounding of binary fractions: 14 digits are more than any sensor has. */
function exact(value: number): number {
  return Number(value.toPrecision(14))
}

/** Scales with a zero of their own are all of temperature. Near zero digits are lost: 32 °F is 0 °C, not 5e-13. */
function exactTemperature(value: number): number {
  return Number(exact(value).toFixed(9)) + 0 // no negative zero
}
