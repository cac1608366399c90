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
        description: 'Each check says ok or what is wrong.',
        response: { 200: Readiness, 503: Readiness },
      },
      logLevel: 'warn',
    },
    async (_request, reply) => {
      const state = await ready()
      return reply.code(state.ok ? 200 : 503).send(state)
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
