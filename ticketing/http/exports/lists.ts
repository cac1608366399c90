import type { FastifySchema, RouteOptions } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { resolved } from '../components.ts'
import { type Column, columnsOf } from './columns.ts'
import { Format, fileContent } from './formats.ts'

/** A list as its route describes it. */
export interface List {
  /** What it is called, for the names of files: the last word of its path. */
  name: string
  columns: Column[]
  /** How many of its items are asked for at once: as many as it gives anybody. Undefined: it gives all of them. */
  pageSize: number | undefined
}

interface Properties {
  properties?: Record<string, TSchema>
}

/** The list that a route answers: whatever is read and has `items`. Undefined: it answers something else. */
export function listOf({ method, url, schema }: RouteOptions): List | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const answer = (schema?.response as Record<string, TSchema> | undefined)?.[200]
  const { properties } = (answer ? resolved(answer) : {}) as Properties
  const items = properties?.items as { items?: TSchema } | undefined
  if (!items?.items) return undefined
  const { limit, cursor } = (schema?.querystring as Properties | undefined)?.properties ?? {}
  return {
    name: url.split('/').findLast(part => part !== '' && !part.startsWith(':')) ?? 'list',
    columns: columnsOf(items.items),
    pageSize: cursor && (limit as { maximum?: number } | undefined)?.maximum,
  }
}

/** The schema of a list's route, with the files that it can answer. */
export function withFiles(schema: FastifySchema): FastifySchema {
  const { properties = {} } = schema.querystring as Properties
  const response = schema.response as Record<string, TSchema>
  const page = { description: 'A page as JSON, or the whole list as a file.' }
  return {
    ...schema,
    querystring: Type.Object({ ...properties, format: Type.Optional(Format) }, exact),
    response: {
      ...response,
      200: { ...page, content: { 'application/json': { schema: response[200] }, ...fileContent } },
    },
  }
}
