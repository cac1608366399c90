import { Type } from 'typebox'
import { AttainmentBy } from '../../domain/attainment.ts'
import { invalid } from '../../domain/refusals.ts'
import { exact, TimeMs } from '../../domain/schema.ts'
import { attainmentOf } from '../../store/attainment.ts'
import { saveSlaPolicy, slaPolicy } from '../../store/sla-policies.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, withEtag } from '../versions.ts'

const tags = ['sla']
const DEFAULT_PERIOD_MS = 30 * 24 * 3_600_000

const Instant = (description: string) => Type.Optional({ ...TimeMs(description), minimum: 0 })

export function slaRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/sla/policy',
    {
      schema: {
        tags,
        operationId: 'getSlaPolicy',
        summary: 'The SLA policy',
        description: 'The newest version, or the one asked for.',
        querystring: Type.Object(
          { version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })) },
          exact,
        ),
        headers: readHeaders,
        response: { 200: ref('SlaPolicyVersion'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ query, db }, reply) => withEtag(reply, await slaPolicy(db, query.version)),
  )

  app.put(
    '/sla/policy',
    {
      schema: {
        tags,
        operationId: 'replaceSlaPolicy',
        summary: 'Replace the SLA policy',
        description:
          'Makes a new version. Clocks that run go by it from the beginning of their tickets; clocks that have ended ' +
          'stay as they were. What was warned of, breached or escalated is not said again, unless it ceases to be so ' +
          'and becomes so once more.',
        headers: changeHeaders,
        body: ref('SlaPolicy'),
        response: { 200: ref('SlaPolicyVersion'), ...refusals(412) },
      },
    },
    async (request, reply) =>
      withEtag(reply, await saveSlaPolicy(request.db, request.body, editOf(request, clock))),
  )

  app.get(
    '/sla/attainment',
    {
      schema: {
        tags,
        operationId: 'getSlaAttainment',
        summary: 'How well targets were kept',
        description:
          'Of the tickets that were made in a period, the last 30 days unless given, of 200000 tickets at most: computed ' +
          'from the ledger as of now. Tickets that were cancelled before count for nothing.',
        querystring: Type.Object(
          {
            from: Instant('Tickets made from then on count'),
            to: Instant('Tickets made before then count; now, when left out'),
            by: Type.Optional({ ...AttainmentBy, default: 'priority' }),
          },
          exact,
        ),
        response: { 200: ref('Attainment'), ...refusals() },
      },
    },
    ({ query, db, sites }) => {
      const nowMs = clock.nowMs()
      const toMs = query.to ?? nowMs
      const fromMs = query.from ?? toMs - DEFAULT_PERIOD_MS
      if (fromMs >= toMs) throw invalid('/query/from', 'from must be earlier than to.')
      return attainmentOf(db, { fromMs, toMs, by: query.by ?? 'priority', sites }, nowMs)
    },
  )
}
