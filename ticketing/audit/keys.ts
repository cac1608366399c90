import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { ForewarnError } from '../../contracts/errors.ts'

/** What a signature is for: one made for one purpose says nothing for another. */
export type Purpose = 'checkpoint' | 'end'

/** An Ed25519 key that signs for the audit chain. */
export interface Signer extends PublicKey {
  /** Base64, of the text for this purpose. */
  sign(purpose: Purpose, text: string): string
}

export interface PublicKey {
  /** SHA-256 of the public key's DER (SubjectPublicKeyInfo), hexadecimal: short enough to be written down. */
  fingerprint: string
  /** That DER, base64. */
  publicKey: string
}

const payload = (purpose: Purpose, text: string): Buffer => Buffer.from(`forewarn audit ${purpose}\n${text}`)

/** The signer of a private key in PEM (PKCS#8). Error: `invalid`. */
export function openSigner(pem: string): Signer {
  const key = keyFrom(() => createPrivateKey(pem))
  return { ...described(createPublicKey(key)), sign: (purpose, text) => signed(key, purpose, text) }
}

const signed = (key: KeyObject, purpose: Purpose, text: string) =>
  sign(null, payload(purpose, text), key).toString('base64')

/** A public key in PEM. Error: `invalid`. */
export const readPublicKey = (pem: string): PublicKey => described(keyFrom(() => createPublicKey(pem)))

function keyFrom(read: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch (cause) {
    throw new ForewarnError('invalid', 'it is no key in PEM', { cause })
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw new ForewarnError('invalid', `it is a key of type ${key.asymmetricKeyType}; Ed25519 is needed`)
}

function described(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' })
  return { fingerprint: fingerprintOf(der), publicKey: der.toString('base64') }
}

const fingerprintOf = (der: Buffer) => createHash('sha256').update(der).digest('hex')

/** What checks signatures of the key; undefined where the text is no Ed25519 key in base64. */
export function openVerifier(publicKey: string) {
  const der = Buffer.from(publicKey, 'base64')
  let key: KeyObject
  try {
    key = createPublicKey({ key: der, type: 'spki', format: 'der' })
  } catch {
    return undefined
  }
  // Base64 has several texts for the same bytes; ours is the one that it gives itself.
  if (key.asymmetricKeyType !== 'ed25519' || der.toString('base64') !== publicKey) return undefined
  return {
    fingerprint: fingerprintOf(der),
    isSigned(purpose: Purpose, text: string, signature: string): boolean {
      const bytes = Buffer.from(signature, 'base64')
      return bytes.toString('base64') === signature && verify(null, payload(purpose, text), key, bytes)
    },
  }
}
export type Verifier = NonNullable<ReturnType<typeof openVerifier>>

/** The same as PEM, as tools want it. */
export const pemOf = (publicKey: string): string =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
