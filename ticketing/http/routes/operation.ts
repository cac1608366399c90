import { Type } from 'typebox'
import type { Api } from '../parts.ts'

export interface Operation {
  /** Prometheus text of all roles. */
  metricsText(): Promise<string>
  ready(): Promise<{ ok: boolean; checks: Record<string, string> }>
}

const Readiness = Type.Object(
  { ok: Type.Boolean(), checks: Type.Record(Type.String(), Type.String()) },
  { examples: [{ ok: true, checks: { database: 'ok' } }] },
)

/** Anybody may ask, so nobody hears what a driver says of hosts and paths. */
export const withoutWords = (checks: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(checks).map(([name, words]) => [name, words === 'ok' ? 'ok' : 'not ready']),
  )

/** What a container platform and Prometheus ask; without a token, so without secrets. */
export function operationRoutes(app: Api, { metricsText, ready }: Operation): void {
  const common = { tags: ['operation'], security: [] }

  app.get(
    '/healthz',
    {
      schema: {
        ...common,
        operationId: 'getHealth',
        summary: 'Whether the process lives',
        description: 'Restart it when this does not answer.',
        response: { 200: Type.Object({ status: Type.String({ examples: ['ok'] }) }) },
      },
      logLevel: 'warn',
    },
    async () => ({ status: 'ok' }),
  )

  app.get(
    '/readyz',
    {
      schema: {
        ...common,
        operationId: 'getReadiness',
        summary: 'Whether it can work',
        description: 'Each check says ok or not ready; what is wrong is in the log.',
        response: { 200: Readiness, 503: Readiness },
      },
      logLevel: 'warn',
    },
    async (request, reply) => {
      const { ok, checks } = await ready()
      if (!ok) request.log.warn({ checks }, 'not ready')
      return reply.code(ok ? 200 : 503).send({ ok, checks: withoutWords(checks) })
    },
  )

  app.get(
    '/metrics',
    {
      schema: {
        ...common,
        operationId: 'getMetrics',
        summary: 'Prometheus metrics of all roles',
        description: 'Text exposition format 0.0.4.',
        response: { 200: { description: 'Metrics.', content: { 'text/plain': { schema: Type.String() } } } },
      },
      logLevel: 'warn',
    },
    async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metricsText()),
  )
}
