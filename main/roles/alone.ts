import Fastify from 'fastify'
import type { Logger } from 'pino'
import { AggregatorRegistry } from 'prom-client'
import { withoutWords } from '../../ticketing/http/routes/operation.ts'
import { systemClock } from '../clock.ts'
import { createLogger } from '../logger.ts'
import type { Role, RoleName, RoleSettings, RoleStatus } from './role.ts'

/** One role as a process of its own, as Compose runs them. */
export async function startAlone(name: RoleName, settings: RoleSettings): Promise<Role> {
  const logger = createLogger(name, settings.config.LOG_LEVEL)
  const context = { ...settings, clock: systemClock, logger }
  if (name === 'ticketing') return (await import('./ticketing.ts')).startTicketing(context)
  const role = await (await import('./pipeline.ts')).startPipeline(context)
  const server = operationsServer(role, logger)
  await server.listen({ host: settings.config.HOST, port: settings.config.HTTP_PORT })
  return {
    ...role,
    close: async () => {
      await server.close()
      await role.close()
    },
  }
}

/** Health, readiness and metrics of a role that serves no API; the same paths as beside the API. */
function operationsServer(role: RoleStatus, logger: Logger) {
  const server = Fastify()
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (_, reply) => {
    const { ok, checks } = await role.ready()
    if (!ok) logger.warn({ checks }, 'not ready')
    return reply.code(ok ? 200 : 503).send({ ok, checks: withoutWords(checks) })
  })
  server.get('/metrics', async (_, reply) => {
    const text = await AggregatorRegistry.aggregate([await role.metrics()]).metrics()
    return reply.type('text/plain; version=0.0.4').send(text)
  })
  return server
}
