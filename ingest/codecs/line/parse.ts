/** A line of InfluxDB line protocol. */
export interface Line {
  measurement: string
  tags: ReadonlyMap<string, string>
  fields: readonly (readonly [string, number | boolean | string])[]
  /** As it stands there: an integer. */
  timestamp: string | undefined
}

/** Where a line is in the payload, and what it says or why it cannot be read. */
export interface ParsedLine {
  /** Counts all lines, also empty ones and comments. */
  index: number
  text: string
  line: Line | string
}

/** Reads all lines. A bad one ends at its line break, so that those after it are read. */
export function parseLines(payload: string): ParsedLine[] {
  const lines: ParsedLine[] = []
  let index = 0
  for (let start = 0; start < payload.length; index++) {
    const lineBreak = breakAfter(payload, start)
    const plain = payload.slice(start, lineBreak)
    if (plain.trim() === '' || plain.trimStart().startsWith('#')) {
      start = lineBreak + 1
      continue
    }
    const reader = new LineReader(payload, start)
    const line = reader.read()
    // Text in quotes may hold line breaks; a line that cannot be read ends at the first one.
    const end = typeof line === 'string' ? lineBreak : reader.end
    lines.push({ index, text: payload.slice(start, end).trimEnd(), line })
    start = end + 1
  }
  return lines
}

function breakAfter(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const INTEGER = /^-?\d+[iu]$/
const TRUE = new Set(['t', 'T', 'true', 'True', 'TRUE'])
const FALSE = new Set(['f', 'F', 'false', 'False', 'FALSE'])

class LineReader {
  readonly #text: string
  #at: number

  constructor(text: string, start: number) {
    this.#text = text
    this.#at = start
  }

  /** Where the line ended: its line break, or the end of the payload. */
  get end(): number {
    return this.#at
  }

  /** The line, or what is wrong with it. */
  read(): Line | string {
    while (this.#text[this.#at] === ' ') this.#at++
    const measurement = this.#name(', ')
    if (measurement === '') return 'it does not begin with a measurement'
    const tags = this.#tags()
    if (typeof tags === 'string') return tags
    const fields = this.#fields()
    if (typeof fields === 'string') return fields
    const timestamp = this.#timestamp()
    if (timestamp === 'wrong') return 'its timestamp is no whole number'
    return { measurement, tags, fields, timestamp }
  }

  /** Text up to one of the characters or the end of the line; a backslash before one of `,= ` takes it as it is. */
  #name(ends: string): string {
    let name = ''
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? ''
      const next = this.#text[this.#at + 1] ?? ''
      if (character === '\\' && next !== '' && ',= '.includes(next)) {
        name += next
        this.#at++
      } else if (character === '\n' || ends.includes(character)) break
      else name += character
    }
    return name
  }

  #tags(): Map<string, string> | string {
    const tags = new Map<string, string>()
    while (this.#take(',')) {
      const key = this.#name('=, ')
      if (key === '' || !this.#take('=')) return 'a tag is not written as key=value'
      const value = this.#name(', ')
      if (value === '') return `the tag ${JSON.stringify(key)} has no value`
      tags.set(key, value)
    }
    return tags
  }

  #fields(): [string, number | boolean | string][] | string {
    if (!this.#take(' ')) return 'it has no fields'
    while (this.#take(' '));
    const fields: [string, number | boolean | string][] = []
    do {
      const key = this.#name('=, ')
      if (key === '' || !this.#take('=')) return 'a field is not written as key=value'
      const value = this.#fieldValue()
      if (value === undefined)
        return `the value of ${JSON.stringify(key)} is no number, boolean or text in double quotes`
      fields.push([key, value])
    } while (this.#take(','))
    return fields
  }

  #fieldValue(): number | boolean | string | undefined {
    if (this.#take('"')) return this.#quoted()
    const start = this.#at
    while (this.#at < this.#text.length && !', \r\n'.includes(this.#text[this.#at] ?? '')) this.#at++
    const text = this.#text.slice(start, this.#at)
    if (NUMBER.test(text)) return Number(text)
    if (INTEGER.test(text)) return Number(text.slice(0, -1))
    if (TRUE.has(text)) return true
    return FALSE.has(text) ? false : undefined
  }

  #quoted(): string | undefined {
    let value = ''
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]
      const next = this.#text[this.#at + 1]
      if (character === '\\' && (next === '"' || next === '\\')) {
        value += next
        this.#at++
      } else if (character === '"') {
        this.#at++
        return value
      } else value += character
    }
    return undefined
  }

  /** The rest of the line. */
  #timestamp(): string | undefined | 'wrong' {
    const end = breakAfter(this.#text, this.#at)
    const rest = this.#text.slice(this.#at, end)
    this.#at = end
    const text = rest.trim()
    if (text === '') return undefined
    return rest.startsWith(' ') && /^-?\d+$/.test(text) ? text : 'wrong'
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }
}
