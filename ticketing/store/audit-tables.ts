import type { ColumnType } from 'kysely'
import type { Meaning } from '../domain/signature.ts'

type Identity = ColumnType<number, never, never>

/** The chain over the ledger, and what is signed. */
export interface AuditTables {
  auditLinks: { event: number; position: number; hash: Buffer }
  auditKeys: { fingerprint: string; publicKey: string; firstUsedAtMs: number }
  auditCheckpoints: {
    id: Identity
    position: number
    event: number
    hash: Buffer
    atMs: number
    key: string
    signature: string
  }
  workSignatures: {
    id: Identity
    ticket: number
    meaning: Meaning
    name: string
    signer: string
    signedAtMs: number
    deviceAtMs: number | null
    /** What was signed, as it was hashed. */
    document: string
    documentSha256: string
    salt: string
    sha256: string
  }
}
