import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate with its key, both as PEM. */
interface Certificate {
  cert: string
  key: string
}
export interface Authority extends Certificate {
  /** A certificate of this authority; for servers on 127.0.0.1 and for clients alike. */
  issue(name: string, options?: { daysFromNow?: number }): Certificate
}

const DAY_MS = 86_400_000

/** Makes an authority of its own with elliptic keys, valid for some days. Enough X.509 (RFC 5280) for tests of TLS. */
export function createAuthority(name: string): Authority {
  const own = newKeys()
  const make = (options: { subject: string; keys: Keys; authority: boolean; daysFromNow: number }) => ({
    cert: certificate({ ...options, issuer: name, signer: own.privateKey }),
    key: options.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  })
  return {
    ...make({ subject: name, keys: own, authority: true, daysFromNow: 2 }),
    issue: (subject, { daysFromNow = 1 } = {}) =>
      make({ subject, keys: newKeys(), authority: false, daysFromNow }),
  }
}

interface Keys {
  publicKey: KeyObject
  privateKey: KeyObject
}
const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' })

function certificate(of: {
  subject: string
  issuer: string
  keys: Keys
  signer: KeyObject
  authority: boolean
  daysFromNow: number
}): string {
  const publicKey = of.keys.publicKey.export({ type: 'spki', format: 'der' })
  const endMs = Date.now() + of.daysFromNow * DAY_MS
  const toBeSigned = sequence(
    tagged(0xa0, integer([2])), // version 3
    integer([1, ...createHash('sha256').update(publicKey).digest().subarray(0, 8)]), // the serial number
    ecdsaWithSha256,
    commonName(of.issuer),
    sequence(time(endMs - 10 * DAY_MS), time(endMs)),
    commonName(of.subject),
    publicKey,
    tagged(0xa3, sequence(...(of.authority ? [basicConstraints] : [onLoopback]))),
  )
  const signature = sign('sha256', toBeSigned, of.signer)
  const der = sequence(toBeSigned, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

// DER (X.690): tag, length, content.
function tagged(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const prefix = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...prefix]), body])
}
const sequence = (...content: Uint8Array[]) => tagged(0x30, ...content)
const integer = (bytes: number[]) => tagged(0x02, Buffer.from(bytes))
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))
const time = (ms: number) => tagged(0x18, Buffer.from(new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')))
const commonName = (name: string) =>
  sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(name)))))
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
const yes = tagged(0x01, Buffer.from([255]))
const basicConstraints = sequence(oid('551d13'), yes, tagged(0x04, sequence(yes)))
/** subjectAltName: the IP address 127.0.0.1. */
const onLoopback = sequence(oid('551d11'), tagged(0x04, sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])))))
