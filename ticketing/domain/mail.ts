/** The number of a ticket in a subject, as our own mails write it: `[#12]`. */
export function ticketNumberIn(subject: string): number | undefined {
  const [, digits] = /\[#(\d{1,15})\]/.exec(subject) ?? []
  const number = Number(digits)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

/** An asset that a subject names: `[pump-7]`. */
export function assetInSubject(subject: string): string | undefined {
  return /\[([A-Za-z0-9][A-Za-z0-9._-]{0,63})\]/.exec(subject)?.[1]
}

/** An asset that the address names: `maintenance+pump-7@plant.example` (RFC 5233). */
export function assetInAddress(to: readonly string[], ours: readonly string[]): string | undefined {
  for (const address of to) {
    const [, user, detail, domain] = /^([^+@]+)\+([^@]+)@(.+)$/.exec(address) ?? []
    if (detail !== undefined && ours.some(one => one.toLowerCase() === `${user}@${domain}`)) return detail
  }
  return undefined
}

/** Whether a sender is on a list of addresses and `@domains`. */
export function isAmong(address: string, list: readonly string[]): boolean {
  const lower = address.toLowerCase()
  return list.some(one => {
    const wanted = one.toLowerCase()
    return wanted.startsWith('@') ? lower.endsWith(wanted) : lower === wanted
  })
}

/** The subject without what mail programs put before it. */
export const plainSubject = (subject: string): string =>
  subject
    .replace(/^(\s*(re|aw|fw|fwd|wg|sv|antw|回复|转发|答复)\s*(\[\d+\]\s*)?[:：])+/i, '')
    .replace(/\[#\d{1,15}\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const NOBODY = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.-][^@]*)?@/i

/**
 * Why a message is no person's: RFC 3834 says that such must not be answered, and what answers itself must not become
 * work. Undefined: a person wrote it, as far as one can tell. `headers` by their small names.
 */
export function automaticBecause(headers: ReadonlyMap<string, string>, from: string): string | undefined {
  const value = (name: string) => headers.get(name)?.trim().toLowerCase() ?? ''
  const submitted = value('auto-submitted')
  if (submitted !== '' && submitted !== 'no') return `Auto-Submitted is ${submitted.slice(0, 40)}.`
  if (
    value('x-auto-response-suppress') !== '' &&
    value('x-auto-response-suppress') !== 'none' &&
    value('x-autoreply') !== ''
  )
    return 'It is an automatic answer (X-Autoreply).'
  for (const name of ['x-autoreply', 'x-autorespond', 'x-auto-reply-from']) {
    if (headers.has(name) && value(name) !== 'no') return `It is an automatic answer (${name}).`
  }
  if (['bulk', 'junk', 'list', 'auto_reply'].includes(value('precedence')))
    return `Its precedence is ${value('precedence')}.`
  if (headers.has('list-id') || headers.has('list-unsubscribe')) return 'It is of a mailing list.'
  if (value('return-path') === '<>') return 'It has no address to return to: it is a report of a mail server.'
  if (/^multipart\/report/.test(value('content-type'))) return 'It is a report of a mail server.'
  if (NOBODY.test(from)) return `Nobody reads what is sent to ${from.slice(0, 100)}.`
  return undefined
}

/** A line that introduces what is quoted below it. */
const INTRODUCTIONS = [
  /^-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件)\s*-{2,}$/i,
  /^-{5,}$/,
  /^_{10,}$/,
  /^(on|am|le|el|op|den|il)\s.{5,300}(wrote|schrieb|écrit|escribió|schreef|skrev|scritto)[^:]{0,100}:$/i,
  /^.{2,120}(写道|寫道)[:：]$/,
]
/** Outlook's header of what is below. */
const OUTLOOK = /^\*?(from|von|de|发件人)\s?[:：]\*?\s/i
const OUTLOOK_NEXT = /^\*?(sent|to|date|gesendet|an|datum|envoyé|发送时间|收件人)\s?[:：]\*?\s/i
const SIGNATURE = /^-- ?$/

/** What somebody has written, without what is quoted below it and without a signature after `-- `. */
export function withoutQuote(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const end = lines.findIndex((line, index) =>
    isEnd(line.trim(), lines[index + 1]?.trim() ?? '', lines[index + 2]?.trim() ?? ''),
  )
  const own = end < 0 ? lines : lines.slice(0, end)
  while (own.length > 0 && /^(>.*)?$/.test(own.at(-1)?.trim() ?? '')) own.pop()
  return own.join('\n').trim()
}

function isEnd(line: string, next: string, second: string): boolean {
  if (line.length > 400) return false
  if (SIGNATURE.test(line)) return true
  if (INTRODUCTIONS.some(introduction => introduction.test(line))) return true
  // Mail programs break a long introduction in two.
  if (
    line.length > 0 &&
    line.length + next.length < 400 &&
    /^(on|am|le|el|op)\s/i.test(line) &&
    second.startsWith('>')
  ) {
    if (INTRODUCTIONS.some(introduction => introduction.test(`${line} ${next}`))) return true
  }
  return OUTLOOK.test(line) && OUTLOOK_NEXT.test(next)
}
