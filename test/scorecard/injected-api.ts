import type { FastifyInstance, InjectOptions } from 'fastify'
import { ForewarnError } from '../../contracts/errors.ts'
import type { ApiClient } from '../../main/cli/client.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH'

export interface InjectedApi extends ApiClient {
  /** All items of a list, page by page. */
  all<Item>(path: string): Promise<Item[]>
}

/** The client of the command line on an API in this process, without a socket. */
export function injectedApi(app: FastifyInstance, token: string): InjectedApi {
  const call = async (method: Method, path: string, body?: object) => {
    const request: InjectOptions = {
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
    }
    return app.inject(body === undefined ? request : { ...request, payload: body })
  }
  const ok = ({ statusCode, body }: { statusCode: number; body: string }): unknown => {
    const said = body === '' ? undefined : JSON.parse(body)
    if (statusCode < 300) return said
    throw new ForewarnError('invalid', said?.detail ?? `${statusCode}`)
  }
  const get = async (path: string) => ok(await call('GET', path))
  return {
    get,
    post: async (path, body) => ok(await call('POST', path, body)),
    put: async (path, body) => ok(await call('PUT', path, body)),
    patch: async (path, body) => ok(await call('PATCH', path, body)),
    postIfAbsent: async (path, body) => {
      const answer = await call('POST', path, body)
      return answer.statusCode === 409 ? undefined : ok(answer)
    },
    async all<Item>(path: string) {
      const items: Item[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = `limit=100${cursor && `&cursor=${cursor}`}`
        const page = (await get(`${path}${path.includes('?') ? '&' : '?'}${query}`)) as {
          items: Item[]
          nextCursor: string | null
        }
        items.push(...page.items)
        cursor = page.nextCursor
      }
      return items
    },
  }
}
