import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApi } from '../../ticketing/http/api.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { attempt, openDb, transact } from '../../ticketing/store/database.ts'
import { forgetOldKeys } from '../../ticketing/store/idempotency.ts'
import type { SecretsKey } from '../../ticketing/store/secrets.ts'
import { finding } from './ticketing-fixtures.ts'
import {
  type Answer,
  NOW,
  request,
  SECRETS_KEY,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

const DAY_MS = 24 * 3_600_000

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
})
afterAll(() => service.close())

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const keyed = <T = Record<string, unknown>>(
  key: string,
  method: Method,
  path: string,
  payload?: object,
  app = service.app,
): Promise<Answer<T>> =>
  request<T>(app, {
    method,
    url: `/api/v1${path}`,
    headers: { 'idempotency-key': key },
    ...(payload && { payload }),
  })

const site = () => ({ id: `site-${randomUUID()}`, name: 'Site', timeZone: 'UTC' })

async function keys(): Promise<number> {
  const { rows } = await service.pool.query('select count(*)::int n from ticketing.idempotency_keys')
  return rows[0].n
}

describe('the same request under the same key', () => {
  test('is carried out once and answered alike, with a word that it is a replay', async () => {
    const [key, body] = [randomUUID(), site()]
    const first = await keyed(key, 'POST', '/sites', body)
    const second = await keyed(key, 'POST', '/sites', body)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(second.headers['content-type']).toBe(first.headers['content-type'])
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
    expect((await service.call('POST', '/sites', body)).status).toBe(409) // without the key it is a new request
  })

  test('a key in quotes, as the draft of the IETF writes it, is the same key', async () => {
    const [key, body] = [randomUUID(), site()]
    await keyed(`"${key}"`, 'POST', '/sites', body)
    expect((await keyed(key, 'POST', '/sites', body)).headers['idempotency-replayed']).toBe('true')
  })

  test('PUT, PATCH and DELETE too; an answer without a body has none again', async () => {
    const body = site()
    await service.call('POST', '/sites', body)
    const patch = () => keyed('patch', 'PATCH', `/sites/${body.id}`, { name: 'Renamed' })
    expect(await patch()).toMatchObject({ status: 200, body: { name: 'Renamed' } })
    await service.call('PATCH', `/sites/${body.id}`, { name: 'Later' })
    expect(await patch()).toMatchObject({ status: 200, body: { name: 'Renamed' } })
    expect(await service.call('GET', `/sites/${body.id}`)).toMatchObject({ body: { name: 'Later' } })

    const answers = [
      await keyed('gone', 'DELETE', `/sites/${body.id}`),
      await keyed('gone', 'DELETE', `/sites/${body.id}`),
    ]
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [204, undefined],
      [204, undefined],
    ])
    const tree = { team: 'maintenance' }
    await keyed('tree', 'PUT', '/routing', tree)
    await keyed('tree', 'PUT', '/routing', tree)
    const { rows } = await service.pool.query('select count(*)::int n from ticketing.routing')
    expect(rows[0].n).toBe(2) // the seed's and this one
  })

  test('a hundred at once make one transition', async () => {
    await service.deliver(finding())
    await service.judged()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        keyed('accept', 'POST', '/tickets/1/transitions', { to: 'accepted' }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    const { body } = await service.call<{ events: { type: string }[] }>('GET', '/tickets/1')
    expect(body.events.filter(({ type }) => type === 'transition')).toHaveLength(1)
  })

  test('a secret is answered again, and is not in the database as it is', async () => {
    const device = { id: 'kept-7', site: 'plant-1', asset: 'pump-7' }
    const first = await keyed<{ secret: string }>('device', 'POST', '/devices', device)
    const second = await keyed<{ secret: string }>('device', 'POST', '/devices', device)
    expect(second.body.secret).toBe(first.body.secret)
    expect(second.headers['cache-control']).toBe('no-store')
    const { rows } = await service.pool.query<{ answer: Buffer }>(
      'select answer from ticketing.idempotency_keys',
    )
    expect(rows.every(({ answer }) => !answer.includes(first.body.secret))).toBe(true)
  })

  describe('by another key', () => {
    const again = async (other: { adminToken?: string; secretsKey?: SecretsKey }) => {
      const [key, body] = [randomUUID(), site()]
      await keyed(key, 'POST', '/sites', body)
      const parts = { ...service.parts, ...other }
      const app = await buildApi({ ...parts, metrics: new Registry() })
      const headers = { 'idempotency-key': key, authorization: `Bearer ${parts.adminToken}` }
      const answer = await request<Problem>(app, {
        method: 'POST',
        url: '/api/v1/sites',
        headers,
        payload: body,
      })
      await app.close()
      return answer
    }

    test('another token of the administrator loses nothing', async () => {
      const answer = await again({ adminToken: 'renewed' })
      expect([answer.status, answer.headers['idempotency-replayed']]).toEqual([201, 'true'])
    })

    test('a new key opens what the former one sealed while both are given', async () => {
      const answer = await again({ secretsKey: ['the next key', SECRETS_KEY] })
      expect([answer.status, answer.headers['idempotency-replayed']]).toEqual([201, 'true'])
    })

    test('a new key alone cannot open former answers: 409 says so', async () => {
      const answer = await again({ secretsKey: 'the next key' })
      expect(answer.body).toMatchObject({
        status: 409,
        detail: expect.stringContaining('was carried out before'),
      })
    })
  })
})

