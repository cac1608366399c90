import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { automaticBecause, withoutQuote } from '../../domain/mail.ts'
import { storable } from '../../domain/mapped-signals.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Decoder, Letter, Mail } from '../../domain/signal.ts'

/** Forms in which mail services send a message whole, with the field that has it. */
const FORMS = ['multipart/form-data', 'application/x-www-form-urlencoded']
const FIELDS = ['email', 'body-mime', 'message', 'raw']

const MAX_FILES = 20
const MAX_TEXT = 100_000
const MAX_REFERENCES = 50
/** What a line may have (RFC 5322, 2.1.1); a ticket's title is shorter. */
const MAX_SUBJECT = 998
/** The parser keeps each line by itself. 30 MiB of Base64 are less than half of this. */
const MAX_LINES = 1_000_000
/** Small pictures within a text are logos of signatures. */
const LOGO_BYTES = 10_000

/** A message as it went over the wire (RFC 5322), alone or as a field of a form. */
export const email: Decoder = {
  takes: mediaType => mediaType === 'message/rfc822' || FORMS.includes(mediaType),
  wanted: `Send the raw message with Content-Type: message/rfc822, or a form with it in one of the fields ${FIELDS.join(', ')}.`,
  async decode(letter) {
    const raw = await rawOf(letter)
    requireFewLines(raw)
    const parsed = await simpleParser(raw, {
      skipImageLinks: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      maxHtmlLengthToParse: 1_000_000,
    }).catch(error => {
      throw invalid('', `The message cannot be read: ${String(error.message).slice(0, 200)}.`)
    })
    const from = parsed.from?.value[0]
    if (!from?.address) throw invalid('', 'The message does not say who sent it.')
    return { mail: mailOf(parsed, { address: from.address, name: from.name }) }
  },
}

function requireFewLines(raw: Buffer): void {
  let lines = 0
  for (let end = raw.indexOf(10); end >= 0; end = raw.indexOf(10, end + 1)) {
    if (++lines > MAX_LINES)
      throw invalid('', `The message has more than ${MAX_LINES} lines; send what is so long as a file.`)
  }
}

async function rawOf({ mediaType, headers, body }: Letter): Promise<Buffer> {
  if (!FORMS.includes(mediaType)) return Buffer.from(body)
  const type = headers['content-type'] ?? mediaType
  const form = await new Response(Buffer.from(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  if (!form) throw invalid('', 'The form cannot be read.')
  for (const name of FIELDS) {
    const value = form.get(name)
    if (typeof value === 'string' && value !== '') return Buffer.from(value)
    if (value && typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  throw invalid('', `The form has the message in none of the fields ${FIELDS.join(', ')}.`)
}

function mailOf(parsed: ParsedMail, from: Mail['from']): Mail {
  const text = storable((parsed.text ?? '').slice(0, MAX_TEXT))
  const headers = new Map(parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1)]))
  return {
    messageId: parsed.messageId === undefined ? null : bare(parsed.messageId),
    references: referencesOf(parsed),
    from: {
      address: storable(from.address).slice(0, 200).toWellFormed(),
      name: storable(from.name).slice(0, 100).toWellFormed(),
    },
    to: addressesOf([parsed.to, parsed.cc].flatMap(list => list ?? [])),
    subject: storable((parsed.subject ?? '').slice(0, MAX_SUBJECT)).trim(),
    text: withoutQuote(text) || text.trim(),
    automatic: automaticBecause(headers, from.address),
    files: filesOf(parsed),
  }
}

const bare = (id: string) => storable(id).trim().replace(/^<|>$/g, '').slice(0, 500).toWellFormed()

function referencesOf({ inReplyTo, references = [] }: ParsedMail): string[] {
  const all = [inReplyTo ?? [], [references].flat().toReversed()].flat()
  return [...new Set(all.flatMap(each => each.split(/\s+/)).map(bare))]
    .filter(Boolean)
    .slice(0, MAX_REFERENCES)
}

const addressesOf = (lists: readonly AddressObject[]): string[] =>
  lists
    .flatMap(({ value }) =>
      value.flatMap(({ address, group = [] }) => [address, ...group.map(one => one.address)]),
    )
    .flatMap(address => (address ? [address.toLowerCase()] : []))
    .slice(0, 100)

function filesOf({ attachments }: ParsedMail): Mail['files'] {
  return attachments
    .filter(({ related, size }) => !related || size > LOGO_BYTES)
    .slice(0, MAX_FILES)
    .map(({ filename, content }) => ({ name: storable(filename ?? ''), content }))
}
