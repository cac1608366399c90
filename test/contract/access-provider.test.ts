import { createServer, type Server } from 'node:net'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { identitiesOf } from '../../main/oidc-settings.ts'
import type { Account, Me } from '../../ticketing/domain/account.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { ownPath } from '../../ticketing/http/oidc/trip.ts'
import { CLIENT, type OidcProvider, startOidcProvider } from '../services/oidc-provider.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

/*
 * Signing in at a real provider of identities, in a process of its own: our side is asked in place, the provider by HTTP,
 * each with the cookies that a browser would keep.
 */

const ORIGIN = 'https://forewarn.example'
const BEGIN = '/api/v1/session/provider'
let service: TicketingTest
let provider: OidcProvider
let app: Awaited<ReturnType<typeof buildApi>>

beforeAll(async () => {
  provider = await startOidcProvider(ORIGIN)
  service = await startTicketingTest()
  await service.registerPump()
  app = await withProvider()
})
afterAll(async () => {
  await app?.close()
  await service?.close()
  await provider?.end()
})
beforeEach(async () => {
  service.clock.now += 3_600_000
  await provider.people({
    anna: {
      ...{ name: 'Anna Keller', preferred_username: 'anna', email: 'anna@example.com' },
      ...{ email_verified: true, groups: ['planners', 'unknown'] },
    },
    bo: { name: 'Bo Lind', preferred_username: 'bo', groups: [] },
    root: { preferred_username: 'root.admin', groups: ['admins', 'planners'] },
  })
})

const withProvider = (more: object = {}) =>
  buildApi({
    ...service.parts,
    metrics: new Registry(),
    publicUrl: ORIGIN,
    identities: identitiesOf({
      ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
      ...{ OIDC_SCOPE: 'openid profile email', OIDC_ROLES_CLAIM: 'groups' },
      OIDC_ROLES: 'admins=administrator;planners=planner@plant-1;planners=viewer@gone',
      ...more,
    } as Parameters<typeof identitiesOf>[0]),
  })

/** What a browser keeps of one host. */
class Jar {
  readonly kept = new Map<string, string>()
  take(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.kept.delete(pair.slice(0, at))
      else this.kept.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
  get header() {
    return { cookie: [...this.kept].map(each => each.join('=')).join('; ') }
  }
}

let browsers = 0

class Browser {
  readonly ours = new Jar()
  readonly theirs = new Jar()
  readonly remoteAddress = `192.0.2.${++browsers % 250}`
  readonly to: typeof app
  constructor(to = app) {
    this.to = to
  }

  async get(url: string, more: object = {}) {
    const answer = await this.to.inject({
      url,
      headers: this.ours.header,
      remoteAddress: this.remoteAddress,
      ...more,
    })
    this.ours.take([answer.headers['set-cookie'] ?? []].flat())
    return answer
  }

  async goTo(path: string): Promise<string> {
    const answer = await this.get(path)
    expect(answer.statusCode).toBe(302)
    return String(answer.headers.location)
  }

  /** From the address at the provider to the one that leads back to us. */
  async signInThere(address: string, login: string): Promise<string> {
    let url = new URL(address)
    for (let hops = 0; hops < 8 && url.origin !== ORIGIN; hops++) {
      const isForm = url.pathname.startsWith('/interaction/')
      const body = isForm ? new URLSearchParams({ login }) : undefined
      const method = isForm ? 'POST' : 'GET'
      const init = { method, headers: this.theirs.header, redirect: 'manual' as const, ...(body && { body }) }
      const answer = await fetch(url, init)
      this.theirs.take(answer.headers.getSetCookie())
      const next = answer.headers.get('location')
      if (!next) throw new Error(`${url.pathname} → ${answer.status} ${await answer.text()}`)
      url = new URL(next, url)
    }
    return url.pathname + url.search
  }

  async comeBack(login: string, change = (url: URL) => url, path = BEGIN): Promise<string> {
    const address = change(new URL(await this.goTo(path)))
    return this.signInThere(address.href, login)
  }

  /** The whole trip; resolves with where it ends. */
  async signIn(login: string, path = BEGIN): Promise<string> {
    return this.goTo(await this.comeBack(login, undefined, path))
  }

