import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

/** A JSON Schema as the document has it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  examples?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  prefixItems?: Schema[]
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  format?: string
  pattern?: string
}

type Content = Record<
  string,
  { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }
>

interface Parameter {
  in: 'query' | 'path' | 'header'
  name: string
  required?: boolean
  schema: Schema
  example?: unknown
}

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  operationId: string
  parameters: Parameter[]
  requestBody: { content: Content } | undefined
  responses: Record<string, { content?: Content }>
  needsToken: boolean
}

interface Document {
  components: { schemas: Record<string, Schema> }
  paths: Record<string, Record<string, Partial<Operation> & { security?: object[] }>>
}

const NAME = 'https://forewarn.example/openapi.json'

/** What a stranger knows of the API: its document, and nothing else. */
export function readDocument(text: string) {
  const document = JSON.parse(text) as Document
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(document, NAME)
  const compiled = new Map<Schema, ValidateFunction>()
  /** Hundreds of answers are the same problem. */
  const byText = new Map<string, ValidateFunction>()

  function validatorOf(schema: Schema): ValidateFunction {
    const known = compiled.get(schema)
    if (known) return known
    const absolute = JSON.stringify(schema).replaceAll('"#/components/', `"${NAME}#/components/`)
    const validate = byText.get(absolute) ?? ajv.compile(JSON.parse(absolute))
    byText.set(absolute, validate)
    compiled.set(schema, validate)
    return validate
  }

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([
        method,
        { operationId = '', parameters = [], requestBody, responses = {}, security },
      ]): Operation => ({
        method: method.toUpperCase() as Operation['method'],
        path,
        operationId,
        parameters,
        requestBody,
        responses,
        needsToken: security?.length !== 0,
      }),
    ),
  )

  return {
    operations,
    /** The schema that a reference leads to. */
    resolve(schema: Schema): Schema {
      const name = schema.$ref?.replace('#/components/schemas/', '')
      return name === undefined ? schema : (document.components.schemas[name] ?? {})
    },
    /** What does not fit, in words; undefined: it fits. */
    misfit(schema: Schema, value: unknown): string | undefined {
      const validate = validatorOf(schema)
      if (validate(value)) return undefined
      return (validate.errors ?? [])
        .map(({ instancePath, message }) => `${instancePath} ${message}`)
        .join(', ')
    },
  }
}

export type ApiDocument = ReturnType<typeof readDocument>

/** The JSON body that an operation takes, if it takes one, with the examples that stand beside the schema. */
export function bodySchema({ requestBody }: Operation): Schema | undefined {
  const { schema, example, examples = {} } = requestBody?.content['application/json'] ?? {}
  const beside = [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples).map(({ value }) => value),
  ]
  return schema && (beside.length > 0 ? { ...schema, examples: beside } : schema)
}
