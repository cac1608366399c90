import type { Property } from './description.ts'

/** As the convention writes integers and floats: no spaces, no plus sign, no NaN. */
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const BOOLEANS = new Map([
  ['true', 1],
  ['false', 0],
])
const NUMERIC = new Set(['integer', 'float', 'percent'])
/** Nothing that can be drawn or compared. */
const TEXTUAL = new Set(['string', 'color', 'datetime', 'duration', 'json'])

/**
 * The number that the text stands for; the text itself where it should be one and is not; undefined for data types that
 * have none. Of an enum it is the place of the value in its format, from 0.
 */
export function numberIn(text: string, described: Property | undefined): number | string | undefined {
  const datatype = described?.datatype ?? ''
  if (TEXTUAL.has(datatype)) return undefined
  if (datatype === 'enum') {
    const place = described?.format?.split(',').indexOf(text) ?? -1
    return place < 0 ? text : place
  }
  const isNumber = datatype !== 'boolean' && NUMBER.test(text)
  if (isNumber) return Number(text)
  return NUMERIC.has(datatype) ? text : (BOOLEANS.get(text) ?? text)
}
