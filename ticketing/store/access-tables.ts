import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Grant, Scope } from '../domain/access.ts'

type Identity = ColumnType<number, never, never>

/** Who may ask, and for what. */
export interface AccessTables {
  accounts: {
    id: Identity
    name: string
    displayName: string
    email: string | null
    technician: string | null
    grants: JSONColumnType<Grant[]>
    active: Generated<boolean>
    passwordHash: string | null
    passwordAtMs: number | null
    version: Generated<number>
    createdAtMs: number
    updatedAtMs: number
  }
  accountIdentities: { issuer: string; subject: string; account: number; createdAtMs: number }
  sessions: {
    id: Identity
    tokenHash: Buffer
    account: number
    createdAtMs: number
    usedAtMs: number
    expiresAtMs: number
    address: string
    agent: string | null
  }
  providerSessions: { session: number; idToken: Buffer }
  knownBrowsers: { tokenHash: Buffer; account: number; usedAtMs: number }
  accessTokens: {
    id: Identity
    tokenHash: Buffer
    name: string
    owner: number | null
    grants: JSONColumnType<Grant[]>
    scopes: JSONColumnType<Scope[]>
    createdAtMs: number
    expiresAtMs: number
    usedAtMs: Generated<number | null>
    revokedAtMs: Generated<number | null>
  }
  accountLinks: { tokenHash: Buffer; account: number | null; createdAtMs: number; expiresAtMs: number }
  signInFailures: { nameHash: Buffer; source: string; failures: number; sinceMs: number }
}
