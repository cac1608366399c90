import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Grant } from '../../ticketing/domain/access.ts'
import type { Account, ListedAccount, Me, Session } from '../../ticketing/domain/account.ts'
import type { LedgerEvent } from '../../ticketing/domain/ledger.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { offerSetUp } from '../../ticketing/store/account-links.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { ADMIN_TOKEN, NOW, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const PASSWORD = 'four words that nobody guesses'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
})
afterAll(() => service.close())
beforeEach(() => {
  service.clock.now += HOUR // what a former test has counted is over
})

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
interface Said<T> {
  status: number
  body: T
  cookies: string[]
  headers: Record<string, unknown>
}

async function ask<T = Problem>(
  method: Method,
  path: string,
  { payload, ...more }: { payload?: object; headers?: Record<string, string>; remoteAddress?: string } = {},
): Promise<Said<T>> {
  const options: InjectOptions = { method, url: `/api/v1${path}`, ...more, ...(payload && { payload }) }
  const answer = await service.app.inject(options)
  const cookies = [answer.headers['set-cookie'] ?? []].flat()
  const body = answer.body === '' ? undefined : JSON.parse(answer.body)
  return { status: answer.statusCode, body, cookies, headers: answer.headers }
}

/** What a browser sends of what it was given. */
const cookieOf = (cookies: readonly string[]) => cookies.map(each => each.split(';')[0]).join('; ')

let address = 0
const elsewhere = () => `192.0.2.${++address % 250}`

const signIn = (
  name: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
  remoteAddress = elsewhere(),
) => ask<Me>('POST', '/session', { payload: { name, password }, headers, remoteAddress })

async function linkFor(id: number): Promise<string> {
  const { body } = await service.call<{ url: string }>('POST', `/accounts/${id}/link`)
  return body.url.split('#')[1] ?? ''
}

/** An account with the password, and its session. */
async function somebody(grants: Grant[] = [], more: object = {}) {
  const name = `person-${randomUUID()}`
  const made = await service.call<Account>('POST', '/accounts', { name, grants, ...more })
  expect(made.status).toBe(201)
  const token = await linkFor(made.body.id)
  const { body, cookies } = await ask<Me>('POST', '/account-links/redeem', {
    payload: { token, password: PASSWORD },
    remoteAddress: elsewhere(),
  })
  const headers = { cookie: cookieOf(cookies), 'x-csrf-token': body.csrfToken ?? '' }
  return { id: made.body.id, name, headers, cookies, me: body }
}

const ADMINISTRATOR = { authorization: `Bearer ${ADMIN_TOKEN}` }
const administrator: Grant = { role: 'administrator', site: null }
const viewer: Grant = { role: 'viewer', site: 'plant-1' }

