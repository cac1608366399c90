import { Type } from 'typebox'
import { DetectorId } from '../../../contracts/detector-catalogue.ts'
import { Id } from '../../../contracts/registry.ts'
import { DetectorName } from '../../domain/finding-list.ts'
import { PerformanceBy } from '../../domain/performance.ts'
import { exact } from '../../domain/schema.ts'
import { getAsset } from '../../store/assets.ts'
import { labelsOf } from '../../store/labels.ts'
import { detectorPerformance } from '../../store/performance.ts'
import { tuneDetector } from '../../store/tuning.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { Instant, periodOf } from '../instants.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['detection']
const Key = Type.String({ maxLength: 200 })
const byKey = cursorOf(
  'performance',
  Type.Object({
    detector: Key,
    class: Type.Union([Key, Type.Null()]),
    asset: Type.Union([Key, Type.Null()]),
  }),
)
const inOrder = cursorOf('labels', Position)

/** What people found, and what detectors can learn from it. */
export function feedbackRoutes(app: Api, parts: Parts): void {
  performanceRoute(app)
  labelRoute(app)
  tuningRoute(app, parts)
}

function performanceRoute(app: Api): void {
  app.get(
    '/detectors/performance',
    {
      schema: {
        tags,
        operationId: 'listDetectorPerformance',
        summary: 'How well detectors did, by what technicians found',
        description:
          'Of the tickets that each version of a detector began and that are closed: how many were right, with the interval ' +
          'that so few tickets allow, and how long before.',
        querystring: Type.Object(
          {
            by: Type.Optional(PerformanceBy),
            from: Instant('Closed then or later'),
            to: Instant('Closed before'),
            class: Type.Optional(Id),
            asset: Type.Optional(Id),
            detector: Type.Optional(DetectorName),
            ...pageQuery,
          },
          exact,
        ),
        response: { 200: PageOf(ref('DetectorPerformance')), ...refusals() },
      },
    },
    async ({ db, sites, query: { by = 'detector', from, to, limit = DEFAULT_LIMIT, cursor, ...filter } }) => {
      const page = { by, limit: limit + 1, after: byKey.decode(cursor) }
      const rows = await detectorPerformance(db, { ...filter, ...periodOf(from, to), sites }, page)
      return pageOf(rows, limit, ({ detector, class: its, asset }) =>
        byKey.encode({ detector, class: its, asset }),
      )
    },
  )
}

function labelRoute(app: Api): void {
  app.get(
    '/assets/:id/labels',
    {
      schema: {
        tags,
        operationId: 'listLabels',
        summary: 'What people know of the telemetry of an asset, oldest first',
        description:
          'Failures and false alarms, by the outcomes of closed tickets, and when somebody was at the machine: what a ' +
          'backtest is laid beside, and what a model can be taught with.',
        params: byId,
        querystring: Type.Object(
          { from: Instant('Over at this instant or later'), to: Instant('Begun before'), ...pageQuery },
          exact,
        ),
        response: { 200: PageOf(ref('Label')), ...refusals(404) },
      },
    },
    async ({ db, params: { id }, query: { from, to, limit = DEFAULT_LIMIT, cursor } }) => {
      const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = periodOf(from, to)
      await getAsset(db, id)
      const labels = (await labelsOf(db, [id]))
        .filter(label => label.toMs >= fromMs && label.fromMs < toMs)
        .sort((a, b) => a.fromMs - b.fromMs || (a.ticket ?? 0) - (b.ticket ?? 0))
      const begin = Math.max(0, inOrder.decode(cursor) ?? 0)
      const rows = labels.slice(begin, begin + limit + 1)
      return pageOf(rows, limit, () => inOrder.encode(begin + limit))
    },
  )
}

function tuningRoute(app: Api, { clock, detectors }: Parts): void {
  app.post(
    '/detectors/:detector/tuning',
    {
      schema: {
        tags,
        operationId: 'tuneDetector',
        summary: 'Look for a change that makes a detector speak less without missing more',
        description:
          'Starts a backtest over the time before now with the parameter by which the detector is made quieter in four ' +
          'steps, and with it being heard only when another one alarms. Where one of these spares false alarms and loses no ' +
          'failure, a proposal comes of it, for a person to accept.',
        params: Type.Object({
          detector: DetectorId,
        }),
        body: ref('TuningRequest'),
        response: { 201: ref('Backtest'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      const of = { detector: params.detector, ...body }
      return reply.code(201).send(await tuneDetector(db, detectors, of, actOf(request, clock)))
    },
  )
}
