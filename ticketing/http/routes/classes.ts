import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { createClass, deleteClass, getClass, listClasses, replaceClass } from '../../store/classes.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { byId } from '../requests.ts'
import { bodyRefusals, NoContent, refusals } from '../responses.ts'

const tags = ['registry']
const pages = keyedPages('classes')

export function classRoutes(app: Api): void {
  app.get(
    '/classes',
    {
      schema: {
        tags,
        operationId: 'listClasses',
        summary: 'Equipment classes in the order of their ids',
        description: 'What each kind of equipment measures, with units and limits.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('EquipmentClass')), ...refusals(400) },
      },
    },
    async ({ query, db }) => pages.page(await listClasses(db, pages.range(query)), query, found => found.id),
  )

  app.post(
    '/classes',
    {
      schema: {
        tags,
        operationId: 'createClass',
        summary: 'Add an equipment class',
        description: 'Metrics that are not listed become dead letters unless acceptsAnyMetric is true.',
        body: ref('EquipmentClass'),
        response: { 201: ref('EquipmentClass'), ...bodyRefusals(409) },
      },
    },
    async ({ body, db }, reply) => reply.code(201).send(await createClass(db, body)),
  )

  app.get(
    '/classes/:id',
    {
      schema: {
        tags,
        operationId: 'getClass',
        summary: 'An equipment class',
        description: 'With its metrics.',
        params: byId,
        response: { 200: ref('EquipmentClass'), ...refusals(400, 404) },
      },
    },
    ({ params, db }) => getClass(db, params.id),
  )

  app.put(
    '/classes/:id',
    {
      schema: {
        tags,
        operationId: 'replaceClass',
        summary: 'Replace an equipment class',
        description: 'The whole class, metrics included. The pipeline follows within a second.',
        params: byId,
        body: ref('EquipmentClass'),
        response: { 200: ref('EquipmentClass'), ...bodyRefusals(404) },
      },
    },
    ({ params, body, db }) => replaceClass(db, params.id, body),
  )

  app.delete(
    '/classes/:id',
    {
      schema: {
        tags,
        operationId: 'deleteClass',
        summary: 'Delete an equipment class',
        description: 'Refused while assets are of it.',
        params: byId,
        response: { 204: NoContent, ...refusals(400, 404, 409) },
      },
    },
    async ({ params, db }, reply) => {
      await deleteClass(db, params.id)
      return reply.code(204).send(null)
    },
  )
}
