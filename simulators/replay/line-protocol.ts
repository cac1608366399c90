/** Measurement and tags: what a line says of whose values these are. */
export interface Series {
  measurement: string
  tags: ReadonlyMap<string, string>
  /** One text for the same measurement and tags. */
  key: string
}

export type FieldValue = number | boolean | string

/** A line of InfluxDB line protocol. */
export interface ProtocolLine {
  series: Series
  fields: [name: string, value: FieldValue][]
  /** As it stands there: a whole number. */
  timestamp: string | undefined
}

/** What is wrong with a line. `isOpen`: a text in quotes does not end in it, and may go on in the next one. */
export interface NoLine {
  problem: string
  isOpen?: boolean
}

const MOST_SERIES = 10_000
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const INTEGER = /^-?\d+[iu]$/
const BOOLEANS = new Map<string, boolean>([
  ...['t', 'T', 'true', 'True', 'TRUE'].map(text => [text, true] as const),
  ...['f', 'F', 'false', 'False', 'FALSE'].map(text => [text, false] as const),
])
const RIGHT = 'right would be measurement,tag=value field=1.5 1767225600000000000'

/**
 * Reads single lines (https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/). Exports have thousands of
 * lines of one series after another, so a series is read once.
 */
export class LineParser {
  readonly #known = new Map<string, Series>()

  parse(text: string): ProtocolLine | NoLine {
    const start = skipSpaces(text, 0)
    const head = endOf(text, start, ' ')
    const series = this.#series(text.slice(start, head))
    if ('problem' in series) return series
    const at = skipSpaces(text, head)
    if (at === text.length) return wrong('it has no fields')
    return readFields(series, text, at)
  }

  #series(text: string): Series | NoLine {
    const known = this.#known.get(text)
    if (known) return known
    const series = readSeries(text)
    if ('problem' in series) return series
    if (this.#known.size === MOST_SERIES) this.#known.clear()
    this.#known.set(text, series)
    return series
  }
}

const wrong = (problem: string): NoLine => ({ problem: `no line protocol: ${problem}; ${RIGHT}` })

/** Where one of the characters (`,`, `=` or space) stands next without a backslash before it, or the end. */
function endOf(text: string, from: number, characters: string): number {
  for (let at = from; at < text.length; at++)
    if (characters.includes(text.charAt(at)) && (at === from || text[at - 1] !== '\\')) return at
  return text.length
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at++
  return at
}

const unescaped = (text: string): string => (text.includes('\\') ? text.replace(/\\([,= ])/g, '$1') : text)

function readSeries(text: string): Series | NoLine {
  let at = endOf(text, 0, ',')
  const measurement = unescaped(text.slice(0, at))
  if (measurement === '') return wrong('it does not begin with a measurement')
  const tags = new Map<string, string>()
  while (at < text.length) {
    const equals = endOf(text, at + 1, '=,')
    const key = unescaped(text.slice(at + 1, equals))
    if (key === '' || text[equals] !== '=') return wrong('a tag is not written as key=value')
    at = endOf(text, equals + 1, ',')
    const value = unescaped(text.slice(equals + 1, at))
    if (value === '') return wrong(`the tag ${JSON.stringify(key)} has no value`)
    tags.set(key, value)
  }
  return { measurement, tags, key: text }
}

function readFields(series: Series, text: string, start: number): ProtocolLine | NoLine {
  const fields: ProtocolLine['fields'] = []
  let at = start - 1
  do {
    const equals = endOf(text, at + 1, '=, ')
    const name = unescaped(text.slice(at + 1, equals))
    if (name === '' || text[equals] !== '=') return wrong('a field is not written as key=value')
    const isText = text[equals + 1] === '"'
    at = isText ? endOfText(text, equals + 2) : endOf(text, equals + 1, ', ')
    if (at > text.length)
      return { ...wrong(`the text of ${JSON.stringify(name)} does not end`), isOpen: true }
    const value = isText
      ? text.slice(equals + 2, at - 1).replace(/\\(["\\])/g, '$1')
      : bareValue(text.slice(equals + 1, at))
    if (value === undefined)
      return wrong(`the value of ${JSON.stringify(name)} is no number, boolean or text in double quotes`)
    fields.push([name, value])
  } while (text[at] === ',')
  const timestamp = text.slice(at).trim()
  if (timestamp === '') return { series, fields, timestamp: undefined }
  if (text[at] !== ' ' || !/^-?\d+$/.test(timestamp)) return wrong('its timestamp is no whole number')
  return { series, fields, timestamp }
}

/** After the quote that ends a text; beyond the end where there is none. */
function endOfText(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length + 1
}

function bareValue(text: string): number | boolean | undefined {
  if (NUMBER.test(text)) return Number(text)
  if (INTEGER.test(text)) return Number(text.slice(0, -1))
  return BOOLEANS.get(text)
}
