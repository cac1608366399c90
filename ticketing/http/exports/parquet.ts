import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { type Column, type ColumnType, cellOf } from './columns.ts'

type Element = Omit<SchemaElement, 'name' | 'repetition_type'>

const elements: Record<ColumnType, Element> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
}

/** Writes a Parquet file piece by piece. Without the last piece, which is its table of contents, it is no file. */
export interface ParquetFile {
  /** The bytes of a group of rows; with the first come the ones that every file begins with. */
  rows(rows: readonly unknown[]): Buffer
  end(): Buffer
}

export function parquetFile(columns: readonly Column[]): ParquetFile {
  const bytes = new ByteWriter()
  const file = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'Forewarn' })
  /** A copy of what was written since; the writer counts places in the file for itself. */
  const taken = () => {
    const piece = Buffer.from(bytes.getBytes())
    bytes.index = 0
    return piece
  }
  return {
    rows(rows) {
      if (rows.length === 0) return taken()
      const columnData = columns.map(column => ({
        name: column.name,
        data: rows.map(row => parquetCell(column, cellOf(row, column))),
        offsetIndex: false, // it would be kept in memory to the end
      }))
      void file.write({ columnData, rowGroupSize: rows.length }) // nothing to wait for: it writes to memory
      return taken()
    },
    end() {
      void file.finish()
      return taken()
    },
  }
}

const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.map(
    ({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...elements[type] }),
  ),
]

function parquetCell({ type }: Column, value: unknown): unknown {
  if (value === undefined) return undefined
  if (type === 'integer' || type === 'instant') return BigInt(Math.trunc(Number(value)))
  return type === 'text' ? String(value) : value
}