describe('what is refused', () => {
  test('another body or another path under the same key: 422', async () => {
    const [key, body] = [randomUUID(), site()]
    await keyed(key, 'POST', '/sites', body)
    expect((await keyed<Problem>(key, 'POST', '/sites', { ...body, name: 'Other' })).body).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
      type: 'urn:forewarn:problem:idempotency_key_reused',
      detail: `The Idempotency-Key ${key} was used for the same path with another body; use a new key for a new request.`,
    })
    const detail = `The Idempotency-Key ${key} was used for POST /api/v1/sites; use a new key for a new request.`
    expect((await keyed<Problem>(key, 'POST', '/teams', { id: 'x', name: 'X' })).body).toMatchObject({
      status: 422,
      detail,
    })
    expect((await keyed<Problem>(key, 'DELETE', `/sites/${body.id}`)).body).toMatchObject({
      status: 422,
      detail,
    })
  })

  test.each([
    ['blank', 'a b'],
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['half quoted', '"a'],
  ])('a key that is %s: 400 in words', async (_, key) => {
    const { body } = await keyed<Problem>(key, 'POST', '/sites', site())
    expect(body).toMatchObject({ status: 400, code: 'invalid' })
    expect(body.errors).toEqual([
      {
        pointer: '/headers/idempotency-key',
        detail: expect.stringContaining('1 to 255 visible ASCII characters'),
      },
    ])
  })

  test('an error is not kept: the same key may try again', async () => {
    const [key, body, before] = [randomUUID(), site(), await keys()]
    const asset = { id: `a-${key}`, site: body.id, class: key, criticality: 'C' }
    expect((await keyed(key, 'POST', '/assets', asset)).status).toBe(400) // there is no such class yet
    expect(await keys()).toBe(before)
    await service.call('POST', '/classes', { id: key, name: 'New', metrics: [], acceptsAnyMetric: true })
    expect((await keyed(key, 'POST', '/assets', asset)).status).toBe(201)
    expect((await keyed(key, 'POST', '/assets', asset)).headers['idempotency-replayed']).toBe('true')
  })

  test('a key on a GET means nothing', async () => {
    const before = await keys()
    const answer = await request(service.app, {
      url: '/api/v1/sites',
      headers: { 'idempotency-key': 'read' },
    })
    expect([answer.status, await keys()]).toEqual([200, before])
  })
})

