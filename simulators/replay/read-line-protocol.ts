import { epochMs, type Precision } from './epoch.ts'
import { LineParser } from './line-protocol.ts'
import type { TextLine } from './lines.ts'
import { LineJoiner, type PointReader, type PointRow } from './points.ts'

const CONTEXT_DATABASE = /^#\s*CONTEXT-DATABASE:\s*(.*)$/
/** The database in which an InfluxDB 1.x measures itself; it is in every export that does not name one. */
const OWN_DATABASE = '_internal'

/**
 * Line protocol as `influxd inspect export-lp` (2.x), `influx_inspect export` (1.x), Telegraf and others write it. In 1.x
 * the statements between `# DDL` and `# DML` are passed over, and so is the database that InfluxDB keeps of itself.
 */
export function lineProtocolReader(precision: Precision): PointReader {
  const parser = new LineParser()
  let isStatements = false
  let database = ''

  function read(text: string, line: number): PointRow[] | 'open' {
    const parsed = parser.parse(text)
    if ('problem' in parsed) return parsed.isOpen ? 'open' : [{ line, result: { problem: parsed.problem } }]
    const { series, fields, timestamp } = parsed
    if (timestamp === undefined)
      return [{ line, result: { problem: 'there is no timestamp; what is replayed needs its time' } }]
    const ts = epochMs(timestamp, precision)
    if (ts === undefined)
      return [{ line, result: { problem: `${timestamp} is no time; right would be nanoseconds since 1970` } }]
    return [{ line, result: { series, fields, ts } }]
  }

  function readAlone({ line, text }: TextLine): PointRow[] {
    const rows = isSilent(text) ? [] : read(text, line)
    if (rows !== 'open') return rows
    return [{ line, result: { problem: 'a text in double quotes does not end; right would be another "' } }]
  }

  const joiner = new LineJoiner(read, readAlone)

  /** Comments, which also say where the export is, and empty lines. */
  function isSilent(text: string): boolean {
    const plain = text.trimStart()
    if (plain === '') return true
    if (!plain.startsWith('#')) return false
    if (/^#\s*DDL\b/.test(plain)) isStatements = true
    if (/^#\s*DML\b/.test(plain)) isStatements = false
    database = CONTEXT_DATABASE.exec(plain)?.[1]?.trim() ?? database
    return true
  }

  return {
    read(line) {
      if (joiner.isWaiting) return joiner.read(line)
      if (isSilent(line.text) || isStatements) return []
      if (database === OWN_DATABASE)
        return [{ line: line.line, result: { leftOut: `lines of the database ${OWN_DATABASE}` } }]
      return joiner.read(line)
    },
    end: () => joiner.end(),
  }
}
