import fastJsonStringify, { type Schema } from 'fast-json-stringify'
import type { FastifySerializerCompiler } from 'fastify'
import { sharedSchemas } from './components.ts'

type Serialize = (value: unknown) => string

/**
 * Fastify's own compiler gives every component to every answer of every route, and each is checked again each time: 7 s
 * of a start. Here an answer gets the components that it refers to, and what is the same in many routes, such as their
 * problems, is built once.
 */
export function serializerCompiler(): FastifySerializerCompiler<unknown> {
  const components = new Map<string, Schema>(
    sharedSchemas().map(schema => [String(schema.$id), Object(schema)]),
  )
  const built = new Map<string, Serialize>()
  return ({ schema }) => {
    const text = JSON.stringify(schema)
    const known = built.get(text)
    if (known) return known
    const serialize = fastJsonStringify(schema as Schema, { schema: componentsOf(text, components) })
    built.set(text, serialize)
    return serialize
  }
}

/** The components that a schema refers to, and those that these refer to. */
function componentsOf(schema: string, components: ReadonlyMap<string, Schema>): Record<string, Schema> {
  const found: Record<string, Schema> = {}
  const texts = [schema]
  for (const text of texts) {
    for (const [, name = ''] of text.matchAll(/"\$ref":"([^"#]+)#/g)) {
      const component = components.get(name)
      if (!component || found[name]) continue
      found[name] = component
      texts.push(JSON.stringify(component))
    }
  }
  return found
}
