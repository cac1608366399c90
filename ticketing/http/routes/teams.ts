import { Type } from 'typebox'
import { Team } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import { createTeam, deleteTeam, getTeam, listTeams, updateTeam } from '../../store/teams.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['dispatch']
const pages = keyedPages('teams')

const TeamChange = Type.Object(
  {
    name: Type.Optional(Team.properties.name),
    lead: Type.Optional(Team.properties.lead),
    manager: Type.Optional(Team.properties.manager),
  },
  { ...exact, examples: [{ name: 'Mechanics, early shift' }] },
)

export function teamRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/teams',
    {
      schema: {
        tags,
        operationId: 'listTeams',
        summary: 'Teams in the order of their ids',
        description:
          'Tickets are routed to teams. The lead, or else the manager, hears of tickets that nobody of the team can have.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Team')), ...refusals() },
      },
    },
    async ({ query, db }) => pages.page(await listTeams(db, pages.range(query)), query, team => team.id),
  )

  app.post(
    '/teams',
    {
      schema: {
        tags,
        operationId: 'createTeam',
        summary: 'Add a team',
        description: 'Name it in the route tree to give it tickets.',
        body: ref('NewTeam'),
        response: { 201: ref('Team'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createTeam(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(tagged(reply, made))
    },
  )

  app.get(
    '/teams/:id',
    {
      schema: {
        tags,
        operationId: 'getTeam',
        summary: 'A team',
        description: 'What it is called, and who leads it.',
        params: byId,
        headers: readHeaders,
        response: { 200: ref('Team'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getTeam(db, params.id)),
  )

  app.patch(
    '/teams/:id',
    {
      schema: {
        tags,
        operationId: 'updateTeam',
        summary: 'Change a team',
        description: 'Changes the given properties only.',
        params: byId,
        headers: changeHeaders,
        body: TeamChange,
        response: { 200: ref('Team'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await updateTeam(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/teams/:id',
    {
      schema: {
        tags,
        operationId: 'deleteTeam',
        summary: 'Delete a team',
        description: 'Refused while the route tree names it or it has tickets or technicians.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteTeam(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
