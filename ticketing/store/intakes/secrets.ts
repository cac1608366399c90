import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { hashSecret, newSecret, type SecretsKey, sealer } from '../secrets.ts'

/** What senders sign with. */
export const SEALED_SIGNING = 'signing secrets of intakes'
/** What logs in to mailboxes. */
export const SEALED_MAILBOXES = 'passwords of mailboxes'

/** What seals the secrets of intakes. */
export const intakeSealers = (secretsKey: SecretsKey) => ({
  signing: sealer(secretsKey, SEALED_SIGNING),
  mailbox: sealer(secretsKey, SEALED_MAILBOXES),
})
export type IntakeSealers = ReturnType<typeof intakeSealers>

export function newToken(): { token: string; hash: Buffer } {
  const token = newSecret()
  return { token, hash: hashSecret(token) }
}

const PREFIX = 'whsec_'
/** As Standard Webhooks writes it: 24 to 64 bytes in base64. */
export const signingSecret = (): string => PREFIX + randomBytes(32).toString('base64')

/** A clock may be wrong so far, and a request be copied for so long. */
const TOLERANCE_MS = 5 * 60_000

export interface Signed {
  id: string | undefined
  /** Seconds since 1970. */
  timestamp: string | undefined
  signature: string | undefined
  body: Uint8Array
}

/**
 * Whether it was signed with the secret, lately: `v1,` and the base64 of HMAC-SHA256 over id, timestamp and body with dots
 * between (https://www.standardwebhooks.com). Several signatures may stand there, with blanks between.
 */
export function isSigned({ id, timestamp, signature, body }: Signed, secret: string, nowMs: number): boolean {
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(nowMs - Number(timestamp) * 1_000) > TOLERANCE_MS) return false
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  return signature.split(' ', 10).some(one => {
    if (!one.startsWith('v1,')) return false
    const given = Buffer.from(one.slice('v1,'.length), 'base64')
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
}
