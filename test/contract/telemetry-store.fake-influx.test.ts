import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import type { InfluxOptions } from '../../ingest/stores/influx/client.ts'
import { openInfluxStore } from '../../ingest/stores/influx/influx-store.ts'
import { answers, type FakeAnswer, type FakeRequest, HANG, startFakeInflux } from '../services/fake-influx.ts'

let fake: Awaited<ReturnType<typeof startFakeInflux>>
let answer: (request: FakeRequest) => FakeAnswer | typeof HANG
const stores: TelemetryStore[] = []
const open = (more: Partial<InfluxOptions> = {}) => {
  const store = openInfluxStore({
    url: fake.url,
    database: 'plant',
    token: 'secret',
    timeoutMs: 5_000,
    ...more,
  })
  stores.push(store)
  return store
}
beforeEach(async () => {
  answer = () => answers.written
  fake = await startFakeInflux(request => answer(request))
})
afterEach(async () => {
  await Promise.all(stores.splice(0).map(store => store.close()))
  await fake.stop()
})

const sample = (n: number): Sample => ({
  site: 's',
  asset: 'a',
  device: `d-${n}`,
  class: 'pump',
  observedAtMs: 1767225600000 + n,
  receivedAtMs: 1767225600000,
  values: { t: n + 0.5 },
})
const samples = (count: number) => Array.from({ length: count }, (_, n) => sample(n))
const linesOf = ({ body }: FakeRequest) => body.split('\n')
const isBad = (line: string) => /device=d-(7|2500|4998),/.test(line)
const query = { class: 'pump', device: 'd-1', metric: 't', fromMs: 0, toMs: 10, limit: 5 }

