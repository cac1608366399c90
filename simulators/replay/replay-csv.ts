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
  const separator = await findSeparator(options.file)
  let columns: Columns | undefined
  for await (const lines of readLines(options.file)) {
    for (const { line, text, problem } of lines) {
      if (problem === undefined && text.trim() === '') continue
      if (!columns && problem === undefined) {
        columns = chooseColumns(cellsOf(text, separator), options)
        continue
      }
      run.summary.rows++
      const row = columns && parseRow(cellsOf(text, separator), columns, separator === ';')
      if (problem !== undefined || !row) run.skip(line, problem ?? 'it is before the header')
      else if ('problem' in row) run.skip(line, row.problem)
      else if (!(await run.publish(row))) return run.summary
    }
  }
  return run.summary
}

/** The separator of the header: decimal commas may stand in the rows. */
async function findSeparator(file: string): Promise<string> {
  const beginning = await readBeginning(file)
  const [header = ''] = beginning.split(/\r?\n/)
  if (header.trim() === '')
    throw new ForewarnError('invalid', `${file} has no header line`, { field: '/file' })
  return SEPARATORS.find(separator => header.includes(separator)) ?? ','
}
