import { Type } from 'typebox'
import { Person, PersonalChannel } from '../../domain/notification-preferences.ts'
import { exact } from '../../domain/schema.ts'
import { getPreferences, putPreferences } from '../../store/notification-preferences.ts'
import { sendTest } from '../../store/test-notice.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { requireOwnOrRuled } from '../recipients.ts'
import { NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['notifications']
const byRecipient = Type.Object({ recipient: Person })

const TestRequest = Type.Object({ channel: PersonalChannel }, { ...exact, examples: [{ channel: 'app' }] })

export function notificationPreferenceRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/notification-preferences/:recipient',
    {
      schema: {
        tags,
        operationId: 'getNotificationPreferences',
        summary: 'What a person is told, by which way and when',
        description: 'The defaults where nothing was said: everything, in the app.',
        params: byRecipient,
        headers: readHeaders,
        response: { 200: ref('NotificationPreferences'), 304: NotModified, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { params, db } = request
      await requireOwnOrRuled(request, params.recipient)
      return tagged(reply, await getPreferences(db, params.recipient))
    },
  )

  app.put(
    '/notification-preferences/:recipient',
    {
      schema: {
        tags,
        operationId: 'putNotificationPreferences',
        summary: 'Say what a person is told, by which way and when',
        description:
          'Replaces what was said before. Rules count for what is written from now on, times for what waits too.',
        params: byRecipient,
        headers: changeHeaders,
        body: ref('NewNotificationPreferences'),
        response: { 200: ref('NotificationPreferences'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { params, body, db } = request
      await requireOwnOrRuled(request, params.recipient)
      return tagged(reply, await putPreferences(db, params.recipient, body, editOf(request, clock)))
    },
  )

  app.post(
    '/notification-preferences/:recipient/test',
    {
      schema: {
        tags,
        operationId: 'testNotificationPreferences',
        summary: 'Send a test to a person',
        description:
          'By the way that is named, whatever the rules say; quiet hours hold. Ask for the delivery to see what became of it.',
        params: byRecipient,
        body: TestRequest,
        response: { 202: ref('Delivery'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      await requireOwnOrRuled(request, params.recipient)
      await getPreferences(db, params.recipient)
      const test = { ...params, ...body, by: request.actor, nowMs: clock.nowMs() }
      return reply.code(202).send(await sendTest(db, test))
    },
  )
}
