import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { readCatalogue } from '../../detectors/catalogue.ts'
import { openNotifying } from '../../ticketing/channels/notifying.ts'
import { buildApi } from '../../ticketing/http/api.ts'

export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
  items?: Schema
  prefixItems?: Schema[]
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export interface Parameter {
  in: string
  name: string
  required?: boolean
  description?: string
  schema: Schema
  example?: unknown
}

type Content = Record<
  string,
  { schema?: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }
>

export interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  deprecated?: boolean
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { content: Content; required?: boolean }
  responses: Record<string, { description: string; content?: Content; headers?: object }>
}

export interface ApiDocument {
  openapi: string
  info: object
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** The OpenAPI document of the API as it is in this tree: nothing is started, and no database is asked. */
export async function apiDocument(): Promise<ApiDocument> {
  const pool = new pg.Pool()
  const nothing = (): never => {
    throw new Error('the API was built for its document only')
  }
  const notifying = openNotifying({ secretsKey: 'nothing' })
  const api = await buildApi({
    pool,
    notifying,
    clock: { nowMs: nothing },
    adminToken: 'nobody',
    secretsKey: 'nothing',
    auditSigner: { fingerprint: '', publicKey: '', sign: nothing },
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
    metricsText: nothing,
    ready: nothing,
    tryFormat: nothing,
    detectors: await readCatalogue(),
    attachments: {
      maxBytes: 0,
      put: nothing,
      open: nothing,
      remove: nothing,
      sizeOf: nothing,
      unusedSince: nothing,
      discardUnfinished: nothing,
    },
    store: { write: nothing, series: nothing, check: nothing, close: nothing },
    deadLetters: { put: nothing, requestReplay: nothing, list: nothing },
  })
  const answer = await api.inject('/openapi.json')
  await api.close()
  notifying.close()
  await pool.end()
  return answer.json()
}
