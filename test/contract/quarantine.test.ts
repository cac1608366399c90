import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceLedger, Stranger } from '../../contracts/device-ledger.ts'
import type { Enrolment } from '../../contracts/registry.ts'
import type { Device } from '../../ticketing/domain/registry.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { startReplayOfRegistered } from '../../ticketing/jobs/registered-strangers.ts'
import { openDeviceLedger } from '../../ticketing/store/device-ledger.ts'
import { openEnrolment } from '../../ticketing/store/quarantine.ts'
import { hashSecret } from '../../ticketing/store/secrets.ts'
import { eventually, quiet, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const T = Date.UTC(2026, 0, 31, 12)

let service: TicketingTest
let ledger: DeviceLedger
let enrolment: Enrolment
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.registerPump('gateway', 'gateway-1')
  ledger = openDeviceLedger({ pool: service.pool })
  enrolment = openEnrolment({ pool: service.pool, clock: service.clock })
})
beforeEach(async () => {
  await service.pool.query('truncate ticketing.strangers')
  service.replays.length = 0
})
afterAll(() => service.close())

const stranger = (name: string, more: Partial<Stranger> = {}): Stranger => ({
  ...{ name, site: 'plant-1', publisher: 'admin', topic: `telemetry/plant-1/${name}` },
  sample: Buffer.from('{"values":{"temperature":71.2}}'),
  metrics: ['temperature'],
  receivedAtMs: T,
  ...more,
})

type Listed = Record<string, unknown> & { name: string }
type Approved = Device & Problem & { secret?: string; replayed: number | null }
const list = async (query = '') =>
  (await service.call<{ items: Listed[]; nextCursor: string | null }>('GET', `/quarantine${query}`)).body
const names = async (query = '') => (await list(query)).items.map(({ name }) => name)
const path = (name: string) => `/quarantine/${encodeURIComponent(name)}`
const approve = (name: string, body: object) => service.call<Approved>('POST', `${path(name)}/approval`, body)

describe('the list', () => {
  test('has who speaks, with a sample of what it says', async () => {
    await ledger.recordStrangers([
      stranger('new-1'),
      stranger('new-2', { site: undefined, sample: Uint8Array.of(0xff, 0), publisher: 'gateway-1' }),
      stranger('new-1', { receivedAtMs: T + 5, topic: 'other/new-1', metrics: ['speed'] }),
    ])
    await ledger.recordStrangers([stranger('new-1', { receivedAtMs: T + 9 })])
    const { items, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    expect(items).toEqual([
      {
        ...{ name: 'new-1', ignored: false, site: 'plant-1', publisher: 'admin', hasSecret: false },
        ...{ topic: 'telemetry/plant-1/new-1', metrics: ['temperature'], messages: 3 },
        ...{ sample: '{"values":{"temperature":71.2}}', sampleEncoding: 'utf8' },
        ...{ firstSeenMs: T, lastSeenMs: T + 9 },
      },
      expect.objectContaining({
        name: 'new-2',
        site: null,
        publisher: 'gateway-1',
        sampleEncoding: 'base64',
      }),
    ])
    expect((await service.call<Listed>('GET', path('new-2'))).body).toEqual(items[1])
    expect((await service.call('GET', path('nobody'))).status).toBe(404)
  })

  test('pages, and is bounded: the longest unseen are forgotten, the ignored are kept', async () => {
    await ledger.recordStrangers([stranger('old')])
    await service.call('PUT', `${path('old')}/rejection`)
    const many = Array.from({ length: 1_200 }, (_, n) => stranger(`x-${n}`, { receivedAtMs: T + n }))
    await ledger.recordStrangers(many)
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`?limit=500${cursor && `&cursor=${cursor}`}`)
      found.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    }
    expect(found).toHaveLength(1_000)
    expect(new Set(found)).toEqual(new Set(many.slice(200).map(({ name }) => name)))
    expect(await names('?ignored=true')).toEqual(['old'])
  })

  test('takes any name, topic and payload, and leaves out names that no device can have', async () => {
    const odd = [
      'a/b/c',
      'ü 漢字 🏭',
      '<script>alert(1)</script>',
      "'; drop table x; --",
      '%2F',
      '...',
      'x'.repeat(200),
    ]
    const long = '🏭'.repeat(200).slice(0, 200)
    await ledger.recordStrangers([
      ...[...odd, long].map(name =>
        stranger(name, { topic: 'a\0b\ud800', publisher: 'p\0', metrics: ['m\0', 'x'.repeat(5_000)] }),
      ),
      ...['', '.', '..', 'line\nend', 'zero\0', 'half \ud800', 'x'.repeat(201)].map(name => stranger(name)),
    ])
    expect(new Set(await names())).toEqual(new Set([...odd, long]))
    for (const name of [...odd, long]) {
      expect((await service.call<Listed>('GET', path(name))).body.name).toBe(name)
      expect((await service.call('DELETE', path(name))).status).toBe(204)
    }
  })
})

