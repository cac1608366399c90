import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { PDF } from '../../../ticketing/store/attachments/testing/samples.ts'
import { ADMIN_TOKEN } from '../ticketing-harness.ts'
import { type ApiDocument, bodySchema, type Operation } from './document.ts'
import { sampleOf } from './values.ts'

export interface Sent {
  path: string
  query?: string
  headers?: Record<string, string>
  payload?: string
}

export interface Answer {
  status: number
  headers: Record<string, unknown>
  text: string
  json: unknown
}

const PASSWORD = 'four words that nobody guesses'
const JSON_TYPE = { 'content-type': 'application/json' }

type Json = Record<string, unknown>

/** What is otherwise made up: parameters of the path, and properties of the body. */
interface Given {
  params?: Json
  body?: Json
}

/** Talks to the API as a stranger would who has the document and the token. */
export function openWorld(app: FastifyInstance, document: ApiDocument) {
  let count = 0
  /** Devices that speak and are not registered: no operation makes them. */
  const strangers: string[] = []
  /** What opens the doors of intakes, by their paths. */
  const doors = new Map<string, string>()

  async function send({ method }: Pick<Operation, 'method'>, sent: Sent): Promise<Answer> {
    const { path, query, headers, payload } = sent
    const token = doors.get(path) ?? ADMIN_TOKEN
    const options: InjectOptions = {
      method,
      url: query === undefined ? path : `${path}?${query}`,
      headers: { ...(headers?.cookie ? {} : { authorization: `Bearer ${token}` }), ...headers },
      remoteAddress: `10.0.${++count % 250}.1`, // pages count their views by address
      ...(payload !== undefined && { payload }),
    }
    const answer = await app.inject(options)
    const isJson = /\bjson\b/.test(String(answer.headers['content-type'])) && answer.body !== ''
    const json = isJson ? (JSON.parse(answer.body) as unknown) : undefined
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, json }
  }

  /** What an operation is sent where nothing is wrong: the example of the document, for things of its own. */
  async function valid(operation: Operation, given: Given = {}): Promise<Sent> {
    const person = people[operation.operationId]
    if (person && given.body === undefined) return person(operation)
    const params: Json = { ...given.params }
    for (const { in: place, name, schema } of operation.parameters) {
      if (place !== 'path') continue
      params[name] ??= schema.enum?.[0] ?? (await thing(operation, name, params))
    }
    const query = operation.parameters
      .filter(parameter => parameter.in === 'query' && parameter.required)
      .map(({ name, schema, example }) => {
        const value = example ?? sampleOf(document, schema)
        return `${name}=${encodeURIComponent(String(value))}`
      })
    return {
      path: operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name]))),
      ...(query.length > 0 && { query: query.join('&') }),
      ...(bodySchema(operation) ? jsonOf(operation, params, given.body) : formOf(operation)),
    }
  }

  function jsonOf(operation: Operation, { id = `walk-${++count}` }: Json, given: Json = {}): Partial<Sent> {
    const body = { ...(sampleOf(document, bodySchema(operation) ?? {}) as Json), ...given }
    if ('id' in body) body.id = id
    if ('displayName' in body) body.name = `walk-${++count}`
    if ('code' in body) body.code = `WALK${++count}`
    if ('topic' in body && 'codec' in body) body.topic = `walk-${++count}/{site}/{device}`
    return { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }
  }

  function formOf({ requestBody }: Operation): Partial<Sent> {
    const [mediaType = '', content] = Object.entries(requestBody?.content ?? {})[0] ?? []
    if (!content) return {}
    const { properties = {}, required = [] } = document.resolve(content.schema)
    const fields = required.map((name): [string, string] => [
      name,
      String(sampleOf(document, properties[name] ?? {})),
    ])
    if (mediaType !== 'multipart/form-data') {
      return { headers: { 'content-type': mediaType }, payload: new URLSearchParams(fields).toString() }
    }
    const boundary = randomUUID()
    const parts = fields.map(([name, value]) => {
      const isFile = properties[name]?.format === 'binary'
      const disposition = `form-data; name="${name}"${isFile ? '; filename="a.pdf"' : ''}`
      return `--${boundary}\r\ncontent-disposition: ${disposition}\r\n\r\n${isFile ? PDF : value}\r\n`
    })
    return {
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `${parts.join('')}--${boundary}--\r\n`,
    }
  }

  /** What is sent by people, of whom there must be one first. */
  const people: Record<string, ((operation: Operation) => Promise<Sent>) | undefined> = {
    redeemAccountLink: async operation => ({
      path: operation.path,
      ...jsonOf(operation, {}, { token: await linkToken(), name: 'nobody' }),
    }),
    signIn: async operation => {
      const { name } = await somebody()
      return { path: operation.path, ...jsonOf(operation, {}, { name }) }
    },
    changePassword: async operation => {
      const { headers } = await somebody()
      const sent = jsonOf(operation, {}, { current: PASSWORD })
      return { path: operation.path, ...sent, headers: { ...sent.headers, ...headers } }
    },
  }

  async function linkToken(id?: unknown): Promise<string | undefined> {
    const params = { id: id ?? ((await call('createAccount')) as Json).id }
    const { url } = (await call('createAccountLink', { params })) as { url: string }
    return url.split('#').at(-1)
  }

  /** An account with a password, and what its session sends. */
  async function somebody(): Promise<{ name: unknown; headers: Record<string, string> }> {
    const { id, name } = (await call('createAccount')) as Json
    const payload = JSON.stringify({ token: await linkToken(id), password: PASSWORD })
    const path = '/api/v1/account-links/redeem'
    const answer = await send({ method: 'POST' }, { path, headers: JSON_TYPE, payload })
    const cookie = [answer.headers['set-cookie']].flat().map(each => String(each).split(';')[0])
    const { csrfToken } = answer.json as { csrfToken: string }
    return { name, headers: { cookie: cookie.join('; '), 'x-csrf-token': csrfToken } }
  }

  /** Makes what a parameter of a path names, by whatever operation of the document makes such things. */
  async function thing(operation: Operation, name: string, params: Json): Promise<unknown> {
    if (name === 'token') return tokenFor(operation.path)
    if (name === 'watcher') return 'anna'
    if (name === 'intake') return openDoor()
    if (name === 'recipient') return 'technician:anna'
    if (operation.path.startsWith('/api/v1/deliveries/')) return sentTo('testNotificationTarget')
    if (operation.path.startsWith('/api/v1/notifications/'))
      return sentTo('testNotificationPreferences', 'account:admin')
    if (operation.path.startsWith('/api/v1/part-requests/')) return ((await call('requestPart')) as Json).id
    if (name === 'detector') return 'limit'
    if (name === 'feed') return ((await call('createTechnicianFeed')) as Json).id
    if (name === 'link') return ((await call('createRequestLink')) as Json).id
    if (name === 'name') return strangers.shift() ?? 'nobody'
    if (operation.path.startsWith('/api/v1/sessions/')) return 1
    const collection = operation.path.slice(0, operation.path.indexOf(`/{${name}}`))
    const makerOf = (method: string, path: string) =>
      document.operations.find(each => each.method === method && each.path === path)?.operationId
    const poster = makerOf('POST', collection)
    if (poster) {
      const made = (await call(poster, { params })) as Json
      return made[name] ?? made.id
    }
    const id = `walk-${++count}`
    const putter = makerOf('PUT', `${collection}/{${name}}`)
    if (putter && putter !== operation.operationId) await call(putter, { params: { ...params, [name]: id } })
    return id
  }

  async function openDoor(): Promise<string> {
    const { id, path, secret } = (await call('createIntake')) as { id: string; path: string; secret: string }
    doors.set(path, secret)
    return id
  }

  /** A delivery: only a test makes one at once. */
  async function sentTo(operationId: string, recipient?: string): Promise<unknown> {
    return ((await call(operationId, recipient ? { params: { recipient } } : {})) as Json).id
  }

  async function tokenFor(path: string): Promise<string | undefined> {
    const makers: Json = {
      r: 'createRequestLink',
      p: 'createProgressLink',
      c: 'createConfirmationLink',
      f: 'createTechnicianFeed',
    }
    const { url } = (await call(String(makers[path.split('/')[1] ?? '']))) as { url: string }
    return new URL(url).pathname.split('/')[2]
  }

  /** Does an operation that must succeed. */
  async function call(operationId: string, given: Given = {}): Promise<unknown> {
    const operation = document.operations.find(each => each.operationId === operationId)
    if (!operation) throw new Error(`the document has no ${operationId}`)
    const answer = await send(operation, await valid(operation, given))
    if (answer.status >= 300) throw new Error(`${operationId}: ${answer.status} ${answer.text}`)
    return answer.json
  }

  return { send, valid, call, strangers }
}
