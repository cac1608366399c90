import { cellsOf, endsInQuotes } from './csv-cells.ts'
import { epochMs, type Precision } from './epoch.ts'
import type { FieldValue } from './line-protocol.ts'
import { LineJoiner, type Point, type PointReader, type PointRow } from './points.ts'
import { SeriesCache } from './series-cache.ts'
import { parseTimestamp } from './timestamps.ts'

interface Columns {
  names: readonly string[]
  time: number
  /** Of `GROUP BY`, as "machine=press-1,sensor=de". */
  tags: number
}

/**
 * What `influx -format csv` of InfluxDB 1.x prints: a header that begins with `name,time` or `name,tags,time`, again
 * before each result. It does not say which columns are tags: those that are called as in `wanted` are.
 */
export function influxCsvReader(wanted: readonly string[], precision: Precision): PointReader {
  const series = new SeriesCache()
  let columns: Columns | undefined

  function read(text: string, line: number): PointRow[] | 'open' {
    if (endsInQuotes(text)) return 'open'
    const cells = cellsOf(text, ',')
    if (isInfluxHeader(cells)) {
      columns = { names: cells, time: cells.indexOf('time'), tags: cells[1] === 'tags' ? 1 : -1 }
      return []
    }
    return [{ line, result: readRow(cells, columns) }]
  }

  function readRow(cells: string[], header: Columns | undefined): Point | { problem: string } {
    if (!header) return { problem: 'there is no header before it; right would be name,time,…' }
    if (cells.length !== header.names.length)
      return { problem: `${cells.length} cells; ${header.names.length} as in the header would be right` }
    const time = cells[header.time] ?? ''
    const ts = epochMs(time, precision) ?? parseTimestamp(time)
    if (ts === undefined)
      return { problem: `time is "${time}"; right would be nanoseconds since 1970, or RFC 3339` }
    const tags: [string, string][] = header.tags === -1 ? [] : tagsOf(cells[header.tags] ?? '')
    const fields: Point['fields'] = []
    for (const [index, text] of cells.entries()) {
      const name = header.names[index] ?? ''
      if (index === 0 || index === header.time || index === header.tags || text === '') continue
      if (wanted.includes(name)) tags.push([name, text])
      else fields.push([name, cellValue(text)])
    }
    if (fields.length === 0) return { problem: 'there is no value; right would be at least one' }
    return { series: series.of(cells[0] ?? '', tags), fields, ts }
  }

  const joiner = new LineJoiner(read, ({ line, text }) =>
    endsInQuotes(text)
      ? [{ line, result: { problem: 'a text in double quotes does not end; right would be another "' } }]
      : (read(text, line) as PointRow[]),
  )
  return {
    read: line => (joiner.isWaiting || line.text.trim() !== '' ? joiner.read(line) : []),
    end: () => joiner.end(),
  }
}

export const isInfluxHeader = (cells: readonly string[]): boolean =>
  cells[0] === 'name' && (cells[1] === 'time' || (cells[1] === 'tags' && cells[2] === 'time'))

const tagsOf = (text: string): [string, string][] =>
  text.split(',').map(part => {
    const equals = part.indexOf('=')
    return [part.slice(0, equals), part.slice(equals + 1)]
  })

function cellValue(text: string): FieldValue {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}
