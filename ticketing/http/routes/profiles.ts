import { Type } from 'typebox'
import { inForce, type NewProfile } from '../../domain/profile.ts'
import { exact } from '../../domain/schema.ts'
import {
  classOfProfile,
  getProfile,
  listProfileVersions,
  profilesOfAsset,
  saveProfile,
} from '../../store/profiles.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { profileMistakes } from '../profile-mistakes.ts'
import { byId } from '../requests.ts'
import { NotModified, refusals } from '../responses.ts'
import { InvalidRequest } from '../validator.ts'
import { changeHeaders, readHeaders, withEtag } from '../versions.ts'

const tags = ['detection']
const scopes = [
  { scope: 'class', path: '/classes/:id/profile', Name: 'Class', what: 'an equipment class' },
  { scope: 'asset', path: '/assets/:id/profile', Name: 'Asset', what: 'an asset' },
] as const

const newestFirst = cursorOf('profiles', Position)

export function profileRoutes(app: Api, parts: Parts): void {
  for (const each of scopes) {
    readRoutes(app, each)
    changeRoutes(app, each, parts)
  }
  app.get(
    '/assets/:id/detectors',
    {
      schema: {
        tags,
        operationId: 'listDetectorsOfAsset',
        summary: 'How each detector watches an asset, and who says so',
        description: 'What is shipped, with the profile of its class laid over it, and its own over that.',
        params: byId,
        response: { 200: Type.Object({ items: Type.Array(ref('DetectorInForce')) }), ...refusals(404) },
      },
    },
    async ({ db, params }) => ({ items: inForce(parts.detectors, await profilesOfAsset(db, params.id)) }),
  )
}

function readRoutes(app: Api, { scope, path, Name, what }: (typeof scopes)[number]): void {
  app.get(
    path,
    {
      schema: {
        tags,
        operationId: `get${Name}Profile`,
        summary: `The detectors’ profile of ${what}`,
        description:
          'What it says itself, without what it inherits; the newest version, or the one asked for. What it does not name is as shipped' +
          (scope === 'asset' ? ', or as the profile of its class says.' : '.'),
        params: byId,
        querystring: Type.Object(
          { version: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })) },
          exact,
        ),
        headers: readHeaders,
        response: { 200: ref('KeptProfile'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ db, params: { id }, query: { version } }, reply) =>
      withEtag(reply, await getProfile(db, { scope, id }, version)),
  )

  app.get(
    `${path}/versions`,
    {
      schema: {
        tags,
        operationId: `list${Name}ProfileVersions`,
        summary: `All versions of the profile of ${what}, newest first`,
        description: 'With who saved each, when and why.',
        params: byId,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('KeptProfile')), ...refusals(404) },
      },
    },
    async ({ db, params: { id }, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const page = { limit: limit + 1, before: newestFirst.decode(cursor) }
      const versions = await listProfileVersions(db, { scope, id }, page)
      return pageOf(versions, limit, ({ version }) => newestFirst.encode(version))
    },
  )
}

function changeRoutes(app: Api, { scope, path, Name, what }: (typeof scopes)[number], parts: Parts): void {
  const { clock, detectors } = parts
  app.put(
    path,
    {
      schema: {
        tags,
        operationId: `replace${Name}Profile`,
        summary: `Replace the detectors’ profile of ${what}`,
        description:
          'Makes a new version, which the pipeline follows within a second; earlier ones are kept. Parameters are ' +
          'checked against the schema of their detector. `POST /backtests` tells beforehand what it would come to.',
        params: byId,
        headers: changeHeaders,
        body: ref('NewProfile'),
        response: { 200: ref('KeptProfile'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      const of = { scope, id: params.id }
      const mistakes = profileMistakes(body, detectors, await classOfProfile(db, of))
      if (mistakes.length > 0) throw new InvalidRequest(mistakes)
      return withEtag(reply, await saveProfile(db, of, body, editOf(request, clock)))
    },
  )

  app.delete(
    path,
    {
      schema: {
        tags,
        operationId: `delete${Name}Profile`,
        summary: `Remove the detectors’ profile of ${what}`,
        description:
          'From now on it says nothing of its own: that is its newest version. The others are kept.',
        params: byId,
        headers: changeHeaders,
        response: { 200: ref('KeptProfile'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const nothing: NewProfile = { detectors: {} }
      const { db, params } = request
      return withEtag(reply, await saveProfile(db, { scope, id: params.id }, nothing, editOf(request, clock)))
    },
  )
}
