import { Type } from 'typebox'
import { MetricKey } from '../../../contracts/registry.ts'
import { EARLIEST_OBSERVED_AT_MS } from '../../../contracts/sample.ts'
import { SeriesPoint } from '../../../contracts/telemetry-store.ts'
import { exact } from '../../domain/schema.ts'
import { classOfDevice } from '../../store/devices.ts'
import { cursorOf, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { Instant, instant, requireOrder } from '../instants.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { refusals } from '../responses.ts'

const DAY_MS = 24 * 3_600_000
/** What every store can express: InfluxDB counts nanoseconds in 64 bits. No sample is outside. */
const EARLIEST_MS = Date.UTC(1678, 0)
const LATEST_MS = Date.UTC(2262, 0)
const DEFAULT_POINTS = 1_000

const query = Type.Object(
  {
    metric: MetricKey,
    from: Instant('Begin of the period; the first value when not given'),
    to: Instant('End of the period, exclusive; now when not given'),
    windowMs: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 366 * DAY_MS,
        description: 'Answer means over windows of this length, with min, max and count.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        default: DEFAULT_POINTS,
        description: 'Points on a page.',
      }),
    ),
    cursor: pageQuery.cursor,
  },
  exact,
)

const next = cursorOf('series', Position)

export function seriesRoutes(app: Api, { clock, store }: Parts): void {
  app.get(
    '/devices/:id/series',
    {
      schema: {
        tags: ['telemetry'],
        operationId: 'getSeries',
        summary: 'Values of one metric of a device, oldest first',
        description: 'By event time, raw or in windows that are aligned to the Unix epoch.',
        params: byId,
        querystring: query,
        response: { 200: PageOf(SeriesPoint), ...refusals(404) },
      },
    },
    async ({ db, params: { id }, query: { metric, from, to, windowMs, limit = DEFAULT_POINTS, cursor } }) => {
      const end = to === undefined ? clock.nowMs() + 1 : instant('to', to)
      const begin =
        next.decode(cursor) ?? (from === undefined ? EARLIEST_OBSERVED_AT_MS : instant('from', from))
      if (cursor === undefined) requireOrder(begin, end)
      const [fromMs, toMs] = [expressible(begin), expressible(end)]
      const series = { class: await classOfDevice(db, id), device: id, metric, fromMs, toMs, windowMs }
      const points = fromMs < toMs ? await store.series({ ...series, limit: limit + 1 }) : []
      return pageOf(points, limit, last => next.encode(last.ts + (windowMs ?? 1)))
    },
  )
}

const expressible = (ms: number) => Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS)
