import type { FastifyRequest } from 'fastify'
import { ForewarnError } from '../../../contracts/errors.ts'
import type { IntakeAtDoor } from '../../store/intakes/rows.ts'
import { isSigned } from '../../store/intakes/secrets.ts'
import { hashSecret, isSecret } from '../../store/secrets.ts'

/** Nobody's: compared with where there is no such intake, so that this takes as long. */
const NOBODY = hashSecret('')

/**
 * Whether the request has the intake's token, as Bearer or as the password of Basic, which Alertmanager and mail services
 * can send. One answer for an unknown intake and a wrong token: a guess learns nothing.
 */
export function requireToken(request: FastifyRequest, intake: IntakeAtDoor | undefined): asserts intake {
  const token = tokenOf(request.headers.authorization ?? '')
  if (isSecret(token ?? '', intake?.tokenHash ?? NOBODY) && token && intake?.tokenHash) return
  throw unauthorized('Send the token of this intake: Authorization: Bearer <token>.')
}

function tokenOf(header: string): string | undefined {
  const [, bearer] = /^Bearer +([^\s]+) *$/i.exec(header) ?? []
  if (bearer !== undefined) return bearer
  const [, basic] = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header) ?? []
  if (basic === undefined) return undefined
  const both = Buffer.from(basic, 'base64').toString()
  return both.slice(both.indexOf(':') + 1)
}

/** Whether the body was signed with the intake's secret, within five minutes of now. */
export function requireSignature(
  { headers }: FastifyRequest,
  { body, secret, nowMs }: { body: Uint8Array; secret: string; nowMs: number },
): void {
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined)
  const signed = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
    body,
  }
  if (isSigned(signed, secret, nowMs)) return
  throw unauthorized(
    'Sign the request: webhook-id, webhook-timestamp (seconds, within 5 minutes) and webhook-signature (v1, of Standard Webhooks).',
  )
}

const unauthorized = (message: string) => new ForewarnError('unauthorized', message)
