import type { Schema } from './api-document.ts'

/** What a value is, in a line of Markdown, such as "[Ticket](schemas.md#ticket) or null". */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return link(schema.$ref)
  if (schema.const !== undefined) return code(schema.const)
  if (schema.enum) return schema.enum.map(code).join(' | ')
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return [...new Set(branches.map(typeOf))].join(' or ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ')
  const types = [schema.type ?? []].flat()
  return types.map(type => single(type, schema)).join(' or ') || 'anything'
}

function single(type: string, schema: Schema): string {
  if (type === 'array') {
    if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(', ')}]`
    return `list of ${typeOf(schema.items ?? {})}${bounds(schema.minItems, schema.maxItems, ' of them')}`
  }
  if (type === 'object') {
    const { items, nextCursor } = schema.properties ?? {}
    if (items && nextCursor) return `page of ${typeOf(items.items ?? {})}`
    const values = schema.additionalProperties
    return typeof values === 'object' && !schema.properties ? `object of ${typeOf(values)}` : 'object'
  }
  if (type === 'string') {
    if (schema.format === 'binary') return 'file'
    return `string${bounds(schema.minLength, schema.maxLength, ' characters')}`
  }
  return `${type}${bounds(schema.minimum, schema.maximum)}`
}

/** The largest of safe integers and the ends of time are no bounds that anybody wants to read. */
const BORING = 1e12

function bounds(least: number | undefined, most: number | undefined, of = ''): string {
  const low =
    least === undefined || Math.abs(least) >= BORING || (of !== '' && least === 0) ? undefined : least
  const high = most === undefined || Math.abs(most) >= BORING ? undefined : most
  if (low === undefined && high === undefined) return ''
  if (high === undefined) return ` (${low}${of} or more)`
  return low === undefined ? ` (at most ${high}${of})` : ` (${low} to ${high}${of})`
}

const link = (reference: string) => {
  const name = reference.split('/').at(-1) ?? ''
  return `[${name}](schemas.md#${name.toLowerCase()})`
}
const code = (value: unknown) => `\`${JSON.stringify(value)}\``
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

const DEPTH = 4

/** A table of the properties, those of inner objects as `outer.inner`; empty where there are none. */
export function schemaRows(schema: Schema): string {
  const rows = [...rowsOf(schema, '', 0)]
  return rows.length === 0 ? '' : ['| property | type | |', '|---|---|---|', ...rows].join('\n')
}

function* rowsOf(schema: Schema, prefix: string, depth: number): Generator<string> {
  for (const branch of schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [])
    yield* rowsOf(branch, prefix, depth)
  if (schema.items && !schema.items.$ref && prefix !== '')
    yield* rowsOf(schema.items, `${prefix.slice(0, -1)}[].`, depth)
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const mark = schema.required?.includes(name) ? '' : ', optional'
    yield `| \`${prefix}${name}\` | ${cell(typeOf(property))}${mark} | ${cell(property.description ?? '')} |`
    if (depth < DEPTH && !property.$ref) yield* rowsOf(property, `${prefix}${name}.`, depth + 1)
  }
}
