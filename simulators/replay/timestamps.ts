const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i
const EPOCH = /^-?\d+(\.\d+)?$/
/** Numbers below are seconds (until the year 5138), others milliseconds (from 1973 on). */
const FIRST_MILLISECONDS = 1e11

export const TIMESTAMP_HINT =
  '"2013-12-02 21:15:00" (UTC unless a zone is given), RFC 3339, or seconds or milliseconds since 1970'

/** Milliseconds since the Unix epoch, or undefined when the text is no time. */
export function parseTimestamp(text: string): number | undefined {
  if (EPOCH.test(text)) {
    const number = Number(text)
    return Math.round(Math.abs(number) < FIRST_MILLISECONDS ? number * 1000 : number)
  }
  const match = DATE_TIME.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(part => Number(part ?? 0))
  const daysInMonth = (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / 86_400_000
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000)
  return Date.UTC(year, month - 1, day, hour, minute, second, fraction) - zoneMs(match[8])
}

function zoneMs(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)]
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
