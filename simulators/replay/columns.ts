import { Value } from 'typebox/value'
import { ForewarnError } from '../../contracts/errors.ts'
import { MetricKey } from '../../contracts/registry.ts'
import type { DeviceSample } from '../sample.ts'
import { parseTimestamp, TIMESTAMP_HINT } from './timestamps.ts'

const TIME_NAMES = ['timestamp', 'datetime', 'date_time', 'time', 'ts', 'date']

/** Which column becomes what. */
export interface Columns {
  timestamp: { index: number; name: string }
  metrics: { index: number; name: string; key: string }[]
  /** Cells of the header, and so of every row. */
  count: number
}

export interface ColumnChoice {
  /** Name of the timestamp column; otherwise one that is called so, or the first. */
  timestamp?: string
  /**
   * `metric` or `column=metric` each. A single `metric` names the only value column, whatever that is called.
   * Not given: every other column becomes the metric of its name.
   */
  metrics?: readonly string[]
}

/** Throws `invalid` with the columns that there are. */
export function chooseColumns(header: readonly string[], choice: ColumnChoice): Columns {
  const names = header.map(name => name.trim())
  const timestamp = timestampColumn(names, choice.timestamp)
  const others = names.flatMap((name, index) => (index === timestamp.index ? [] : [{ index, name }]))
  const metrics = choice.metrics?.length
    ? choice.metrics.map(chosen => chosenColumn(chosen, others, choice.metrics?.length === 1))
    : others.map(column => ({ ...column, key: toMetricKey(column.name) }))
  if (metrics.length === 0) throw invalid('there is no column of values beside the timestamp', names)
  const twice = metrics.find(({ key }, i) => metrics.findIndex(other => other.key === key) < i)
  if (twice) throw invalid(`metric "${twice.key}" would come from two columns`, names)
  return { timestamp, metrics, count: names.length }
}

function timestampColumn(names: readonly string[], wanted: string | undefined) {
  const index =
    wanted === undefined
      ? Math.max(
          0,
          names.findIndex(name => TIME_NAMES.includes(name.toLowerCase())),
        )
      : names.indexOf(wanted)
  const name = names[index]
  if (name === undefined) throw invalid(`there is no column "${wanted}"`, names)
  return { index, name }
}

function chosenColumn(chosen: string, others: readonly { index: number; name: string }[], isOnly: boolean) {
  const equals = chosen.lastIndexOf('=')
  const key = chosen.slice(equals + 1)
  const wanted = equals === -1 ? chosen : chosen.slice(0, equals)
  const names = others.map(({ name }) => name)
  const column =
    others.find(({ name }) => name === wanted) ??
    (isOnly && equals === -1 && others.length === 1 ? others[0] : undefined)
  if (!column) throw invalid(`there is no column "${wanted}"; say which one as COLUMN=${key}`, names)
  if (!isMetricKey(key))
    throw invalid(`"${key}" is no metric: letters, digits, dot, underscore and hyphen, not "time"`, names)
  return { ...column, key }
}

export const isMetricKey = (text: string): boolean => Value.Check(MetricKey, text)

/** The nearest metric key: "Volume Flow RateRMS" becomes "Volume_Flow_RateRMS". */
export function toMetricKey(name: string): string {
  const key = name.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(0, 63)
  return isMetricKey(key) ? key : `_${key}`
}

function invalid(detail: string, names: readonly string[]): ForewarnError {
  return new ForewarnError('invalid', `${detail}. The columns are: ${names.join(', ')}`, {
    field: '/columns',
  })
}

/** The sample of a row, or what is wrong with it. Empty cells are values that were not measured. */
export function parseRow(
  cells: readonly string[],
  columns: Columns,
  decimalComma: boolean,
): DeviceSample | { problem: string } {
  if (cells.length !== columns.count)
    return { problem: `${cells.length} cells; ${columns.count} as in the header would be right` }
  const timestamp = cells[columns.timestamp.index]?.trim() ?? ''
  const ts = parseTimestamp(timestamp)
  if (ts === undefined)
    return {
      problem: `${columns.timestamp.name} is "${shorten(timestamp)}"; right would be ${TIMESTAMP_HINT}`,
    }
  const values: Record<string, number> = {}
  for (const { index, name, key } of columns.metrics) {
    const cell = cells[index]?.trim() ?? ''
    if (cell === '') continue
    const value = Number(decimalComma ? cell.replace(',', '.') : cell)
    if (!Number.isFinite(value))
      return { problem: `${name} is "${shorten(cell)}"; right would be a number such as 21.5, or nothing` }
    values[key] = value
  }
  if (Object.keys(values).length === 0) return { problem: 'there is no value; right would be at least one' }
  return { ts, values }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
