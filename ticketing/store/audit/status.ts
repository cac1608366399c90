import { sql } from 'kysely'
import { pemOf, type Signer } from '../../audit/keys.ts'
import { checkpointLine, type SignedStatement } from '../../audit/lines.ts'
import type { AuditCheckpoint, AuditKey, AuditStatus } from '../../domain/audit.ts'
import type { Db } from '../database.ts'
import { lastCheckpoint, listAuditKeys } from './checkpoints.ts'
import { tailOf } from './links.ts'

/** A chain that is so far behind is behind; how far is for the metrics. */
const COUNTED = 10_000

export const shownCheckpoint = (signed: SignedStatement): AuditCheckpoint => ({
  ...signed,
  line: checkpointLine(signed),
})

export async function auditStatus(db: Db, { fingerprint }: Signer): Promise<AuditStatus> {
  const { position, event, hash } = await tailOf(db)
  const checkpoint = await lastCheckpoint(db)
  const { rows } = await sql<{ unsealed: number; breaks: number }>`select
    (select count(*) from (select from ticketing.events where id > ${event} limit ${COUNTED}) e) as unsealed,
    (select count(*) from ticketing.events where subject = 'ledger' and subject_id = 'chain'
      and type = 'chain_broken') as breaks`.execute(db)
  const counted = rows[0] ?? { unsealed: 0, breaks: 0 }
  return {
    ...{ position, event, hash: hash.toString('hex'), ...counted, key: fingerprint },
    checkpoint: checkpoint ? shownCheckpoint(checkpoint) : null,
  }
}

/** The keys that have signed, and the one that will, oldest first. */
export async function auditKeys(db: Db, signer: Signer): Promise<AuditKey[]> {
  const used = await listAuditKeys(db)
  const isNew = !used.some(({ fingerprint }) => fingerprint === signer.fingerprint)
  return [...used, ...(isNew ? [signer] : [])].map(({ fingerprint, publicKey }) => ({
    fingerprint,
    publicKey: pemOf(publicKey),
    isCurrent: fingerprint === signer.fingerprint,
  }))
}
