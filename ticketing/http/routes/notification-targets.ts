import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { OutgoingError } from '../../channels/outgoing.ts'
import { newSigningSecret } from '../../channels/webhook/webhook.ts'
import { exact } from '../../domain/schema.ts'
import {
  createTarget,
  deleteTarget,
  getTarget,
  listTargets,
  rotateSecret,
  updateTarget,
} from '../../store/notification-targets.ts'
import { sendTest } from '../../store/test-notice.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['notifications']
const pages = keyedPages('notification targets')

export function notificationTargetRoutes(app: Api, { clock, notifying }: Parts): void {
  const sealer = notifying.targets

  /** The origin of an address that may be sent to. Error: `invalid`. */
  function originOf(url: string): string {
    try {
      return notifying.outgoing.check(url).origin
    } catch (error) {
      if (!(error instanceof OutgoingError)) throw error
      throw new ForewarnError('invalid', error.message, { field: '/url', cause: error })
    }
  }

  app.get(
    '/notification-targets',
    {
      schema: {
        tags,
        operationId: 'listNotificationTargets',
        summary: 'Group chats and programs that are told, in the order of their ids',
        description: 'Addresses and secrets are kept sealed, and not shown.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('NotificationTarget')), ...refusals() },
      },
    },
    async ({ query, db }) => pages.page(await listTargets(db, pages.range(query)), query, ({ id }) => id),
  )

  app.post(
    '/notification-targets',
    {
      schema: {
        tags,
        operationId: 'createNotificationTarget',
        summary: 'Add a group chat or a program',
        description:
          'It is told of every notice that fits its filters, from now on. A webhook gets signed CloudEvents; the secret ' +
          'that checks the signature is in the answer, this once.',
        body: ref('NewNotificationTarget'),
        response: { 201: ref('MadeNotificationTarget'), ...refusals() },
      },
    },
    async (request, reply) => {
      const { body, db } = request
      const signingSecret = body.channel === 'webhook' ? newSigningSecret() : null
      const secrets = { sealer, origin: originOf(body.url), signingSecret }
      const made = await createTarget(db, body, secrets, actOf(request, clock))
      return reply.code(201).send({ ...tagged(reply, made), signingSecret })
    },
  )

  app.get(
    '/notification-targets/:id',
    {
      schema: {
        tags,
        operationId: 'getNotificationTarget',
        summary: 'A group chat or a program that is told',
        description: 'With how it does: failures in a row, and until when nothing is sent because of them.',
        params: byId,
        headers: readHeaders,
        response: { 200: ref('NotificationTarget'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getTarget(db, params.id)),
  )

  app.patch(
    '/notification-targets/:id',
    {
      schema: {
        tags,
        operationId: 'updateNotificationTarget',
        summary: 'Change a target',
        description:
          'Changes the given properties only; lists are replaced. Counts for what is written from now on.',
        params: byId,
        headers: changeHeaders,
        body: ref('NotificationTargetChange'),
        response: { 200: ref('NotificationTarget'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      const origin = body.url === undefined ? undefined : originOf(body.url)
      return tagged(
        reply,
        await updateTarget(db, params.id, body, { sealer, origin }, editOf(request, clock)),
      )
    },
  )

  app.delete(
    '/notification-targets/:id',
    {
      schema: {
        tags,
        operationId: 'deleteNotificationTarget',
        summary: 'Delete a target',
        description: 'What waits for it has failed, with that reason.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteTarget(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/notification-targets/:id/secret',
    {
      schema: {
        tags,
        operationId: 'rotateNotificationSecret',
        summary: 'Exchange the secret of a webhook',
        description:
          'Answers a new one, this once. For a day everything is signed with both, so that the receiver can be changed meanwhile.',
        params: byId,
        headers: changeHeaders,
        response: { 200: ref('MadeNotificationTarget'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const signingSecret = newSigningSecret()
      const { db, params } = request
      const target = await rotateSecret(db, params.id, { sealer, signingSecret }, editOf(request, clock))
      return { ...tagged(reply, target), signingSecret }
    },
  )

  app.post(
    '/notification-targets/:id/test',
    {
      schema: {
        tags,
        operationId: 'testNotificationTarget',
        summary: 'Send a test to a target',
        description:
          'Whatever its filters say. It goes the way that everything goes: ask for the delivery to see what became of it.',
        params: byId,
        response: { 202: ref('Delivery'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, params } = request
      await getTarget(db, params.id)
      const { nowMs } = actOf(request, clock)
      return reply
        .code(202)
        .send(await sendTest(db, { recipient: `target:${params.id}`, by: request.actor, nowMs }))
    },
  )
}
