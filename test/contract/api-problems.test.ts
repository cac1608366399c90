import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApi } from '../../ticketing/http/api.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { finding } from './ticketing-fixtures.ts'
import { ADMIN_TOKEN, request, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
  await service.deliver(finding())
  await service.judged()
})
afterAll(() => service.close())

const asset = { id: 'pump-8', site: 'plant-1', class: 'pump', criticality: 'A' }

type Case = [
  what: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: object | undefined,
  status: number,
  errors: { pointer: string; detail: string }[] | undefined,
]

const idRule =
  'must be text as follows: Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.'

describe('every error says where and what would be right', () => {
  test.each<Case>([
    [
      'a wrong enum',
      'POST',
      '/assets',
      { ...asset, criticality: 'D' },
      400,
      [{ pointer: '/criticality', detail: 'must be one of A, B, C' }],
    ],
    [
      'a missing property',
      'POST',
      '/assets',
      { ...asset, site: undefined },
      400,
      [{ pointer: '/site', detail: `is missing; it ${idRule}` }],
    ],
    ['a pattern', 'POST', '/assets', { ...asset, id: 'a b' }, 400, [{ pointer: '/id', detail: idRule }]],
    [
      'an unknown property',
      'POST',
      '/assets',
      { ...asset, color: 'red' },
      400,
      [
        {
          pointer: '/color',
          detail: 'is not known here; known are id, site, class, criticality, name, parent, availability',
        },
      ],
    ],
    [
      'several at once',
      'POST',
      '/sites',
      { id: 7, name: '' },
      400,
      [
        { pointer: '/timeZone', detail: 'is missing; it must be text of 1 to 64 characters' },
        { pointer: '/id', detail: idRule },
        {
          pointer: '/name',
          detail: 'must be text as follows: What people call it; not blank, at most 100 characters.',
        },
      ],
    ],
    [
      'a body that is a list',
      'POST',
      '/sites',
      [],
      400,
      [{ pointer: '', detail: 'must be an object with id, name, timeZone, location' }],
    ],
    [
      'no body',
      'POST',
      '/sites',
      undefined,
      400,
      [{ pointer: '', detail: 'must be an object with id, name, timeZone, location' }],
    ],
    [
      'a wrong type is not coerced in a body',
      'PUT',
      '/classes/pump',
      { id: 'pump', name: 'Pump', metrics: [], acceptsAnyMetric: 'true' },
      400,
      [{ pointer: '/acceptsAnyMetric', detail: 'must be true or false' }],
    ],
    [
      'deep inside a list',
      'PUT',
      '/classes/pump',
      {
        id: 'pump',
        name: 'Pump',
        metrics: [{ key: 'flow', unit: 'm³/h', limits: { hold: 3 } }],
        acceptsAnyMetric: false,
      },
      400,
      [{ pointer: '/metrics/0/limits/hold', detail: 'is not known here; known are low, high, holdMs' }],
    ],
    [
      'deep inside the route tree',
      'PUT',
      '/routing',
      { team: 'maintenance', routes: [{ routes: [{ match: { severity: ['bad'] } }] }] },
      400,
      [{ pointer: '/routes/0/routes/0/match/severity/0', detail: 'must be one of minor, major, critical' }],
    ],
    [
      'a query parameter',
      'GET',
      '/tickets?limit=501&open=perhaps',
      undefined,
      400,
      [
        { pointer: '/query/open', detail: 'must be true or false' },
        { pointer: '/query/limit', detail: 'must be a whole number from 1 to 500' },
      ],
    ],
    [
      'a fraction of a limit',
      'GET',
      '/tickets?limit=1.5',
      undefined,
      400,
      [{ pointer: '/query/limit', detail: 'must be a whole number from 1 to 500' }],
    ],
    [
      'a query parameter twice',
      'GET',
      '/tickets?limit=1&limit=2',
      undefined,
      400,
      [{ pointer: '/query/limit', detail: 'must be a whole number from 1 to 500' }],
    ],
    [
      'an unknown query parameter',
      'GET',
      '/tickets?status=open',
      undefined,
      400,
      [
        {
          pointer: '/query/status',
          detail:
            'is not known here; known are state, category, kind, open, site, asset, team, assignee, unassigned, snoozed, priority, sort, limit, cursor, format',
        },
      ],
    ],
    [
      'a path parameter',
      'GET',
      '/tickets/twelve',
      undefined,
      400,
      [{ pointer: '/params/number', detail: 'must be a whole number from 1 to 9007199254740991' }],
    ],
    [
      'a foreign cursor',
      'GET',
      '/tickets?cursor=bm9uc2Vuc2U',
      undefined,
      400,
      [
        {
          pointer: '/query/cursor',
          detail: 'must be the nextCursor of a page of this list, in the same order',
        },
      ],
    ],
    [
      'a cursor of another order',
      'GET',
      `/tickets?sort=priority&cursor=${Buffer.from('["tickets",{"number":3}]').toString('base64url')}`,
      undefined,
      400,
      [
        {
          pointer: '/query/cursor',
          detail: 'must be the nextCursor of a page of this list, in the same order',
        },
      ],
    ],
    [
      'a period the wrong way round',
      'GET',
      '/devices/sensor-7/series?metric=temperature&from=2&to=1',
      undefined,
      400,
      [{ pointer: '/query/from', detail: 'must be before `to`' }],
    ],
    [
      'a time that is none',
      'GET',
      '/devices/sensor-7/series?metric=temperature&to=yesterday',
      undefined,
      400,
      [
        {
          pointer: '/query/to',
          detail:
            'must be text as follows: End of the period, exclusive; now when not given: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.',
        },
      ],
    ],
    [
      'an unknown class',
      'POST',
      '/assets',
      { ...asset, class: 'pmup' },
      400,
      [
        {
          pointer: '/class',
          detail:
            'Equipment class pmup is not known; use one of battery, chiller, compressor, conveyor, fan, gearbox, generic, lift, motor, pump, transformer.',
        },
      ],
    ],
    [
      'an unknown parent',
      'POST',
      '/assets',
      { ...asset, parent: 'ghost' },
      400,
      [{ pointer: '/parent', detail: 'Asset ghost is not known; create the parent first.' }],
    ],
    [
      'an asset as its own parent',
      'PATCH',
      '/assets/pump-7',
      { parent: 'pump-7' },
      400,
      [
        {
          pointer: '/parent',
          detail: 'Asset pump-7 is pump-7 itself or below it, so it cannot be its parent.',
        },
      ],
    ],
    [
      'an unknown asset of a device',
      'POST',
      '/devices',
      { id: 'sensor-8', site: 'plant-1', asset: 'ghost' },
      400,
      [{ pointer: '/asset', detail: 'Asset ghost is not known; create it with POST /api/v1/assets.' }],
    ],
    [
      'a device at another site than its asset',
      'POST',
      '/devices',
      { id: 'sensor-8', site: 'plant-2', asset: 'pump-7' },
      400,
      [{ pointer: '/site', detail: 'Asset pump-7 is at site plant-1, so the device must be too.' }],
    ],
    [
      'the administrator as a device',
      'POST',
      '/devices',
      { id: 'admin', site: 'plant-1', asset: 'pump-7' },
      400,
      [{ pointer: '/id', detail: "admin is the administrator's user name; choose another id." }],
    ],
    [
      'an unknown time zone',
      'PATCH',
      '/sites/plant-1',
      { timeZone: 'Mars/Olympus' },
      400,
      [
        {
          pointer: '/timeZone',
          detail: 'Mars/Olympus is not an IANA time zone; use one such as Europe/Berlin or UTC.',
        },
      ],
    ],
    [
      'an unknown team in the route tree',
      'PUT',
      '/routing',
      { team: 'maintenance', routes: [{ team: 'ghost' }] },
      400,
      [{ pointer: '/routes/0/team', detail: 'Team ghost is not known; use one of maintenance.' }],
    ],
    [
      'a transition without its reason',
      'POST',
      '/tickets/1/transitions',
      { to: 'rejected' },
      400,
      [
        {
          pointer: '/rejectionCode',
          detail:
            'The transition to rejected requires rejectionCode: one of false_alarm, known_condition, duplicate, not_worth_it, other.',
        },
      ],
    ],
    ['a taken id', 'POST', '/assets', { ...asset, id: 'pump-7' }, 409, undefined],
    [
      'a taken device id',
      'POST',
      '/devices',
      { id: 'sensor-7', site: 'plant-1', asset: 'pump-7' },
      409,
      undefined,
    ],
    ['a used site', 'DELETE', '/sites/plant-1', undefined, 409, undefined],
    ['a used class', 'DELETE', '/classes/pump', undefined, 409, undefined],
    ['a used asset', 'DELETE', '/assets/pump-7', undefined, 409, undefined],
    ['a used team', 'DELETE', '/teams/maintenance', undefined, 409, undefined],
    ['a transition that is not open', 'POST', '/tickets/1/transitions', { to: 'closed' }, 409, undefined],
    ['an unknown ticket', 'GET', '/tickets/99', undefined, 404, undefined],
    ['findings of an unknown ticket', 'GET', '/tickets/99/findings', undefined, 404, undefined],
    [
      'a transition of an unknown ticket',
      'POST',
      '/tickets/99/transitions',
      { to: 'accepted' },
      404,
      undefined,
    ],
    [
      'an unknown device’s series',
      'GET',
      '/devices/ghost/series?metric=temperature',
      undefined,
      404,
      undefined,
    ],
    ['an unknown site', 'PATCH', '/sites/ghost', { name: 'x' }, 404, undefined],
    ['an unknown device’s secret', 'POST', '/devices/ghost/secret', undefined, 404, undefined],
    ['an unknown route', 'GET', '/nothing', undefined, 404, undefined],
  ])('%s', async (_, method, path, body, status, errors) => {
    const answer = await service.call<Problem>(method, path, body)
    expect(answer.body).toMatchObject({
      type: expect.stringMatching(/^urn:forewarn:problem:[a-z_]+$/),
      title: expect.any(String),
      status,
      detail: expect.stringMatching(/^[A-Za-z].*\.$/),
      instance: `/api/v1${path.split('?')[0]}`,
      code: expect.any(String),
      requestId: answer.headers['x-request-id'],
    })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.body.errors).toEqual(errors)
  })

  test.each<[path: string, cursor: unknown]>([
    ['/tickets?', ['tickets', { number: 1e300 }]],
    ['/tickets?sort=priority&', ['tickets by priority', { priority: 'P1', number: -1e300 }]],
    ['/tickets/1/findings?', ['findings', { observedAtMs: 1e30, receivedOrder: 1 }]],
    ['/sites?', ['sites', 'a\u0000']],
    ['/teams?', ['teams', '\ud800']],
    ['/devices/sensor-7/series?metric=temperature&', ['series', 1e300]],
  ])('%s a cursor that PostgreSQL could not take is refused as any other', async (path, cursor) => {
    const made = Buffer.from(JSON.stringify(cursor)).toString('base64url')
    const { status, body } = await service.call<Problem>('GET', `${path}cursor=${made}`)
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/query/cursor'])
  })

  test('what is in use is named', async () => {
    const detail = async (path: string) => (await service.call<Problem>('DELETE', path)).body.detail
    expect(await detail('/sites/plant-1')).toBe('Site plant-1 is used by assets pump-7.')
    expect(await detail('/assets/pump-7')).toBe('Asset pump-7 is used by devices sensor-7.')
    expect(await detail('/teams/maintenance')).toBe('Team maintenance is used by the route tree at /team.')
  })

  test('the open transitions are named', async () => {
    const { body } = await service.call<Problem>('POST', '/tickets/1/transitions', {
      to: 'resolved',
      failureCode: 'VIB',
    })
    expect(body.detail).toBe(
      'A ticket that is proposed cannot become resolved. Open transitions: planned, assigned (requires assignee), accepted, rejected (requires rejectionCode), cancelled (requires reason).',
    )
  })
})

