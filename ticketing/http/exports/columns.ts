import type { TSchema } from 'typebox'
import { resolved } from '../components.ts'

/** What the cells of a column are; `json` is whatever has parts of its own. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'instant' | 'json'

/** A column of an exported file. */
export interface Column {
  name: string
  type: ColumnType
  /** The properties that lead from a row to the cell. */
  path: readonly string[]
}

/** The part of JSON Schema that our lists are written in. */
interface Shape {
  type?: string | string[]
  enum?: readonly unknown[]
  anyOf?: readonly TSchema[]
  properties?: Record<string, TSchema>
  items?: TSchema
  additionalProperties?: unknown
}

/**
 * The columns of a list, from the schema of its items and not from the data: files of one list have the same columns, also
 * an empty one. What an item has inside of an object of known properties stands one level deep, as `location.latitude`.
 * A list of plain values has one column, `value`.
 */
export function columnsOf(item: TSchema): Column[] {
  const properties = propertiesOf(item)
  if (!properties) return [{ name: 'value', type: typeOf(item), path: [] }]
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inside = propertiesOf(schema)
    if (!inside) return [columnOf(schema, [name])]
    return Object.entries(inside).map(([part, its]) => columnOf(its, [name, part]))
  })
}

function columnOf(schema: TSchema, path: string[]): Column {
  const name = path.join('.')
  if (!isInstant(path.at(-1) ?? '')) return { name, type: typeOf(schema), path }
  return { name: name.replace(/(?<=.)Ms$/, ''), type: 'instant', path }
}

/** Instants are named so in the whole API; other names that end in Ms are lengths of time. */
const isInstant = (name: string) =>
  /(At|By|Since|Until|Seen|Observed|From|To|Time)Ms$|^(at|from|to|since|until)Ms$|^ts$/.test(name)

/** Of an object whose properties are known; undefined for everything else. */
function propertiesOf(given: TSchema): Record<string, TSchema> | undefined {
  const branches = branchesOf(given)
  const [only] = branches
  if (branches.length !== 1 || !only?.properties || only.additionalProperties === true) return undefined
  return only.properties
}

/** What a value may be beside null. */
function branchesOf(given: TSchema): Shape[] {
  const shape = resolved(given) as Shape
  const branches = shape.anyOf ? shape.anyOf.flatMap(branchesOf) : [shape]
  return branches.filter(({ type }) => type !== 'null')
}

function typeOf(schema: TSchema): ColumnType {
  const types = new Set(branchesOf(schema).map(typeOfBranch))
  const [only = 'json'] = types
  return types.size === 1 ? only : 'json'
}

function typeOfBranch({ type, enum: values }: Shape): ColumnType {
  const [first, ...others] = [type ?? []].flat().filter(each => each !== 'null')
  if (first === undefined) return values?.every(value => typeof value === 'string') ? 'text' : 'json'
  if (others.length > 0) return 'json'
  return scalars[first] ?? 'json'
}

const scalars: Record<string, ColumnType> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
}

/** The cell of a row; undefined and null are both nothing. */
export function cellOf(row: unknown, { path }: Column): unknown {
  let value = row
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value ?? undefined
}
