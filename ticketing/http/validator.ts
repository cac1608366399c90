import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { ForewarnError } from '../../contracts/errors.ts'
import { resolved } from './components.ts'
import { expectation, type JsonSchema, schemaAt } from './expectations.ts'
import type { FieldError } from './problem.ts'

const MAX_ERRORS = 20
/** No schema of ours is deeper but the route tree, and a checker that recurses must not meet its stack's end. */
const MAX_DEPTH = 64

/** A request that does not fit its schema, with every place that is wrong. */
export class InvalidRequest extends ForewarnError {
  readonly errors: FieldError[]

  constructor(errors: FieldError[]) {
    super('invalid', errors.map(sentence).join(' '))
    this.errors = errors
  }
}

function sentence({ pointer, detail }: FieldError): string {
  if (/^[A-Z]/.test(detail)) return detail // a sentence of its own
  const [name, ...deeper] = pointer.replace(/^\/(query|params|headers)?\/?/, '').split('/')
  const subject = deeper.length > 0 ? `The value at ${pointer}` : name || 'The body'
  return `${subject} ${detail}${detail.endsWith('.') ? '' : '.'}`
}

/**
 * Checks a part of a request against its TypeBox schema. Bodies are taken as they are; query and path parameters,
 * which are text, become numbers and booleans where the schema wants these, and get the schema's defaults.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema: given, httpPart }) => {
  const schema = resolved(given)
  const checker = Compile(schema)
  const prefix = httpPart === 'body' ? '' : httpPart === 'querystring' ? '/query' : `/${httpPart ?? ''}`
  return (input: unknown) => {
    const unstorable = findUnstorable(input, '')
    if (unstorable)
      return { error: new InvalidRequest([{ ...unstorable, pointer: prefix + unstorable.pointer }]) }
    const value = httpPart === 'body' ? input : fromText(schema, input)
    if (checker.Check(value)) return { value }
    return { error: new InvalidRequest(fieldErrors(schema, checker.Errors(value), prefix)) }
  }
}

/** What is wrong with a value by a schema that is not known before; `pointer` is where the value is. */
export function mistakesIn(schema: TSchema, value: unknown, pointer: string): FieldError[] {
  const checker = Compile(schema)
  return checker.Check(value) ? [] : fieldErrors(schema, checker.Errors(value), pointer)
}

interface SchemaError {
  keyword: string
  instancePath: string
  params: object
}

function fieldErrors(schema: TSchema, errors: readonly SchemaError[], prefix: string): FieldError[] {
  const found = new Map<string, string>()
  const add = (path: string, detail: string) => {
    const pointer = prefix + path
    if (!found.has(pointer)) found.set(pointer, detail)
  }
  for (const { keyword, instancePath, params } of errors) {
    const here = schemaAt(schema, instancePath)
    if (keyword === 'required' && 'requiredProperties' in params) {
      for (const name of strings(params.requiredProperties)) {
        const wanted = here?.properties?.[name]
        add(`${instancePath}/${name}`, `is missing; it ${wanted ? expectation(wanted) : 'is required'}`)
      }
    } else if (keyword === 'additionalProperties' && 'additionalProperties' in params) {
      const known = Object.keys(here?.properties ?? {})
      for (const name of strings(params.additionalProperties)) {
        add(`${instancePath}/${escaped(name)}`, `is not known here; ${knownAre(known)}`)
      }
    } else if (keyword !== 'boolean' && here) {
      add(instancePath, expectation(here))
    }
  }
  const [first] = errors
  if (found.size === 0) add(first?.instancePath ?? '', 'does not fit the schema that /docs shows')
  return withoutParents([...found].map(([pointer, detail]) => ({ pointer, detail }))).slice(0, MAX_ERRORS)
}

/** A branch of `anyOf` reports the object around what is wrong, too; the innermost place says it best. */
function withoutParents(errors: FieldError[]): FieldError[] {
  const isParent = ({ pointer }: FieldError) => errors.some(other => other.pointer.startsWith(`${pointer}/`))
  return errors.filter(error => (error.pointer === '' ? errors.length === 1 : !isParent(error)))
}

const knownAre = (names: string[]) => (names.length > 0 ? `known are ${names.join(', ')}` : 'nothing is')

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** As RFC 6901 wants it, and not longer than a person reads. */
const escaped = (name: string) => name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')

function fromText(schema: TSchema, input: unknown): unknown {
  const { properties = {} } = schema as JsonSchema
  const values: Record<string, unknown> = { ...(input as Record<string, unknown>) }
  for (const [name, property] of Object.entries(properties)) {
    const value = values[name]
    if (value === undefined && 'default' in property) values[name] = property.default
    if (typeof value === 'string') values[name] = parsed(value, property.type)
  }
  return values
}

function parsed(text: string, type: JsonSchema['type']): unknown {
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()

/** The first place of what no schema says: PostgreSQL stores no NUL and no half of a surrogate pair. */
export function findUnstorable(value: unknown, pointer: string): FieldError | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? undefined : { pointer, detail: 'must be well-formed Unicode text without NUL' }
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (pointer.split('/').length > MAX_DEPTH) {
    return { pointer: '', detail: `must not nest deeper than ${MAX_DEPTH}` }
  }
  for (const [name, part] of Object.entries(value)) {
    if (!isStorable(name))
      return { pointer, detail: 'must have names that are well-formed Unicode text without NUL' }
    const found = findUnstorable(part, `${pointer}/${escaped(name)}`)
    if (found) return found
  }
  return undefined
}
