import { Type } from 'typebox'
import { Sample } from '../../domain/arrival.ts'
import { NewIntake, requireSoundIntake } from '../../domain/intake.ts'
import { exact } from '../../domain/schema.ts'
import {
  createIntake,
  deleteIntake,
  getIntake,
  listIntakes,
  renewSecret,
  updateIntake,
} from '../../store/intakes/rows.ts'
import { intakeSealers } from '../../store/intakes/secrets.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import { sentSample } from '../door/sample.ts'
import { TrialOutcome, trialAtDoor } from '../door/trial.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['intakes']
const pages = keyedPages('intakes')

const Trial = Type.Object(
  { intake: NewIntake, sample: Sample },
  {
    ...exact,
    examples: [
      {
        intake: {
          id: 'press-faults',
          name: 'Fault list of the presses',
          kind: 'json',
          mapping: {
            items: '/faults',
            key: { text: '{/line}/{/code}' },
            asset: { from: ['/machine'], table: { 'PUMP 07': 'pump-7' } },
            title: { text: '{/text} ({/code})' },
            severity: { from: ['/level'], table: { '3': 'critical', '2': 'major' } },
          },
        },
        sample: {
          payload:
            '{"line": "A", "faults": [{"code": "E12", "machine": "PUMP 07", "text": "Oil hot", "level": 2}]}',
        },
      },
    ],
  },
)

/** Ways in for other systems and mail; `/in/{intake}` is where these send. */
export function intakeRoutes(app: Api, parts: Parts): void {
  const { clock } = parts
  const sealers = intakeSealers(parts.secretsKey)

  app.get(
    '/intakes',
    {
      schema: {
        tags,
        operationId: 'listIntakes',
        summary: 'Intakes in the order of their ids',
        description: 'With what waits and what could not be understood.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Intake')), ...refusals() },
      },
    },
    async ({ query, db }) => pages.page(await listIntakes(db, pages.range(query)), query, ({ id }) => id),
  )

  app.post(
    '/intakes',
    {
      schema: {
        tags,
        operationId: 'createIntake',
        summary: 'Add an intake',
        description:
          'The answer has its token, or the secret to sign with, this once; only a hash of the token is kept.',
        body: ref('NewIntake'),
        response: { 201: ref('MadeIntake'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createIntake(request.db, request.body, { ...actOf(request, clock), sealers })
      return reply.code(201).send(tagged(reply, made))
    },
  )

  app.post(
    '/intakes/try',
    {
      schema: {
        tags,
        operationId: 'tryIntake',
        summary: 'Say what an intake would make of a sample',
        description:
          'Everything is done as it would be, and undone: neither the intake nor the sample is kept. Where there is an intake of this id, its open tickets count.',
        body: Trial,
        response: { 200: TrialOutcome, ...refusals() },
      },
    },
    async ({ db, body: { intake, sample } }) => {
      requireSoundIntake(intake, '/intake')
      return trialAtDoor(db, { intake, ...sentSample(intake.kind, sample, '/sample') }, parts)
    },
  )

  app.get(
    '/intakes/:id',
    {
      schema: {
        tags,
        operationId: 'getIntake',
        summary: 'An intake',
        description: 'Without its secrets.',
        params: byId,
        headers: readHeaders,
        response: { 200: ref('Intake'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getIntake(db, params.id)),
  )

  app.patch(
    '/intakes/:id',
    {
      schema: {
        tags,
        operationId: 'updateIntake',
        summary: 'Change an intake',
        description:
          'Changes the given properties only; `mapping`, `defaults` and `mail` are replaced whole. What waits is read as it is now.',
        params: byId,
        headers: changeHeaders,
        body: ref('IntakeChange'),
        response: { 200: ref('Intake'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await updateIntake(db, params.id, body, { ...editOf(request, clock), sealers }))
    },
  )

  app.delete(
    '/intakes/:id',
    {
      schema: {
        tags,
        operationId: 'deleteIntake',
        summary: 'Delete an intake',
        description:
          'With all that came by it; its tickets stay. Refused while something of it waits or has failed.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteIntake(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/intakes/:id/secret',
    {
      schema: {
        tags,
        operationId: 'renewIntakeSecret',
        summary: 'Make a new token or signing secret',
        description: 'Shown this once. The former one is worth nothing from then on.',
        params: byId,
        response: { 201: ref('MadeSecret'), ...refusals(404) },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await renewSecret(request.db, request.params.id, { ...actOf(request, clock), sealers })),
  )
}