describe('what breaks in between', () => {
  test('a connection that dies before the commit leaves nothing; the next try does the work', async () => {
    const [key, body] = [randomUUID(), site()]
    const pool = new pg.Pool({ connectionString: service.database.url, max: 1, application_name: 'victim' })
    pool.on('connect', client => client.on('error', () => undefined))
    const app = await buildApi({ ...service.parts, pool, metrics: new Registry() })
    await app.ready() // takes seconds of CPU, for which the poll below does not wait
    const holder = await service.pool.connect()
    await holder.query('begin; lock table ticketing.sites') // the key is taken, and the work waits
    const dying = keyed<Problem>(key, 'POST', '/sites', body, app)
    const waiting = `select pid from pg_stat_activity where application_name = 'victim' and wait_event_type = 'Lock'`
    await expect.poll(async () => (await service.pool.query(waiting)).rowCount).toBe(1)
    const retry = keyed(key, 'POST', '/sites', body) // waits for the end of the first
    await service.pool.query(`select pg_terminate_backend(pid) from (${waiting}) v`)
    expect((await dying).status).toBe(503)
    await holder.query('commit')
    holder.release()
    expect(await retry).toMatchObject({ status: 201, body })
    expect((await retry).headers['idempotency-replayed']).toBeUndefined()
    await app.close()
    await pool.end()
  })

  test('an answer that is lost after the commit is given again', async () => {
    const [key, body] = [randomUUID(), site()]
    const url = await service.app.listen({ port: 0 })
    const abort = new AbortController()
    const holder = await service.pool.connect()
    await holder.query('begin; lock table ticketing.sites')
    const send = (signal?: AbortSignal) =>
      fetch(`${url}/api/v1/sites`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${service.parts.adminToken}`,
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      })
    const lost = send(abort.signal).catch(() => 'lost')
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(async () => (await service.pool.query(waiting)).rowCount).toBe(1)
    abort.abort()
    expect(await lost).toBe('lost')
    await holder.query('commit')
    holder.release()
    const answer = await send()
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(await answer.json()).toMatchObject(body)
  })
})

test('forty who wait under one key leave connections to the others', async () => {
  const [key, body] = [randomUUID(), site()]
  const holder = await service.pool.connect()
  await holder.query('begin; lock table ticketing.sites in share row exclusive mode') // the first has to wait
  const answers = Array.from({ length: 40 }, () => keyed(key, 'POST', '/sites', body))
  const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await service.pool.query(waiting)).rows[0].n).toBeGreaterThan(3)
  expect((await service.call('GET', `/sites/${body.id}`)).status).toBe(404)
  await holder.query('commit')
  holder.release()
  expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([201]))
})

test('after 24 hours the key is free, and the clean-up forgets it', async () => {
  const [key, body] = [randomUUID(), site()]
  await keyed(key, 'POST', '/sites', body)
  service.clock.now = NOW + DAY_MS - 1
  expect((await keyed(key, 'POST', '/sites', body)).headers['idempotency-replayed']).toBe('true')
  service.clock.now = NOW + DAY_MS
  expect((await keyed(key, 'POST', '/sites', body)).status).toBe(409) // a new request, for an id that is taken
  await keyed(key, 'POST', '/sites', site())
  expect(await forgetOldKeys(openDb(service.pool), NOW + DAY_MS)).toBeGreaterThan(5)
  expect(await keys()).toBe(1)
  service.clock.now = NOW
})

test('the approval of a stranger under a key leaves reading again to the job that follows the commit', async () => {
  await service.pool.query(
    `insert into ticketing.strangers (name, publisher, topic, sample, metrics, first_seen_ms, last_seen_ms, messages)
     values ('newcomer', 'newcomer', 't', '', '[]', 0, 0, 1)`,
  )
  const approve = () => keyed('approve', 'POST', '/quarantine/newcomer/approval', { asset: 'pump-7' })
  const first = await approve()
  expect(first).toMatchObject({ status: 201, body: { id: 'newcomer', replayed: null } })
  expect((await approve()).body).toEqual(first.body)
})

describe('work that joins a transaction', () => {
  const insert = (db: ReturnType<typeof openDb>, id: string) =>
    transact(db, trx =>
      trx
        .insertInto('sites')
        .values({ ...site(), id })
        .execute(),
    )

  test('an attempt that fails undoes its own work and no other', async () => {
    const db = openDb(service.pool)
    await db.transaction().execute(async trx => {
      await insert(trx, 'joined-1')
      await expect(
        attempt(trx, async inner => {
          await insert(inner, 'joined-2')
          await insert(inner, 'joined-1') // a unique violation would break the whole transaction
        }),
      ).rejects.toThrow('duplicate key')
      await attempt(trx, inner => insert(inner, 'joined-3'))
    })
    const { rows } = await service.pool.query(
      `select id from ticketing.sites where id like 'joined-%' order by id`,
    )
    expect(rows.map(({ id }) => id)).toEqual(['joined-1', 'joined-3'])
  })

  test('on its own it is a transaction', async () => {
    const db = openDb(service.pool)
    const failing = attempt(db, async trx => {
      await insert(trx, 'alone')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await service.call('GET', '/sites/alone')).status).toBe(404)
  })
})
