import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Format } from '../../contracts/format.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { openFormats } from '../../ticketing/store/formats.ts'
import { eventually, quiet, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
})
afterAll(() => service.close())

type Answered = Format & { position: number } & Problem
const put = (format: { id: string; [property: string]: unknown }) =>
  service.call<Answered>('PUT', `/formats/${format.id}`, format)
const json = (id: string, more: object = {}) => ({ id, topic: `${id}/{device}/up`, codec: 'json', ...more })
const listed = async () => {
  const { body } = await service.call<{ items: Answered[] }>('GET', '/formats')
  return body.items.map(({ id }) => id)
}

test('formats are put, replaced, ordered and deleted', async () => {
  const press = json('press', { mapping: { readings: '/data', time: '/at', values: '/v' } })
  expect(await put(press)).toMatchObject({ status: 200, body: { ...press, position: 1 } })
  expect(await put(json('oven'))).toMatchObject({ body: { position: 2 } })
  expect(await put(json('kiln', { position: 1 }))).toMatchObject({ body: { position: 1 } })
  expect(await listed()).toEqual(['kiln', 'press', 'oven'])
  expect((await put(json('press', { position: 7 }))).body).toEqual({ ...json('press'), position: 7 })
  expect((await put(json('press', { codec: 'senml' }))).body).toMatchObject({ codec: 'senml', position: 7 })
  expect(await listed()).toEqual(['kiln', 'oven', 'press'])
  expect((await service.call('GET', '/formats/kiln')).body).toEqual({ ...json('kiln'), position: 1 })
  for (const id of ['kiln', 'oven', 'press']) {
    expect((await service.call('DELETE', `/formats/${id}`)).status).toBe(204)
  }
  expect((await service.call('DELETE', '/formats/kiln')).status).toBe(404)
  expect((await service.call('GET', '/formats/kiln')).status).toBe(404)
})

describe('is refused with what would be right:', () => {
  test.each<[string, object, string, string]>([
    ['a reserved level', { topic: 'telemetry/{site}/{device}' }, '/topic', 'choose another first level'],
    ['Sparkplug', { topic: 'spBv1.0/#' }, '/topic', 'choose another first level'],
    ['our commands', { topic: 'commands/{device}' }, '/topic', 'choose another first level'],
    ['broker topics', { topic: '$SYS/{device}' }, '/topic', 'choose another first level'],
    ['# in the middle', { topic: 'a/#/b' }, '/topic', '#'],
    ['half a placeholder', { topic: 'a/x-{device}' }, '/topic', '{device}'],
    ['an unknown placeholder', { topic: 'a/{machine}' }, '/topic', '{machine}'],
    ['+ in a text', { topic: 'a/b+' }, '/topic', '+'],
    ['a placeholder twice', { topic: 'a/{device}/{device}' }, '/topic', 'twice'],
    ['everything', { topic: '#' }, '/topic', 'at least one level as text'],
    ['everything, in other words', { topic: '{site}/+/{device}' }, '/topic', 'at least one level as text'],
    ['a name without a value', { mapping: { name: '/n' } }, '/mapping/name', 'value'],
    ['an unknown codec', { codec: 'xml' }, '/codec', 'must be one of json'],
  ])('%s', async (_, wrong, pointer, words) => {
    const { status, body } = await put({ ...json('wrong'), ...wrong })
    expect(status).toBe(400)
    expect(body.errors).toEqual([{ pointer, detail: expect.stringContaining(words) }])
  })

  test('a mapping for what has none', async () => {
    const { status, body } = await put({ ...json('wrong'), codec: 'senml', mapping: { time: '/t' } })
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, expect.stringMatching(/^\/mapping/)])
  })

  test('another id than in the path', async () => {
    const { status } = await service.call('PUT', '/formats/one', json('two'))
    expect(status).toBe(400)
  })

  test('a topic that another format has', async () => {
    await put(json('first', { topic: 'same/{device}' }))
    const { status, body } = await put(json('second', { topic: 'same/{device}' }))
    expect([status, body.detail]).toEqual([409, expect.stringContaining('first')])
    await service.call('DELETE', '/formats/first')
  })
})

describe('a trial', () => {
  const format = json('trial')
  const attempt = (body: object) =>
    service.call<{ matches: boolean } & Problem>('POST', '/formats/try', {
      format,
      topic: 'trial/m-1/up',
      payload: '{}',
      ...body,
    })

  test('hands format and message over, and answers what comes of it', async () => {
    service.trials.length = 0
    service.trialAnswers.push({ readings: [{ device: 'm-1', values: { t: 1 } }], problems: ['no'] })
    const bytes = Buffer.from([0, 255])
    const { body } = await attempt({ payload: bytes.toString('base64'), payloadEncoding: 'base64' })
    expect(body).toEqual({ matches: true, readings: [{ device: 'm-1', values: { t: 1 } }], problems: ['no'] })
    expect(service.trials).toEqual([
      { format, topic: 'trial/m-1/up', publisher: 'admin', payload: bytes, receivedAtMs: service.clock.now },
    ])
    expect(await listed()).toEqual([])
  })

  test('says when the topic is another one', async () => {
    expect((await attempt({ topic: 'other' })).body).toEqual({ matches: false, readings: [], problems: [] })
  })

  test('of a format that is wrong points into it', async () => {
    const { body } = await attempt({ format: { ...format, topic: '#' } })
    expect(body.errors).toEqual([{ pointer: '/format/topic', detail: expect.any(String) }])
    expect((await attempt({ payload: 'é', payloadEncoding: 'base64' })).body.errors).toEqual([
      { pointer: '/payload', detail: expect.stringContaining('base64') },
    ])
  })
})

test('the pipeline has them in their order, and hears of every change within a second', async () => {
  const pool = new pg.Pool({ connectionString: service.database.url, max: 2 })
  await put(json('b'))
  const formats = await openFormats({ pool, logger: quiet })
  try {
    const ids = () => formats.current().map(({ id }) => id)
    expect(formats.current()).toEqual([json('b')])
    await put(json('a', { position: 9 }))
    await eventually(() => ids().join() === 'b,a', 1_000)
    await service.call('DELETE', '/formats/b')
    await eventually(() => ids().join() === 'a', 1_000)
    pool.on('error', () => undefined)
    service.pool.on('error', () => undefined)
    await service.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    await service.pool.query(`update ticketing.formats set topic = 'changed/{device}'`)
    await eventually(() => formats.current()[0]?.topic === 'changed/{device}', 5_000)
  } finally {
    await formats.close()
    await pool.end()
  }
})
