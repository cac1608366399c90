import { type CsvError, parse } from 'csv-parse/sync'
import { plainMapping, readItems, requireFew } from '../../domain/mapped-reading.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Decoder, Misread } from '../../domain/signal.ts'

interface Row {
  record: Record<string, string>
  info: { lines: number }
}

/**
 * A file with a header and a line for each ticket (RFC 4180, also with semicolons or tabs, as spreadsheets of many
 * countries write it). Columns are read by the mapping as members of an object: `/Asset no.` is the column "Asset no.".
 */
export const csv: Decoder = {
  takes: mediaType => ['text/csv', 'application/csv', 'application/vnd.ms-excel'].includes(mediaType),
  wanted: 'Send a CSV file with Content-Type: text/csv.',
  decode({ id, body }, intake) {
    const misread: Misread[] = []
    const rows = rowsIn(textOf(body), misread)
    requireFew(rows.length)
    if (rows.length === 0 && misread.length === 0) throw invalid('', 'The file has no line after its header.')
    const items = rows.map(({ record, info: { lines } }) => ({
      at: `line ${lines}`,
      value: record,
      ownKey: `arrival ${id} line ${lines}`,
    }))
    const read = readItems(items, { payload: undefined, shipped: plainMapping, intake })
    return { reading: { ...read, misread: [...misread, ...read.misread] } }
  },
}

function rowsIn(text: string, misread: Misread[]): Row[] {
  const skip = (error: CsvError | undefined) => {
    if (misread.length > 1_000) throw invalid('', 'More than 1000 lines are no CSV; look at the file.')
    const line = error && 'lines' in error ? Number(error.lines) : 0
    misread.push({
      at: `line ${line}`,
      detail: `It has not as many columns as the header: ${sentence(error)}`,
    })
    return undefined
  }
  try {
    return parse(text, {
      bom: true,
      columns: names => names.map((name: string) => name.trim()),
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      skip_records_with_empty_values: true,
      on_skip: skip,
      trim: true,
      max_record_size: 100_000,
    }) as unknown as Row[]
  } catch (error) {
    throw invalid('', `The file cannot be read as CSV: ${sentence(error as Error)}`)
  }
}

const sentence = (error: Error | undefined) =>
  (error?.message ?? 'it is malformed').slice(0, 200).replace(/\.?$/, '.')

/** The one that stands most often in the header. */
function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? ''
  const count = (one: string) => header.split(one).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

/** UTF-8, or what Excel writes on a western Windows. */
function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return new TextDecoder('windows-1252').decode(body)
  }
}
