import { once } from 'node:events'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Ticket } from '../../ticketing/domain/ticket.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { type Column, columnsOf } from '../../ticketing/http/exports/columns.ts'
import { csvHeader, csvRows } from '../../ticketing/http/exports/csv.ts'
import { readDocument } from './openapi/document.ts'
import { openWorld } from './openapi/world.ts'
import { finding } from './ticketing-fixtures.ts'
import { ADMIN_TOKEN, eventually, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const PARQUET = 'application/vnd.apache.parquet'
const authorization = `Bearer ${ADMIN_TOKEN}`
const T0 = Date.UTC(2026, 0, 30)

let service: TicketingTest
let origin: string
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  for (const site of ['site-A', 'site-B']) {
    await service.call('POST', '/assets', { id: `asset-${site}`, site, class: 'pump', criticality: 'A' })
  }
  await service.deliver(finding({ asset: 'asset-site-A', site: 'site-A', observedAtMs: T0 }))
  await service.judged()
  await service.pool.query(`insert into ticketing.tickets overriding system value
    select made.* from ticketing.tickets t, generate_series(1, 1202) n,
      jsonb_populate_record(t, jsonb_build_object('number', 100000 + n, 'episode', null, 'source', 'planner',
        'observed_at_ms', t.observed_at_ms + n, 'site', 'site-' || case when n % 3 = 0 then 'A' else 'B' end)) made`)
  await service.pool.query(`insert into ticketing.events (subject, subject_id, type, at_ms, actor, data)
    select 'ticket', n::text, 'comment', ${T0} + n, 'admin', '{}' from generate_series(1, 2500) n`)
  await service.registerPump()
  // more than the buffers between us and a client who does not read
  await service.pool.query(
    `insert into ticketing.failure_codes select 'C' || n, repeat('x', 4000) from generate_series(1, 6000) n`,
  )
  origin = await service.app.listen({ host: '127.0.0.1', port: 0 })
}, 60_000)
afterAll(() => service.close())

