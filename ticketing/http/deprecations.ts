import type { RouteOptions } from 'fastify'
import type { Api } from './parts.ts'

/** An operation that will go: it is said here, and nowhere else. */
interface Deprecation {
  /** Since when there is something better; ms since the Unix epoch. */
  sinceMs: number
  /** When it stops working; not before /api/v2 has been there for a year. */
  sunsetMs?: number
  /** The operation to use in its place. */
  successor?: string
  /** In a sentence: what to do. */
  advice: string
}

/** By operation. Nothing is deprecated today. */
const deprecations: Readonly<Record<string, Deprecation>> = {}

/** Where people read what to do. */
const PAGE = '/docs'

/** For the routes that are registered after it: the document says it, and every answer does by its headers. */
export function announceDeprecations(api: Api, declared = deprecations): void {
  api.addHook('onRoute', (route: RouteOptions) => {
    const found = declared[route.schema?.operationId ?? '']
    if (!found || !route.schema) return
    const { description = '' } = route.schema
    route.schema = { ...route.schema, deprecated: true, description: `${description} ${found.advice}`.trim() }
    const headers = headersOf(found)
    const given = [route.onRequest ?? []].flat()
    route.onRequest = [async (_request, reply) => void reply.headers(headers), ...given]
  })
}

/** RFC 9745 (a date as a structured field), RFC 8594 (a date of HTTP) and RFC 8288. */
function headersOf({ sinceMs, sunsetMs, successor }: Deprecation): Record<string, string> {
  const links = [
    `<${PAGE}>; rel="deprecation"; type="text/html"`,
    ...(successor ? [`<${successor}>; rel="successor-version"`] : []),
  ]
  return {
    deprecation: `@${Math.floor(sinceMs / 1000)}`,
    ...(sunsetMs !== undefined && { sunset: new Date(sunsetMs).toUTCString() }),
    link: links.join(', '),
  }
}
