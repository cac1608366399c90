/**
 * Numbers that are needed now and then, as text. In a list of numbers in the heap each takes eight bytes, in an object of its
 * own sixteen more, and as JSON up to eighteen characters; here each is five characters, in the heap and as JSON, and neither the
 * collector of garbage nor a parser looks at them one by one.
 *
 * Kept of a number are its sign, its exponent and twenty bits: six significant digits, exact where they are enough. The
 * characters are digits to the base of 85, those of ASCII from # on without the backslash, so that JSON escapes none.
 */
export type Packed = string

/** Characters of a number. */
const WIDTH = 5
const BASE = 85
const FIRST = 35
const BACKSLASH = 92
/** Of the largest number; what would be rounded to infinity stays it. */
const LARGEST = 0x7fefffff

const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)
/** Of the two halves that with the exponent. */
const UPPER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0
/** Text is put together here; one that is cut out of another, or added to it, would keep the other in memory. */
let room = Buffer.alloc(8_192)

export const lengthOf = (packed: Packed): number => packed.length / WIDTH

export function pack(numbers: readonly number[]): Packed {
  return replaced('', { at: 0, drop: 0, add: numbers })
}

/** From the number at `from` on, and up to that at `to`. */
export function unpack(packed: Packed, from = 0, to = lengthOf(packed)): number[] {
  const numbers: number[] = []
  for (let i = from; i < to; i++) numbers.push(numberAt(packed, i))
  return numbers
}

export function numberAt(packed: Packed, index: number): number {
  let half = 0
  for (let i = index * WIDTH; i < (index + 1) * WIDTH; i++) {
    const code = packed.charCodeAt(i)
    half = half * BASE + (code > BACKSLASH ? code - FIRST - 1 : code - FIRST)
  }
  halves[UPPER] = half
  halves[1 - UPPER] = 0
  return double[0] ?? 0
}

/** What is left of a number: as near as twenty bits come to it. */
export function kept(value: number): number {
  halves[UPPER] = halfOf(value)
  halves[1 - UPPER] = 0
  return double[0] ?? 0
}

/** The same with `drop` numbers from `at` on taken out and others put there. */
export function replaced(
  packed: Packed,
  { at, drop, add }: { at: number; drop: number; add: readonly number[] },
): Packed {
  const from = at * WIDTH
  const rest = (at + drop) * WIDTH
  const end = packed.length - drop * WIDTH + add.length * WIDTH
  if (packed.length + add.length * WIDTH > room.length) room = Buffer.alloc(2 * end + 2 * packed.length)
  room.write(packed, 'latin1')
  room.copyWithin(from + add.length * WIDTH, rest, packed.length)
  for (let i = 0; i < add.length; i++) write(add[i] ?? 0, from + i * WIDTH)
  return room.toString('latin1', 0, end)
}

function halfOf(value: number): number {
  double[0] = value
  const upper = halves[UPPER] ?? 0
  const half = upper + ((halves[1 - UPPER] ?? 0) >>> 31)
  return (half & 0x7fffffff) > LARGEST && Number.isFinite(value) ? upper : half
}

function write(value: number, at: number): void {
  let half = halfOf(value)
  for (let i = at + WIDTH - 1; i >= at; i--) {
    const digit = half % BASE
    half = (half - digit) / BASE
    room[i] = digit + FIRST >= BACKSLASH ? digit + FIRST + 1 : digit + FIRST
  }
}
