import { ForewarnError } from '../../contracts/errors.ts'
import type { DeviceSample } from '../sample.ts'
import { type ColumnChoice, type Columns, chooseColumns, parseRow } from './columns.ts'
import { cellsOf } from './csv-cells.ts'
import { readBeginning, readLines } from './lines.ts'
import { ReplayRun, type ReplayRunOptions, type ReplaySummary } from './replay-run.ts'

export interface CsvReplayOptions extends ColumnChoice, ReplayRunOptions<DeviceSample> {}

const SEPARATORS = [';', '\t', ','] as const

/**
 * Publishes the rows of a CSV file as samples, with their event time kept, in constant memory. The first line is a
 * header, and each line a row. Rows that do not parse are reported, counted and skipped. `invalid`: no such file, or not
 * such columns.
 */
export async function replayCsv(options: CsvReplayOptions): Promise<ReplaySummary> {
  const run = new ReplayRun(options)
  for await (const rows of readCsv(options.file, options)) {
    for (const { line, sample, problem } of rows) {
      run.summary.rows++
      if (!sample) run.skip(line, problem)
      else if (!(await run.publish(sample))) return run.summary
    }
  }
  return run.summary
}

type Row = { line: number } & (
  | { sample: DeviceSample; problem?: never }
  | { sample?: never; problem: string }
)

/** The rows of the file in runs of bounded length, each a sample, or what is wrong with it. */
export async function* readCsv(file: string, choice: ColumnChoice): AsyncGenerator<Row[]> {
  const separator = await findSeparator(file)
  let columns: Columns | undefined
  for await (const lines of readLines(file)) {
    const rows: Row[] = []
    for (const { line, text, problem } of lines) {
      if (problem === undefined && text.trim() === '') continue
      if (!columns && problem === undefined) {
        columns = chooseColumns(cellsOf(text, separator), choice)
        continue
      }
      const row = columns && parseRow(cellsOf(text, separator), columns, separator === ';')
      if (problem !== undefined || !row) rows.push({ line, problem: problem ?? 'it is before the header' })
      else rows.push('problem' in row ? { line, problem: row.problem } : { line, sample: row })
    }
    yield rows
  }
}

/** The separator of the header: decimal commas may stand in the rows. */
async function findSeparator(file: string): Promise<string> {
  const beginning = await readBeginning(file)
  const [header = ''] = beginning.split(/\r?\n/)
  if (header.trim() === '')
    throw new ForewarnError('invalid', `${file} has no header line`, { field: '/file' })
  return SEPARATORS.find(separator => header.includes(separator)) ?? ','
}
