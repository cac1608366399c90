import { Type } from 'typebox'
import { Team } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import { createTeam, deleteTeam, listTeams, updateTeam } from '../../store/teams.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { byId } from '../requests.ts'
import { bodyRefusals, NoContent, refusals } from '../responses.ts'

const tags = ['dispatch']
const pages = keyedPages('teams')

const TeamChange = Type.Object(
  { name: Type.Optional(Team.properties.name) },
  { ...exact, examples: [{ name: 'Mechanics, early shift' }] },
)

export function teamRoutes(app: Api): void {
  app.get(
    '/teams',
    {
      schema: {
        tags,
        operationId: 'listTeams',
        summary: 'Teams in the order of their ids',
        description: 'Tickets are routed to teams.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Team')), ...refusals(400) },
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
        body: ref('Team'),
        response: { 201: ref('Team'), ...bodyRefusals(409) },
      },
    },
    async ({ body, db }, reply) => reply.code(201).send(await createTeam(db, body)),
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
        body: TeamChange,
        response: { 200: ref('Team'), ...bodyRefusals(404) },
      },
    },
    ({ params, body, db }) => updateTeam(db, params.id, body),
  )

  app.delete(
    '/teams/:id',
    {
      schema: {
        tags,
        operationId: 'deleteTeam',
        summary: 'Delete a team',
        description: 'Refused while the route tree names it or it has tickets.',
        params: byId,
        response: { 204: NoContent, ...refusals(400, 404, 409) },
      },
    },
    async ({ params, db }, reply) => {
      await deleteTeam(db, params.id)
      return reply.code(204).send(null)
    },
  )
}
