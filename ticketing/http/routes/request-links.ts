import { toString as toQr } from 'qrcode'
import { Type } from 'typebox'
import { invalid } from '../../domain/refusals.ts'
import { TicketNumber } from '../../domain/relations.ts'
import type { NewRequestLink } from '../../domain/request-link.ts'
import { exact } from '../../domain/schema.ts'
import { getAsset } from '../../store/assets.ts'
import { listAssetLinks, makeAssetLink, makeProgressLink, revokeLink } from '../../store/request-links.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { originOf } from '../public/origin.ts'
import { byId, byNumber } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['requests']
const CONFIRMATION_LINK_MS = 30 * 24 * 3_600_000
const newest = cursorOf('request links', Type.Object({ id: Position }))
const byLink = Type.Object({ link: TicketNumber })

/** Links and QR codes for people without an account. */
export function requestLinkRoutes(app: Api, { clock, publicUrl }: Parts): void {
  app.post(
    '/assets/:id/request-link',
    {
      schema: {
        tags,
        operationId: 'createRequestLink',
        summary: 'Make a link by which faults at an asset can be reported',
        description:
          'Without an account, at this asset only. The address and its QR code are shown this once; only a hash is kept. ' +
          'It works until it expires or is revoked.',
        params: byId,
        body: ref('NewRequestLink'),
        response: { 201: ref('MadeRequestLink'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      requireFuture(request.body, clock.nowMs())
      const { id } = await getAsset(request.db, request.params.id)
      const { token, link } = await makeAssetLink(request.db, id, request.body, actOf(request, clock))
      const url = `${originOf(request, publicUrl)}/r/${token}`
      return reply.code(201).send({ ...link, url, qrSvg: await qr(url) })
    },
  )

  app.get(
    '/assets/:id/request-links',
    {
      schema: {
        tags,
        operationId: 'listRequestLinks',
        summary: 'Links at an asset, newest first',
        description: 'Without their addresses, which nobody knows but those who have them.',
        params: byId,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('RequestLink')), ...refusals(404) },
      },
    },
    async ({ db, params, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const before = newest.decode(cursor)?.id
      const { id } = await getAsset(db, params.id)
      const rows = await listAssetLinks(db, id, { limit: limit + 1, before })
      return pageOf(rows, limit, last => newest.encode({ id: last.id }))
    },
  )

  app.post(
    '/tickets/:number/request-link',
    {
      schema: {
        tags,
        operationId: 'createProgressLink',
        summary: 'Make a link by which somebody can follow a ticket',
        description:
          'For a requester without an account who has none, such as somebody who telephoned: it shows the state in plain ' +
          'words and the public comments, and takes their messages.',
        params: byNumber,
        body: ref('NewRequestLink'),
        response: { 201: ref('MadeRequestLink'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      requireFuture(request.body, clock.nowMs())
      const act = actOf(request, clock)
      const { token, link } = await makeProgressLink(request.db, request.params.number, request.body, act)
      const url = `${originOf(request, publicUrl)}/p/${token}`
      return reply.code(201).send({ ...link, url, qrSvg: await qr(url) })
    },
  )

  app.post(
    '/tickets/:number/confirmation-link',
    {
      schema: {
        tags,
        operationId: 'createConfirmationLink',
        summary: 'Make a link by which whoever asked for a repair confirms and rates it',
        description:
          'When a ticket is verifying requesters get such a link by themselves; this one is for telling somebody on the ' +
          'telephone. It works for 30 days unless `expiresAtMs` says otherwise. The page behind it asks whether it is ' +
          'fixed, for a rating from 1 to 5 and a comment; a no reopens the ticket.',
        params: byNumber,
        body: ref('NewRequestLink'),
        response: { 201: ref('MadeRequestLink'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const nowMs = clock.nowMs()
      requireFuture(request.body, nowMs)
      const given = { expiresAtMs: nowMs + CONFIRMATION_LINK_MS, ...request.body }
      const act = actOf(request, clock)
      const { token, link } = await makeProgressLink(request.db, request.params.number, given, act)
      const url = `${originOf(request, publicUrl)}/c/${token}`
      return reply.code(201).send({ ...link, url, qrSvg: await qr(url) })
    },
  )

  app.post(
    '/request-links/:link/revocation',
    {
      schema: {
        tags,
        operationId: 'revokeRequestLink',
        summary: 'Make a link useless',
        description: 'At once. Revoking it twice is the same as once.',
        params: byLink,
        response: { 200: ref('RequestLink'), ...refusals(404) },
      },
    },
    request => revokeLink(request.db, request.params.link, actOf(request, clock)),
  )
}

const qr = (url: string) => toQr(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })

function requireFuture({ expiresAtMs }: NewRequestLink, nowMs: number): void {
  if (expiresAtMs === undefined || expiresAtMs > nowMs) return
  throw invalid('/expiresAtMs', 'expiresAtMs must lie in the future.')
}