/** A whole answer. */
async function fetched(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${origin}/api/v1${path}`, { headers: { authorization, ...headers } })
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}

const parsed = (bytes: Buffer): Record<string, string>[] =>
  parse(bytes, { columns: true, bom: true, record_delimiter: '\r\n' })

const read = async ({ buffer, byteOffset, byteLength }: Buffer) => {
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  return {
    rows: await parquetReadObjects({ file }),
    columns: parquetSchema(parquetMetadata(file)).children.map(({ element }) => element),
  }
}

describe('a list as a file', () => {
  test('has all of it with its filters, in its order, as CSV and as Parquet', async () => {
    const numbers: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { body: { items: Ticket[]; nextCursor: string | null } } = await service.call(
        'GET',
        `/tickets?site=site-A&limit=500${cursor && `&cursor=${cursor}`}`,
      )
      numbers.push(...page.body.items.map(({ number }) => number))
      cursor = page.body.nextCursor
    }
    expect(numbers).toHaveLength(401)
    const { answer, bytes } = await fetched('/tickets?site=site-A', { accept: 'text/csv' })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="tickets-2026-01-31.csv"')
    const rows = parsed(bytes)
    expect(rows.map(({ number }) => Number(number))).toEqual(numbers)
    expect(rows[0]).toMatchObject({
      site: 'site-A',
      observedAt: new Date(T0 + 1_200).toISOString(),
      fields: '{}',
    })

    const file = await read((await fetched('/tickets?site=site-A&format=parquet')).bytes)
    expect(file.rows.map(({ number }) => Number(number))).toEqual(numbers)
    expect(file.rows[0]).toMatchObject({
      observedAt: new Date(T0 + 1_200),
      cleared: false,
      resolution: null,
      fields: {},
    })
    expect(file.columns.find(({ name }) => name === 'observedAt')).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    })
  })

  test('of more pages and groups than one', async () => {
    expect(parsed((await fetched('/tickets?format=csv')).bytes)).toHaveLength(1_203)
    const events = parsed((await fetched('/ledger?format=csv')).bytes)
    expect(events.length).toBeGreaterThan(2_500)
    const { rows } = await read((await fetched('/ledger', { accept: `${PARQUET}, text/csv` })).bytes)
    expect(rows.map(({ id }) => String(id))).toEqual(events.map(({ id }) => id))
  })

  test('with nothing in it has its columns all the same', async () => {
    const csv = (await fetched('/tickets?team=nobody&format=csv-bom')).bytes
    expect(csv.subarray(0, 9).toString()).toBe('\ufeffnumber')
    expect(csv.toString().split('\r\n')).toHaveLength(2)
    const { rows, columns } = await read((await fetched('/tickets?team=nobody&format=parquet')).bytes)
    expect(rows).toEqual([])
    expect(columns.map(({ name }) => name)).toEqual(csv.toString().slice(1).trim().split(','))
  })

  test('is there for every list of the document, and says what the list says', async () => {
    const document = readDocument((await service.app.inject('/openapi.json')).body)
    const world = openWorld(service.app, document)
    await service.call('POST', '/technicians', { id: 'anna', name: 'Anna', team: 'maintenance' })
    const lists = document.operations.filter(({ parameters }) =>
      parameters.some(({ name }) => name === 'format'),
    )
    const itemed = document.operations.filter(
      ({ method, responses }) =>
        method === 'GET' &&
        document.resolve(responses[200]?.content?.['application/json']?.schema ?? {}).properties?.items,
    )
    expect(lists.map(({ operationId }) => operationId)).toEqual(itemed.map(({ operationId }) => operationId))
    expect(lists.length).toBeGreaterThan(30)
    for (const operation of lists) {
      const sent = await world.valid(operation)
      const { query = '' } = sent
      const { json } = await world.send(operation, { ...sent, query: `${query}&format=json` })
      const { items } = json as { items: unknown[] }
      const path = sent.path.replace('/api/v1', '')
      const { answer, bytes } = await fetched(`${path}?${query}&format=csv`)
      expect([operation.operationId, answer.status]).toEqual([operation.operationId, 200])
      const parquet = await fetched(`${path}?${query}&format=parquet`)
      expect([operation.operationId, parquet.answer.status]).toEqual([operation.operationId, 200])
      const { rows } = await read(parquet.bytes)
      expect(parsed(bytes), operation.operationId).toHaveLength(rows.length)
      expect(rows.length, operation.operationId).toBeGreaterThanOrEqual(items.length)
    }
  })

  test('has what who asks may see, and no more', async () => {
    const grants = [{ role: 'viewer', site: 'site-A' }]
    const { body } = await service.call<{ token: string }>('POST', '/tokens', {
      name: 'reports',
      grants,
      scopes: ['read'],
    })
    const as = { authorization: `Bearer ${body.token}` }
    const rows = parsed((await fetched('/tickets?format=csv', as)).bytes)
    expect(new Set(rows.map(({ site }) => site))).toEqual(new Set(['site-A']))
    expect(
      (await fetched('/tickets?format=csv&site=site-B', as)).bytes.toString().split('\r\n'),
    ).toHaveLength(2)
    expect((await fetched('/ledger?format=parquet', as)).answer.status).toBe(403)
    expect((await fetched('/tokens?format=csv')).bytes.toString()).not.toContain(body.token)
  })

  test('refuses what it would not do, before it begins', async () => {
    for (const [path, pointer] of [
      ['/tickets?format=csv&limit=5', '/query/limit'],
      ['/tickets?format=parquet&cursor=x', '/query/cursor'],
      ['/tickets?format=xml', '/query/format'],
      ['/tickets?format=csv&priority=P9', '/query/priority'],
      ['/devices/none/series?format=csv', '/query/metric'],
    ]) {
      const { answer, bytes } = await fetched(path ?? '')
      expect(answer.status).toBe(400)
      expect(JSON.parse(bytes.toString()).errors[0].pointer).toBe(pointer)
    }
    expect((await fetched('/tickets/9999999/comments?format=csv')).answer.status).toBe(404)
    const { status } = await fetch(`${origin}/api/v1/tickets?format=csv`)
    expect(status).toBe(401)
    const head = await fetch(`${origin}/api/v1/tickets?format=csv`, {
      method: 'HEAD',
      headers: { authorization },
    })
    expect(head.status).toBe(200)
  })
})

describe('in the middle of a file', () => {
  const connections = async () => {
    const { rows } = await service.pool.query(
      `select count(*)::int n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    )
    return rows[0].n as number
  }

  /** Asks over a socket, and reads no more than a few bytes. */
  async function begun(path: string, { version = '1.1', url = origin } = {}) {
    const { port } = new URL(url)
    const socket = connect({ port: Number(port), host: '127.0.0.1' })
    socket.write(`GET /api/v1${path} HTTP/${version}\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`)
    await once(socket, 'readable')
    return socket
  }

  test('what others write meanwhile is not in it', async () => {
    const answer = await fetch(`${origin}/api/v1/ledger?format=csv`, { headers: { authorization } })
    const before = (await service.pool.query('select max(id)::int id from ticketing.events')).rows[0].id
    await service.call('POST', '/teams', { id: 'later', name: 'Later' })
    const ids = parsed(Buffer.from(await answer.arrayBuffer())).map(({ id }) => Number(id))
    expect(ids[0]).toBe(before)
    expect(ids).toHaveLength(new Set(ids).size)
  })

  test('who goes away ends the reading', async () => {
    const socket = await begun('/failure-codes?format=csv')
    await eventually(async () => (await connections()) === 1)
    socket.destroy()
    await eventually(async () => (await connections()) === 0)
  })

  test('who takes nothing is cut off, and gives the place back', async () => {
    const patience = { idleMs: 200, wholeMs: 60_000 }
    const app = await buildApi({ ...service.parts, patience, metrics: new Registry() })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const socket = await begun('/failure-codes?format=csv', { url })
    await eventually(async () => (await promisify(app.server.getConnections).call(app.server)) === 0)
    await eventually(async () => (await connections()) === 0)
    socket.resume()
    expect(await once(socket, 'end').catch((failed: NodeJS.ErrnoException) => failed.code)).toBe('ECONNRESET')
    await app.close()
  })

  test.each(['1.0', '1.1'])('what breaks is seen by HTTP/%s clients, too', async version => {
    const points = Array.from({ length: 10_001 }, (_, ts) => ({ ts, value: ts }))
    const taken = Promise.withResolvers<void>()
    let pages = 0
    const series = async () => {
      if (pages++ === 0) return points
      await taken.promise
      throw new Error('the store is away')
    }
    const app = await buildApi({
      ...service.parts,
      store: { ...service.parts.store, series },
      metrics: new Registry(),
    })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const socket = await begun('/devices/sensor-7/series?metric=any&format=csv', { version, url })
    socket.on('data', bytes => String(bytes).includes(':09.999Z,') === false || taken.resolve())
    const error = await once(socket, 'end').catch((failed: NodeJS.ErrnoException) => failed.code)
    expect(error).toBe('ECONNRESET')
    await eventually(async () => (await connections()) === 0)
    await app.close()
  })

  test('there are so many at once and no more; the others are told to come again', async () => {
    const sockets = await Promise.all(Array.from({ length: 4 }, () => begun('/failure-codes?format=csv')))
    const { answer } = await fetched('/tickets?format=csv')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    for (const socket of sockets) socket.destroy()
    await eventually(async () => (await connections()) === 0)
    expect((await fetched('/teams?format=csv')).answer.status).toBe(200)
  })
})

