import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { invalid } from '../../domain/refusals.ts'
import { exact } from '../../domain/schema.ts'
import {
  createTechnician,
  deleteTechnician,
  getTechnician,
  listTechnicians,
  updateTechnician,
} from '../../store/technicians.ts'
import { demandSite } from '../access.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import { maskedTechnician } from '../masking.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['dispatch']
const pages = keyedPages('technicians')

const listQuery = Type.Object(
  {
    team: Type.Optional(Id),
    site: Type.Optional(Id),
    active: Type.Optional(Type.Boolean({ description: 'Whether tickets are given to them.' })),
    ...pageQuery,
  },
  exact,
)

/** Who works at every site is added by somebody who plans for every site. */
function demandTheirSite(request: FastifyRequest, site: string | null): void {
  if (site !== null) demandSite(request, site, `There is no site ${site}.`)
  else if (request.sites !== null) throw invalid('/site', 'site is missing: name one of your sites.')
}

export function technicianRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/technicians',
    {
      schema: {
        tags,
        operationId: 'listTechnicians',
        summary: 'Technicians in the order of their ids',
        description:
          'Filters go together: all of them must fit. Viewers see no names, and why somebody is away planners only.',
        querystring: listQuery,
        response: { 200: PageOf(ref('Technician')), ...refusals() },
      },
    },
    async request => {
      const { query, db, sites } = request
      const rows = await listTechnicians(db, pages.range(query), { ...query, sites })
      const page = pages.page(rows, query, ({ id }) => id)
      return { ...page, items: page.items.map(each => maskedTechnician(request, each)) }
    },
  )

  app.post(
    '/technicians',
    {
      schema: {
        tags,
        operationId: 'createTechnician',
        summary: 'Add a technician',
        description:
          'Whoever is active and has the role technician is given tickets of their team. `shift` is the id of a ' +
          'calendar of their working hours; null is always. Default: seniority 3, capacity 5, no skills.',
        body: ref('NewTechnician'),
        response: { 201: ref('Technician'), ...refusals() },
      },
    },
    async (request, reply) => {
      demandTheirSite(request, request.body.site ?? null)
      const made = await createTechnician(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(tagged(reply, made))
    },
  )

  app.get(
    '/technicians/:id',
    {
      schema: {
        tags,
        operationId: 'getTechnician',
        summary: 'A technician',
        description: 'With skills, shift and absences.',
        params: byId,
        headers: readHeaders,
        response: { 200: ref('Technician'), 304: NotModified, ...refusals(404) },
      },
    },
    async (request, reply) =>
      tagged(reply, maskedTechnician(request, await getTechnician(request.db, request.params.id))),
  )

  app.patch(
    '/technicians/:id',
    {
      schema: {
        tags,
        operationId: 'updateTechnician',
        summary: 'Change a technician',
        description:
          'Changes the given properties only; lists are replaced. Counts for decisions from now on: tickets that they have stay theirs.',
        params: byId,
        headers: changeHeaders,
        body: ref('TechnicianChange'),
        response: { 200: ref('Technician'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      if (body.site !== undefined) demandTheirSite(request, body.site)
      return tagged(reply, await updateTechnician(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/technicians/:id',
    {
      schema: {
        tags,
        operationId: 'deleteTechnician',
        summary: 'Delete a technician',
        description: 'Refused for somebody who ever had a ticket: set `active` to false instead.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteTechnician(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
