import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ArrivalResult } from '../../ticketing/domain/arrival.ts'
import type { NewIntake } from '../../ticketing/domain/intake.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import { decoders } from '../../ticketing/intakes/index.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { forgettable } from '../../ticketing/store/forgetting.ts'
import { eventually, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let worker: ReturnType<TicketingTest['startArrivals']>
let count = 0
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.call('POST', '/assets', { id: 'pump-8', site: 'plant-1', class: 'pump', criticality: 'C' })
  await service.call('POST', '/assets', { id: 'crane-1', site: 'harbour', class: 'pump', criticality: 'C' })
  worker = service.startArrivals()
})
afterAll(() => service.close())

interface Arrival {
  id: number
  state: string
  reason: string | null
  attempts: number
  payload: string
  result: ArrivalResult | null
}

/** An intake of its own for each test, with what its sender needs. */
async function open(settings: Omit<NewIntake, 'id' | 'name'>) {
  const id = `in-${++count}`
  const made = await service.call<{ secret: string }>('POST', '/intakes', { id, name: id, ...settings })
  expect(made.status).toBe(201)
  const { secret } = made.body

  const send = async (
    body: unknown,
    { headers = {}, query = '', token = secret }: { headers?: object; query?: string; token?: string } = {},
  ) => {
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await service.app.inject({
      method: 'POST',
      url: `/in/${id}${query}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      payload,
    })
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
  }
  const arrival = async (number: number) =>
    (await service.call<Arrival>('GET', `/intakes/${id}/arrivals/${number}`)).body
  const worked = async (number: number) => {
    await eventually(async () => (await arrival(number)).state !== 'waiting')
    return arrival(number)
  }
  const take = async (body: unknown, headers: object = {}) => {
    const sent = await send(body, { headers })
    expect(sent).toMatchObject({ status: 202 })
    return worked(sent.body.arrival)
  }
  const outcomes = async (body: unknown, headers: object = {}) => {
    const { state, result } = await take(body, headers)
    return [state, ...(result?.items ?? []).map(({ outcome }) => outcome)]
  }
  return { id, secret, send, take, outcomes, arrival, worked }
}

const ticketOf = async ({ result }: Arrival, index = 0): Promise<TicketDetail> => {
  const number = result?.items[index]?.ticket
  return (await service.call<TicketDetail>('GET', `/tickets/${number}`)).body
}
const move = (number: number, body: object) =>
  service.call<TicketDetail>('POST', `/tickets/${number}/transitions`, body)

const alert = (fingerprint: string, more: { status?: string; startsAt?: string; labels?: object } = {}) => ({
  status: more.status ?? 'firing',
  labels: { alertname: 'Hot', asset: 'pump-7', severity: 'warning', ...more.labels },
  annotations: { summary: 'The pump is hot', description: 'Above 90 °C for 5 minutes.' },
  startsAt: more.startsAt ?? '2026-01-31T11:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint,
})
const group = (alerts: { status: string }[], more: object = {}) => ({
  version: '4',
  groupKey: '{}:{alertname="Hot"}',
  truncatedAlerts: 0,
  status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
  receiver: 'forewarn',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: '',
  alerts,
  ...more,
})

test('a group of alerts is one ticket per asset, and is back to normal when all of it is', async () => {
  const { take, outcomes } = await open({ kind: 'alertmanager' })
  const other = { labels: { asset: 'pump-8' } }
  const first = await take(group([alert('a'), alert('b'), alert('c', other)]))
  expect(first.result?.items.map(({ outcome }) => outcome)).toEqual(['created', 'appended', 'created'])
  const ticket = await ticketOf(first)
  expect(ticket).toMatchObject({
    title: 'The pump is hot',
    description: 'Above 90 °C for 5 minutes.',
    severity: 'major',
    source: 'api',
    faultKey: 'Hot',
    asset: 'pump-7',
    cleared: false,
  })
  const again = group([alert('a'), alert('b'), alert('c', other)])
  expect(await outcomes(again)).toEqual(['done', 'unchanged', 'unchanged', 'unchanged'])
  expect(await outcomes(group([alert('a', { status: 'resolved' }), alert('b')]))).toEqual([
    'done',
    'unchanged',
    'unchanged',
  ])
  const over = await take(group([alert('a', { status: 'resolved' }), alert('b', { status: 'resolved' })]))
  // pump-8's alert is not in this letter; the group as a whole says that it is over, too.
  expect(over.result?.items.map(({ outcome }) => outcome)).toEqual(['unchanged', 'resolved', 'resolved'])
  expect(await ticketOf(first)).toMatchObject({ cleared: true, category: 'review' })
  expect(await outcomes(group([alert('a', { labels: { severity: 'critical' } })]))).toEqual([
    'done',
    'appended',
  ])
  expect(await ticketOf(first)).toMatchObject({ cleared: false, severity: 'critical', priority: 'P1' })
})

test('truncated alerts are noted, and nothing is over while some were left out', async () => {
  const { take } = await open({ kind: 'alertmanager' })
  const first = await take(group([alert('a')], { truncatedAlerts: 3 }))
  expect(first.result?.notes).toEqual(['Alertmanager has left out 3 more alerts of this group (max_alerts).'])
  await take(group([alert('a', { status: 'resolved' })], { truncatedAlerts: 3, status: 'firing' }))
  expect(await ticketOf(first)).toMatchObject({ cleared: false })
  await take(group([alert('a', { status: 'resolved' })], { truncatedAlerts: 2, status: 'resolved' }))
  expect(await ticketOf(first)).toMatchObject({ cleared: true })
})

test('a rejected ticket mutes its alert until that was resolved; a closed one does not for long', async () => {
  const { take, outcomes } = await open({
    kind: 'alertmanager',
    ticketPer: 'alert',
    whenResolved: 'withdraw',
  })
  const first = await ticketOf(await take(group([alert('a')])))
  await move(first.number, { to: 'rejected', rejectionCode: 'known_condition', reason: 'It is always so.' })
  expect(await outcomes(group([alert('a')]))).toEqual(['done', 'muted'])
  expect(await outcomes(group([alert('a', { status: 'resolved' })]))).toEqual(['done', 'unchanged'])
  const second = await take(group([alert('a', { startsAt: '2026-01-31T11:30:00Z' })]))
  expect(second.result?.items[0]?.outcome).toBe('created')
  expect((await ticketOf(second)).number).toBeGreaterThan(first.number)
  expect(await outcomes(group([alert('a', { status: 'resolved' })]))).toEqual(['done', 'resolved'])
  expect(await ticketOf(second)).toMatchObject({ category: 'cancelled', cleared: true })

  const third = await ticketOf(await take(group([alert('b')])))
  await move(third.number, { to: 'accepted' })
  await move(third.number, { to: 'cancelled', reason: 'Done by the way.' })
  expect(await outcomes(group([alert('b')]))).toEqual(['done', 'muted'])
  service.clock.now += 2 * 3_600_000
  expect(await outcomes(group([alert('b')]))).toEqual(['done', 'created'])
})

test('a merged ticket goes on as the other one', async () => {
  const { take, outcomes } = await open({ kind: 'alertmanager', ticketPer: 'alert' })
  const one = await ticketOf(await take(group([alert('a')])))
  const two = await ticketOf(await take(group([alert('b')])))
  await service.call('POST', `/tickets/${one.number}/merge`, { into: two.number, reason: 'The same.' })
  expect(await outcomes(group([alert('a')]))).toEqual(['done', 'unchanged'])
  const over = (name: string) => alert(name, { status: 'resolved' })
  expect(await outcomes(group([over('a'), alert('b')]))).toEqual(['done', 'unchanged', 'unchanged'])
  expect(await outcomes(group([over('a'), over('b')]))).toEqual(['done', 'unchanged', 'resolved'])
})

test('what is older than what is known is late, also when it is replayed', async () => {
  const { id, take, worked } = await open({
    kind: 'alertmanager',
    mapping: { asset: { from: ['/labels/box'] } },
  })
  const failed = await take(group([alert('a')]))
  expect(failed).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('/alerts/0: No asset is named'),
  })
  await service.call('PATCH', `/intakes/${id}`, { mapping: {} })
  await take(group([alert('a')]))
  await take(group([alert('a', { status: 'resolved' })]))
  await service.call('POST', `/intakes/${id}/replay`)
  expect(await worked(failed.id)).toMatchObject({ state: 'done', result: { items: [{ outcome: 'late' }] } })
})

test('what cannot be understood is kept with its reason, replayed, or discarded', async () => {
  const { id, send, take, worked, arrival } = await open({ kind: 'json' })
  const broken = await take('{"asset": ')
  expect(broken).toMatchObject({
    state: 'failed',
    payload: '{"asset": ',
    reason: expect.stringMatching(/is not JSON/),
  })
  const unknown = await take([
    { asset: 'pump-7', title: 'Oil', key: 'oil' },
    { asset: 'pump-99', title: 'Water' },
  ])
  expect(unknown).toMatchObject({
    state: 'failed',
    reason: '/1: Asset pump-99 is not known; create it with POST /api/v1/assets.',
    result: {
      items: [
        { at: '/0', outcome: 'created' },
        { at: '/1', outcome: 'refused' },
      ],
    },
  })
  expect((await service.call('DELETE', `/intakes/${id}`)).status).toBe(409)
  await service.call('POST', '/assets', { id: 'pump-99', site: 'plant-1', class: 'pump', criticality: 'C' })
  const replayed = await service.call('POST', `/intakes/${id}/arrivals/${unknown.id}/replay`)
  expect(replayed.status).toBe(202)
  const done = await worked(unknown.id)
  expect(done.result?.items).toMatchObject([
    { outcome: 'unchanged', ticket: unknown.result?.items[0]?.ticket },
    { outcome: 'created' },
  ])
  const discarded = await service.call('POST', `/intakes/${id}/arrivals/${broken.id}/discard`, {
    reason: 'A test.',
  })
  expect(discarded.body).toMatchObject({ state: 'discarded', reason: 'A test.' })
  expect(
    (await service.call('POST', `/intakes/${id}/arrivals/${unknown.id}/discard`, { reason: 'x' })).status,
  ).toBe(409)
  const again = await service.call('POST', `/intakes/${id}/arrivals/${unknown.id}/replay`)
  expect(again.status).toBe(202)
  const third = await worked(unknown.id)
  expect(third.result?.items.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged'])
  expect((await arrival(unknown.id)).attempts).toBe(1)
  expect(
    (
      await service.call<{ items: { type: string }[] }>('GET', `/ledger?subject=intake&id=${id}`)
    ).body.items.map(({ type }) => type),
  ).toEqual(['arrival_replayed', 'arrival_discarded', 'arrival_replayed', 'created'])
  expect((await send('x'.repeat(1024 ** 2 + 1))).status).toBe(413)
  expect((await service.call('DELETE', `/intakes/${id}`)).status).toBe(204)
})

test('a mapping of pointers, constants, texts and tables is tried on a sample, and nothing is kept', async () => {
  const intake = {
    id: 'presses',
    name: 'Presses',
    kind: 'json',
    site: 'plant-1',
    mapping: {
      items: '/faults',
      key: { text: '{/line}/{/code}' },
      state: { from: ['/active'], table: { '0': 'resolved', '1': 'firing' } },
      asset: { from: ['/machine', '/line'], table: { 'PUMP 07': 'pump-7' } },
      title: { text: '{/text} ({/code}, line {/line})' },
      severity: { from: ['/level'], table: { '3': 'critical' }, otherwise: 'minor' },
      kind: { text: 'inspection' },
      requesterName: { from: ['/by'] },
    },
  }
  const payload = JSON.stringify({
    line: 'A',
    faults: [
      { code: 'E12', machine: 'PUMP 07', text: 'Oil hot', level: 3, active: 1, by: 'Ines' },
      { code: 'E13', machine: 'PUMP 07', text: 'Oil low', level: 1, active: 1 },
      { code: 'E12', machine: 'PUMP 07', text: 'Oil hot', level: 3, active: 0 },
      { code: 'E14', machine: 'crane-1', text: 'Rope', active: 1 },
      { code: 'E15', machine: 'PUMP 08', text: 'x', active: 1 },
    ],
  })
  const before = (await service.call<{ items: Ticket[] }>('GET', '/tickets?limit=1')).body.items[0]?.number
  const tried = await service.call<{ state: string; result: ArrivalResult }>('POST', '/intakes/try', {
    intake,
    sample: { payload },
  })
  expect(tried.body.result.items).toMatchObject([
    {
      at: '/faults/4',
      outcome: 'refused',
      detail: expect.stringContaining('"PUMP 08" is no id of an asset'),
    },
    { at: '/faults/0', outcome: 'created', ticket: null },
    { at: '/faults/1', outcome: 'created', ticket: null },
    { at: '/faults/2', outcome: 'resolved', detail: 'The ticket that /faults/0 would make.' },
    {
      at: '/faults/3',
      outcome: 'refused',
      detail: 'Asset crane-1 is not at site plant-1, whose intake presses is.',
    },
  ])
  expect((await service.call('GET', '/intakes/presses')).status).toBe(404)
  const after = (await service.call<{ items: Ticket[] }>('GET', '/tickets?limit=1')).body.items[0]?.number
  expect(after).toBe(before)

  const { id: _, name: __, ...settings } = intake
  const { take } = await open(settings as unknown as NewIntake)
  const first = await ticketOf(await take(payload), 1)
  expect(first).toMatchObject({ title: 'Oil hot (E12, line A)', severity: 'critical', kind: 'inspection' })
})

test('a mapping that cannot be meant is refused with its place', async () => {
  const refused = async (mapping: object) => {
    const made = await service.call<{ errors: { pointer: string }[] }>('POST', '/intakes', {
      id: 'odd',
      name: 'Odd',
      kind: 'json',
      mapping,
    })
    return [made.status, made.body.errors?.[0]?.pointer]
  }
  expect(await refused({ title: {} })).toEqual([400, '/mapping/title'])
  expect(await refused({ title: { from: ['/a'], text: 'x' } })).toEqual([400, '/mapping/title'])
  expect(await refused({ title: { text: '{a}' } })).toEqual([400, '/mapping/title/text'])
  expect(await refused({ fields: { a: { from: ['a'] } } })).toEqual([400, '/mapping/fields/a/from/0'])
})

test('CloudEvents come structured, in batches and binary, and an event that is sent twice is one', async () => {
  const { take, outcomes, send } = await open({ kind: 'cloudevents' })
  const event = (id: string, more: object = {}) => ({
    specversion: '1.0',
    id,
    source: '/scada/line-1',
    type: 'com.example.fault',
    subject: 'pump-7',
    data: { title: 'Seal leaks', severity: 'major', key: 'seal' },
    ...more,
  })
  const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' }
  const first = await take(event('1'), structured)
  expect(await ticketOf(first)).toMatchObject({ title: 'Seal leaks', asset: 'pump-7', severity: 'major' })
  expect(await outcomes(event('1'), structured)).toEqual(['done', 'unchanged'])
  const batch = { 'content-type': 'application/cloudevents-batch+json' }
  const over = event('2', { data: { key: 'seal', state: 'resolved' } })
  const bad = { id: '3', source: 'x', type: 'y' }
  const plain = event('4', { data: { title: 'Other' } })
  const many = await take([over, bad, plain, { ...plain }], batch)
  expect(many).toMatchObject({ state: 'failed', reason: '/1: The attribute specversion is missing.' })
  expect(many.result?.items.map(({ outcome }) => outcome)).toEqual([
    'refused',
    'resolved',
    'created',
    'unchanged',
  ])
  const binary = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': '5',
    'ce-source': '/scada',
    'ce-type': 'com.example.fault',
    'ce-subject': 'pump-8',
  }
  const title = await ticketOf(await take({ title: 'Grüße' }, binary))
  expect(title).toMatchObject({ title: 'Grüße', asset: 'pump-8' })
  const text = { ...binary, 'ce-id': '6', 'content-type': 'text/plain' }
  expect(await ticketOf(await take('what?', text))).toMatchObject({ title: 'com.example.fault' })
  expect((await send(event('7'))).status).toBe(415)
})

test('a CSV file is reported on line by line, first in a dry run', async () => {
  const { send, take } = await open({
    kind: 'csv',
    mapping: { asset: { from: ['/Asset no.'] }, title: { from: ['/What'] }, severity: { from: ['/Level'] } },
  })
  const file =
    'Asset no.;What;Level\r\npump-7;Öl nachfüllen;low\r\n;"Wo?";\r\npump-8;a;b;c\r\npump-8;"Filter\nwechseln";sev1\r\n'
  const headers = { 'content-type': 'text/csv; charset=utf-8' }
  const items = [
    { at: 'line 4', outcome: 'refused', detail: expect.stringContaining('not as many columns') },
    { at: 'line 3', outcome: 'refused', detail: expect.stringContaining('No asset is named') },
    { at: 'line 2', outcome: 'created' },
    { at: 'line 6', outcome: 'created' },
  ]
  const tried = await send(file, { headers, query: '?dryRun=true' })
  expect(tried).toMatchObject({ status: 200, body: { state: 'failed', result: { items } } })
  expect(tried.body.result.notes).toEqual([
    expect.stringMatching(/^line 6: the severity "sev1" is not known/),
  ])
  const done = await take(file, headers)
  expect(done.result?.items).toMatchObject(items)
  expect(await ticketOf(done, 2)).toMatchObject({ title: 'Öl nachfüllen', severity: 'minor' })
  const lines = Array.from({ length: 1_001 }, (_, n) => `pump-7,t${n}`).join('\n')
  expect(await take(`Asset no.,What\n${lines}`, headers)).toMatchObject({
    state: 'failed',
    reason: 'It has more than 1000 items; send at most so many at once.',
  })
})

test('a file holds up no alert, and is gone on with after a stop in the middle', async () => {
  const plan = await open({ kind: 'csv' })
  const alerts = await open({ kind: 'json' })
  const lines = Array.from({ length: 100 }, (_, n) => `pump-7,Line ${n}`).join('\n')
  const sent = await plan.send(`asset,title\n${lines}`, { headers: { 'content-type': 'text/csv' } })
  const made = async () => {
    const { rows } = await service.pool.query(`select from ticketing.tickets where title like 'Line %'`)
    return rows.length
  }
  await eventually(async () => (await made()) > 0)
  expect(await alerts.outcomes({ asset: 'pump-8', title: 'Too hot', key: 'hot' })).toEqual([
    'done',
    'created',
  ])
  expect(await plan.arrival(sent.body.arrival)).toMatchObject({ state: 'waiting' })
  await worker.stop()
  const before = await made()
  expect(before).toBeLessThan(100)
  expect(await plan.arrival(sent.body.arrival)).toMatchObject({ state: 'waiting', attempts: 0 })
  worker = service.startArrivals()
  const { attempts, result } = await plan.worked(sent.body.arrival)
  expect([attempts, await made()]).toEqual([1, 100])
  const outcomes = result?.items.map(({ outcome }) => outcome)
  expect(outcomes).toEqual([...Array(before).fill('unchanged'), ...Array(100 - before).fill('created')])
  expect(new Set(result?.items.map(({ ticket }) => ticket)).size).toBe(100)
})

test('nobody gets in without the token of this intake, and it takes no more than it says', async () => {
  const { id, secret, send } = await open({ kind: 'json', perMinute: 3, maxBytes: 2_000 })
  const other = await open({ kind: 'json' })
  const body = { asset: 'pump-7', title: 'x', key: 'x' }
  for (const token of ['', 'x', other.secret, 'test-admin-token']) {
    expect((await send(body, { token })).status).toBe(401)
  }
  const basic = { authorization: `Basic ${Buffer.from(`any:${secret}`).toString('base64')}` }
  expect((await send(body, { headers: basic })).status).toBe(202)
  expect((await send('x'.repeat(2_001))).status).toBe(413)
  expect((await send(body, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415)
  const limited = await send(body)
  expect([limited.status, limited.body.code]).toEqual([429, 'rate_limited'])
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
  const renewed = await service.call<{ secret: string }>('POST', `/intakes/${id}/secret`)
  expect((await send(body)).status).toBe(401)
  expect((await send(body, { token: renewed.body.secret })).status).toBe(429)
  await service.call('PATCH', `/intakes/${other.id}`, { enabled: false })
  expect((await other.send(body)).status).toBe(409)
  expect((await service.app.inject({ method: 'POST', url: '/in/nobody', payload: body })).statusCode).toBe(
    401,
  )
  const shown = await service.call<object>('GET', `/intakes/${id}`)
  expect(JSON.stringify(shown.body)).not.toContain(renewed.body.secret)
})

test('signed requests are taken within five minutes, and each once', async () => {
  const { id, secret } = await open({ kind: 'json', authentication: 'signature' })
  const body = JSON.stringify({ asset: 'pump-7', title: 'Signed' })
  const post = async (more: { name?: string; atMs?: number; body?: string; key?: string }) => {
    const timestamp = String(Math.floor((more.atMs ?? service.clock.now) / 1000))
    const name = more.name ?? 'msg_1'
    const key = Buffer.from((more.key ?? secret).replace('whsec_', ''), 'base64')
    const signature = createHmac('sha256', key).update(`${name}.${timestamp}.${body}`).digest('base64')
    const answer = await service.app.inject({
      method: 'POST',
      url: `/in/${id}`,
      headers: {
        'content-type': 'application/json',
        'webhook-id': name,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,AAAA v1,${signature}`,
      },
      payload: more.body ?? body,
    })
    return { status: answer.statusCode, arrival: answer.json().arrival }
  }
  expect(secret).toMatch(/^whsec_/)
  const first = await post({})
  expect(first.status).toBe(202)
  expect(await post({})).toEqual(first)
  expect((await post({ body: body.replace('Signed', 'Forged') })).status).toBe(401)
  expect((await post({ atMs: service.clock.now - 301_000 })).status).toBe(401)
  expect((await post({ key: 'whsec_AAAA' })).status).toBe(401)
  const answer = await service.app.inject({
    method: 'POST',
    url: `/in/${id}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    payload: body,
  })
  expect(answer.statusCode).toBe(401)
})

test('every kind has a README, and a sample that it understands', async () => {
  for (const kind of ['alertmanager', 'cloudevents', 'json', 'csv', 'email'] as const) {
    const folder = join(import.meta.dirname, '../../ticketing/intakes', kind)
    expect((await readFile(join(folder, 'README.md'), 'utf8')).length).toBeGreaterThan(100)
    const ending = { csv: 'csv', email: 'eml' }[kind as string] ?? 'json'
    const payload = await readFile(join(folder, `sample.${ending}`), 'utf8')
    const more = kind === 'email' ? { mail: { addresses: ['maintenance@plant.example'] } } : {}
    const intake = { id: 'sample', name: 'Sample', kind, ...more }
    const tried = await service.call<{ state: string; reason: string; result: ArrivalResult }>(
      'POST',
      '/intakes/try',
      {
        intake,
        sample: { payload },
      },
    )
    expect([kind, tried.body.reason, tried.body.state]).toEqual([kind, null, 'done'])
    expect(tried.body.result.items[0]?.outcome).toBe('created')
  }
})

test('what is no part of the record is forgotten when it is old, and not before', async () => {
  const { id, take } = await open({ kind: 'json' })
  const fault = (key: string) => ({ asset: 'pump-8', title: `Fault ${key}`, key })
  const [over, going] = [await take(fault('over')), await take(fault('going'))]
  const { number } = await ticketOf(over)
  await move(number, { to: 'cancelled', reason: 'It was nothing.' })
  const DAY_MS = 24 * 3_600_000
  const { now } = service.clock
  const query = (text: string, values: unknown[] = []) => service.pool.query(text, values)
  await query(
    `with a as (insert into ticketing.accounts (name, display_name, created_at_ms, updated_at_ms) values ('old', 'Old', 0, 0) returning id)
     insert into ticketing.sessions (token_hash, account, created_at_ms, used_at_ms, expires_at_ms, address)
     select n::text::bytea, id, 0, $1::bigint - n * $2::bigint, $1::bigint + 7 * $2::bigint, '' from a, generate_series(0, 1) n`,
    [now, DAY_MS],
  )
  await query(
    `insert into ticketing.access_tokens (token_hash, name, grants, scopes, created_at_ms, expires_at_ms)
     select n::text::bytea, 't', '[]', '[]', 0, $1::bigint - n * $2::bigint from generate_series(80, 100, 20) n`,
    [now, DAY_MS],
  )
  await query(
    `insert into ticketing.notices (type, recipients, title, body, data, created_at_ms)
     select 'bench', '["technician:nobody"]', n, '', '{}', $1::bigint - n * $2::bigint from generate_series(80, 100, 20) n`,
    [now, DAY_MS],
  )
  const left = async () => ({
    arrivals: (await query(`select id::int from ticketing.arrivals where intake = $1 order by id`, [id]))
      .rows,
    cases: (await query(`select key from ticketing.intake_cases where intake = $1 order by id`, [id])).rows,
    sessions: (await query('select from ticketing.sessions')).rowCount,
    tokens: (await query(`select from ticketing.access_tokens where name = 't'`)).rowCount,
    notices: (await query(`select title from ticketing.notices where type = 'bench'`)).rows,
  })
  const forget = async () => {
    for (const { forget } of forgettable) while ((await forget(openDb(service.pool), service.clock.now)) > 0);
  }
  await forget()
  const all = [{ id: over.id }, { id: going.id }]
  const cases = [{ key: 'over' }, { key: 'going' }]
  expect(await left()).toEqual({ arrivals: all, cases, sessions: 1, tokens: 1, notices: [{ title: '80' }] })
  service.clock.now = now + 31 * DAY_MS
  await forget()
  expect(await left()).toEqual({ arrivals: [], cases, sessions: 0, tokens: 0, notices: [] })
  service.clock.now = now + 91 * DAY_MS
  await forget()
  expect((await left()).cases).toEqual([{ key: 'going' }])
  service.clock.now = now
})

test('a thousand items that name one large value many times take no more memory than their texts', async () => {
  const payload = { a: 'a'.repeat(900_000), faults: Array.from({ length: 1_000 }, (_, i) => ({ i })) }
  const text = '{/a}'.repeat(40)
  const mapping = { items: '/faults', asset: { text: 'pump-7' }, key: { text: '{/a} {/i}' } }
  const intake = {
    id: 'x',
    name: 'x',
    kind: 'json',
    mapping: { ...mapping, title: { text }, description: { text } },
  } as const
  const letter = { id: 1, mediaType: 'application/json', headers: {}, receivedAtMs: 0 }
  const before = process.memoryUsage().rss
  const decoded = await decoders.json.decode(
    { ...letter, body: Buffer.from(JSON.stringify(payload)) },
    intake,
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000)
  const { signals = [] } = 'reading' in decoded ? decoded.reading : {}
  expect(signals).toHaveLength(1_000)
  expect(signals[0]?.work).toMatchObject({
    title: `${'a'.repeat(199)}…`,
    description: `${'a'.repeat(9_999)}…`,
  })
})
