import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { exact } from '../../domain/schema.ts'
import { listCheckpoints } from '../../store/audit/checkpoints.ts'
import { dumpChain } from '../../store/audit/dump.ts'
import { auditKeys, auditStatus, shownCheckpoint } from '../../store/audit/status.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { impatient, patienceFor, pour } from '../downloads.ts'
import type { Api, Parts } from '../parts.ts'
import { refusals } from '../responses.ts'

const tags = ['audit']
const newest = cursorOf('audit checkpoints', Type.Object({ id: Position }))

/** Each reads the whole ledger. */
const MAX_DUMPS = 2

const Dump = Type.Unsafe<Readable>({
  description: 'The dump, lines of JSON; docs/audit.md says what they are.',
  content: { 'application/x-ndjson': { schema: Type.String() } },
})

export function auditRoutes(app: Api, parts: Parts): void {
  const { auditSigner } = parts

  app.get(
    '/audit',
    {
      schema: {
        tags,
        operationId: 'getAuditStatus',
        summary: 'The audit chain now',
        description:
          'Every event of the ledger is linked to the one before it by SHA-256 within seconds, and the chain is signed every minute.',
        response: { 200: ref('AuditStatus'), ...refusals() },
      },
    },
    ({ db }) => auditStatus(db, auditSigner),
  )

  app.get(
    '/audit/checkpoints',
    {
      schema: {
        tags,
        operationId: 'listAuditCheckpoints',
        summary: 'Signed checkpoints of the chain, newest first',
        description:
          'Keep one now and then where nobody who can write to the database can: it proves everything before it.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('AuditCheckpoint')), ...refusals() },
      },
    },
    async ({ db, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const rows = await listCheckpoints(db, { limit: limit + 1, before: newest.decode(cursor)?.id })
      const { items, nextCursor } = pageOf(rows, limit, ({ id }) => newest.encode({ id }))
      return { items: items.map(({ id: _, ...signed }) => shownCheckpoint(signed)), nextCursor }
    },
  )

  app.get(
    '/audit/keys',
    {
      schema: {
        tags,
        operationId: 'listAuditKeys',
        summary: 'Public keys of the signatures, oldest first',
        description:
          'Compare the fingerprint with the one that you wrote down when the service was installed.',
        response: { 200: Type.Object({ items: Type.Array(ref('AuditKey')) }), ...refusals() },
      },
    },
    async ({ db }) => ({ items: await auditKeys(db, auditSigner) }),
  )

  dumpRoute(app, parts)
}

function dumpRoute(app: Api, { auditSigner, clock, patience = patienceFor.dump }: Parts): void {
  let running = 0

  app.get(
    '/audit/dump',
    {
      exposeHeadRoute: false, // it would read the whole ledger for a few headers
      schema: {
        tags,
        operationId: 'dumpAudit',
        summary: 'The whole chain with its events, to be verified elsewhere',
        description:
          'Everything that is sealed now, with the signed checkpoints and a signed end. `forewarn audit verify` verifies ' +
          'it without the service; the last line is missing where the answer was cut off. Two at a time.',
        response: { 200: Dump, ...refusals() },
      },
    },
    async ({ db }, reply) => {
      if (running >= MAX_DUMPS)
        throw new ForewarnError('overloaded', 'Two dumps are being read already; try again when one is done.')
      running += 1
      const dump = impatient(dumpChain(db, auditSigner, clock.nowMs()), patience)
      dump.once('close', () => (running -= 1))
      pour(reply.type('application/x-ndjson'), dump)
      return reply
    },
  )
}
