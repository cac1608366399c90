import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Clock } from '../../contracts/clock.ts'
import type { DeadLetters } from '../../contracts/dead-letters.ts'
import type { DetectorCatalogue } from '../../contracts/detector-catalogue.ts'
import type { TryFormat } from '../../contracts/format.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import type { Signer } from '../audit/keys.ts'
import type { Notifying } from '../channels/notifying.ts'
import type { Principal, Sites } from '../domain/access.ts'
import type { AttachmentStore } from '../domain/attachment.ts'
import type { Role } from '../domain/roles.ts'
import type { Db, Pool } from '../store/database.ts'
import type { SecretsKey } from '../store/secrets.ts'
import type { Patience } from './downloads.ts'

/** A Fastify instance whose route schemas give the handlers their types. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** What the routes work with. The database is `request.db`: it may be the transaction of an `Idempotency-Key`. */
export interface Parts {
  pool: Pool
  clock: Clock
  store: TelemetryStore
  deadLetters: DeadLetters
  tryFormat: TryFormat
  detectors: DetectorCatalogue
  attachments: AttachmentStore
  /** What seals at rest. */
  secretsKey: SecretsKey
  /** Signs dumps of the audit chain. */
  auditSigner: Signer
  notifying: Notifying
  /** Where browsers reach us, for links that are given away; as the request says where it is not configured. */
  publicUrl?: string | undefined
  /** With who downloads something; `patienceFor` of it unless given. */
  patience?: Patience | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; `NOBODY` before authentication, and where none is asked for. */
    principal: Principal
    /** The sites where who asks has a role for this; null: every site. Handlers of lists keep to them. */
    sites: Sites
    /** Who acts, for the event ledger; empty before authentication. */
    actor: string
    /** What the actor may do; undefined: everything. */
    roles: readonly Role[] | undefined
    /** What handlers work on: the transaction of the request's `Idempotency-Key` where it has one. */
    db: Db
  }
}
