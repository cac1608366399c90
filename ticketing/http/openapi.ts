import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { RouteOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { sharedSchemas } from './components.ts'
import { type Content, type WithContent, withExamples } from './document-examples.ts'
import type { Api } from './parts.ts'

const tags = [
  { name: 'tickets', description: 'Work orders, from the finding to the closed ticket.' },
  { name: 'requests', description: 'Links by which people without an account report and follow work.' },
  { name: 'registry', description: 'Sites, equipment classes, assets and devices.' },
  { name: 'telemetry', description: 'What devices said, and what could not be understood of it.' },
  { name: 'workflow', description: 'States and transitions of tickets.' },
  { name: 'findings', description: 'When findings become tickets, and when they do not.' },
  { name: 'detection', description: 'Detectors, the profiles by which they watch, and how well they did.' },
  { name: 'sla', description: 'Targets, working calendars, and how well targets were kept.' },
  { name: 'dispatch', description: 'Teams, the route tree and failure codes.' },
  { name: 'access', description: 'Signing in, accounts, sessions and tokens.' },
  { name: 'audit', description: 'The chain over the ledger, and what proves it.' },
  { name: 'intakes', description: 'Ways in for other systems, mail and files.' },
  { name: 'notifications', description: 'Who is told of what by which way, and what became of it.' },
  { name: 'operation', description: 'Health, metrics and this document.' },
]

/** Registers the document and its page; must come before the routes. */
export async function describeApi(app: Api): Promise<void> {
  for (const schema of sharedSchemas()) app.addSchema(schema)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Forewarn',
        version: '1',
        description:
          'Predictive-maintenance work orders. Times are milliseconds since the Unix epoch, in properties that end ' +
          'in Ms. Lists are read page by page with `limit` and `cursor`. Errors are problem documents (RFC 9457).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags,
      security: [{ token: [] }, { session: [] }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token of POST /tokens, or the administrator’s.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-forewarn-session',
            description:
              'Of POST /session; by plain http it is called forewarn-session. Changes need the header x-csrf-token, too.',
          },
          intakeToken: {
            type: 'http',
            scheme: 'bearer',
            description: 'The token of one intake, which opens this intake and nothing else.',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: withForm(schema, route), url }),
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `def-${index}`),
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    transformSpecificationClone: true,
    transformSpecification: document => complete(document) as Record<string, unknown>,
  })
  const schema = { hide: true }
  let text: string | undefined // made once: anybody may ask for it
  app.get('/openapi.json', { schema }, async (_request, reply) => {
    text ??= JSON.stringify(complete(app.swagger()))
    return reply.type('application/json').send(text)
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The form that the route takes, for the document: its handler reads it piece by piece, and checks it itself. */
    form?: {
      mediaType: 'multipart/form-data' | 'application/x-www-form-urlencoded' | 'application/json'
      schema: TSchema
    }
  }
}

function withForm<Schema extends object>(schema: Schema, { config }: RouteOptions): Schema {
  return config?.form ? { ...schema, body: config.form.schema, consumes: [config.form.mediaType] } : schema
}

function complete(given: unknown): Described {
  const document = withAnswerHeaders(in2020(given) as Described)
  withExamples(operationsOf(document), document.components?.schemas ?? {})
  return document
}

interface Described {
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, object> }
}
interface Operation extends WithContent {
  parameters?: { in: string; name: string }[]
  responses?: Record<string, { description?: string; headers?: object; content?: Content }>
}

const answerHeaders = {
  etag: {
    ETag: { description: 'The version, for If-None-Match and If-Match.', schema: { type: 'string' } },
  },
  replayed: {
    'Idempotency-Replayed': {
      description:
        '`true` where a former request with this Idempotency-Key was carried out, and this is its answer.',
      schema: { type: 'string', enum: ['true'] },
    },
  },
}

/** Says which headers an answer has, by those that the request may have. */
function withAnswerHeaders(document: Described): Described {
  for (const { parameters = [], responses = {} } of operationsOf(document)) {
    const takes = (...names: string[]) => parameters.some(at => at.in === 'header' && names.includes(at.name))
    const headers = {
      ...(takes('if-match', 'if-none-match') && answerHeaders.etag),
      ...(takes('idempotency-key') && answerHeaders.replayed),
    }
    for (const [status, response] of Object.entries(responses)) {
      if (response.description === 'Default Response') response.description = 'Done.' // what @fastify/swagger says
      if (status.startsWith('2') && Object.keys(headers).length > 0)
        response.headers = { ...response.headers, ...headers }
    }
  }
  return document
}

const operationsOf = ({ paths = {} }: Described): Operation[] =>
  Object.values(paths).flatMap(path => Object.values(path))

/** Keywords with values in them, which may have `items` that are no schema's. */
const VALUES = new Set(['example', 'examples', 'default', 'const', 'enum'])

/** OpenAPI 3.1 speaks JSON Schema 2020-12, where the places of a tuple are `prefixItems`. */
function in2020(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(in2020)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'items' && Array.isArray(value)) {
      return [
        ['prefixItems', in2020(value)],
        ['maxItems', value.length],
      ]
    }
    if (key === 'additionalItems') return []
    if (VALUES.has(key)) return [[key, value]]
    return [[key, in2020(value)]]
  })
  return Object.fromEntries(entries)
}
