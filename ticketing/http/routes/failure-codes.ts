import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { createFailureCode, listFailureCodes } from '../../store/failure-codes.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { refusals } from '../responses.ts'

const tags = ['dispatch']
const pages = keyedPages('failure codes')

export function failureCodeRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/failure-codes',
    {
      schema: {
        tags,
        operationId: 'listFailureCodes',
        summary: 'Failure codes in their order',
        description: 'Failure modes after ISO 14224, and your own. Resolving a ticket requires one.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('FailureCode')), ...refusals() },
      },
    },
    async ({ query, db }) =>
      pages.page(await listFailureCodes(db, pages.range(query)), query, row => row.code),
  )

  app.post(
    '/failure-codes',
    {
      schema: {
        tags,
        operationId: 'createFailureCode',
        summary: 'Add a failure code',
        description: 'Codes are for ever: closed tickets name them.',
        body: ref('FailureCode'),
        response: { 201: ref('FailureCode'), ...refusals() },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await createFailureCode(request.db, request.body, actOf(request, clock))),
  )
}
