import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finding } from './ticketing-fixtures.ts'
import { ADMIN_TOKEN, eventually, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let origin: string
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  origin = await service.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => service.close())

interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  requestBody?: object
  security?: object[]
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

describe('the OpenAPI document', () => {
  const document = async () =>
    (await fetch(`${origin}/openapi.json`).then(answer => answer.json())) as Document

  test('is valid OpenAPI 3.1, and every reference leads somewhere', async () => {
    const found = await document()
    expect(found.openapi).toBe('3.1.0')
    const result = await new Validator().validate(JSON.parse(JSON.stringify(found)))
    expect(result.errors).toBeUndefined()
    expect(result.valid).toBe(true)
    const text = JSON.stringify(found)
    for (const [, name] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
      expect(name).toMatch(/^#\/components\/schemas\//)
      expect(found.components.schemas).toHaveProperty(name?.split('/').at(-1) ?? '')
    }
    const schemas = JSON.stringify(found, (key, value) => (/^examples?$/.test(key) ? undefined : value))
    expect(schemas).not.toContain('"items":[')
  })

  test('describes every operation: id, summary, tag, its answers and its problems', async () => {
    const { paths } = await document()
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, method, operation } of operations) {
      const name = `${method} ${path}`
      expect(operation.operationId, name).toMatch(/^[a-z][A-Za-z]+$/)
      expect(operation.summary, name).toBeTruthy()
      expect(operation.description, name).toBeTruthy()
      expect(operation.tags, name).toHaveLength(1)
      if (!path.startsWith('/api/')) continue
      const wanted = ['401', ...(operation.requestBody ? ['400', '413', '415'] : [])]
      if (path.includes('{')) wanted.push('404')
      for (const status of wanted) {
        expect(operation.responses[status]?.content, `${name} ${status}`).toHaveProperty([
          'application/problem+json',
        ])
      }
    }
  })

  test('says every pattern in words, as the error messages repeat them', async () => {
    const { components, paths } = await document()
    // a parameter has its description beside its schema
    const patterns = (node: unknown, at: string, described = false): { at: string; own: boolean }[] => {
      if (typeof node !== 'object' || node === null) return []
      const own = described || 'description' in node
      const here = 'pattern' in node && typeof node.pattern === 'string' ? [{ at, own }] : []
      const isParameter = 'in' in node
      const inside = Object.entries(node).flatMap(([name, part]) =>
        patterns(part, `${at}/${name}`, isParameter && own),
      )
      return [...here, ...inside]
    }
    const found = patterns({ components, paths }, '')
    expect(found.length).toBeGreaterThan(20)
    expect(found.filter(({ own }) => !own).map(({ at }) => at)).toEqual([])
  })

  test('has the paths of the outer interface', async () => {
    const { paths } = await document()
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/tickets',
        '/api/v1/tickets/{number}',
        '/api/v1/tickets/{number}/transitions',
        '/api/v1/devices/{id}/series',
        '/api/v1/dead-letters',
        '/api/v1/assets',
        '/api/v1/devices',
        '/healthz',
        '/readyz',
        '/metrics',
      ]),
    )
  })

  test('has a page that our content security policy lets work', async () => {
    const answer = await fetch(`${origin}/docs/`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';")
    const page = await answer.text()
    for (const [, attributes, body] of page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
      expect(attributes).toContain('src=')
      expect(body?.trim()).toBe('')
    }
  })
})

test('health and readiness need no token', async () => {
  expect((await fetch(`${origin}/healthz`)).status).toBe(200)
  expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  service.readiness.ok = false
  const notReady = await fetch(`${origin}/readyz`)
  service.readiness.ok = true
  expect(notReady.status).toBe(503)
  expect(await notReady.json()).toEqual({ ok: false, checks: { database: 'not ready' } })
})

test('requests are measured by route and status', async () => {
  await fetch(`${origin}/api/v1/tickets/99`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  const metrics = await fetch(`${origin}/metrics`)
  expect(metrics.headers.get('content-type')).toContain('text/plain')
  expect(await metrics.text()).toContain(
    'forewarn_http_request_duration_seconds_count{method="GET",route="/api/v1/tickets/:number",status="404"} 1',
  )
})

describe('the stream of events', () => {
  const open = (signal: AbortSignal) =>
    fetch(`${origin}/api/v1/events`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` }, signal })

  test('tells of a new ticket and of its transition', async () => {
    await service.registerPump()
    const stop = new AbortController()
    const answer = await open(stop.signal)
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toBeTruthy()
    let heard = ''
    const listening = (async () => {
      for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += chunk
    })().catch(() => undefined)
    await eventually(() => heard.includes('retry:'))
    await service.deliver(finding())
    const event = /event: ticket\ndata: \{"number": (\d+)\}\n\n/
    await eventually(() => event.test(heard))
    const number = event.exec(heard)?.[1]
    heard = ''
    await service.call('POST', `/tickets/${number}/transitions`, { to: 'accepted' })
    await eventually(() => heard.includes(`data: {"number": ${number}}`))
    stop.abort()
    await listening
  })

  test('needs the token', async () => {
    expect((await fetch(`${origin}/api/v1/events`)).status).toBe(401)
  })

  test('is refused beyond a bound, and free again when clients leave', async () => {
    const stop = new AbortController()
    await Promise.all(Array.from({ length: 200 }, () => open(stop.signal)))
    const refused = await open(AbortSignal.timeout(5_000))
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ code: 'overloaded' })
    stop.abort()
    await eventually(async () => {
      const again = new AbortController()
      const { status } = await open(again.signal)
      again.abort()
      return status === 200
    })
  })

  test('ends when the server closes', async () => {
    const other = await startTicketingTest()
    const address = await other.app.listen({ host: '127.0.0.1', port: 0 })
    const answer = await fetch(`${address}/api/v1/events`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    })
    const ended = answer.text()
    await other.close()
    expect(await ended).toContain('retry:')
  })
})
