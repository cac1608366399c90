import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Column } from './columns.ts'
import { BYTE_ORDER_MARK, csvHeader, csvRows } from './csv.ts'
import { parquetFile } from './parquet.ts'

const CSV = 'text/csv'
const PARQUET = 'application/vnd.apache.parquet'

/** The query parameter of every list. */
export const Format = Type.Enum(['json', 'csv', 'csv-bom', 'parquet'], {
  description:
    'json: a page; csv: all of the list in one file (RFC 4180, UTF-8); csv-bom: the same with a byte order mark, for ' +
    'spreadsheets; parquet: all of it as Apache Parquet. Without it `Accept: text/csv` or ' +
    '`Accept: application/vnd.apache.parquet` say the same. A file takes the filters of the list, and neither `limit` nor `cursor`.',
})

/** What the answers of a list are beside JSON, for the document. */
export const fileContent = {
  [CSV]: { schema: Type.String({ description: 'All of the list, a row an entry.' }) },
  [PARQUET]: { schema: Type.String({ format: 'binary', description: 'All of the list, a row an entry.' }) },
}

/** Makes a file of rows that come page by page. */
export interface FileFormat {
  mediaType: string
  extension: string
  /** The bytes of the pages as they come, with what a file has before, between and after them. */
  write(columns: readonly Column[], pages: AsyncIterable<readonly unknown[]>): AsyncIterable<Buffer>
}

/** The file that is asked for; undefined: a page of JSON. */
export function formatOf(request: FastifyRequest): FileFormat | undefined {
  const { format = accepted(request.headers.accept) } = request.query as { format?: string }
  return format === undefined ? undefined : formats[format]
}

/** The first of the file types that the header names, where it does not name JSON. */
function accepted(header: string | undefined): string | undefined {
  if (header === undefined || !/csv|parquet/i.test(header) || /json/i.test(header)) return undefined
  const types = header.split(',').map(range => range.split(';', 1)[0]?.trim().toLowerCase())
  const first = types.find(type => type === CSV || type === PARQUET)
  return first && (first === CSV ? 'csv' : 'parquet')
}

const formats: Record<string, FileFormat> = {
  csv: csv(''),
  'csv-bom': csv(BYTE_ORDER_MARK),
  parquet: { mediaType: PARQUET, extension: 'parquet', write: parquet },
}

function csv(mark: string): FileFormat {
  async function* write(columns: readonly Column[], pages: AsyncIterable<readonly unknown[]>) {
    let before = mark + csvHeader(columns)
    for await (const page of pages) {
      yield Buffer.from(before + csvRows(columns, page))
      before = ''
    }
    if (before !== '') yield Buffer.from(before)
  }
  return { mediaType: `${CSV}; charset=utf-8; header=present`, extension: 'csv', write }
}

/** Rows of a group of a Parquet file, at least: readers skip whole groups, and a group is in memory while it is made. */
const GROUP_ROWS = 2_000

async function* parquet(columns: readonly Column[], pages: AsyncIterable<readonly unknown[]>) {
  const file = parquetFile(columns)
  let group: unknown[] = []
  for await (const page of pages) {
    group = group.concat(page)
    if (group.length < GROUP_ROWS) continue
    yield file.rows(group)
    group = []
  }
  yield Buffer.concat([file.rows(group), file.end()])
}
