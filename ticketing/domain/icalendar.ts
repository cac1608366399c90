/*
 * Calendars as RFC 5545 wants them: the little of it that feeds need. All times are UTC, so that no zone has to be
 * described; whoever shows them has zones of their own.
 */

export interface CalendarEntry {
  /** The same for ever, and of nothing else in the world. */
  uid: string
  /** Grows when what was shown before has changed. */
  sequence: number
  changedAtMs: number
  fromMs: number
  toMs: number
  summary: string
  description?: string
  location?: string
  url?: string
  category?: string
  /** Whether it is certain. */
  status?: 'TENTATIVE' | 'CONFIRMED'
  /** 1 is the highest. */
  priority?: number
  /** Nobody is kept from anything else by it. */
  isFree?: boolean
}

export interface CalendarText {
  name: string
  entries: readonly CalendarEntry[]
}

const PRODUCT = '-//Forewarn//Forewarn 1//EN'
/** How often it is worth looking again. */
const REFRESH = 'PT15M'

export function calendarText({ name, entries }: CalendarText): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${PRODUCT}`,
    'CALSCALE:GREGORIAN',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...(entries.length > 0 ? entries.flatMap(linesOf) : utc),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

/** A calendar must have a component (RFC 5545, 3.6): where nothing is planned it is the zone that all times are in. */
const utc = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
]

function linesOf(entry: CalendarEntry): string[] {
  const { description, location, url, category, status, priority } = entry
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(entry.uid)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTAMP:${instantText(entry.changedAtMs)}`,
    `LAST-MODIFIED:${instantText(entry.changedAtMs)}`,
    `DTSTART:${instantText(entry.fromMs)}`,
    `DTEND:${instantText(entry.toMs)}`,
    `SUMMARY:${escaped(entry.summary)}`,
    ...(description === undefined ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(url === undefined ? [] : [`URL:${url.replaceAll(/[^!-~]/g, encodeURIComponent)}`]),
    ...(category === undefined ? [] : [`CATEGORIES:${escaped(category)}`]),
    ...(status === undefined ? [] : [`STATUS:${status}`]),
    ...(priority === undefined ? [] : [`PRIORITY:${priority}`]),
    `TRANSP:${entry.isFree ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ]
}

/** `20260131T120000Z`. */
const instantText = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** Text after RFC 5545, 3.3.11: what is no sign of ours may not look like one. */
const escaped = (text: string) =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, sign => `\\${sign}`)
    .replaceAll('\n', '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they may not stand in a calendar
    .replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '')

const LINE_BYTES = 75
const bytes = new TextEncoder()

/** Lines of at most 75 bytes, broken between characters; what follows begins with a blank. */
function folded(line: string): string {
  const pieces = ['']
  let room = LINE_BYTES
  for (const character of line) {
    const size = bytes.encode(character).length
    if (size > room) {
      pieces.push('')
      room = LINE_BYTES - 1
    }
    pieces.push(`${pieces.pop()}${character}`)
    room -= size
  }
  return pieces.join('\r\n ')
}
