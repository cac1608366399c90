import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { listSignatures, signWork, workOf } from '../../store/signatures.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { maskedSignatures } from '../masking.ts'
import type { Api, Parts } from '../parts.ts'
import { byNumber } from '../requests.ts'
import { refusals } from '../responses.ts'
import { changeHeaders, expectedVersions } from '../versions.ts'

const tags = ['tickets']
const oldest = cursorOf('signatures', Type.Object({ id: Position }))

/** Signatures of work: who says what of it, bound to what it was. */
export function signatureRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/tickets/:number/work',
    {
      schema: {
        tags,
        operationId: 'getTicketWork',
        summary: 'The work of a ticket as it would be signed',
        description: 'Show it to whoever signs, and send its hash with the signature.',
        params: byNumber,
        response: { 200: ref('Work'), ...refusals(404) },
      },
    },
    ({ db, params }) => workOf(db, params.number),
  )

  app.get(
    '/tickets/:number/signatures',
    {
      schema: {
        tags,
        operationId: 'listSignatures',
        summary: 'Signatures of the work of a ticket, oldest first',
        description:
          'Each with what was signed, whether it is genuine, and which parts of the work are not as they were signed.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Signature')), ...refusals(404) },
      },
    },
    async request => {
      const { number } = request.params
      const { limit = DEFAULT_LIMIT, cursor } = request.query
      const range = { limit: limit + 1, after: oldest.decode(cursor)?.id }
      const rows = await maskedSignatures(request, number, await listSignatures(request.db, number, range))
      return pageOf(rows, limit, ({ id }) => oldest.encode({ id }))
    },
  )

  app.post(
    '/tickets/:number/signatures',
    {
      schema: {
        tags,
        operationId: 'signWork',
        summary: 'Sign the work of a ticket',
        description:
          'The signature is of the work as it is, by its SHA-256, and an event of the ledger has its own. With ' +
          '`documentSha256` it is refused where the work is not the one that was shown. A transition can be signed in one ' +
          'request, see `signature` there.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('NewSignature'),
        response: { 201: ref('Signature'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const seen = { ...request.params, ifVersion: expectedVersions(request) }
      return reply.code(201).send(await signWork(request.db, seen, request.body, actOf(request, clock)))
    },
  )
}