describe('approval', () => {
  test('makes the name the id, and has read again what it said', async () => {
    await ledger.recordStrangers([stranger('new-3')])
    const { status, body, headers } = await approve('new-3', { asset: 'pump-7', silentAfterS: 60 })
    expect([status, headers['cache-control']]).toEqual([201, 'no-store'])
    expect(body).toMatchObject({
      ...{ id: 'new-3', site: 'plant-1', asset: 'pump-7', address: null, gateway: null, silentAfterS: 60 },
      secret: expect.stringMatching(/^[\w-]{32}$/),
    })
    expect(service.replays).toEqual([{ device: 'new-3', reason: 'unknown_device' }])
    expect(await names()).toEqual([])
    expect((await approve('new-3', { asset: 'pump-7' })).status).toBe(404)
  })

  test('makes the name the address where another id is given, and the publisher the gateway', async () => {
    const name = 'Plant 1/Press line/Press 4'
    await ledger.recordStrangers([stranger(name, { publisher: 'gateway-1', site: undefined })])
    expect((await approve(name, { asset: 'pump-7' })).body.errors).toEqual([
      { pointer: '/id', detail: expect.stringContaining('cannot be an id') },
    ])
    expect((await approve(name, { asset: 'pump-7', id: 'press-4' })).body).toMatchObject({
      ...{ id: 'press-4', address: name, gateway: 'gateway-1' },
    })
    expect(service.replays).toEqual([{ device: name, reason: 'unknown_device' }])
  })

  test.each([
    ['an unknown asset', { asset: 'nowhere' }, 400, '/asset'],
    ['an asset at another site than it says', { asset: 'far' }, 400, '/asset'],
    ['an id that is taken', { asset: 'pump-7', id: 'sensor-7' }, 409, undefined],
  ])('is refused for %s, and changes nothing', async (_, body, status, pointer) => {
    await service.call('POST', '/assets', { id: 'far', site: 'plant-2', class: 'pump', criticality: 'C' })
    await ledger.recordStrangers([stranger('new-4')])
    const answer = await approve('new-4', body)
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([status, pointer])
    expect(await names()).toEqual(['new-4'])
    expect(service.replays).toEqual([])
  })

  test('is not kept back by the replay of very many letters, nor by a store that is away', async () => {
    const { deadLetters } = service.parts
    const { requestReplay } = deadLetters
    try {
      await ledger.recordStrangers([stranger('busy-1'), stranger('busy-2')])
      deadLetters.requestReplay = () => Promise.reject(new Error('away'))
      expect((await approve('busy-1', { asset: 'pump-7' })).body).toMatchObject({
        id: 'busy-1',
        replayed: null,
      })
      let finish: (count: number) => void = () => undefined
      deadLetters.requestReplay = () => new Promise(resolve => (finish = resolve))
      const { body } = await approve('busy-2', { asset: 'pump-7' })
      expect(body).toMatchObject({ secret: expect.any(String), replayed: null })
      finish(7)
    } finally {
      deadLetters.requestReplay = requestReplay
    }
    const { rows } = await service.pool.query(`select name from ticketing.strangers where name = 'busy-1'`)
    expect(rows).toHaveLength(1) // for the next round
  })

  test('once, under any race', async () => {
    await ledger.recordStrangers([stranger('new-5')])
    const answers = await Promise.all([1, 2, 3, 4].map(() => approve('new-5', { asset: 'pump-7' })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404, 404])
  })

  test('in another way ends quarantine, too: registered by hand, or given as an address', async () => {
    await ledger.recordStrangers([stranger('new-6'), stranger('new 7'), stranger('new-8')])
    await service.call('POST', '/devices', { id: 'new-6', site: 'plant-1', asset: 'pump-7' })
    await service.call('PATCH', '/devices/sensor-7', { address: 'new 7' })
    expect(await names()).toEqual(['new-8'])
    const job = startReplayOfRegistered({
      ...{ pool: service.pool, deadLetters: service.parts.deadLetters, logger: quiet, pauseMs: 20 },
    })
    await eventually(() => service.replays.length === 2)
    expect(service.replays.map(({ device }) => device).toSorted()).toEqual(['new 7', 'new-6'])
    // A message that was decoded with what the registry was a moment ago.
    await ledger.recordStrangers([stranger('new-6')])
    await eventually(() => service.replays.length === 3)
    await job.stop()
    expect(await names()).toEqual(['new-8'])
    const { rows } = await service.pool.query('select name from ticketing.strangers')
    expect(rows).toEqual([{ name: 'new-8' }])
  })
})

