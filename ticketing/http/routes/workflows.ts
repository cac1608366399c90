import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { TicketKind } from '../../domain/ticket.ts'
import { Workflow } from '../../domain/workflow.ts'
import { workflowMistakes } from '../../domain/workflow-check.ts'
import { transact } from '../../store/database.ts'
import { listWorkflows, saveWorkflow, workflowOf } from '../../store/workflows.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { NotModified, refusals } from '../responses.ts'
import { InvalidRequest } from '../validator.ts'
import { changeHeaders, etagOf, readHeaders } from '../versions.ts'
import { answerYaml, YAML } from '../yaml.ts'

const tags = ['workflow']
const byKind = Type.Object({ kind: TicketKind })
const kept = Type.Object({ kind: TicketKind, version: Type.Integer({ minimum: 1 }), document: Workflow })

/** In the one notation or the other, as the caller asks. */
const Written = Type.Unsafe<Workflow>({
  description: 'The workflow.',
  content: { 'application/json': { schema: ref('Workflow') }, [YAML]: { schema: ref('Workflow') } },
})

export function workflowRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/workflows',
    {
      schema: {
        tags,
        operationId: 'listWorkflows',
        summary: 'The newest workflow of every kind of ticket',
        description: 'States with what they mean, transitions with what they require, automatic steps.',
        response: { 200: Type.Object({ items: Type.Array(kept) }), ...refusals() },
      },
    },
    async ({ db }) => ({ items: await listWorkflows(db) }),
  )

  app.get(
    '/workflows/:kind',
    {
      schema: {
        tags,
        operationId: 'getWorkflow',
        summary: 'The workflow of a kind of ticket',
        description: `The newest version, or the one asked for. With \`Accept: ${YAML}\` as YAML, to keep in a file.`,
        params: byKind,
        querystring: Type.Object(
          { version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })) },
          exact,
        ),
        headers: readHeaders,
        response: { 200: Written, 304: NotModified, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { version, document } = await workflowOf(request.db, request.params.kind, request.query.version)
      reply.header('etag', etagOf(version))
      return answerYaml(request, reply, document)
    },
  )

  app.put(
    '/workflows/:kind',
    {
      schema: {
        tags,
        operationId: 'replaceWorkflow',
        summary: 'Replace the workflow of a kind of ticket',
        description:
          'Makes a new version, for tickets made from now on; a ticket keeps the version it began with. Takes YAML ' +
          `too (\`Content-Type: ${YAML}\`). Refused with every mistake: a state that cannot be reached, a dead end, no way to close, steps that never end.`,
        params: byKind,
        headers: changeHeaders,
        consumes: ['application/json', YAML],
        body: ref('Workflow'),
        response: { 200: ref('Workflow'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const mistakes = workflowMistakes(request.body)
      if (mistakes.length > 0) throw new InvalidRequest(mistakes)
      const { kind } = request.params
      const { version, document } = await transact(request.db, trx =>
        saveWorkflow(trx, kind, request.body, editOf(request, clock)),
      )
      reply.header('etag', etagOf(version))
      return document
    },
  )
}
