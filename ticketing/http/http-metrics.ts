import { Histogram, type Registry } from 'prom-client'
import type { Api } from './parts.ts'

/** Measures every answer by its route (not its path: ids are unbounded) and status. */
export function measureRequests(app: Api, metrics: Registry): void {
  const duration = new Histogram({
    name: 'forewarn_http_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  })
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.config.unmeasured) return
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    }
    duration.observe(labels, reply.elapsedTime / 1000)
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A stream that lasts as long as its client would only blur the figures. */
    unmeasured?: boolean
  }
}