describe('set-up', () => {
  test('the link makes the first administrator once, and works no more when there is an account', async () => {
    const db = openDb(service.pool)
    const stale = await offerSetUp(db, NOW)
    const offered = await offerSetUp(db, service.clock.now)
    expect((await ask<{ setUp: boolean }>('GET', '/session/options')).body.setUp).toBe(true)
    const redeem = (token = '', payload: object = { name: 'root.admin' }) =>
      ask<Me & Problem>('POST', '/account-links/redeem', {
        payload: { token, password: PASSWORD, ...payload },
      })
    expect((await redeem(stale?.token)).status).toBe(404)
    expect((await redeem(offered?.token, {})).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/name' }],
    })
    expect(
      (await redeem(offered?.token, { name: 'anna', password: 'anna-anna-anna' })).body.errors,
    ).toMatchObject([{ pointer: '/password' }])
    const both = await Promise.all([redeem(offered?.token), redeem(offered?.token, { name: 'second' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 404])
    expect(both.find(({ status }) => status === 201)?.body).toMatchObject({ grants: [administrator] })
    expect((await redeem(offered?.token)).status).toBe(404)
    expect(await offerSetUp(db, service.clock.now)).toBeUndefined()
    expect((await ask<{ setUp: boolean }>('GET', '/session/options')).body.setUp).toBe(false)
  })
})

describe('a session', () => {
  test('has a cookie that scripts and other pages do not get, and is a new one at each sign-in', async () => {
    const { name, headers } = await somebody([viewer])
    const again = await signIn(name, PASSWORD, { cookie: headers.cookie })
    expect(again.status).toBe(201)
    expect(again.cookies[0]).toMatch(
      /^forewarn-session=[\w-]{32}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    )
    expect(again.headers['cache-control']).toBe('no-store')
    expect(cookieOf(again.cookies)).not.toContain(headers.cookie.split(';')[0])
    expect((await ask('GET', '/session', { headers })).status).toBe(401) // fixation: what was there before has ended
    expect(
      (await ask<Me>('GET', '/session', { headers: { cookie: cookieOf(again.cookies) } })).body,
    ).toMatchObject({
      kind: 'account',
      grants: [viewer],
      csrfToken: again.body.csrfToken,
    })
  })

  test('is only for https where browsers come by https', async () => {
    const app = await buildApi({
      ...service.parts,
      metrics: new Registry(),
      publicUrl: 'https://forewarn.example',
    })
    const { name } = await somebody()
    const payload = { name, password: PASSWORD }
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload,
      remoteAddress: elsewhere(),
    })
    const [session = '', browser = ''] = [answer.headers['set-cookie'] ?? []].flat()
    expect(session).toMatch(/^__Host-forewarn-session=.*; Path=\/; .*; Secure$/)
    expect(browser).toMatch(/^__Host-forewarn-browser=.*; Secure$/)
    const plain = cookieOf([session]).replace('__Host-', '')
    for (const [cookie, status] of [
      [cookieOf([session]), 200],
      [plain, 401],
    ] as const)
      expect((await app.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode).toBe(status)
    await app.close()
  })

  test('changes nothing without the token of the page, nor with that of another session', async () => {
    const { headers } = await somebody([administrator])
    const other = await somebody([administrator])
    const site = { id: 'csrf', name: 'CSRF', timeZone: 'UTC' }
    const { cookie } = headers
    for (const csrf of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': other.headers['x-csrf-token'] }]) {
      const refused = await ask('POST', '/sites', { payload: site, headers: { cookie, ...csrf } })
      expect(refused.body).toMatchObject({ status: 403, code: 'forbidden' })
    }
    expect((await ask('GET', '/sites', { headers: { cookie } })).status).toBe(200)
    expect((await ask('POST', '/sites', { payload: site, headers })).status).toBe(201)
  })

  test('another page cannot sign its visitor in', async () => {
    const { name } = await somebody()
    expect((await signIn(name, PASSWORD, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const form = { 'content-type': 'text/plain' }
    expect((await ask('POST', '/session', { payload: {}, headers: form })).status).toBe(415)
  })

  test('ends when nobody uses it, after a week, and by signing out', async () => {
    const { name, headers } = await somebody([viewer])
    const works = async () => (await ask('GET', '/sites', { headers })).status === 200
    for (let hours = 0; hours < 24; hours += 8) {
      service.clock.now += 8 * HOUR
      expect(await works()).toBe(true)
    }
    service.clock.now += 13 * HOUR
    expect(await works()).toBe(false)
    const fresh = await signIn(name)
    const next = { cookie: cookieOf(fresh.cookies), 'x-csrf-token': fresh.body.csrfToken ?? '' }
    expect((await ask('DELETE', '/session', { headers: next })).body).toEqual({
      signedOut: true,
      providerUrl: null,
    })
    expect((await ask('GET', '/session', { headers: next })).status).toBe(401)
    const long = await signIn(name)
    const busy = { cookie: cookieOf(long.cookies) }
    for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
      service.clock.now += 8 * HOUR
      expect((await ask('GET', '/session', { headers: busy })).status).toBe(200)
    }
    service.clock.now += 8 * HOUR
    expect((await ask('GET', '/session', { headers: busy })).status).toBe(401)
  })

  test('is listed for its owner, who can end the others of their own', async () => {
    const { name, headers } = await somebody()
    const stranger = await somebody()
    const other = await signIn(name, PASSWORD, { 'user-agent': 'Phone\u0000\r\nX: y ä' })
    const { body } = await ask<{ items: Session[] }>('GET', '/sessions', { headers })
    expect(body.items.map(({ current }) => current).toSorted()).toEqual([false, true])
    const id = body.items.find(({ current }) => !current)?.id
    expect(body.items.find(({ current }) => !current)?.agent).toMatch(/^Phone/)
    await ask('DELETE', `/sessions/${id}`, { headers: stranger.headers })
    const cookie = cookieOf(other.cookies)
    expect((await ask('GET', '/session', { headers: { cookie } })).status).toBe(200)
    await ask('DELETE', `/sessions/${id}`, { headers })
    expect((await ask('GET', '/session', { headers: { cookie } })).status).toBe(401)
  })
})

describe('passwords', () => {
  test('are nowhere to be read, and the link that sets one works once', async () => {
    const { id, name } = await somebody()
    const { rows } = await service.pool.query('select password_hash from ticketing.accounts where id = $1', [
      id,
    ])
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const token = await linkFor(id)
    const newer = await linkFor(id)
    const redeem = (of: string, more = {}) =>
      ask('POST', '/account-links/redeem', { payload: { token: of, password: `${PASSWORD} 2`, ...more } })
    expect((await redeem(token)).status).toBe(404)
    expect((await redeem(newer, { password: 'short' })).status).toBe(400)
    const both = await Promise.all([redeem(newer), redeem(newer)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 404])
    expect((await redeem(newer)).status).toBe(404)
    expect((await signIn(name)).status).toBe(401)
    expect((await signIn(name, `${PASSWORD} 2`)).status).toBe(201)
    const late = await linkFor(id)
    service.clock.now += 25 * HOUR
    expect((await redeem(late)).status).toBe(404)
  })

  test('are changed by who knows the former one; everybody else is out', async () => {
    const { name, headers } = await somebody()
    const thief = cookieOf((await signIn(name)).cookies)
    const change = (current: string, password: string, key = {}) =>
      ask<Me & Problem>('PUT', '/session/password', {
        payload: { current, password },
        headers: { ...headers, ...key },
        remoteAddress: elsewhere(),
      })
    expect((await change('wrong', 'another one of some words')).body.errors).toMatchObject([
      { pointer: '/current' },
    ])
    expect((await change(PASSWORD, name)).body.errors).toMatchObject([{ pointer: '/password' }])
    const changed = await change(PASSWORD, 'another one of some words')
    expect(changed.status).toBe(200)
    for (const cookie of [thief, headers.cookie])
      expect((await ask('GET', '/session', { headers: { cookie } })).status).toBe(401)
    expect((await ask('GET', '/session', { headers: { cookie: cookieOf(changed.cookies) } })).status).toBe(
      200,
    )
    expect((await signIn(name)).status).toBe(401)
  })

  test('of a stolen session cannot be tried without bounds, with or without an Idempotency-Key', async () => {
    const { headers } = await somebody()
    const statuses: number[] = []
    for (let n = 0; n < 8; n++) {
      const key = { 'idempotency-key': `try-${n}` }
      const payload = { current: `guess ${n}`, password: 'another one of some words' }
      statuses.push(
        (await ask('PUT', '/session/password', { payload, headers: { ...headers, ...key } })).status,
      )
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429, 429])
  })
})

describe('guessing', () => {
  test('is over after five attempts from one place, for a quarter of an hour, and says nothing of who exists', async () => {
    const { name } = await somebody()
    const answers = async (who: string) => {
      const from = elsewhere()
      const said: Said<Problem>[] = []
      for (let n = 0; n < 6; n++)
        said.push((await signIn(who, 'a guess', {}, from)) as unknown as Said<Problem>)
      return { from, said }
    }
    const known = await answers(name)
    const unknown = await answers('nobody-at-all')
    const shown = ({ said }: typeof known) => said.map(({ status, body }) => [status, body.code, body.detail])
    expect(shown(known)).toEqual(shown(unknown))
    expect(known.said.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429])
    expect(Number(known.said[5]?.headers['retry-after'])).toBeGreaterThan(14 * 60)
    expect((await signIn(name, PASSWORD, {}, known.from)).status).toBe(429)
    expect((await signIn(name)).status).toBe(201) // from elsewhere
    const locked = async () => {
      const { body } = await service.call<{ items: ListedAccount[] }>('GET', '/accounts?limit=500')
      return body.items
        .filter(({ lockedUntilMs }) => lockedUntilMs !== null)
        .map(each => [each.name, each.lockedUntilMs])
    }
    expect(await locked()).toEqual([[name, service.clock.now + 15 * MINUTE]])
    service.clock.now += 16 * MINUTE
    expect(await locked()).toEqual([])
    const { body } = await signIn(name, PASSWORD, {}, known.from)
    expect(body).toMatchObject({ hasPassword: true })
  })

  test('a hundred at once are a hundred', async () => {
    const { name } = await somebody()
    const from = elsewhere()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => signIn(name, `guess ${n}`, {}, from)),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25)
  })

  test('from everywhere at once does not lock out who has signed in here before, and an administrator can help', async () => {
    const { id, name, cookies } = await somebody()
    await service.pool.query(
      `insert into ticketing.sign_in_failures (name_hash, source, failures, since_ms)
       values (sha256(convert_to($1, 'UTF8')), '*', 50, $2)`,
      [name, service.clock.now],
    )
    expect((await signIn(name)).status).toBe(429)
    const browser = cookieOf(cookies)
    expect((await signIn(name, PASSWORD, { cookie: browser })).status).toBe(201)
    const other = await somebody()
    expect((await signIn(name, PASSWORD, { cookie: cookieOf(other.cookies) })).status).toBe(429)
    expect((await service.call('POST', `/accounts/${id}/unlock`)).status).toBe(204)
    expect((await signIn(name)).status).toBe(201)
  })

  test('is in the ledger, once for each window and lock-out, and without a word of what was tried', async () => {
    const { id, name } = await somebody()
    const from = elsewhere()
    for (let n = 0; n < 9; n++) await signIn(name, `a wrong guess ${n}`, {}, from)
    await signIn(`nobody-${name}`, 'a wrong guess', {}, from)
    service.clock.now += 16 * MINUTE
    for (const password of ['a wrong guess', 'a wrong guess', PASSWORD])
      await signIn(name, password, {}, from)
    await service.call('POST', `/accounts/${id}/unlock`)
    await linkFor(id)
    await service.call('DELETE', `/accounts/${id}/sessions`)
    const { body } = await service.call<{ items: LedgerEvent[] }>('GET', `/ledger?subject=account&id=${id}`)
    const told = body.items.toReversed().map(({ type, actor, data }) => [type, actor, data])
    expect(told.slice(told.findIndex(([type]) => type === 'sign_in_failed'))).toEqual([
      ['sign_in_failed', 'system', { from: 'an address' }],
      ['locked_out', 'system', { from: 'an address', failures: 5 }],
      ['sign_in_failed', 'system', { from: 'an address' }],
      ['signed_in', `account:${id}`, { failedBefore: 2 }],
      ['unlocked', 'admin', {}],
      ['link_made', 'admin', { expiresAtMs: expect.any(Number) }],
      ['signed_out_everywhere', 'admin', { ended: 2 }],
    ])
    const all = await service.call<{ items: LedgerEvent[] }>('GET', '/ledger?limit=500')
    expect(JSON.stringify(all.body)).not.toMatch(/wrong guess|nobody-|192\.0\.2/)
  })

  test('takes as long for a name that nobody has', async () => {
    const { name } = await somebody()
    const taken = async (who: string) => {
      const begun = performance.now()
      await signIn(who, 'a guess')
      return performance.now() - begun
    }
    await taken(name)
    const times = { known: 0, unknown: 0 }
    for (let n = 0; n < 3; n++) {
      times.known += await taken(name)
      times.unknown += await taken(`nobody-${n}`)
    }
    expect(times.unknown).toBeGreaterThan(times.known / 3)
  })
})

