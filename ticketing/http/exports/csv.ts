import { type Column, cellOf } from './columns.ts'

const LINE_END = '\r\n'
/** Spreadsheets take a file without it for one in the code page of their country. */
export const BYTE_ORDER_MARK = '\ufeff'

export const csvHeader = (columns: readonly Column[]): string =>
  columns.map(({ name }) => textCell(name)).join(',') + LINE_END

/** Rows after RFC 4180. Nothing is an empty cell, text without characters a quoted one. */
export const csvRows = (columns: readonly Column[], rows: readonly unknown[]): string =>
  rows.map(row => columns.map(column => csvCell(column, cellOf(row, column))).join(',') + LINE_END).join('')

function csvCell({ type }: Column, value: unknown): string {
  if (value === undefined) return ''
  if (type === 'instant') return new Date(Number(value)).toISOString()
  if (type === 'text') return textCell(String(value))
  if (type === 'json') return textCell(JSON.stringify(value))
  return String(value)
}

/**
 * What a spreadsheet would take for a formula, which may read other cells or start programs: devices and strangers write
 * into our texts. An apostrophe before it makes it text. Also the wide forms, which Excel in Chinese and Japanese takes
 * for the same.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/**
 * Where a spreadsheet takes semicolons or tabs for separators, as in most of Europe, it knows no quotes in the middle of
 * a cell: what follows there, or in another line, is a cell of its own. The dash of an enumeration stays as it is.
 */
const FORMULA_WITHIN = /(?=[=+@＝＋－＠]|-(?! ))(?<=[;\t\r\n] *)/g // looks back where it must, and not from each blank

function textCell(text: string): string {
  const within = text.replace(FORMULA_WITHIN, "'")
  const safe = FORMULA.test(text) ? `'${within}` : within
  return safe === '' || /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
