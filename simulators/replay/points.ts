import type { FieldValue, Series } from './line-protocol.ts'
import type { TextLine } from './lines.ts'

/** Values of one series at one time, as an export of InfluxDB has them. */
export interface Point {
  series: Series
  fields: [name: string, value: FieldValue][]
  /** Event time, ms since the Unix epoch. */
  ts: number
}

/** A line of values: what it says, what is wrong with it, or why it is left out on purpose. */
export interface PointRow {
  line: number
  result: Point | { problem: string } | { leftOut: string }
}

/** Reads an export line by line. A line of values gives a row; other lines, as comments, give none. */
export interface PointReader {
  read(line: TextLine): PointRow[]
  /** At the end of the file: what was waiting for another line. */
  end(): PointRow[]
}

/** Lines of text in quotes that may belong together; more are a quote that somebody forgot. */
const MOST_LINES = 100
const LONGEST = 65_536

/** What a reader makes of lines that belong together; `open` when the next line may belong to them as well. */
export type ReadTogether = (text: string, line: number) => PointRow[] | 'open'

/** Puts lines together while a text in quotes goes on in the next one. A bad one ends at its line break. */
export class LineJoiner {
  readonly #readTogether: ReadTogether
  /** Says what is wrong with a line whose text in quotes never ends. */
  readonly #readAlone: (line: TextLine) => PointRow[]
  #held: TextLine[] = []
  #length = 0

  constructor(readTogether: ReadTogether, readAlone: (line: TextLine) => PointRow[]) {
    this.#readTogether = readTogether
    this.#readAlone = readAlone
  }

  /** The next line may belong to those before it. */
  get isWaiting(): boolean {
    return this.#held.length > 0
  }

  read(line: TextLine): PointRow[] {
    if (!this.isWaiting) {
      const rows = this.#readTogether(line.text, line.line)
      return rows === 'open' ? this.#hold(line) : rows
    }
    const held = this.#held
    const text = [...held, line].map(each => each.text).join('\n')
    const rows = this.#readTogether(text, held[0]?.line ?? 0)
    if (rows === 'open') return this.#hold(line)
    if (rows.some(({ result }) => 'problem' in result)) return this.#giveUp([...held, line])
    this.#release()
    return rows
  }

  end(): PointRow[] {
    return this.#giveUp(this.#held)
  }

  #hold(line: TextLine): PointRow[] {
    this.#held.push(line)
    this.#length += line.text.length
    return this.#held.length > MOST_LINES || this.#length > LONGEST ? this.#giveUp(this.#held) : []
  }

  #release(): void {
    this.#held = []
    this.#length = 0
  }

  /** The quote of the first line is the mistake; each of them is a line of its own. */
  #giveUp(lines: TextLine[]): PointRow[] {
    this.#release()
    return lines.flatMap(line => this.#readAlone(line))
  }
}
