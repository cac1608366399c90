/*
 * What a new document takes away from who was written against the old one. A request that was taken must still be taken,
 * and an answer must still be one that could have come before; more may be taken, and more may be answered.
 */

interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  prefixItems?: Schema[]
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}
interface Referring {
  $ref?: string
}
interface Parameter extends Referring {
  in: string
  name: string
  required?: boolean
  schema: Schema
}
type Content = Record<string, { schema?: Schema }>
interface Operation {
  operationId: string
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, Referring & { content?: Content }>
}
export interface Document {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, unknown>>
}

type Direction = 'request' | 'response'

/** Where changes are refused; what is under another version may be as it likes. */
const KEPT = /^(?!\/api\/(?!v1\/))/

/** Sentences that name each change that breaks a client; empty: none does. */
export function breakingChanges(old: Document, now: Document): string[] {
  const found: string[] = []
  for (const [path, methods] of Object.entries(old.paths)) {
    if (!KEPT.test(path)) continue
    for (const [method, before] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`
      const after = now.paths[path]?.[method]
      if (after) found.push(...ofOperation({ old, now }, before, after).map(change => `${name}: ${change}`))
      else found.push(`${name} (${before.operationId}) is gone`)
    }
  }
  return found
}

interface Both {
  old: Document
  now: Document
}

function ofOperation(both: Both, before: Operation, after: Operation): string[] {
  const compare = comparer(both)
  const found: string[] = []
  if (after.operationId !== before.operationId)
    found.push(`operationId ${before.operationId} is ${after.operationId} now`)
  if (before.security?.length === 0 && after.security?.length !== 0) found.push('it needs a token now')
  found.push(...ofParameters(both, before, after))
  const [oldBody, newBody] = [before.requestBody, after.requestBody]
  if (newBody?.required && !oldBody?.required) found.push('a body is required now')
  for (const [type, { schema = {} }] of Object.entries(oldBody?.content ?? {})) {
    const taken = newBody?.content[type]
    if (!taken) found.push(`a body of ${type} is not taken any more`)
    else found.push(...compare('request', schema, taken.schema ?? {}, 'body'))
  }
  for (const [status, response] of Object.entries(before.responses)) {
    if (!status.startsWith('2')) continue
    const answered = after.responses[status]
    if (!answered) found.push(`it does not answer ${status} any more`)
    const contents = resolved(both.now, answered ?? {}).content ?? {}
    for (const [type, { schema = {} }] of Object.entries(resolved(both.old, response).content ?? {})) {
      if (!answered) continue
      if (!contents[type]) found.push(`${status} is not answered as ${type} any more`)
      else found.push(...compare('response', schema, contents[type].schema ?? {}, `answer ${status}`))
    }
  }
  return found
}

function ofParameters(both: Both, before: Operation, after: Operation): string[] {
  const compare = comparer(both)
  const parametersOf = (document: Document, { parameters = [] }: Operation) =>
    new Map(parameters.map(given => resolved(document, given)).map(each => [`${each.in} ${each.name}`, each]))
  const [olds, news] = [parametersOf(both.old, before), parametersOf(both.now, after)]
  const found = [...news]
    .filter(([name, { required }]) => required && !olds.get(name)?.required)
    .map(([name]) => `${name} is required now`)
  for (const [name, { schema }] of olds) {
    const still = news.get(name)
    if (!still) found.push(`${name} is not taken any more`)
    else found.push(...compare('request', schema, still.schema, name))
  }
  return found
}

function resolved<Node extends Referring>(document: Document, node: Node): Node {
  if (!node.$ref) return node
  const [kind = '', name = ''] = node.$ref.split('/').slice(-2)
  return (document.components[kind]?.[name] ?? {}) as Node
}

const typesOf = ({ type }: Schema) => (type === undefined ? undefined : [type].flat())
const valuesOf = (schema: Schema) => schema.enum ?? (schema.const === undefined ? undefined : [schema.const])

type Compare = (direction: Direction, before: Schema, after: Schema, at: string) => string[]

function comparer({ old, now }: Both): Compare {
  /** Pairs that are being compared: a schema may contain itself. */
  const open = new Set<string>()
  return compare

  function compare(direction: Direction, before: Schema, after: Schema, at: string): string[] {
    const pair = before.$ref && after.$ref && `${direction} ${before.$ref} ${after.$ref}`
    if (pair && open.has(pair)) return []
    if (pair) open.add(pair)
    const found = ofSchemas(direction, resolved(old, before), resolved(now, after), at)
    if (pair) open.delete(pair)
    return found
  }

  function ofSchemas(direction: Direction, before: Schema, after: Schema, at: string): string[] {
    const [olds, news] = [before.anyOf ?? before.oneOf, after.anyOf ?? after.oneOf]
    if (olds || news) return ofBranches(direction, olds ?? [before], news ?? [after], at)
    const found = [...ofTypes(direction, before, after, at), ...ofValues(direction, before, after, at)]
    if (direction === 'request') found.push(...ofBounds(before, after, at))
    if (before.items && after.items) found.push(...compare(direction, before.items, after.items, `${at}[]`))
    for (const [index, place] of (before.prefixItems ?? []).entries())
      found.push(...compare(direction, place, after.prefixItems?.[index] ?? {}, `${at}[${index}]`))
    const [oldValues, newValues] = [before.additionalProperties, after.additionalProperties]
    if (typeof oldValues === 'object' && typeof newValues === 'object')
      found.push(...compare(direction, oldValues, newValues, `${at}.*`))
    return [...found, ...ofProperties(direction, before, after, at)]
  }

  /** Each old branch of a request must be taken by a new one; each new branch of an answer be known from an old one. */
  function ofBranches(direction: Direction, olds: Schema[], news: Schema[], at: string): string[] {
    const isTaken = (one: Schema) => news.some(other => compare('request', one, other, at).length === 0)
    const isKnown = (one: Schema) => olds.some(other => compare('response', other, one, at).length === 0)
    const shown = (schema: Schema) => `${at}: ${JSON.stringify(schema).slice(0, 120)}`
    return direction === 'request'
      ? olds.filter(one => !isTaken(one)).map(one => `${shown(one)} is not taken any more`)
      : news.filter(one => !isKnown(one)).map(one => `${shown(one)} may be answered now`)
  }

  function ofProperties(direction: Direction, before: Schema, after: Schema, at: string): string[] {
    const isRequest = direction === 'request'
    const [wasRequired, isRequired] = [new Set(before.required), new Set(after.required)]
    const found: string[] = []
    for (const [name, schema] of Object.entries(before.properties ?? {})) {
      const place = `${at}.${name}`
      const still = after.properties?.[name]
      if (!still) found.push(`${place} ${isRequest ? 'is not taken any more' : 'is gone'}`)
      else found.push(...compare(direction, schema, still, place))
      if (!isRequest && still && wasRequired.has(name) && !isRequired.has(name))
        found.push(`${place} may be missing now`)
    }
    const demanded = isRequest ? [...isRequired].filter(name => !wasRequired.has(name)) : []
    return [...found, ...demanded.map(name => `${at}.${name} is required now`)]
  }
}

function ofTypes(direction: Direction, before: Schema, after: Schema, at: string): string[] {
  const isRequest = direction === 'request'
  const [wide, narrow] = isRequest ? [after, before] : [before, after]
  const all = typesOf(wide)
  if (!all) return []
  const covers = (type: string) => all.includes(type) || (type === 'integer' && all.includes('number'))
  const beyond = (typesOf(narrow) ?? (valuesOf(narrow) ? [] : ['anything'])).filter(type => !covers(type))
  return beyond.map(type => `${at}: ${type} ${isRequest ? 'is not taken any more' : 'may be answered now'}`)
}

/** New values may be answered: clients must bear with words that they do not know, as docs/api.md says. */
function ofValues(direction: Direction, before: Schema, after: Schema, at: string): string[] {
  const [olds, news] = [valuesOf(before), valuesOf(after)]
  if (direction === 'response') return olds && !news && !after.type ? [`${at} may be anything now`] : []
  if (!news) return []
  if (!olds) return [`${at}: only ${JSON.stringify(news)} are taken now`]
  return olds
    .filter(value => !news.includes(value))
    .map(value => `${at}: ${JSON.stringify(value)} is not taken any more`)
}

const LEAST = { minimum: Number.NEGATIVE_INFINITY, minLength: 0, minItems: 0 }
const MOST = ['maximum', 'maxLength', 'maxItems'] as const

function ofBounds(before: Schema, after: Schema, at: string): string[] {
  const names = Object.keys(LEAST) as (keyof typeof LEAST)[]
  const raised = names.filter(name => (after[name] ?? LEAST[name]) > (before[name] ?? LEAST[name]))
  const beyond = Number.POSITIVE_INFINITY
  const lowered = MOST.filter(name => (after[name] ?? beyond) < (before[name] ?? beyond))
  const found = [...raised, ...lowered].map(
    name => `${at}: ${name} is ${after[name]}, was ${before[name] ?? 'none'}`,
  )
  if (after.pattern !== undefined && after.pattern !== before.pattern)
    found.push(`${at}: pattern is ${after.pattern}, was ${before.pattern ?? 'none'}`)
  return found
}
