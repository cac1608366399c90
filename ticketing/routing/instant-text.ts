const formats = new Map<string, Intl.DateTimeFormat>()
/** Sites have few zones; a stranger's dry run could name many. */
const MAX_FORMATS = 100

/** As in `2026-02-01 06:00 (Europe/Berlin)`. */
export function instantText(ms: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    if (formats.size >= MAX_FORMATS) formats.clear()
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    formats.set(timeZone, format)
  }
  return `${format.format(ms)} (${timeZone})`
}
