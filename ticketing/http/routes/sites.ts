import { Type } from 'typebox'
import { Site } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import { createSite, deleteSite, getSite, listSites, updateSite } from '../../store/sites.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['registry']
const pages = keyedPages('sites')

const { name, timeZone, location } = Site.properties
const SiteChange = Type.Object(
  { name: Type.Optional(name), timeZone: Type.Optional(timeZone), location: Type.Optional(location) },
  { ...exact, examples: [{ timeZone: 'Europe/Berlin' }] },
)

export function siteRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/sites',
    {
      schema: {
        tags,
        operationId: 'listSites',
        summary: 'Sites in the order of their ids',
        description: 'Places where assets are.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Site')), ...refusals() },
      },
    },
    async ({ query, db, sites }) =>
      pages.page(await listSites(db, pages.range(query), sites), query, site => site.id),
  )

  app.post(
    '/sites',
    {
      schema: {
        tags,
        operationId: 'createSite',
        summary: 'Register a site',
        description:
          'The time zone is an IANA name; calendars and reports of the site use it. The location is for the distance of technicians.',
        body: ref('NewSite'),
        response: { 201: ref('Site'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createSite(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(tagged(reply, made))
    },
  )

  app.get(
    '/sites/:id',
    {
      schema: {
        tags,
        operationId: 'getSite',
        summary: 'A site',
        description: 'Name, time zone and location.',
        params: byId,
        headers: readHeaders,
        response: { 200: ref('Site'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getSite(db, params.id)),
  )

  app.patch(
    '/sites/:id',
    {
      schema: {
        tags,
        operationId: 'updateSite',
        summary: 'Change a site',
        description: 'Changes the given properties only.',
        params: byId,
        headers: changeHeaders,
        body: SiteChange,
        response: { 200: ref('Site'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await updateSite(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/sites/:id',
    {
      schema: {
        tags,
        operationId: 'deleteSite',
        summary: 'Delete a site',
        description: 'Refused while assets or tickets belong to it.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteSite(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
