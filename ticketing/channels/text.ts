import type { Message } from './channel.ts'

/*
 * Titles and bodies hold what machines, requesters and strangers have written. In a chat that reads Markdown they must not
 * become a link that says something else than where it goes, a heading, or a call to everybody.
 */

const MAX_HEADING_BYTES = 400

const LOOKALIKES: Record<string, string> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '*': '∗',
  '`': 'ˋ',
  '#': '＃',
  '@': '＠',
  '\\': '＼',
  '|': '｜',
}

/** Text that Markdown leaves as it is: characters with a meaning become their full-width look-alikes. */
export const neutral = (text: string): string =>
  text.replace(/[[\]<>*`#@\\|]/g, mark => LOOKALIKES[mark] ?? mark)

/** On one line, without anything that is not to be seen. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** At most so many bytes of UTF-8, cut between characters. */
export function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let cut = Buffer.from(text)
    .subarray(0, most - 3)
    .toString()
  cut = cut.replace(/\ufffd+$/, '')
  return `${cut}…`
}

/** The title on one line; `clean` takes out what means something to the chat. */
export const headingOf = ({ title }: Message, clean = (text: string): string => text): string =>
  withinBytes(clean(oneLine(title)), MAX_HEADING_BYTES)

/** Where it is, in a line: `critical · site plant-1 · asset pump-7`. */
export function placeOf({ severity, site, asset }: Message): string {
  return [severity, site && `site ${site}`, asset && `asset ${asset}`].filter(Boolean).join(' · ')
}
