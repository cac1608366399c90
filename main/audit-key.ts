import { generateKeyPairSync } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ForewarnError } from '../contracts/errors.ts'
import { openSigner, type Signer } from '../ticketing/audit/keys.ts'
import { readStatement } from '../ticketing/audit/lines.ts'
import type { AuditMemory } from '../ticketing/jobs/seal.ts'
import type { Config } from './config.ts'

/** The key that signs the audit chain: as given, or made at the first start and kept in the data directory. */
export async function auditSigner({ AUDIT_KEY, AUDIT_KEY_FILE, DATA_DIR }: Config): Promise<Signer> {
  if (AUDIT_KEY) return signerOf('AUDIT_KEY', AUDIT_KEY.replaceAll('\\n', '\n'))
  if (!AUDIT_KEY_FILE) return keptSigner(join(DATA_DIR, 'audit-key.pem'))
  const pem = await readFile(AUDIT_KEY_FILE, 'utf8').catch(cause => {
    throw new ForewarnError('invalid', `AUDIT_KEY_FILE: ${cause.message}`, { cause })
  })
  return signerOf(`AUDIT_KEY_FILE: ${AUDIT_KEY_FILE}`, pem)
}

function signerOf(name: string, pem: string): Signer {
  try {
    return openSigner(pem)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const detail = `${name}: ${why}. It must be a private Ed25519 key, as by: openssl genpkey -algorithm ed25519`
    throw new ForewarnError('invalid', detail, { cause })
  }
}

/** The directory is this process's own: nobody makes a key at the same time. */
async function keptSigner(path: string): Promise<Signer> {
  const kept = await readIfThere(path)
  if (kept !== undefined) return signerOf(path, kept)
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await writeDurably(path, pem)
  return signerOf(path, pem)
}

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

/** All of it or nothing, also after a power cut; nobody else may read it. */
async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

/** The newest checkpoint in the data directory: in the form in which checkpoints are kept elsewhere, too. */
export function auditMemory({ DATA_DIR }: Config): AuditMemory {
  const path = join(DATA_DIR, 'audit-checkpoint.json')
  return {
    async read() {
      const line = await readIfThere(path)
      const kept = line === undefined ? undefined : readStatement(line.trim())
      if (kept || line === undefined) return kept
      throw new ForewarnError(
        'invalid',
        `${path} is no checkpoint of the audit chain; move it away, and keep it.`,
      )
    },
    write: line => writeDurably(path, `${line}\n`),
  }
}