describe('what comes before the routes', () => {
  const raw = (headers: Record<string, string>, payload = '') =>
    request<Problem>(service.app, { method: 'POST', url: '/api/v1/sites', headers, payload })

  test.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer guess' }],
    ['another scheme', { authorization: `Basic ${ADMIN_TOKEN}` }],
  ])('%s is 401 with WWW-Authenticate', async (_, headers) => {
    const answer = await raw({ ...headers, 'content-type': 'application/json' }, '{}')
    expect(answer.status).toBe(401)
    expect(answer.body.code).toBe('unauthorized')
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="forewarn"')
  })

  test('malformed JSON is 400', async () => {
    const answer = await raw({ 'content-type': 'application/json' }, '{"id": ')
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid', errors: [{ pointer: '' }] })
  })

  test('a prototype in JSON is refused', async () => {
    const answer = await raw({ 'content-type': 'application/json' }, '{"__proto__": {"a": 1}}')
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid' })
  })

  test('an empty JSON body is 400', async () => {
    expect((await raw({ 'content-type': 'application/json' })).body).toMatchObject({ status: 400 })
  })

  test('another content type is 415', async () => {
    for (const type of ['text/plain', 'application/xml']) {
      expect((await raw({ 'content-type': type }, 'x')).body).toMatchObject({ status: 415 })
    }
  })

  test('a large body is 413', async () => {
    const body = JSON.stringify({ id: 'x'.repeat(300_000) })
    expect((await raw({ 'content-type': 'application/json' }, body)).body).toMatchObject({
      status: 413,
      code: 'too_large',
    })
  })

  test('a very deep body is 400', async () => {
    const deep = `{"team":"maintenance","routes":${'[{"routes":'.repeat(5_000)}[]${'}]'.repeat(5_000)}}`
    const answer = await request<Problem>(service.app, {
      method: 'PUT',
      url: '/api/v1/routing',
      headers: { 'content-type': 'application/json' },
      payload: deep,
    })
    expect(answer.body.detail).toBe('The body must not nest deeper than 64.')
  })

  test.each(['%', '/api/v1/tickets/%zz', '//', '/api/v1/assets/%00', `/api/v1/assets/${'x'.repeat(500)}`])(
    'the path %s is a problem, not a crash',
    async path => {
      const answer = await request<Problem>(service.app, { url: path.startsWith('/') ? path : `/${path}` })
      expect([400, 404, 414]).toContain(answer.status)
      expect(answer.body).toMatchObject({ status: answer.status, code: expect.any(String) })
    },
  )

  test('a sane request id is kept, another is replaced', async () => {
    const idOf = async (id: string) =>
      (await request(service.app, { url: '/api/v1/sites', headers: { 'x-request-id': id } })).headers[
        'x-request-id'
      ]
    expect(await idOf('job-12:3')).toBe('job-12:3')
    expect(await idOf('a b\tc')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await idOf('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a NUL in text is refused in words', async () => {
    const answer = await service.call<Problem>('PATCH', '/sites/plant-1', { name: 'a\u0000b' })
    expect(answer.body.errors).toEqual([
      { pointer: '/name', detail: 'must be well-formed Unicode text without NUL' },
    ])
  })
})

test('a database that does not finish in time is 503, and nothing was changed', async () => {
  const impatient = new pg.Pool({ connectionString: service.database.url, max: 2, statement_timeout: 100 })
  const app = await buildApi({ ...service.parts, pool: impatient, metrics: new Registry() })
  const holder = await service.pool.connect()
  await holder.query('begin; lock table ticketing.tickets')
  const answer = await request<Problem>(app, {
    method: 'POST',
    url: '/api/v1/tickets/1/transitions',
    payload: { to: 'accepted' },
  })
  await holder.query('rollback')
  holder.release()
  await app.close()
  await impatient.end()
  expect(answer.body).toMatchObject({ status: 503, code: 'store_unavailable' })
  expect((await service.call<{ state: string }>('GET', '/tickets/1')).body.state).toBe('proposed')
})

test('a database that is away is 503 and leaks nothing', async () => {
  const pool = new pg.Pool({
    connectionString: 'postgres://user:secret@127.0.0.1:1/none',
    connectionTimeoutMillis: 500,
  })
  const app = await buildApi({ ...service.parts, pool, metrics: new Registry() })
  const answer = await request<Problem>(app, { url: '/api/v1/tickets' })
  await app.close()
  await pool.end()
  expect(answer.status).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|secret|ECONN/)
})
