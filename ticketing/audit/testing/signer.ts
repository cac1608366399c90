import { generateKeyPairSync } from 'node:crypto'
import { openSigner, type Signer } from '../keys.ts'

/** A key of its own, as a service makes one at its first start. */
export function testSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  return openSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}
