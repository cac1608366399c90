import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/**
 * Secrets are made by the machine from 24 random bytes, so nobody can guess one from its SHA-256: a slow hash such as
 * argon2 protects passwords that people choose, and would cost 300 ms of CPU for every device that connects.
 */
export const newSecret = (): string => randomBytes(24).toString('base64url')

export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Compares in constant time; hashing first makes the lengths equal. */
export const isSecret = (secret: string, hash: Buffer): boolean => timingSafeEqual(hashSecret(secret), hash)

/** What seals at rest: the first one seals, all of them open. From SECRETS_KEY, see main/secrets-key.ts. */
export type SecretsKey = string | readonly [string, ...string[]]

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Before what is sealed: these bytes and the name of the key, together a whole number of characters in base64. */
const MAGIC = Buffer.from('fw\x01', 'latin1')
const NAME_BYTES = 6
const HEAD_BYTES = MAGIC.length + NAME_BYTES

export interface Sealer {
  /** What everything begins with that is sealed by the first key: what does not is to be sealed again. */
  head: Buffer
  seal(text: string): Buffer
  /** Undefined where it was sealed with a key that is none of these, for another purpose, or was changed since. */
  open(bytes: Buffer): string | undefined
}

/**
 * Keeps text in the database so that only who has the key can read it: head, nonce, tag and ciphertext. What was sealed
 * before there were heads begins with its nonce, and is tried with every key.
 */
export function sealer(secretsKey: SecretsKey, purpose: string): Sealer {
  const keys = [secretsKey].flat().map(secret => {
    const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
    const name = createHash('sha256').update(key).digest().subarray(0, NAME_BYTES)
    return { key, head: Buffer.concat([MAGIC, name]) }
  })
  const [{ key, head } = keyless()] = keys
  return {
    head,
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([head, nonce, cipher.getAuthTag(), sealed])
    },
    open(bytes) {
      const named = keys.find(each => each.head.equals(bytes.subarray(0, HEAD_BYTES)))
      const text = named && opened(bytes.subarray(HEAD_BYTES), named.key)
      if (text !== undefined) return text
      for (const each of keys) {
        const found = opened(bytes, each.key)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
}

function keyless(): never {
  throw new Error('there is no key to seal with')
}

function opened(bytes: Buffer, key: Buffer): string | undefined {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString()
  } catch {
    return undefined
  }
}
