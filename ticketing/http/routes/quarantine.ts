import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Address, Id } from '../../../contracts/registry.ts'
import type { Stranger } from '../../domain/quarantine.ts'
import { Device, deviceOptions } from '../../domain/registry.ts'
import { exact, Nullable } from '../../domain/schema.ts'
import {
  approveStranger,
  forgetStranger,
  getStranger,
  ignoreStranger,
  listStrangers,
  replayRegistered,
  type StrangerRow,
} from '../../store/quarantine.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { readablePayload } from '../payloads.ts'
import { NoContent, refusals } from '../responses.ts'
import { tagged } from '../versions.ts'

const tags = ['registry']
const pages = keyedPages('quarantine')
const REPLAY_WITHIN_MS = 3_000

const byName = Type.Object({
  name: Type.String({
    ...Address,
    description: 'The name under which it is listed, percent-encoded: a slash is %2F.',
    examples: ['sensor-9'],
  }),
})

const Approval = Type.Object(
  {
    asset: Id,
    id: Type.Optional(
      Type.String({
        ...Id,
        description:
          'Id of the device; its name unless given. Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.',
      }),
    ),
    metrics: Type.Optional(deviceOptions.metrics),
    silentAfterS: Type.Optional(deviceOptions.silentAfterS),
  },
  { ...exact, examples: [{ asset: 'pump-7' }, { asset: 'pump-7', id: 'sensor-9', silentAfterS: 86_400 }] },
)
const Approved = Type.Object({
  ...Device.properties,
  secret: Type.Optional(
    Type.String({
      description: 'The MQTT password, where it has none of its own. It is shown in this answer only.',
    }),
  ),
  replayed: Nullable(
    Type.Integer({
      description: 'How many of its dead letters are read again; null while they are still being counted.',
    }),
  ),
})

export function quarantineRoutes(app: Api, { deadLetters, clock }: Parts): void {
  app.get(
    '/quarantine',
    {
      schema: {
        tags,
        operationId: 'listQuarantine',
        summary: 'Devices that speak and are not registered, in the order of their names',
        description:
          'What they say is kept in the dead letters, and is read again when they are approved or registered in another way.',
        querystring: Type.Object(
          {
            ignored: Type.Optional(
              Type.Boolean({ default: false, description: 'true: those that are ignored instead.' }),
            ),
            ...pageQuery,
          },
          exact,
        ),
        response: { 200: PageOf(ref('Stranger')), ...refusals() },
      },
    },
    async ({ query, db, sites }) => {
      const rows = await listStrangers(db, pages.range(query), { ignored: query.ignored ?? false, sites })
      const { items, nextCursor } = pages.page(rows, query, row => row.name)
      return { items: items.map(toStranger), nextCursor }
    },
  )

  app.get(
    '/quarantine/:name',
    {
      schema: {
        tags,
        operationId: 'getStranger',
        summary: 'A device in quarantine',
        description: 'With a sample of what it says.',
        params: byName,
        response: { 200: ref('Stranger'), ...refusals(404) },
      },
    },
    async ({ params, db }) => toStranger(await getStranger(db, params.name)),
  )

  app.post(
    '/quarantine/:name/approval',
    {
      schema: {
        tags,
        operationId: 'approveStranger',
        summary: 'Register a device that is in quarantine',
        description:
          'Its name becomes its id, or its address where another id is given; a device that publishes for it becomes its gateway. Its dead letters are read again, so that nothing is lost that it said before.',
        params: byName,
        body: Approval,
        response: { 201: Approved, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const {
        db,
        params: { name },
      } = request
      const device = await approveStranger(db, name, request.body, actOf(request, clock))
      // What is not committed yet must not be read again yet: then `jobs/registered-strangers.ts` does all of it.
      const replayed = db.isTransaction ? null : await briefly(replayRegistered(db, deadLetters, name))
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...tagged(reply, device), replayed })
    },
  )

  app.put(
    '/quarantine/:name/rejection',
    {
      schema: {
        tags,
        operationId: 'ignoreStranger',
        summary: 'Ignore a device that is in quarantine',
        description:
          'It is not listed any more, also when it speaks again, and may not log in. DELETE /quarantine/{name} takes that back.',
        params: byName,
        response: { 200: ref('Stranger'), ...refusals(404) },
      },
    },
    async ({ params, db }) => toStranger(await ignoreStranger(db, params.name)),
  )

  app.delete(
    '/quarantine/:name',
    {
      schema: {
        tags,
        operationId: 'forgetStranger',
        summary: 'Forget a device that is in quarantine or ignored',
        description: 'It is listed again when it speaks again, and may choose a new secret.',
        params: byName,
        response: { 204: NoContent, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => {
      await forgetStranger(db, params.name)
      return reply.code(204).send(null)
    },
  )
}

/** The secret is in this answer only, so that nothing may keep it back; `jobs/registered-strangers.ts` does what is left. */
const briefly = <T>(work: Promise<T>): Promise<T | null> =>
  Promise.race([work.catch(() => null), sleep(REPLAY_WITHIN_MS, null, { ref: false })])

function toStranger({ state, sample, secretHash, ...row }: StrangerRow): Stranger {
  const { text, encoding } = readablePayload(sample)
  return {
    ...row,
    ignored: state === 'ignored',
    hasSecret: secretHash !== null,
    sample: text,
    sampleEncoding: encoding,
  }
}
