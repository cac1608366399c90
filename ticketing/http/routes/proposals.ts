import { Type } from 'typebox'
import { ProfileProposal } from '../../domain/proposal.ts'
import { exact } from '../../domain/schema.ts'
import { classOfProfile } from '../../store/profiles.ts'
import {
  acceptProposal,
  createProposal,
  getProposal,
  listProposals,
  rejectProposal,
} from '../../store/proposals.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { profileMistakes } from '../profile-mistakes.ts'
import { byRow } from '../requests.ts'
import { refusals } from '../responses.ts'
import { InvalidRequest } from '../validator.ts'

const tags = ['detection']
const newestFirst = cursorOf('proposals', Position)

export function proposalRoutes(app: Api, parts: Parts): void {
  readRoutes(app)
  makeRoute(app, parts)
  decideRoutes(app, parts)
}

function readRoutes(app: Api): void {
  app.get(
    '/profile-proposals',
    {
      schema: {
        tags,
        operationId: 'listProfileProposals',
        summary: 'Changes of profiles that feedback or a person proposes, newest first',
        description: 'Each with what it would have come to in the past.',
        querystring: Type.Object(
          { state: Type.Optional(ProfileProposal.properties.state), ...pageQuery },
          exact,
        ),
        response: { 200: PageOf(ref('ProfileProposal')), ...refusals() },
      },
    },
    async ({ db, sites, query: { state, limit = DEFAULT_LIMIT, cursor } }) => {
      const page = { limit: limit + 1, before: newestFirst.decode(cursor) }
      return pageOf(await listProposals(db, page, { state, sites }), limit, ({ id }) =>
        newestFirst.encode(id),
      )
    },
  )

  app.get(
    '/profile-proposals/:id',
    {
      schema: {
        tags,
        operationId: 'getProfileProposal',
        summary: 'A proposed change of a profile',
        description: 'With what speaks for it.',
        params: byRow,
        response: { 200: ref('ProfileProposal'), ...refusals(404) },
      },
    },
    ({ db, params }) => getProposal(db, params.id),
  )
}

function makeRoute(app: Api, { clock, detectors }: Parts): void {
  app.post(
    '/profile-proposals',
    {
      schema: {
        tags,
        operationId: 'createProfileProposal',
        summary: 'Propose a change of a profile',
        description:
          'For somebody else to accept. `POST /detectors/{detector}/tuning` looks for one by itself.',
        body: ref('NewProposal'),
        response: { 201: ref('ProfileProposal'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, body } = request
      const { detector, metric, mode, parameters } = body.change
      const setting = { ...(mode !== undefined && { mode }), ...(parameters && { parameters }) }
      const profile = {
        detectors: { [detector]: metric === undefined ? setting : { metrics: { [metric]: setting } } },
      }
      const equipmentClass = await classOfProfile(db, { scope: body.scope, id: body.subject })
      const mistakes = profileMistakes(profile, detectors, equipmentClass, '/change')
      if (mistakes.length > 0) throw new InvalidRequest(mistakes.map(inChange(detector)))
      return reply.code(201).send(await createProposal(db, body, actOf(request, clock)))
    },
  )
}

/** A profile names its detectors, a change says which one it is about. */
const inChange =
  (detector: string) =>
  ({ pointer, detail }: { pointer: string; detail: string }) => ({
    pointer: pointer.replace(`/change/${detector}`, '/change').replace(/\/metrics\/[^/]+/, '/metric'),
    detail,
  })

const decisions = [
  {
    ...{ path: 'accept', operationId: 'acceptProfileProposal', decide: acceptProposal },
    summary: 'Make a proposed change: the profile gets a new version',
    description: 'Refused where somebody has changed since what it is about.',
  },
  {
    ...{ path: 'reject', operationId: 'rejectProfileProposal', decide: rejectProposal },
    summary: 'Decide against a proposed change',
    description: 'Nothing is changed; the proposal is kept with the reason.',
  },
] as const

function decideRoutes(app: Api, { clock }: Parts): void {
  for (const { path, operationId, decide, summary, description } of decisions) {
    app.post(
      `/profile-proposals/:id/${path}`,
      {
        schema: {
          ...{ tags, operationId, summary, description },
          params: byRow,
          body: ref('ProposalDecision'),
          response: { 200: ref('ProfileProposal'), ...refusals(404) },
        },
      },
      request => decide(request.db, request.params.id, { ...actOf(request, clock), ...request.body }),
    )
  }
}
