import { createHash } from 'node:crypto'
import openapiTypescript, { astToString } from 'openapi-typescript'
import type { ApiDocument } from './api-document.ts'

const HEAD = `/*
 * Types of the API, generated from its OpenAPI document by \`npm run docs\`; CI fails when they are stale. Do not edit.
 */
`

/** contracts/api/schema.ts. */
export async function apiTypes(document: ApiDocument): Promise<string> {
  const ast = await openapiTypescript(withoutFiles(structuredClone(document)) as never, {
    alphabetize: true,
    defaultNonNullable: false, // what has a default need not be sent
  })
  return HEAD + astToString(ast)
}

/** The typed client reads lists page by page: who wants a file (`format`) streams it, and needs no type for that. */
function withoutFiles(document: ApiDocument): object {
  for (const { responses } of Object.values(document.paths).flatMap(methods => Object.values(methods))) {
    for (const { content } of Object.values(responses)) {
      if (!content?.['application/json']) continue
      delete content['text/csv']
      delete content['application/vnd.apache.parquet']
    }
  }
  return shared(document)
}

/**
 * The same document with what is the same in many operations in one place each (problem answers, headers): a third of the
 * size, and the same types. The document that we serve has no such references, since many a script does not follow them.
 */
export function shared(document: ApiDocument): object {
  const components: Record<'responses' | 'parameters', Record<string, unknown>> = {
    responses: {},
    parameters: {},
  }
  const refer = (kind: keyof typeof components, name: string, value: object) => {
    const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 6)
    const key = `${name.replaceAll(/\W/g, '_')}_${digest}`
    components[kind][key] = value
    return { $ref: `#/components/${kind}/${key}` }
  }
  const paths = Object.entries(document.paths).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, operation]) => {
      const responses = Object.entries(operation.responses).map(([status, response]) => [
        status,
        Number(status) >= 400 ? refer('responses', `problem_${status}`, response) : withoutExamples(response),
      ])
      const parameters = operation.parameters?.map(parameter =>
        parameter.in === 'header' ? refer('parameters', parameter.name, parameter) : parameter,
      )
      return [
        method,
        {
          ...operation,
          responses: Object.fromEntries(responses),
          ...(parameters && { parameters }),
          ...(operation.requestBody && { requestBody: withoutExamples(operation.requestBody) }),
        },
      ]
    })
    return [path, Object.fromEntries(operations)]
  })
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, ...components },
  }
}

/** Examples of whole bodies are for readers of the document; in comments of types they would be most of the text. */
function withoutExamples<Body extends { content?: object }>(body: Body): Body {
  const content = Object.entries(body.content ?? {}).map(([type, { example, ...media }]) => [type, media])
  return content.length > 0 ? { ...body, content: Object.fromEntries(content) } : body
}