describe('a write', () => {
  test('goes to /write with the token, in milliseconds, as plain text', async () => {
    expect(await open().write([sample(1)])).toEqual({ rejected: [] })
    const [request] = fake.requests
    expect(request).toMatchObject({
      path: '/write',
      body: 'pump,asset=a,device=d-1,site=s t=1.5 1767225600001',
      headers: { authorization: 'Token secret', 'content-type': 'text/plain; charset=utf-8' },
    })
    expect(request?.headers['content-encoding']).toBeUndefined()
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ db: 'plant', precision: 'ms' })
  })

  test('is gzipped when it is large, and split into requests of 5,000 lines', async () => {
    await open().write(samples(12_000))
    expect(fake.requests.map(request => linesOf(request).length)).toEqual([5_000, 5_000, 2_000])
    expect(fake.requests.flatMap(linesOf)).toHaveLength(12_000)
    for (const { headers, bytes, body } of fake.requests) {
      expect(headers['content-encoding']).toBe('gzip')
      expect(bytes).toBeLessThan(body.length / 4)
    }
  })

  test('names database and retention policy of a bucket a/b', async () => {
    await open({ database: 'plant/autogen' }).write([sample(1)])
    expect(Object.fromEntries(fake.requests[0]?.query ?? [])).toMatchObject({ db: 'plant', rp: 'autogen' })
  })

  test('logs in to 1.x with name and password', async () => {
    await openInfluxStore({
      url: `${fake.url}/influx/`,
      database: 'p',
      username: 'u',
      password: 'ü:x',
    }).write([sample(1)])
    expect(fake.requests[0]?.path).toBe('/influx/write')
    expect(fake.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('u:ü:x').toString('base64')}`)
  })

  test('keeps its connection', async () => {
    const store = open()
    for (let n = 0; n < 3; n++) await store.write([sample(n)])
    expect(fake.requests.map(request => request.headers.connection)).toEqual([
      'keep-alive',
      'keep-alive',
      'keep-alive',
    ])
  })
})

/** Writes nothing of a request with a bad line in it, or the good lines only: the status does not say which. */
describe.each([
  ['2.x, a malformed line', (line: string) => answers.v2Malformed(line)],
  ['2.x, a conflict', () => answers.v2Conflict()],
  ['3.x', (line: string) => answers.v3Malformed(line, 1)],
])('bad lines on %s', (_, refuse) => {
  test('are isolated exactly, and all others accepted', async () => {
    const accepted = new Set<string>()
    answer = request => {
      const bad = linesOf(request).find(isBad)
      if (bad) return refuse(bad)
      for (const line of linesOf(request)) accepted.add(line)
      return answers.written
    }
    const batch = samples(5_000)
    const { rejected } = await open().write(batch)
    expect(rejected.map(each => each.sample)).toEqual([7, 2_500, 4_998].map(n => batch[n]))
    expect(rejected[0]?.detail).toMatch(/^InfluxDB 4\d\d: \w+/)
    expect(accepted.size).toBe(4_997)
    expect(fake.requests.length).toBeLessThan(80)
  })
})

test('a batch that is too large is split until it fits', async () => {
  answer = request => (linesOf(request).length > 700 ? answers.tooLarge : answers.written)
  expect(await open().write(samples(5_000))).toEqual({ rejected: [] })
  expect(fake.requests.every(request => request.path === '/write')).toBe(true)
})

test('a server that refuses every line is held, not believed', async () => {
  answer = request => answers.v2Malformed(linesOf(request)[0] ?? '')
  await expect(open().write(samples(1_000))).rejects.toMatchObject({
    code: 'store_misconfigured',
    retryable: true,
  })
  expect(fake.requests.length).toBeLessThan(100)
})

describe('failures', () => {
  test.each([
    ['401', answers.unauthorized, 'store_misconfigured', /unauthorized access.*INFLUX_TOKEN/],
    ['403', answers.forbidden, 'store_misconfigured', /insufficient permissions/],
    ['404', answers.noBucket, 'store_misconfigured', /bucket "plant" not found.*INFLUX_DATABASE/],
    ['500 of a missing policy', answers.noPolicy, 'store_misconfigured', /retention policy not found/],
    ['a page with status 200', answers.proxyPage, 'store_misconfigured', /answered 200/],
    ['JSON with status 200', answers.proxyJson, 'store_misconfigured', /answered 200/],
    ['a redirect', answers.redirect, 'store_misconfigured', /302/],
    ['429', answers.tooMany, 'store_unavailable', /quota exceeded/],
    ['500', answers.internal, 'store_unavailable', /unexpected error/],
    ['502', answers.gateway, 'store_unavailable', /Bad Gateway/],
    ['503', answers.overloaded, 'store_unavailable', /overloaded/],
  ] as const)('%s', async (_, reply, code, message) => {
    answer = () => reply
    const error = { code, retryable: true, message: expect.stringMatching(message) }
    const store = open()
    await expect(store.write([sample(1)])).rejects.toMatchObject(error)
    await expect(store.check()).rejects.toMatchObject(error)
  })

  test.each([
    ['seconds', answers.tooMany, 7_000],
    ['seconds', answers.overloaded, 2_000],
    ['a date', answers.overloadedUntil, undefined],
    ['nothing', answers.internal, undefined],
  ])('Retry-After of %s', async (_, reply, retryAfterMs) => {
    answer = () => reply
    await expect(open().write([sample(1)])).rejects.toMatchObject({ code: 'store_unavailable', retryAfterMs })
  })

  test('a server that hangs is given up, and its socket closed', async () => {
    answer = () => HANG
    const store = open({ timeoutMs: 100 })
    const gaveUp = { code: 'store_unavailable', message: expect.stringContaining('no answer within 100 ms') }
    await expect(store.write([sample(1)])).rejects.toMatchObject(gaveUp)
    await expect(store.series(query)).rejects.toMatchObject(gaveUp)
    answer = () => answers.written
    expect(await open().write([sample(1)])).toEqual({ rejected: [] })
  })

  test('an outage in the middle of a batch fails it as a whole', async () => {
    answer = request => (linesOf(request).some(isBad) ? answers.v2Malformed('x') : answers.overloaded)
    await expect(open().write(samples(100))).rejects.toMatchObject({ code: 'store_unavailable' })
  })
})

describe('a read', () => {
  const found = (results: object[]): FakeAnswer => ({
    status: 200,
    body: JSON.stringify({ results }),
    headers: { 'content-type': 'application/json' },
  })

  test('is a form with quoted names, parameters and integers', async () => {
    answer = () => found([{ statement_id: 0 }])
    expect(await open().series({ ...query, class: 'a"b\\', windowMs: 1000 })).toEqual([])
    const [request] = fake.requests
    expect(request).toMatchObject({
      path: '/query',
      headers: {
        authorization: 'Token secret',
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
    })
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      db: 'plant',
      epoch: 'ms',
      params: '{"device":"d-1"}',
      q: 'select mean("t"), min("t"), max("t"), count("t") from "a\\"b\\\\" where "device" = $device and time >= 0ms and time < 10ms group by time(1000ms) fill(none) order by time limit 5',
    })
  })

  test('checks the status and the error of the statement', async () => {
    const store = open()
    answer = () => found([{ statement_id: 0, error: 'database not found: plant' }])
    await expect(store.series(query)).rejects.toMatchObject({ code: 'store_misconfigured' })
    answer = () => found([{ statement_id: 0, error: 'query-timeout limit exceeded' }])
    await expect(store.series(query)).rejects.toMatchObject({ code: 'store_unavailable' })
    answer = () => answers.unauthorized
    await expect(store.series(query)).rejects.toMatchObject({ code: 'store_misconfigured' })
    answer = () => answers.proxyPage
    await expect(store.series(query)).rejects.toMatchObject({ code: 'store_misconfigured' })
    await expect(store.series({ ...query, limit: 1.5 })).rejects.toThrow(RangeError)
  })
})

test('on 2.x the bucket of the rollups is made beside that of the samples', async () => {
  let exists = false
  const json = (status: number, body: object) => ({
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  answer = ({ path, body }) => {
    if (path === '/query') {
      if (body.includes('create')) return json(200, { error: 'not implemented: create database' })
      const columns = ['time', 'mean_t', 'min_t', 'max_t', 'count_t']
      const tags = { asset: 'a', device: 'd 1', site: 's' }
      return json(200, {
        results: [{ series: [{ name: 'pump', tags, columns, values: [[0, 2, 1, 3, 2]] }] }],
      })
    }
    if (path === '/write') return exists ? answers.written : answers.noBucket
    if (body === '') return json(200, { buckets: [{ orgID: 'abc' }] })
    exists = true
    return json(201, {})
  }
  await open().rollUp(3_600_000)
  const [made, , written] = fake.requests.slice(-3)
  expect(made).toMatchObject({
    path: '/api/v2/buckets',
    body: JSON.stringify({ orgID: 'abc', name: 'plant_1h', retentionRules: [] }),
  })
  expect(written?.query.get('db')).toBe('plant_1h')
  expect(written?.body).toBe('pump_1h,asset=a,device=d\\ 1,site=s t_mean=2,t_min=1,t_max=3,t_count=2 3600000')
})
