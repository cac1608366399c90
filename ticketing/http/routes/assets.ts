import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Criticality, Id } from '../../../contracts/registry.ts'
import { Asset } from '../../domain/registry.ts'
import { exact } from '../../domain/schema.ts'
import { assetAt, createAsset, deleteAsset, getAsset, listAssets, updateAsset } from '../../store/assets.ts'
import type { Versioned } from '../../store/registry-ledger.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import { atQuery, instant } from '../instants.ts'
import { withOwnParents } from '../other-sites.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

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

/** Without a parent that is of a site which whoever asks does not see. */
async function ownParent<T extends Asset>(request: FastifyRequest, asset: T): Promise<T> {
  const [own = asset] = await withOwnParents(request, [asset])
  return own
}

const shown = async (request: FastifyRequest, reply: FastifyReply, asset: Versioned<Asset>) =>
  tagged(reply, await ownParent(request, asset))

export function assetRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/assets',
    {
      schema: {
        tags,
        operationId: 'listAssets',
        summary: 'Assets in the order of their ids',
        description: 'Optionally of one site or class.',
        querystring: Type.Object({ site: Type.Optional(Id), class: Type.Optional(Id), ...pageQuery }, exact),
        response: { 200: PageOf(ref('Asset')), ...refusals() },
      },
    },
    async request => {
      const { query, db, sites } = request
      const rows = await listAssets(db, pages.range(query), { ...query, sites })
      return pages.page(await withOwnParents(request, rows), query, asset => asset.id)
    },
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
        response: { 201: ref('Asset'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createAsset(
        request.db,
        { name: request.body.id, parent: null, availability: 'in_service', ...request.body },
        actOf(request, clock),
      )
      return reply.code(201).send(await shown(request, reply, made))
    },
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
        querystring: Type.Object(atQuery, exact),
        headers: readHeaders,
        response: { 200: ref('Asset'), 304: NotModified, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { params, query, db } = request
      if (query.at === undefined) return shown(request, reply, await getAsset(db, params.id))
      return ownParent(request, await assetAt(db, params.id, instant('at', query.at)))
    },
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
        headers: changeHeaders,
        body: AssetChange,
        response: { 200: ref('Asset'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return shown(request, reply, await updateAsset(db, params.id, body, editOf(request, clock)))
    },
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
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteAsset(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
