import type { ApiDocument, Operation, Parameter } from './api-document.ts'
import { schemaRows, typeOf } from './schema-words.ts'

const NOTE = 'Generated from the OpenAPI document by `npm run docs`; CI fails when it is stale.'
/** Answers that nearly every operation has, said once on the first page. */
const COMMON = new Set(['400', '401', '403', '409', '413', '415', '422', '429', '503'])
const COMMON_HEADERS = new Set(['acting-as', 'idempotency-key', 'if-match', 'if-none-match'])

interface Placed {
  method: string
  path: string
  operation: Operation
}

/** The pages of docs/api by their paths: one of each part of the API, the schemas, and a first one that leads to them. */
export function apiPages(document: ApiDocument): Record<string, string> {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const parts = document.tags.map(tag => ({
    ...tag,
    operations: all.filter(each => each.operation.tags.includes(tag.name)),
  }))
  const pages = parts.map(({ name, description, operations }) => [
    `docs/api/${name}.md`,
    page([`# ${capital(name)}`, description, NOTE, ...operations.map(section)]),
  ])
  return {
    'docs/api/README.md': firstPage(parts, all),
    ...Object.fromEntries(pages),
    'docs/api/schemas.md': schemasPage(document),
  }
}

function firstPage(parts: (ApiDocument['tags'][number] & { operations: Placed[] })[], all: Placed[]): string {
  return page([
    '# Operations of the API',
    `[api.md](../api.md) has what holds for all of them, and examples from end to end. ${NOTE}`,
    ...parts.map(({ name, description, operations }) =>
      [
        `## [${capital(name)}](${name}.md)`,
        '',
        description,
        '',
        '| operation | path | |',
        '|---|---|---|',
        ...operations.map(
          ({ method, path, operation }) =>
            `| [${operation.operationId}](${name}.md#${operation.operationId.toLowerCase()}) | \`${method} ${path}\` | ${cell(operation.summary)} |`,
        ),
      ].join('\n'),
    ),
    '## Headers that many operations take',
    parameterTable(distinct(all).filter(({ name }) => COMMON_HEADERS.has(name))),
    '## Answers that many operations give',
    'Problem documents (RFC 9457, [Problem](schemas.md#problem)).',
    commonAnswers(all),
  ])
}

function distinct(all: Placed[]): Parameter[] {
  const headers = all
    .flatMap(({ operation }) => operation.parameters ?? [])
    .filter(each => each.in === 'header')
  return [...new Map(headers.map(each => [each.name, each])).values()]
}

function commonAnswers(all: Placed[]): string {
  const found = new Map<string, string>()
  for (const { operation } of all)
    for (const [status, { description }] of Object.entries(operation.responses))
      if (COMMON.has(status) && !found.has(status)) found.set(status, description)
  const rows = [...found].toSorted().map(([status, description]) => `| ${status} | ${cell(description)} |`)
  return ['| status | |', '|---|---|', ...rows].join('\n')
}

function section({ method, path, operation }: Placed): string {
  const { operationId, summary, description, deprecated, parameters = [], requestBody, responses } = operation
  const own = parameters.filter(({ name }) => !COMMON_HEADERS.has(name))
  const common = parameters.filter(({ name }) => COMMON_HEADERS.has(name)).map(({ name }) => `\`${name}\``)
  return page([
    `## ${operationId}`,
    `\`${method} ${path}\` · ${summary}`,
    ...(deprecated ? ['**Deprecated.**'] : []),
    description,
    ...(operation.security?.length === 0 ? ['Needs no token.'] : []),
    ...(own.length > 0 ? [parameterTable(own)] : []),
    ...(common.length > 0 ? [`Takes ${common.join(', ')}.`] : []),
    ...Object.entries(requestBody?.content ?? {}).flatMap(
      ([type, { schema = {}, example, examples = {} }]) => [
        `Body: ${typeOf(schema)}${type === 'application/json' ? '' : `, \`${type}\``}`,
        ...(schema.$ref ? [] : [schemaRows(schema)].filter(Boolean)),
        ...(type === 'application/json' ? [json(example ?? Object.values(examples)[0]?.value)] : []),
      ],
    ),
    ...Object.entries(responses).flatMap(([status, response]) => answer(status, response)),
  ]).trimEnd()
}

function answer(status: string, { description, content = {} }: Operation['responses'][string]): string[] {
  if (COMMON.has(status)) return []
  const types = Object.entries(content)
  if (types.length === 0 || Number(status) >= 400) return [`**${status}** ${description}`]
  return types.flatMap(([type, { schema = {}, example }]) => {
    const isJson = type === 'application/json'
    return [
      `**${status}** ${description} ${typeOf(schema)}${isJson ? '' : `, \`${type}\``}`,
      ...(isJson ? [json(example)] : []),
    ]
  })
}

function schemasPage({ components }: ApiDocument): string {
  const sections = Object.entries(components.schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, schema]) => [
      `## ${name}`,
      ...(schema.description ? [schema.description] : []),
      schemaRows(schema) || `${typeOf(schema)}.`,
    ])
  return page(['# Schemas', NOTE, ...sections])
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(({ in: place, name, required, description = '', schema }) => {
    const where = `${place}${required ? '' : ', optional'}`
    return `| \`${name}\` | ${where} | ${cell(typeOf(schema))} | ${cell(description || (schema.description ?? ''))} |`
  })
  return ['| parameter | in | type | |', '|---|---|---|---|', ...rows].join('\n')
}

const page = (paragraphs: readonly string[]) => `${paragraphs.join('\n\n')}\n`
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')
const capital = (text: string) => (text === 'sla' ? 'SLA' : text.charAt(0).toUpperCase() + text.slice(1))
/** Not longer than a person reads. */
const MOST_LINES = 60

function json(example: unknown): string {
  const lines = JSON.stringify(example, null, 2)?.split('\n') ?? []
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '  …'] : lines
  return ['```json', ...shown, '```'].join('\n')
}