  async me(): Promise<Me | undefined> {
    const answer = await this.get('/api/v1/session')
    return answer.statusCode === 200 ? answer.json() : undefined
  }
}

const accounts = async () =>
  (await service.call<{ items: Account[] }>('GET', '/accounts?limit=100')).body.items

describe('signing in at a provider', () => {
  test('makes an account at the first time, with the grants of the claims, and a session of ours', async () => {
    const browser = new Browser()
    expect(await browser.signIn('anna', `${BEGIN}?to=/tickets/7?tab=1`)).toBe('/tickets/7?tab=1')
    const me = await browser.me()
    expect(me).toMatchObject({
      name: 'Anna Keller',
      kind: 'account',
      grants: [{ role: 'planner', site: 'plant-1' }],
      hasPassword: false,
    })
    const [account] = (await accounts()).filter(({ name }) => name === 'anna')
    expect(account).toMatchObject({ email: 'anna@example.com', hasPassword: false, active: true })
    const again = new Browser()
    expect(await again.signIn('anna')).toBe('/')
    expect((await again.me())?.id).toBe(me?.id)
    expect([...again.ours.kept.keys()].toSorted()).toEqual([
      '__Host-forewarn-browser',
      '__Host-forewarn-session',
    ])
  })

  test('never takes an account over by its name or e-mail', async () => {
    const taken = { name: 'root.admin', email: 'root@example.com' }
    const { body: local } = await service.call<Account>('POST', '/accounts', taken)
    const claims = { preferred_username: 'root.admin', email: 'root@example.com', groups: ['planners'] }
    await provider.people({ thief: claims })
    const browser = new Browser()
    await browser.signIn('thief')
    expect((await browser.me())?.id).not.toBe(`account:${local.id}`)
    const made = (await accounts()).find(({ name }) => name === 'root.admin-2')
    expect(made).toMatchObject({ email: null, grants: [{ role: 'planner', site: 'plant-1' }] })
  })

  test('follows the claims each time, also when they give nothing any more', async () => {
    const browser = new Browser()
    await browser.signIn('root')
    const admin = { role: 'administrator', site: null }
    expect((await browser.me())?.grants).toEqual([admin, { role: 'planner', site: 'plant-1' }])
    await provider.people({ root: { groups: ['planners'] } })
    await new Browser().signIn('root')
    expect((await browser.me())?.grants).toEqual([{ role: 'planner', site: 'plant-1' }])
    await provider.people({ root: { groups: [] } })
    expect(await new Browser().signIn('root')).toBe('/?problem=no_role')
    expect((await browser.me())?.grants).toEqual([])
    const before = (await accounts()).length
    expect(await new Browser().signIn('root')).toBe('/?problem=no_role')
    expect((await accounts()).length).toBe(before)
  })

  test('makes no account for somebody without a role here', async () => {
    const before = (await accounts()).length
    const browser = new Browser()
    expect(await browser.signIn('bo')).toBe('/?problem=no_role')
    expect(await browser.me()).toBeUndefined()
    expect((await accounts()).length).toBe(before)
  })

  test('lets nobody in whose account is switched off', async () => {
    await provider.people({ carla: { preferred_username: 'carla', groups: ['planners'] } })
    const browser = new Browser()
    await browser.signIn('carla')
    const id = (await browser.me())?.id.split(':')[1]
    await service.call('PATCH', `/accounts/${id}`, { active: false })
    const again = new Browser()
    expect(await again.signIn('carla')).toBe('/?problem=switched_off')
    expect(await again.me()).toBeUndefined()
  })

  test('leaves the roles to administrators where no mapping is configured', async () => {
    const open = await withProvider({ OIDC_ROLES: undefined })
    await provider.people({ dora: { preferred_username: 'dora', groups: ['admins'] } })
    const browser = new Browser(open)
    expect(await browser.signIn('dora')).toBe('/')
    const me = await browser.me()
    expect(me?.grants).toEqual([])
    const grants = [{ role: 'viewer', site: null }]
    await service.call('PATCH', `/accounts/${me?.id.split(':')[1]}`, { grants })
    const again = new Browser(open)
    await again.signIn('dora')
    expect((await again.me())?.grants).toEqual(grants)
    await open.close()
  })

  test('ends there as well', async () => {
    const browser = new Browser()
    await browser.signIn('anna')
    const token = (await browser.me())?.csrfToken ?? ''
    const headers = { ...browser.ours.header, 'x-csrf-token': token }
    const answer = await browser.get('/api/v1/session', { method: 'DELETE', headers })
    const { signedOut, providerUrl } = answer.json()
    expect(signedOut).toBe(true)
    expect(await browser.me()).toBeUndefined()
    const url = new URL(providerUrl)
    expect(url.origin).toBe(provider.issuer)
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/`)
    const page = await fetch(url, { headers: browser.theirs.header })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('op.logoutForm') // it knows whom this is about, and where to go then
  })
})

describe('what comes back is refused', () => {
  const failed = '/?problem=failed'
  const set = (name: string, value: string) => (url: URL) => {
    url.searchParams.set(name, value)
    return url
  }

  async function refused(browser: Browser, path: string, problem: string): Promise<void> {
    expect(await browser.goTo(path)).toBe(problem)
    expect(await browser.me()).toBeUndefined()
  }
  const changed = (path: string, name: string, value: string) => {
    const url = set(name, value)(new URL(path, ORIGIN))
    return url.pathname + url.search
  }

  test.each([
    ['another state', 'state', 'of-somebody-else'],
    ['another issuer', 'iss', 'https://evil.example'],
    ['a code that was made up', 'code', 'made-up'],
  ])('with %s', async (_what, name, value) => {
    const browser = new Browser()
    await refused(browser, changed(await browser.comeBack('anna'), name, value), failed)
  })

  test.each([
    ['nonce', 'another-nonce'],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  ])('with another %s than we have sent', async (name, value) => {
    const browser = new Browser()
    await refused(browser, await browser.comeBack('anna', set(name, value)), failed)
  })

  test('without its issuer, which this provider always says', async () => {
    const browser = new Browser()
    const url = new URL(await browser.comeBack('anna'), ORIGIN)
    url.searchParams.delete('iss')
    await refused(browser, url.pathname + url.search, failed)
  })

  test('a second time, also with the cookie of the first', async () => {
    const browser = new Browser()
    const path = await browser.comeBack('anna')
    const thief = new Browser()
    thief.ours.take([...browser.ours.kept].map(pair => pair.join('=')))
    expect(await browser.goTo(path)).toBe('/')
    expect(await browser.goTo(path)).toBe('/?problem=expired')
    await refused(thief, path, failed)
  })

  test('in another browser, and when ten minutes are over', async () => {
    const browser = new Browser()
    const path = await browser.comeBack('anna')
    await refused(new Browser(), path, '/?problem=expired')
    const other = new Browser()
    await other.goTo(BEGIN) // signing the victim in as somebody else: their browser has begun another one
    await refused(other, path, failed)
    service.clock.now += 11 * 60_000
    await refused(browser, path, '/?problem=expired')
  })

  test('with a cookie that was changed', async () => {
    const browser = new Browser()
    const path = await browser.comeBack('anna')
    const [name = '', value = ''] = [...browser.ours.kept][0] ?? []
    browser.ours.kept.set(name, value.slice(0, -4) + (value.endsWith('AAAA') ? 'BBBB' : 'AAAA'))
    await refused(browser, path, '/?problem=expired')
  })

  test('when the provider has not let them in, without its words', async () => {
    const browser = new Browser()
    const path = await browser.comeBack('nobody')
    expect(path).toContain('error_description')
    await refused(browser, path, '/?problem=denied')
  })
})

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/\t/evil.example',
  '/%09/x/..//evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '/api/v1/session',
  '',
])('%j is no page to go on to', to => {
  const path = ownPath(to)
  expect(new URL(path, ORIGIN).origin).toBe(ORIGIN)
  expect(path).not.toMatch(/^\/[/\\]|^\/api/)
})

test('who was to be led elsewhere ends at our first page', async () => {
  const path = `${BEGIN}?to=${encodeURIComponent('//evil.example')}`
  expect(await new Browser().signIn('anna', path)).toBe('/')
})

describe('without the provider', () => {
  const silent: Server[] = []
  afterAll(() => {
    for (const server of silent) server.close()
  })

  test('nothing else stops, and who wants to sign in there is told', async () => {
    const gone = await startOidcProvider(ORIGIN)
    await gone.end()
    const alone = await withProvider({ OIDC_ISSUER: gone.issuer })
    const browser = new Browser(alone)
    expect(await browser.goTo(BEGIN)).toBe('/?problem=away')
    const options = (await browser.get('/api/v1/session/options')).json()
    expect(options).toMatchObject({ password: true, provider: new URL(gone.issuer).host })
    await alone.close()
  })

  test('that takes the connection and says nothing, it ends after seconds', async () => {
    const server = createServer(() => undefined)
    silent.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const alone = await withProvider({ OIDC_ISSUER: `http://127.0.0.1:${port}` })
    expect(await new Browser(alone).goTo(BEGIN)).toBe('/?problem=away')
    await alone.close()
  }, 15_000)

  test('that calls itself something else, nobody is sent there', async () => {
    const alone = await withProvider({ OIDC_ISSUER: provider.issuer.replace('127.0.0.1', 'localhost') })
    expect(await new Browser(alone).goTo(BEGIN)).toBe('/?problem=failed')
    await alone.close()
  })

  test('where none is configured there is none', async () => {
    const browser = new Browser(service.app)
    expect(await browser.goTo(BEGIN)).toBe('/?problem=not_configured')
    expect((await browser.get('/api/v1/session/options')).json().provider).toBeNull()
  })
})