describe('an account', () => {
  test('is made, changed and closed; the ledger has its roles and no names', async () => {
    const made = await service.call<Account>('POST', '/accounts', { name: 'Berta', email: 'b@example.com' })
    expect(made.body).toMatchObject({ name: 'Berta', displayName: 'Berta', grants: [], hasPassword: false })
    expect((await service.call('POST', '/accounts', { name: 'bERTA' })).status).toBe(409)
    const wrong = { name: 'x', grants: [{ role: 'viewer', site: 'nowhere' }] }
    expect((await service.call<Problem>('POST', '/accounts', wrong)).body.errors).toMatchObject([
      { pointer: '/grants/0/site' },
    ])
    for (const more of [
      { id: 1 },
      { passwordHash: 'x' },
      { active: true },
      { hasPassword: true },
      { version: 9 },
    ])
      expect((await service.call('POST', '/accounts', { name: 'y', ...more })).status).toBe(400)
    const path = `/accounts/${made.body.id}`
    const changed = await service.call<Account>('PATCH', path, { grants: [viewer], displayName: 'Berta B.' })
    expect(changed.body).toMatchObject({ grants: [viewer], displayName: 'Berta B.' })
    const query = `/ledger?subject=account&id=${made.body.id}`
    const { items } = (await service.call<{ items: LedgerEvent[] }>('GET', query)).body
    expect(items.map(({ type, after }) => [type, after])).toEqual([
      ['changed', { grants: [viewer] }],
      ['created', { active: true, grants: [], technician: null }],
    ])
    expect(JSON.stringify(items)).not.toMatch(/berta|example/i)
  })

  test('that is not active any more is out at once, with its tokens', async () => {
    const { id, name, headers } = await somebody([viewer])
    const payload = { name: 'script', grants: [viewer], scopes: ['read'] }
    const { body } = await ask<{ token: string }>('POST', '/tokens', { payload, headers })
    const bearer = { authorization: `Bearer ${body.token}` }
    expect((await ask('GET', '/sites', { headers: bearer })).status).toBe(200)
    await service.call('PATCH', `/accounts/${id}`, { active: false })
    for (const each of [headers, bearer])
      expect((await ask('GET', '/sites', { headers: each })).status).toBe(401)
    expect((await signIn(name)).status).toBe(401)
  })

  test('that rules over every site as the last one stays; who has the service’s own token may end it', async () => {
    const [one, other] = [await somebody([administrator]), await somebody([administrator])]
    const others = await service.call<{ items: Account[] }>('GET', '/accounts?limit=500')
    for (const { id, grants } of others.body.items)
      if (id !== one.id && id !== other.id && JSON.stringify(grants).includes('"administrator"'))
        expect((await service.call('PATCH', `/accounts/${id}`, { grants: [] })).status).toBe(200)
    const change = (who: typeof one, id: number, payload: object) =>
      ask('PATCH', `/accounts/${id}`, { payload, headers: who.headers })
    const both = await Promise.all([
      change(one, other.id, { active: false }),
      change(other, one.id, { grants: [viewer] }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toContain(200)
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    const last = both[0]?.status === 200 ? one : other
    for (const payload of [
      { active: false },
      { grants: [] },
      { grants: [{ role: 'administrator', site: 'plant-1' }] },
    ])
      expect((await change(last, last.id, payload)).body).toMatchObject({ status: 409 })
    expect((await change(last, last.id, { displayName: 'The last' })).status).toBe(200)
    expect((await service.call('PATCH', `/accounts/${last.id}`, { active: false })).status).toBe(200)
  })

  test('is changed only where it is as it was seen', async () => {
    const { id } = await somebody()
    const seen = await service.app.inject({ url: `/api/v1/accounts/${id}`, headers: ADMINISTRATOR })
    const change = (displayName: string) =>
      service.app.inject({
        method: 'PATCH',
        url: `/api/v1/accounts/${id}`,
        headers: { ...ADMINISTRATOR, 'if-match': String(seen.headers.etag) },
        payload: { displayName },
      })
    expect([(await change('One')).statusCode, (await change('Two')).statusCode]).toEqual([200, 412])
  })

  test('hears of nothing at a site that it does not see', async () => {
    await service.call('POST', '/assets', { id: 'far-1', site: 'far', class: 'pump', criticality: 'A' })
    await service.call('POST', '/technicians', { id: 'theo', name: 'Theo', site: 'plant-1' })
    const { id, headers } = await somebody([{ role: 'technician', site: 'plant-1' }], { technician: 'theo' })
    for (const asset of ['pump-7', 'far-1']) {
      const work = { asset, kind: 'corrective', title: `Oil at ${asset}` }
      const { body } = await service.call<{ number: number }>('POST', '/tickets', work)
      const comment = { body: `Look at ${asset}`, mentions: ['theo'] }
      expect((await service.call('POST', `/tickets/${body.number}/comments`, comment)).status).toBe(201)
    }
    const heard = async () => {
      const list = await ask<{ items: object[] }>('GET', '/notifications', { headers })
      const { body } = await ask<{ unread: number }>('GET', '/notifications/unread', { headers })
      return [JSON.stringify(list.body).match(/Look at [\w-]+/g), body.unread]
    }
    expect(await heard()).toEqual([['Look at pump-7'], 1])
    const { rows } = await service.pool.query(
      `select state, reason from ticketing.deliveries where recipient = 'technician:theo' order by id`,
    )
    expect(rows).toEqual([
      { state: 'sent', reason: null },
      { state: 'skipped', reason: 'Their account has no role at the site.' },
    ])
    await service.call('PATCH', `/accounts/${id}`, { grants: [{ role: 'technician', site: null }] })
    expect((await heard())[0]).toContain('Look at pump-7')
  })

  test('of a technician acts as the technician, with their ranks, where the account works', async () => {
    const crew = { id: 'lena', name: 'Lena', site: 'plant-1', roles: ['technician', 'lead'] }
    await service.call('POST', '/technicians', crew)
    const { headers } = await somebody([{ role: 'technician', site: 'plant-1' }], { technician: 'lena' })
    const ticket = { asset: 'pump-7', kind: 'corrective', title: 'Oil' }
    const made = await ask<{ number: number; events: { actor: string }[] }>('POST', '/tickets', {
      payload: ticket,
      headers,
    })
    expect(made.status).toBe(201)
    expect(made.body.events[0]?.actor).toBe('lena')
    const forged = { ...headers, 'acting-as': 'lena' }
    expect((await ask('POST', '/tickets', { payload: ticket, headers: forged })).status).toBe(403)
  })
})

describe('a token', () => {
  const make = (headers: Record<string, string>, payload: object) =>
    ask<{ id: number; token: string } & Problem>('POST', '/tokens', { payload, headers })
  const reading = { name: 'script', scopes: ['read'] }

  test('is never more than its maker, then and later', async () => {
    const { id, headers } = await somebody([{ role: 'planner', site: 'plant-1' }])
    for (const grant of [administrator, { role: 'planner', site: null }, { role: 'viewer', site: 'plant-2' }])
      expect((await make(headers, { ...reading, grants: [grant] })).status).not.toBe(201)
    const made = await make(headers, { ...reading, grants: [viewer] })
    expect(made.body.token).toMatch(/^fwt_[\w-]{43}$/)
    const bearer = { authorization: `Bearer ${made.body.token}` }
    expect((await ask('GET', '/assets/pump-7', { headers: bearer })).status).toBe(200)
    expect((await make(bearer, { ...reading, grants: [viewer] })).status).toBe(403)
    await service.call('PATCH', `/accounts/${id}`, { grants: [{ role: 'requester', site: 'plant-1' }] })
    expect((await ask('GET', '/assets/pump-7', { headers: bearer })).status).toBe(403)
  })

  test('works until it expires or is revoked, and is shown once', async () => {
    const { headers } = await somebody([viewer])
    const stranger = await somebody([viewer])
    const soon = service.clock.now + HOUR
    for (const expiresAtMs of [service.clock.now, service.clock.now + 800 * 24 * HOUR])
      expect((await make(headers, { ...reading, grants: [viewer], expiresAtMs })).status).toBe(400)
    const short = (await make(headers, { ...reading, grants: [viewer], expiresAtMs: soon })).body
    const long = (await make(headers, { ...reading, grants: [viewer] })).body
    const status = async ({ token }: { token: string }) =>
      (await ask('GET', '/sites', { headers: { authorization: `Bearer ${token}` } })).status
    expect([await status(short), await status(long)]).toEqual([200, 200])
    const ending = { ...reading, grants: [viewer], expiresAtMs: service.clock.now + 500 }
    const brief = (await make(headers, ending)).body
    expect(await status(brief)).toBe(200)
    service.clock.now += 500 // less than what is known of a token is kept for
    expect(await status(brief)).toBe(401)
    const listed = await ask<{ items: object[] }>('GET', '/tokens', { headers })
    expect(listed.body.items).toHaveLength(3)
    expect(JSON.stringify(listed.body)).not.toContain('fwt_')
    expect(
      (await ask<{ items: object[] }>('GET', '/tokens', { headers: stranger.headers })).body.items,
    ).toEqual([])
    const path = `/tokens/${long.id}/revocation`
    expect((await ask('POST', path, { headers: stranger.headers })).status).toBe(404)
    expect((await ask('POST', path, { headers })).status).toBe(200)
    service.clock.now += 2 * HOUR
    expect([await status(short), await status(long)]).toEqual([401, 401])
    const { rows } = await service.pool.query('select * from ticketing.access_tokens')
    expect(JSON.stringify(rows)).not.toContain(short.token.slice(4))
  })
})

test('who asks too often waits; others do not', async () => {
  const app = await buildApi({ ...service.parts, metrics: new Registry(), requestsAMinute: 5 })
  const { headers } = await somebody([viewer])
  const other = await somebody([viewer])
  const get = (of: Record<string, string>) => app.inject({ url: '/api/v1/sites', headers: of })
  const statuses: number[] = []
  for (let n = 0; n < 7; n++) statuses.push((await get(headers)).statusCode)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect(Number((await get(headers)).headers['retry-after'])).toBeGreaterThan(0)
  expect((await get(other.headers)).statusCode).toBe(200)
  await app.close()
})
