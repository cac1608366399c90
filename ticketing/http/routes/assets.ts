import { Type } from 'typebox'
import { Criticality, Id } from '../../../contracts/registry.ts'
import { Asset } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import { createAsset, deleteAsset, getAsset, listAssets, updateAsset } from '../../store/assets.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { byId } from '../requests.ts'
import { bodyRefusals, NoContent, refusals } from '../responses.ts'

const tags = ['registry']
const pages = keyedPages('assets')

const { name, parent, availability } = Asset.properties
const NewAsset = Type.Object(
  {
    id: Id,
    site: Id,
    class: Id,
    criticality: Criticality,
    name: Type.Optional(name),
    parent: Type.Optional(parent),
    availability: Type.Optional(availability),
  },
  { ...exact, examples: [{ id: 'pump-7', site: 'plant-1', class: 'pump', criticality: 'A' }] },
)
const AssetChange = Type.Object(
  {
    site: Type.Optional(Id),
    class: Type.Optional(Id),
    criticality: Type.Optional(Criticality),
    name: Type.Optional(name),
    parent: Type.Optional(parent),
    availability: Type.Optional(availability),
  },
  { ...exact, examples: [{ criticality: 'B' }] },
)

export function assetRoutes(app: Api): void {
  app.get(
    '/assets',
    {
      schema: {
        tags,
        operationId: 'listAssets',
        summary: 'Assets in the order of their ids',
        description: 'Optionally of one site or class.',
        querystring: Type.Object({ site: Type.Optional(Id), class: Type.Optional(Id), ...pageQuery }, exact),
        response: { 200: PageOf(ref('Asset')), ...refusals(400) },
      },
    },
    async ({ query, db }) =>
      pages.page(await listAssets(db, pages.range(query), query), query, asset => asset.id),
  )

  app.post(
    '/assets',
    {
      schema: {
        tags,
        operationId: 'createAsset',
        summary: 'Register an asset',
        description:
          'An unknown site is registered with it (named by its id, time zone UTC). The class must exist.',
        body: NewAsset,
        response: { 201: ref('Asset'), ...bodyRefusals(409) },
      },
    },
    async ({ body, db }, reply) =>
      reply
        .code(201)
        .send(await createAsset(db, { name: body.id, parent: null, availability: 'in_service', ...body })),
  )

  app.get(
    '/assets/:id',
    {
      schema: {
        tags,
        operationId: 'getAsset',
        summary: 'An asset',
        description: 'Where it is, what it is, and how critical.',
        params: byId,
        response: { 200: ref('Asset'), ...refusals(400, 404) },
      },
    },
    ({ params, db }) => getAsset(db, params.id),
  )

  app.patch(
    '/assets/:id',
    {
      schema: {
        tags,
        operationId: 'updateAsset',
        summary: 'Change an asset',
        description:
          'Changes the given properties only. Its devices move with it, and publish on the new site’s topics. While it ' +
          'is `down`, nothing below it makes tickets; while it is `out_of_service`, neither does it.',
        params: byId,
        body: AssetChange,
        response: { 200: ref('Asset'), ...bodyRefusals(404) },
      },
    },
    ({ params, body, db }) => updateAsset(db, params.id, body),
  )

  app.delete(
    '/assets/:id',
    {
      schema: {
        tags,
        operationId: 'deleteAsset',
        summary: 'Delete an asset',
        description: 'Refused while it has devices, child assets or tickets.',
        params: byId,
        response: { 204: NoContent, ...refusals(400, 404, 409) },
      },
    },
    async ({ params, db }, reply) => {
      await deleteAsset(db, params.id)
      return reply.code(204).send(null)
    },
  )
}
