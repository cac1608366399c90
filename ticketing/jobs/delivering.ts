import type { Address, Message } from '../channels/channel.ts'
import { httpChannels } from '../channels/channels.ts'
import type { Notifying } from '../channels/notifying.ts'
import { OutgoingError } from '../channels/outgoing.ts'
import type { SendOutcome } from '../domain/delivery.ts'
import type { TargetChannel } from '../domain/notification-target.ts'
import type { Outgoing } from '../store/outbox.ts'

const DIGEST_LINES = 50

/** Where the deliveries of a lane go. */
export type Way =
  | { kind: 'email' }
  | { kind: 'http'; channel: TargetChannel; address: Address }
  /** Nowhere, and why. */
  | { kind: 'none'; reason: string }

/** Sends one message, of one delivery or of those of a digest; never throws. */
export async function deliver(
  notifying: Notifying,
  way: Way,
  deliveries: readonly Outgoing[],
  nowMs: number,
): Promise<SendOutcome> {
  const [first] = deliveries
  if (!first) throw new Error('there is nothing to deliver')
  const message = deliveries.length === 1 ? messageOf(first, notifying) : digestOf(deliveries, notifying)
  if (way.kind === 'none') return { kind: 'refused', status: null, said: way.reason }
  if (way.kind === 'http') return byHttp(notifying, way, message, nowMs)
  const { mail } = notifying
  if (!mail)
    return { kind: 'refused', status: null, said: 'No mail server is named: set SMTP_URL and MAIL_FROM.' }
  if (first.email === null)
    return { kind: 'refused', status: null, said: 'The address is not known any more.' }
  return mail.send(message, first.email)
}

async function byHttp(
  { outgoing }: Notifying,
  { channel, address }: Extract<Way, { kind: 'http' }>,
  message: Message,
  nowMs: number,
): Promise<SendOutcome> {
  const { request, judge } = httpChannels[channel]
  try {
    const { url, headers, body } = request(message, address, nowMs)
    const outcome = judge(await outgoing.send(url, { headers, body }))
    return { ...outcome, said: withoutSecrets(outcome.said, address) }
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error
    return { kind: error.kind, status: null, said: withoutSecrets(error.message, address) }
  }
}

/** A receiver that repeats what it was sent must not bring its own address into our log. */
function withoutSecrets(said: string, { url, secrets }: Address): string {
  const { pathname, searchParams } = new URL(url)
  const parts = [...secrets, url, ...searchParams.values(), ...pathname.split('/')]
  return parts.filter(part => part.length >= 6).reduce((text, part) => text.replaceAll(part, '…'), said)
}

function messageOf(delivery: Outgoing, { publicUrl, openLink }: Notifying): Message {
  const { eventId, type, title, body, ticket, severity, site, asset, team, createdAtMs } = delivery
  const { sealedPath, ...data } = delivery.data
  const isForRequester = delivery.recipient.startsWith('requester:')
  const path = typeof sealedPath === 'string' && isForRequester ? openLink(sealedPath) : undefined
  const own = isForRequester || ticket === null ? undefined : `/tickets/${ticket}`
  const link =
    publicUrl !== undefined && (path ?? own) !== undefined ? `${publicUrl}${path ?? own}` : undefined
  const source = publicUrl ?? 'forewarn'
  return { eventId, type, title, body, ticket, severity, site, asset, team, createdAtMs, data, link, source }
}

/** What was collected, as one message. */
function digestOf(deliveries: readonly Outgoing[], notifying: Notifying): Message {
  const lines = deliveries.slice(0, DIGEST_LINES).map(delivery => {
    const { title, body, link } = messageOf(delivery, notifying)
    return [`• ${title}`, body.split('\n', 1)[0], link].filter(Boolean).join('\n  ')
  })
  const more = deliveries.length - lines.length
  const [first] = deliveries as [Outgoing]
  return {
    ...messageOf({ ...first, ticket: null, severity: null, site: null, asset: null, data: {} }, notifying),
    type: 'digest',
    title: `${deliveries.length} notifications`,
    body: [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n\n'),
  }
}