describe('cells of CSV', () => {
  const text: Column[] = [{ name: 'a', type: 'text', path: ['a'] }]
  test.each([
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-2', "'-2"],
    ['@x', "'@x"],
    ['\t=1', "'\t'=1"],
    ['\r\n=1', `"'\r\n'=1"`],
    ['a;=1', "a;'=1"],
    ['two\n @b', `"two\n '@b"`],
    ['list:\n- one\n-1', `"list:\n- one\n'-1"`],
    ['＝1', "'＝1"],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', '"two\nlines"'],
    [' kept ', '" kept "'],
    ['', '""'],
    ['plain', 'plain'],
  ])('%j is %j', (value, cell) => {
    expect(csvRows(text, [{ a: value }])).toBe(`${cell}\r\n`)
  })

  test('numbers are numbers, and nothing is nothing', () => {
    const columns: Column[] = (['number', 'integer', 'boolean', 'instant', 'json', 'text'] as const).map(
      type => ({
        name: type,
        type,
        path: [type],
      }),
    )
    expect(csvHeader(columns)).toBe('number,integer,boolean,instant,json,text\r\n')
    const row = { number: -1.5, integer: 0, boolean: false, instant: 0, json: { a: ['b'] } }
    expect(csvRows(columns, [row])).toBe('-1.5,0,false,1970-01-01T00:00:00.000Z,"{""a"":[""b""]}",\r\n')
  })
})

test('columns have the names and types of the API', () => {
  const types = Object.fromEntries(columnsOf(Ticket).map(({ name, type }) => [name, type]))
  expect(types).toMatchObject({
    number: 'integer',
    kind: 'text',
    criticality: 'text',
    assignment: 'text',
    cleared: 'boolean',
    fields: 'json',
    checklist: 'json',
    dueAt: 'instant',
    respondBy: 'instant',
    snoozedUntil: 'instant',
  })
})