test('ignored it does not come back; forgotten it does', async () => {
  await ledger.recordStrangers([stranger('pest')])
  expect((await service.call<Listed>('PUT', `${path('pest')}/rejection`)).body).toMatchObject({
    ignored: true,
  })
  await ledger.recordStrangers([stranger('pest', { receivedAtMs: T + 1 })])
  expect(await names()).toEqual([])
  expect((await list('?ignored=true')).items).toMatchObject([{ name: 'pest', messages: 2 }])
  expect((await service.call('DELETE', path('pest'))).status).toBe(204)
  expect((await service.call('DELETE', path('pest'))).status).toBe(404)
  await ledger.recordStrangers([stranger('pest')])
  expect(await names()).toEqual(['pest'])
})

describe('enrolment', () => {
  test('the first secret of a name is its secret, and that of the device after approval', async () => {
    expect(await enrolment.enrol('self-1', 'its own secret')).toBe('enrolled')
    expect(await enrolment.enrol('self-1', 'its own secret')).toBe('enrolled')
    expect(await enrolment.enrol('self-1', 'another secret')).toBe('wrong_secret')
    expect((await list()).items).toMatchObject([{ name: 'self-1', hasSecret: true, messages: 0, sample: '' }])
    await ledger.recordStrangers([stranger('self-1', { publisher: 'self-1' })])
    expect(await enrolment.enrol('self-1', 'another secret')).toBe('wrong_secret')
    const refused = await approve('self-1', { asset: 'pump-7', id: 'other' })
    expect(refused.body.errors).toEqual([
      { pointer: '/id', detail: expect.stringContaining('must be its id') },
    ])
    const { body } = await approve('self-1', { asset: 'pump-7' })
    expect([body.id, body.secret, body.gateway]).toEqual(['self-1', undefined, null])
    const { rows } = await service.pool.query(`select secret_hash from ticketing.devices where id = 'self-1'`)
    expect(rows[0].secret_hash).toEqual(hashSecret('its own secret'))
    expect(await enrolment.enrol('self-1', 'its own secret')).toBe('registered')
  })

  test('who was heard through somebody else first may still bring its secret', async () => {
    await ledger.recordStrangers([stranger('self-2', { publisher: 'gateway-1' })])
    expect(await enrolment.enrol('self-2', 'a secret of 2')).toBe('enrolled')
    expect((await list()).items).toMatchObject([{ hasSecret: true, publisher: 'gateway-1' }])
  })

  test("nobody registers the name by hand unseen; what a squatter said would become the device's", async () => {
    await enrolment.enrol('self-4', 'a secret of 4')
    const device = { id: 'self-4', site: 'plant-1', asset: 'pump-7' }
    const refused = await service.call<Problem>('POST', '/devices', device)
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('/approval')])
    await service.call('DELETE', path('self-4'))
    expect((await service.call('POST', '/devices', device)).status).toBe(201)
  })

  test('under a race one secret wins; who is ignored stays out', async () => {
    const secrets = ['one', 'two', 'three', 'four']
    const answers = await Promise.all(secrets.map(secret => enrolment.enrol('self-3', secret)))
    expect(answers.toSorted()).toEqual(['enrolled', 'wrong_secret', 'wrong_secret', 'wrong_secret'])
    await service.call('PUT', `${path('self-3')}/rejection`)
    const winner = secrets[answers.indexOf('enrolled')] ?? ''
    expect(await enrolment.enrol('self-3', winner)).toBe('ignored')
    expect(await enrolment.enrol('sensor-7', 'secret')).toBe('registered')
  })

  test('ends when somebody decides; who is forgotten and speaks on must log in again', async () => {
    const all = ['wait-1', 'wait-2', 'wait-3', 'wait-4']
    for (const name of all) await enrolment.enrol(name, `secret of ${name}`)
    expect((await enrolment.enrolled([...all, 'nobody'])).toSorted()).toEqual(all)
    expect((await approve('wait-1', { asset: 'pump-7' })).status).toBe(201)
    await service.call('PUT', `${path('wait-2')}/rejection`)
    await service.call('DELETE', path('wait-3'))
    await ledger.recordStrangers([stranger('wait-3', { publisher: 'wait-3' })])
    expect(await enrolment.enrolled(all)).toEqual(['wait-4'])
    await enrolment.enrol('wait-3', 'a new secret')
    expect((await enrolment.enrolled(all)).toSorted()).toEqual(['wait-3', 'wait-4'])
    expect(await enrolment.enrolled([])).toEqual([])
  })

  test('is bounded', async () => {
    for (let n = 0; n < 20; n++) {
      await Promise.all(
        Array.from({ length: 60 }, (_, m) => enrolment.enrol(`many-${n}-${m}`, 'secret of a crowd')),
      )
    }
    await enrolment.enrol('the-last', 'secret of the last')
    const { rows } = await service.pool.query('select count(*)::integer as n from ticketing.strangers')
    expect(rows[0].n).toBe(1_000)
  })
})
