import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Secrets are made by the machine from 24 random bytes, so nobody can guess one from its SHA-256: a slow hash such as
 * argon2 protects passwords that people choose, and would cost 300 ms of CPU for every device that connects.
 */
export const newSecret = (): string => randomBytes(24).toString('base64url')

export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Compares in constant time; hashing first makes the lengths equal. */
export const isSecret = (secret: string, hash: Buffer): boolean => timingSafeEqual(hashSecret(secret), hash)
