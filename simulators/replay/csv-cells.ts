import { parse as parseNow } from 'csv-parse/sync'

/** The cells as RFC 4180 has them, where there are quotes; as they stand where it cannot read them. */
export function cellsOf(text: string, separator: string): string[] {
  const cells = text.split(separator)
  if (!text.includes('"')) return cells
  try {
    const [row] = parseNow(text, { delimiter: separator, relax_quotes: true, relax_column_count: true })
    return row ?? cells
  } catch {
    return cells
  }
}

/** Whether a cell in quotes does not end in this text. */
export function endsInQuotes(text: string): boolean {
  let isOpen = false
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOpen = !isOpen
  return isOpen
}
