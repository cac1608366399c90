import { Type } from 'typebox'
import type { Profile } from '../../../contracts/profile.ts'
import { type BacktestRequest, MAX_VARIANTS } from '../../domain/backtest.ts'
import { backtestChart, emptyChart } from '../../domain/backtest-chart.ts'
import { exact } from '../../domain/schema.ts'
import { planBacktest } from '../../store/backtest-plan.ts'
import {
  cancelBacktest,
  createBacktest,
  getBacktest,
  listBacktestFindings,
  listBacktests,
} from '../../store/backtests.ts'
import type { Db } from '../../store/database.ts'
import { classOfProfile } from '../../store/profiles.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { profileMistakes } from '../profile-mistakes.ts'
import { byRow } from '../requests.ts'
import { refusals } from '../responses.ts'
import { InvalidRequest } from '../validator.ts'

const tags = ['detection']

const newestFirst = cursorOf('backtests', Position)
const inOrder = cursorOf('backtest findings', Position)

export function backtestRoutes(app: Api, parts: Parts): void {
  askRoutes(app, parts)
  answerRoutes(app)
}

function askRoutes(app: Api, { clock, detectors }: Parts): void {
  app.get(
    '/backtests',
    {
      schema: {
        tags,
        operationId: 'listBacktests',
        summary: 'Backtests, newest first',
        description: 'Without their results.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('BacktestHead')), ...refusals() },
      },
    },
    async ({ db, sites, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const page = { limit: limit + 1, before: newestFirst.decode(cursor) }
      const rows = await listBacktests(db, page, sites)
      return pageOf(rows, limit, ({ id }) => newestFirst.encode(id))
    },
  )

  app.post(
    '/backtests',
    {
      schema: {
        tags,
        operationId: 'createBacktest',
        summary: 'Run the detectors over history, as they are or as they would be',
        description:
          'A job: read it until its state is `done`. Nothing of it makes a ticket. Its result says which tickets there would ' +
          'have been, which of them match the failures that closed tickets (and `failures`) tell of, and how long before.',
        body: ref('BacktestRequest'),
        response: { 201: ref('Backtest'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, body } = request
      requireSpan(body)
      const equipmentClass = await classOfProfile(db, { scope: body.scope, id: body.subject })
      const mistakes = (body.variants ?? []).flatMap(({ detectors: tried }, index) => {
        const profile: Profile = { detectors: tried ?? {} }
        return profileMistakes(profile, detectors, equipmentClass, `/variants/${index}/detectors`)
      })
      if (mistakes.length > 0) throw new InvalidRequest(mistakes)
      await planBacktest(db, body)
      return reply.code(201).send(await createBacktest(db, body, actOf(request, clock)))
    },
  )

  app.post(
    '/backtests/:id/cancel',
    {
      schema: {
        tags,
        operationId: 'cancelBacktest',
        summary: 'End a backtest that waits or runs',
        description: 'It has no result then.',
        params: byRow,
        response: { 200: ref('Backtest'), ...refusals(404) },
      },
    },
    request => cancelBacktest(request.db, request.params.id, actOf(request, clock)),
  )
}

function answerRoutes(app: Api): void {
  app.get(
    '/backtests/:id',
    {
      schema: {
        tags,
        operationId: 'getBacktest',
        summary: 'A backtest, with how far it is, and with its result when it is done',
        description: 'Comparisons are with the first variant.',
        params: byRow,
        response: { 200: ref('Backtest'), ...refusals(404) },
      },
    },
    ({ db, params }) => getBacktest(db, params.id),
  )

  app.get(
    '/backtests/:id/findings',
    {
      schema: {
        tags,
        operationId: 'listBacktestFindings',
        summary: 'What the detectors said in a backtest, oldest first',
        description: 'Without the series of their evidence; those are in the telemetry still.',
        params: byRow,
        querystring: Type.Object(
          {
            variant: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: MAX_VARIANTS - 1,
                default: 0,
                description: 'Place of the variant in the result; 0 unless given.',
              }),
            ),
            ...pageQuery,
          },
          exact,
        ),
        response: { 200: PageOf(ref('Finding')), ...refusals(404) },
      },
    },
    async ({ db, params: { id }, query: { variant = 0, limit = DEFAULT_LIMIT, cursor } }) => {
      const page = { limit: limit + 1, after: inOrder.decode(cursor) }
      const rows = await listBacktestFindings(db, { id, variant }, page)
      const { items, nextCursor } = pageOf(rows, limit, ({ position }) => inOrder.encode(position))
      return { items: items.map(({ finding }) => finding), nextCursor }
    },
  )

  app.get(
    '/backtests/:id/chart',
    {
      schema: {
        tags,
        operationId: 'getBacktestChart',
        summary: 'The result of a backtest as a picture',
        description:
          'SVG: tickets and failures of each asset on one time axis. Until it is done it says how far it is.',
        params: byRow,
        response: {
          200: { description: 'The chart.', content: { 'image/svg+xml': { schema: Type.String() } } },
          ...refusals(404),
        },
      },
    },
    async ({ db, params }, reply) => reply.type('image/svg+xml').send(await chartOf(db, params.id)),
  )
}

async function chartOf(db: Db, id: number): Promise<string> {
  const { result, request, state, progress, problem } = await getBacktest(db, id)
  if (result) return backtestChart(result, request)
  return emptyChart(`Backtest ${id} is ${state}, ${Math.round(100 * progress)} % done. ${problem ?? ''}`)
}

function requireSpan({ learnFromMs, fromMs, toMs }: BacktestRequest): void {
  const errors = [
    ...(fromMs < toMs ? [] : [{ pointer: '/fromMs', detail: 'must be before `toMs`' }]),
    ...(learnFromMs === undefined || learnFromMs <= fromMs
      ? []
      : [{ pointer: '/learnFromMs', detail: 'must not be after `fromMs`' }]),
  ]
  if (errors.length > 0) throw new InvalidRequest(errors)
}
