import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { judgeStatus, shortly } from '../answers.ts'
import type { HttpChannel, Message } from '../channel.ts'

/*
 * CloudEvents 1.0 in structured mode, signed as Standard Webhooks (https://www.standardwebhooks.com) has it: HMAC-SHA256
 * over id, time of sending and body, so that neither can be exchanged or sent again later by somebody else.
 */

const PREFIX = 'whsec_'
const SECRET_BYTES = 24

export const newSigningSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

const keyOf = (secret: string) =>
  Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64')

interface Signed {
  id: string
  timestampS: string
  body: string
}

const signatureOf = ({ id, timestampS, body }: Signed, secret: string) =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestampS}.${body}`).digest()

/** Several signatures while a secret is being exchanged: the receiver needs one that fits. */
const signatures = (signed: Signed, secrets: readonly string[]): string =>
  secrets.map(secret => `v1,${signatureOf(signed, secret).toString('base64')}`).join(' ')

/** For receivers of ours, and as a model for others: whether it was signed with the secret, at most 5 minutes ago. */
export function isSigned(
  signed: Signed,
  header: string,
  { secret, nowMs }: { secret: string; nowMs: number },
): boolean {
  if (Math.abs(nowMs / 1000 - Number(signed.timestampS)) > 300) return false
  const expected = signatureOf(signed, secret)
  return header.split(' ').some(part => {
    const [version, text = ''] = part.split(',')
    const given = Buffer.from(text, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** The event as CloudEvents 1.0 has it. */
function cloudEvent(message: Message): Record<string, unknown> {
  const { eventId, type, source, ticket, createdAtMs, title, body, severity, site, asset, team, data, link } =
    message
  return {
    specversion: '1.0',
    id: eventId,
    source,
    type: `forewarn.${type}.v1`,
    ...(ticket !== null && { subject: `tickets/${ticket}` }),
    time: new Date(createdAtMs).toISOString(),
    datacontenttype: 'application/json',
    data: { ticket, title, body, severity, site, asset, team, ...(link && { link }), details: data },
  }
}

export const webhook: HttpChannel = {
  name: 'webhook',
  request(message, { url, secrets }, nowMs) {
    const body = JSON.stringify(cloudEvent(message))
    const signed = { id: message.eventId, timestampS: String(Math.floor(nowMs / 1000)), body }
    return {
      url,
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'Forewarn',
        'webhook-id': signed.id,
        'webhook-timestamp': signed.timestampS,
        'webhook-signature': signatures(signed, secrets),
      },
      body,
    }
  },
  judge: answer => judgeStatus(answer) ?? { kind: 'sent', status: answer.status, said: shortly(answer.text) },
}
