import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ArrivalResult, ArrivalState } from '../domain/arrival.ts'
import type { IntakeKind, IntakeSettings } from '../domain/intake.ts'

type Identity = ColumnType<number, never, never>

/** What other systems and people send. */
export interface IntakeTables {
  intakes: {
    id: string
    kind: IntakeKind
    settings: JSONColumnType<Omit<IntakeSettings, 'id' | 'kind'>>
    tokenHash: Buffer | null
    signingSecret: Buffer | null
    mailPassword: Buffer | null
    mailboxUidValidity: Generated<string | null>
    mailboxUid: Generated<number>
    problem: Generated<string | null>
  }
  arrivals: {
    id: Identity
    intake: string
    state: Generated<ArrivalState>
    receivedAtMs: number
    mediaType: string
    headers: JSONColumnType<Record<string, string>>
    body: Buffer
    senderKey: string | null
    attempts: Generated<number>
    dueAtMs: number
    reason: Generated<string | null>
    result: JSONColumnType<ArrivalResult> | null
  }
  intakeCases: {
    id: Identity
    intake: string
    key: string
    senderGroup: string | null
    ticket: number | null
  }
  intakeMembers: {
    ofCase: number
    member: string
    firing: boolean
    startedAtMs: number | null
    arrival: number
  }
  intakeMessages: { intake: string; messageId: string; ticket: number; sender: string; atMs: number }
}
