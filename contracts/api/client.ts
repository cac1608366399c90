import createFetchClient, { type Client, type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema.ts'

/** The API's own types by their names in its document. */
export type Schemas = components['schemas']

export type ApiClient = Client<paths>

/** What an operation takes after `?`. */
export type QueryOf<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Query } }
}
  ? NonNullable<Query>
  : never

export interface ApiClientOptions {
  /** Where Forewarn is, as http://127.0.0.1:8080; empty: where the page came from. */
  baseUrl: string
  token?: string
  fetch?: (request: Request) => Promise<Response>
  middleware?: readonly Middleware[]
}

/** A client whose paths, parameters, bodies and answers have the types of the OpenAPI document. */
export function createApiClient({ baseUrl, token, fetch, middleware = [] }: ApiClientOptions): ApiClient {
  const client = createFetchClient<paths>({
    baseUrl,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    ...(fetch && { fetch }),
  })
  client.use(...middleware)
  return client
}

/** The body of an answer, for a client whose middleware throws what is refused. */
export const answerOf = async <Answer extends { data?: unknown }>(
  answer: Promise<Answer>,
): Promise<NonNullable<Answer['data']>> => (await answer).data as NonNullable<Answer['data']>

/** Without what is undefined, for parameters that are left out where nothing was chosen. */
export function given<Values extends object>(values: Values): Given<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<Values>
}

type Given<Values> = {
  [Key in keyof Values as undefined extends Values[Key] ? never : Key]: Values[Key]
} & {
  [Key in keyof Values as undefined extends Values[Key] ? Key : never]?: Exclude<Values[Key], undefined>
}
