import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import {
  classAt,
  createClass,
  deleteClass,
  getClass,
  listClasses,
  replaceClass,
} from '../../store/classes.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import { atQuery, instant } from '../instants.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['registry']
const pages = keyedPages('classes')

export function classRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/classes',
    {
      schema: {
        tags,
        operationId: 'listClasses',
        summary: 'Equipment classes in the order of their ids',
        description: 'What each kind of equipment measures, with units and limits.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('EquipmentClass')), ...refusals() },
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
        response: { 201: ref('EquipmentClass'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createClass(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(tagged(reply, made))
    },
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
        querystring: Type.Object(atQuery, exact),
        headers: readHeaders,
        response: { 200: ref('EquipmentClass'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params: { id }, query: { at }, db }, reply) =>
      at === undefined ? tagged(reply, await getClass(db, id)) : classAt(db, id, instant('at', at)),
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
        headers: changeHeaders,
        body: ref('EquipmentClass'),
        response: { 200: ref('EquipmentClass'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await replaceClass(db, params.id, body, editOf(request, clock)))
    },
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
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteClass(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
