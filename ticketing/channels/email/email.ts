import { createTransport } from 'nodemailer'
import type { SendOutcome } from '../../domain/delivery.ts'
import { shortly } from '../answers.ts'
import type { Message } from '../channel.ts'
import { oneLine, placeOf } from '../text.ts'

const TIMEOUT_MS = 10_000
/** Connections to the mail server, and messages on each before a new one. */
const CONNECTIONS = 8
const MESSAGES_PER_CONNECTION = 200
const MAX_SUBJECT = 200

export interface Mail {
  /** One message to one address; never throws. */
  send(message: Message, to: string): Promise<SendOutcome>
  close(): void
}

interface MailOptions {
  /** smtp://user:password@host:port, or smtps://; as SMTP_URL has it. */
  url: string
  /** As MAIL_FROM has it. */
  from: string
}

/** Sends by the mail server that the operator names. */
export function openMail({ url, from }: MailOptions): Mail {
  const transport = createTransport({
    ...serverOf(url),
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MESSAGES_PER_CONNECTION,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(message, to) {
      try {
        const { response } = await transport.sendMail({ from, to, ...mailOf(message, from) })
        return { kind: 'sent', status: codeOf(response), said: shortly(response) }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => transport.close(),
  }
}

/** The parts of the address, without the options that its query could set, such as to read files. */
function serverOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  }
}

/** The parts of the message that say something; the number in the subject leads an answer back to its ticket. */
export function mailOf(message: Message, from: string) {
  const { title, body, ticket, link, eventId } = message
  const host = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'forewarn'
  const thread = ticket === null ? undefined : `<ticket-${ticket}@${host}>`
  const named = ticket === null ? title : `[#${ticket}] ${title}`
  return {
    subject: oneLine(named).slice(0, MAX_SUBJECT),
    text: [body, placeOf(message), link].filter(Boolean).join('\n\n'),
    messageId: `<${eventId}@${host}>`,
    ...(thread && { inReplyTo: thread, references: thread }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Forewarn-Type': message.type },
  }
}

const codeOf = (response: string): number | null => Number(/^\d{3}/.exec(response)?.[0]) || null

/**
 * Said of a message or its recipient, 5xx is for good (RFC 5321, 4.2.1). What is said of us, or not at all, may be put right
 * meanwhile, and concerns all: it has no status.
 */
function outcomeOf(error: unknown): SendOutcome {
  const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string }
  const said = shortly(message ?? String(error))
  const isOfMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (!isOfMessage) return { kind: 'away', status: null, said }
  const status = responseCode ?? null
  return { kind: status === null || status >= 500 ? 'refused' : 'away', status, said }
}
