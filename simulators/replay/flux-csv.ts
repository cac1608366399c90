import { cellsOf, endsInQuotes } from './csv-cells.ts'
import type { FieldValue } from './line-protocol.ts'
import { LineJoiner, type Point, type PointReader, type PointRow } from './points.ts'
import { SeriesCache } from './series-cache.ts'
import { parseTimestamp, TIMESTAMP_HINT } from './timestamps.ts'

/** Columns that Flux adds and that say nothing of the machine. */
const OWN = new Set(['', 'result', 'table', '_start', '_stop', '_time', '_measurement', '_field'])
const NUMBERS = new Set(['double', 'long', 'unsignedLong'])
const NOT_FINITE = new Set(['NaN', '+Inf', '-Inf', 'Inf'])
const ANNOTATIONS = ['datatype', 'group', 'default'] as const
type Annotation = (typeof ANNOTATIONS)[number]

interface ValueColumn {
  index: number
  name: string
  /** Of `#datatype`; undefined without it. */
  type: string | undefined
}

/** Rows of a table that is no series: why they are left out, or the column in which Flux says what went wrong. */
type NoTable = { leftOut: string } | { errorAt: number }

/** What the columns of a table are. */
interface Table {
  count: number
  defaults: readonly string[]
  time: number
  measurement: number
  /** The column with the name of the field, where `_value` is the only value; -1 in a pivoted table. */
  field: number
  values: ValueColumn[]
  tags: { index: number; name: string }[]
}

/**
 * Annotated CSV as Flux queries answer (https://docs.influxdata.com/influxdb/v2/reference/syntax/annotated-csv/): several
 * tables, with a row for each value (`_field`, `_value`) or pivoted to a column for each field, with or without
 * annotations. Columns of the group key are tags, and those that are called as in `wanted`.
 */
export function fluxCsvReader(wanted: readonly string[]): PointReader {
  const series = new SeriesCache()
  let annotations: Partial<Record<Annotation, string[]>> = {}
  /** Undefined while a header is expected. */
  let table: Table | NoTable | undefined
  let hasRows = false

  function read(text: string, line: number): PointRow[] | 'open' {
    if (endsInQuotes(text)) return 'open'
    const cells = cellsOf(text, ',')
    const annotation = ANNOTATIONS.find(name => cells[0] === `#${name}`)
    if (annotation) {
      if (table) annotations = {}
      table = undefined
      annotations[annotation] = cells
      return []
    }
    if (text.startsWith('#')) return [] // a comment of another program
    if (!table) return readHeader(cells, line)
    hasRows = true
    if ('errorAt' in table)
      return [{ line, result: { problem: `the query failed: ${cells[table.errorAt]}` } }]
    const result = 'leftOut' in table ? table : readRow(cells, table)
    return result ? [{ line, result }] : []
  }

  function readHeader(cells: string[], line: number): PointRow[] {
    hasRows = false
    if (cells.includes('error') && cells.includes('reference')) {
      table = { errorAt: cells.indexOf('error') }
      return []
    }
    const chosen = tableOf(cells, annotations, wanted)
    table = 'problem' in chosen ? { leftOut: 'rows of tables that are no series' } : chosen
    return 'problem' in chosen ? [{ line, result: chosen }] : []
  }

  function readRow(cells: string[], columns: Table): Point | { problem: string } | undefined {
    if (cells.length !== columns.count)
      return { problem: `${cells.length} cells; ${columns.count} as in the header would be right` }
    const cell = (index: number) => cells[index] || columns.defaults[index] || ''
    const ts = parseTimestamp(cell(columns.time))
    if (ts === undefined)
      return { problem: `_time is "${cell(columns.time)}"; right would be ${TIMESTAMP_HINT}` }
    const fields: Point['fields'] = []
    for (const { index, name, type } of columns.values) {
      const text = cell(index)
      if (text === '') continue
      const value = cellValue(text, type)
      if (value === undefined) return { problem: `${name} is "${text}"; right would be a ${type}` }
      fields.push([columns.field === -1 ? name : cell(columns.field), value])
    }
    if (fields.length === 0) return undefined // not measured
    const tags = columns.tags.map(({ index, name }) => [name, cell(index)] as const)
    return {
      series: series.of(columns.measurement === -1 ? '' : cell(columns.measurement), tags),
      fields,
      ts,
    }
  }

  const joiner = new LineJoiner(read, ({ line, text }) =>
    endsInQuotes(text)
      ? [{ line, result: { problem: 'a text in double quotes does not end; right would be another "' } }]
      : (read(text, line) as PointRow[]),
  )

  return {
    read(line) {
      if (joiner.isWaiting || line.text.trim() !== '') return joiner.read(line)
      // An empty line ends a table; without annotations only it tells that a header comes.
      if (hasRows) table = undefined
      return []
    },
    end: () => joiner.end(),
  }
}

function tableOf(
  header: readonly string[],
  { datatype, group, default: defaults = [] }: Partial<Record<Annotation, string[]>>,
  wanted: readonly string[],
): Table | { problem: string } {
  const time = header.indexOf('_time')
  if (time === -1)
    return { problem: `the table has no column _time; its columns are ${header.filter(Boolean).join(', ')}` }
  const field = header.indexOf('_field')
  const columns = header.map((name, index) => ({ index, name, type: datatype?.[index] }))
  const isTag = ({ index, name, type }: ValueColumn) =>
    !OWN.has(name) &&
    name !== '_value' &&
    (wanted.includes(name) || (group?.[index] === 'true' && type === 'string'))
  const values =
    field === -1
      ? columns.filter(column => !OWN.has(column.name) && !isTag(column))
      : columns.filter(({ name }) => name === '_value')
  if (values.length === 0)
    return {
      problem: 'the table has no column of values; right would be _value, or a column for each field',
    }
  return {
    count: header.length,
    defaults,
    time,
    measurement: header.indexOf('_measurement'),
    field,
    values,
    tags: columns.filter(isTag),
  }
}

/** The value of a cell by its type, text where it is no number, or undefined where it is not of the type. */
function cellValue(text: string, type: string | undefined): FieldValue | undefined {
  if (type === 'string' || NOT_FINITE.has(text)) return text
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  if (Number.isFinite(number)) return number
  return type !== undefined && (NUMBERS.has(type) || type === 'boolean') ? undefined : text
}
