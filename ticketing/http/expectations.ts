import type { TSchema } from 'typebox'

/** The JSON Schema keywords that our schemas use. */
export interface JsonSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  patternProperties?: Record<string, JsonSchema>
  items?: JsonSchema | JsonSchema[]
  pattern?: string
  description?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minProperties?: number
  $ref?: string
  $defs?: Record<string, JsonSchema>
}

/** The schema that governs the place at a JSON pointer, if the schema says anything about it. */
export function schemaAt(root: TSchema, pointer: string): JsonSchema | undefined {
  const top = root as JsonSchema
  let here: JsonSchema | undefined = dereference(top, top)
  for (const part of pointer.split('/').slice(1)) {
    if (!here) return undefined
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    here = dereference(step(here, name), top)
  }
  return here
}

function step(schema: JsonSchema, name: string): JsonSchema | undefined {
  const properties = schema.properties ?? {}
  if (Object.hasOwn(properties, name)) return properties[name]
  if (schema.items) return Array.isArray(schema.items) ? schema.items[Number(name)] : schema.items
  for (const [pattern, property] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(name)) return property
  }
  for (const branch of schema.anyOf ?? []) {
    const found = step(branch, name)
    if (found) return found
  }
  return undefined
}

function dereference(schema: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  return schema?.$ref ? root.$defs?.[schema.$ref] : schema
}

/** What a value must be, in words, as the end of a sentence: "must be one of A, B, C". */
export function expectation(schema: JsonSchema): string {
  const allowed = allowedValues(schema)
  if (allowed) return `must be one of ${allowed.join(', ')}`
  if (schema.anyOf) return schema.anyOf.map(branch => expectation(branch)).join(', or ')
  const types = [schema.type ?? []].flat()
  const orNull = types.includes('null') ? ' or null' : ''
  return `must be ${ofType(
    types.find(type => type !== 'null'),
    schema,
  )}${orNull}`
}

function allowedValues(schema: JsonSchema): string[] | undefined {
  if (schema.enum) return schema.enum.map(String)
  if (schema.const !== undefined) return [String(schema.const)]
  if (schema.type === 'null') return ['null']
  const branches = schema.anyOf?.map(allowedValues)
  return branches?.every(values => values !== undefined) ? branches.flat() : undefined
}

function ofType(type: string | undefined, schema: JsonSchema): string {
  switch (type) {
    case 'string':
      return text(schema)
    case 'integer':
      return `a whole number${range(schema.minimum, schema.maximum)}`
    case 'number':
      return `a number${range(schema.minimum, schema.maximum)}`
    case 'boolean':
      return 'true or false'
    case 'array':
      return `a list${range(schema.minItems, schema.maxItems, ' entries')}`
    case 'object':
      return object(schema)
    default:
      return type ?? 'something else'
  }
}

/** Where there is a pattern, the description says it in words: a test keeps it so. */
function text({ pattern, description, minLength, maxLength }: JsonSchema): string {
  if (pattern && description) return `text as follows: ${description}`
  return `text${range(minLength, maxLength, ' characters')}`
}

function object({ properties = {}, minProperties = 0 }: JsonSchema): string {
  const names = Object.keys(properties).join(', ') || 'properties'
  return `an object with ${minProperties > 0 ? `at least ${minProperties} of ` : ''}${names}`
}

function range(from: number | undefined, to: number | undefined, unit = ''): string {
  if (from !== undefined && to !== undefined)
    return ` of ${from} to ${to}${unit}`.replace(' of ', unit ? ' of ' : ' from ')
  if (from !== undefined) return ` of at least ${from}${unit}`
  if (to !== undefined) return ` of at most ${to}${unit}`
  return ''
}
