import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { exact } from '../../domain/schema.ts'
import {
  createWindow,
  deleteWindow,
  getWindow,
  listWindows,
  replaceWindow,
} from '../../store/maintenance-windows.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['findings']
const byNumber = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1, examples: [1] }) })
const pages = cursorOf('maintenance windows', Position)

export function maintenanceWindowRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/maintenance-windows',
    {
      schema: {
        tags,
        operationId: 'listMaintenanceWindows',
        summary: 'Maintenance windows in the order in which they were made',
        description: 'Optionally those given for one asset or one site.',
        querystring: Type.Object({ asset: Type.Optional(Id), site: Type.Optional(Id), ...pageQuery }, exact),
        response: { 200: PageOf(ref('MaintenanceWindow')), ...refusals() },
      },
    },
    async ({ query: { limit = DEFAULT_LIMIT, cursor, ...filter }, db, sites }) => {
      const page = { limit: limit + 1, after: pages.decode(cursor) }
      const rows = await listWindows(db, page, { ...filter, sites })
      return pageOf(rows, limit, ({ id }) => pages.encode(id))
    },
  )

  app.post(
    '/maintenance-windows',
    {
      schema: {
        tags,
        operationId: 'createMaintenanceWindow',
        summary: 'Plan a maintenance window',
        description:
          'Once (`fromMs`, `toMs`) or weekly (days and local time in a time zone), on an asset with everything below ' +
          'it or on a site. What deviates in it, by event time, makes no ticket; each finding keeps that as its reason.',
        body: ref('NewMaintenanceWindow'),
        response: { 201: ref('MaintenanceWindow'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createWindow(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(tagged(reply, made))
    },
  )

  app.get(
    '/maintenance-windows/:id',
    {
      schema: {
        tags,
        operationId: 'getMaintenanceWindow',
        summary: 'A maintenance window',
        description: 'Where and when.',
        params: byNumber,
        headers: readHeaders,
        response: { 200: ref('MaintenanceWindow'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getWindow(db, params.id)),
  )

  app.put(
    '/maintenance-windows/:id',
    {
      schema: {
        tags,
        operationId: 'replaceMaintenanceWindow',
        summary: 'Replace a maintenance window',
        description: 'All of it. Findings that were judged before keep their verdicts.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('NewMaintenanceWindow'),
        response: { 200: ref('MaintenanceWindow'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await replaceWindow(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/maintenance-windows/:id',
    {
      schema: {
        tags,
        operationId: 'deleteMaintenanceWindow',
        summary: 'Delete a maintenance window',
        description: 'Findings that were judged before keep their verdicts.',
        params: byNumber,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteWindow(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
