import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import type { Clock } from '../../contracts/clock.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import { createPacer, type Speed } from '../pace.ts'
import type { DeviceSample } from '../sample.ts'
import { type ColumnChoice, type Columns, chooseColumns, parseRow } from './columns.ts'

export interface ReplayOptions extends ColumnChoice {
  file: string
  speed: Speed
  clock: Clock
  signal: AbortSignal
  /** Takes one sample; resolves when the next one may come. What it throws ends the replay. */
  publish(sample: DeviceSample): Promise<void>
  /** Each row that is skipped, as it is met. */
  onProblem?(problem: RowProblem): void
  /** About once a second. */
  onProgress?(progress: ReplaySummary): void
}

export interface RowProblem {
  /** Of the file, the header is line 1. */
  line: number
  /** What is there, and what would be right. */
  detail: string
}

export interface ReplaySummary {
  /** Rows read, without the header. */
  rows: number
  published: number
  skipped: number
  /** The first few skipped rows. */
  problems: RowProblem[]
  firstTs: number | undefined
  lastTs: number | undefined
  /** The signal ended it before the end of the file. */
  aborted: boolean
}

const PROGRESS_MS = 1000
const PROBLEMS_KEPT = 5
const LONGEST_ROW_BYTES = 65_536
const SEPARATORS = [';', '\t', ','] as const

/**
 * Publishes the rows of a CSV file as samples, with their event time kept, in constant memory. The first line is a
 * header. Rows that do not parse are reported, counted and skipped. `invalid`: no such file, or not such columns.
 */
export async function replayCsv(options: ReplayOptions): Promise<ReplaySummary> {
  const { clock, signal } = options
  const pace = createPacer(options.speed, clock, signal)
  const summary: ReplaySummary = {
    rows: 0,
    published: 0,
    skipped: 0,
    problems: [],
    firstTs: undefined,
    lastTs: undefined,
    aborted: false,
  }
  let reportedAtMs = clock.nowMs()
  for await (const row of readRows(options)) {
    summary.rows++
    if ('problem' in row.result) {
      skip(summary, { line: row.line, detail: row.result.problem }, options)
      continue
    }
    await pace(row.result.ts)
    if (signal.aborted) return { ...summary, aborted: true }
    await options.publish(row.result)
    summary.published++
    summary.firstTs ??= row.result.ts
    summary.lastTs = row.result.ts
    if (clock.nowMs() - reportedAtMs < PROGRESS_MS) continue
    reportedAtMs = clock.nowMs()
    options.onProgress?.({ ...summary })
  }
  return summary
}

function skip(summary: ReplaySummary, problem: RowProblem, { onProblem }: ReplayOptions): void {
  summary.skipped++
  if (summary.problems.length < PROBLEMS_KEPT) summary.problems.push(problem)
  onProblem?.(problem)
}

/** One sentence for a person. */
export function describeReplay({ rows, published, skipped, problems, aborted }: ReplaySummary): string {
  const head = `${published} of ${rows} rows published${aborted ? ', then stopped' : ''}`
  if (skipped === 0) return `${head}.`
  const shown = problems.map(({ line, detail }) => `  line ${line}: ${detail}`)
  const more = skipped > problems.length ? [`  … and ${skipped - problems.length} more`] : []
  return [`${head}, ${skipped} skipped:`, ...shown, ...more].join('\n')
}

interface Row {
  line: number
  result: DeviceSample | { problem: string }
}

async function* readRows(options: ReplayOptions): AsyncGenerator<Row> {
  const separator = await findSeparator(options.file)
  const tooLong: Row[] = []
  const records = pipeline(
    createReadStream(options.file),
    parse({
      bom: true,
      delimiter: separator,
      quote: false, // a line is a row: a stray quote must not swallow the rest of the file
      info: true,
      max_record_size: LONGEST_ROW_BYTES,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: error => {
        tooLong.push({ line: Number(error?.lines ?? 0), result: { problem: error?.message ?? 'no CSV' } })
        return undefined
      },
    }),
    () => undefined, // an error reaches the loop below; leaving the loop closes the file
  )
  let columns: Columns | undefined
  for await (const { record, info } of records as AsyncIterable<{
    record: string[]
    info: { lines: number }
  }>) {
    yield* tooLong.splice(0)
    const cells = unquote(record, separator)
    if (columns) yield { line: info.lines, result: parseRow(cells, columns, separator === ';') }
    else columns = chooseColumns(cells, options)
  }
  yield* tooLong
}

/** The cells as RFC 4180 has them, where there are quotes; as they stand where it cannot read them. */
function unquote(cells: string[], separator: string): string[] {
  if (!cells.some(cell => cell.includes('"'))) return cells
  try {
    const [row] = parseNow(cells.join(separator), { delimiter: separator, relax_quotes: true })
    return row ?? cells
  } catch {
    return cells
  }
}

/** The separator of the header: decimal commas may stand in the rows. */
async function findSeparator(file: string): Promise<string> {
  const beginning = await readBeginning(file).catch(cause => {
    throw new ForewarnError('invalid', `${file} cannot be read: ${cause.message}`, { field: '/file', cause })
  })
  const [header = ''] = beginning.split(/\r?\n/)
  if (header.trim() === '')
    throw new ForewarnError('invalid', `${file} has no header line`, { field: '/file' })
  return SEPARATORS.find(separator => header.includes(separator)) ?? ','
}

async function readBeginning(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
