/** A JSON Schema as it stands in the document. */
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
  examples?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  prefixItems?: Schema[]
  minItems?: number
  minimum?: number
  minLength?: number
  format?: string
}
interface MediaType {
  schema?: Schema
  example?: unknown
  examples?: object
}
export type Content = Record<string, MediaType>
export interface WithContent {
  requestBody?: { content?: Content }
  responses?: Record<string, { content?: Content }>
}

/** Recursive schemas end here. */
const DEPTH = 8

/**
 * Gives every body that an operation takes or answers with an example of its own, made of those of its parts, so that
 * who reads the document need not look them up. A test sends the one and holds the other to its schema.
 */
export function withExamples(
  operations: readonly WithContent[],
  components: Readonly<Record<string, Schema>>,
): void {
  const sample = sampler(components)
  for (const { requestBody, responses = {} } of operations) {
    const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'))
    for (const content of [requestBody?.content, ...answers.map(([, answer]) => answer.content)]) {
      for (const [type, media] of Object.entries(content ?? {})) {
        if (!media.schema || media.example !== undefined || media.examples || TEXTS.test(type)) continue
        media.example = sample(media.schema)
      }
    }
  }
}

/** Files and pages have none. */
const TEXTS = /^text\/|octet-stream/

function sampler(components: Readonly<Record<string, Schema>>) {
  return function sample(given: Schema, depth = 0): unknown {
    const schema = given.$ref ? (components[given.$ref.split('/').at(-1) ?? ''] ?? {}) : given
    const own = [schema.examples, schema.enum].find(values => values && values.length > 0)?.[0]
    for (const value of [schema.example, own, schema.const]) if (value !== undefined) return value
    const [branch] = schema.anyOf ?? schema.oneOf ?? []
    if (branch) return sample(branch, depth)
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map(part => sample(part, depth)))
    if (schema.default !== undefined) return schema.default
    const [type] = [schema.type ?? []].flat()
    if (type === 'object' || schema.properties) return sampleObject(schema, depth)
    if (type === 'array') return sampleArray(schema, depth)
    return simple(schema, type)
  }

  function sampleObject({ properties = {}, required = [] }: Schema, depth: number): object {
    const names = Object.keys(properties).filter(name => required.includes(name))
    const sample = sampler(components)
    return Object.fromEntries(names.map(name => [name, sample(properties[name] ?? {}, depth + 1)]))
  }

  function sampleArray({ items, prefixItems, minItems = 0 }: Schema, depth: number): unknown[] {
    const sample = sampler(components)
    if (prefixItems) return prefixItems.map(item => sample(item, depth + 1))
    const length = Math.max(minItems, depth < DEPTH && items ? 1 : 0)
    return Array.from({ length }, () => sample(items ?? {}, depth + 1))
  }
}

function simple({ minimum = 0, minLength = 0, format }: Schema, type: string | undefined): unknown {
  if (type === 'integer' || type === 'number') return Math.max(1, minimum)
  if (type === 'boolean') return true
  if (type === 'string') return format === 'binary' ? '(the file)' : 'text'.padEnd(minLength, '.')
  return null
}
