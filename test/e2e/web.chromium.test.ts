import { readFile } from 'node:fs/promises'
import mqtt from 'mqtt'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { EquipmentClass } from '../../contracts/registry.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { startChromium } from '../services/chromium.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'
import { CLIENT, type OidcProvider, startOidcProvider } from '../services/oidc-provider.ts'

const DESK = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const MINUTE_MS = 60_000

let here: Place
let forewarn: RunningForewarn
let provider: OidcProvider
let browser: Browser
let context: BrowserContext | undefined

beforeAll(async () => {
  here = await place()
  provider = await startOidcProvider(`http://127.0.0.1:${here.httpPort}`)
  const { id, secret } = CLIENT
  const env = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret }
  forewarn = await startForewarn(here, {
    env: { ...env, OIDC_NAME: 'Example Works', OIDC_ROLES: 'hall=viewer@plant' },
  })
  browser = await startChromium()
  const press = {
    id: 'press',
    name: 'Press',
    metrics: [{ key: 'oil_temperature', unit: '°C', limits: { high: 80, holdMs: 2 * MINUTE_MS } }],
    acceptsAnyMetric: false,
  }
  await forewarn.api('POST', '/classes', press)
})
afterEach(() => context?.close())
afterAll(async () => {
  await browser?.close()
  await forewarn?.end('SIGTERM')
  await provider?.end()
  await here?.remove()
})

/** Registers a press and lets its oil run hot; resolves when the readings are acknowledged. */
async function hotPress(id: string): Promise<void> {
  await forewarn.api('POST', '/assets', {
    id,
    site: 'plant',
    class: 'press',
    criticality: 'A',
    name: `Press ${id}`,
  })
  await forewarn.api('POST', '/devices', { id, site: 'plant', asset: id })
  const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
  const startMs = Date.UTC(2026, 4, 4, 6)
  const values = Array.from({ length: 40 }, (_, minute) =>
    minute < 25 ? 70 + (minute % 3) : 85 + (minute % 4),
  )
  const samples = values.map((value, i) => ({
    ts: startMs + i * MINUTE_MS,
    values: { oil_temperature: value },
  }))
  await client.publishAsync(`telemetry/plant/${id}`, JSON.stringify(samples), { qos: 1 })
  await client.endAsync()
}

function ticketOf(asset: string): Promise<Ticket> {
  const path = `/tickets?asset=${asset}`
  return eventually(async () => (await forewarn.api<{ items: Ticket[] }>('GET', path)).body.items[0])
}

/** A page that fails the test when it breaks, or when it asks anybody but our own server. */
async function open(path: string, device: object = DESK): Promise<{ page: Page; faults: string[] }> {
  context = await browser.newContext(device)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on(
    'console',
    message => message.text().includes('Content Security Policy') && faults.push(message.text()),
  )
  page.on('request', request => {
    if (!request.url().startsWith(forewarn.httpUrl)) faults.push(`asked ${request.url()}`)
    if (request.url().includes(ADMIN_TOKEN)) faults.push(`sent the token in ${request.url()}`)
  })
  await page.goto(forewarn.httpUrl + path)
  return { page, faults }
}

const withToken = (path: string) => `${path}#token=${ADMIN_TOKEN}`

describe('the web page', () => {
  test('asks for the token, says when it is wrong, and shows the tickets with the right one', async () => {
    const { page, faults } = await open('/')
    await page.getByLabel('Access token').fill('not the token')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('does not accept this token').waitFor()
    await page.getByLabel('Access token').fill(ADMIN_TOKEN)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Tickets', exact: true }).waitFor()
    expect(faults).toEqual([])
  })

  test('a new ticket appears by itself, and leads to its evidence', async () => {
    const { page, faults } = await open(withToken('/'))
    await page.getByText('Live', { exact: true }).waitFor()
    expect(page.url()).not.toContain('token')
    await hotPress('live-1')
    const row = page.getByRole('link', { name: /Press live-1/ })
    await row.waitFor()
    await row.click()
    await page.getByRole('img', { name: /Chart of oil temperature.*The limit is 80 °C/ }).waitFor()
    await page.getByText('Ticket raised').waitFor()
    await expect.poll(() => page.title()).toContain('Press live-1')
    expect(faults).toEqual([])
  })

  test('a ticket tells what it may be and why, with all that was seen, on a phone too', async () => {
    await forewarn.api('POST', '/assets', { id: 'wear-1', site: 'plant', class: 'pump', criticality: 'A' })
    await forewarn.api('POST', '/devices', { id: 'wear-1', site: 'plant', asset: 'wear-1' })
    const { body: pump } = await forewarn.api<EquipmentClass>('GET', '/classes/pump')
    const limits: Record<string, object> = { vibration_rms: { high: 7.1 }, bearing_temperature: { high: 90 } }
    const limited = pump.metrics.map(each => ({
      ...each,
      ...(limits[each.key] && { limits: limits[each.key] }),
    }))
    await forewarn.api('PUT', '/classes/pump', { ...pump, metrics: limited })
    const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
    const samples = Array.from({ length: 60 }, (_, minute) => ({
      ts: Date.UTC(2026, 4, 4, 6, minute),
      values: {
        vibration_rms: minute < 30 ? 2 + (minute % 3) / 10 : 8 + minute / 100,
        bearing_temperature: minute < 30 ? 60 + (minute % 2) : 93,
        discharge_pressure: 6 + (minute % 4) / 100,
      },
    }))
    await client.publishAsync('telemetry/plant/wear-1', JSON.stringify(samples), { qos: 1 })
    await client.endAsync()
    const { number, faultKey } = await ticketOf('wear-1')
    expect(faultKey).toBe('machine')
    const { page, faults } = await open(withToken(`/tickets/${number}`), PHONE)
    const seen = page.getByRole('region', { name: 'What the detectors saw' })
    await seen
      .getByText(/Vibration .* is above its high limit .* since 4 May 2026/)
      .first()
      .waitFor()
    const modes = seen.getByRole('region', { name: 'What it may be' })
    await modes.getByText('Bearing wear').waitFor()
    await modes
      .getByText(/Fits: vibration high, bearing temperature high/)
      .first()
      .waitFor()
    await seen.getByRole('img', { name: 'Chart of bearing temperature at the same time.' }).waitFor()
    await seen.getByText(/^Everything that was seen/).click()
    await seen
      .getByText(/limit@1 · wear-1/)
      .first()
      .waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(faults).toEqual([])
  })

  test('a technician takes a ticket from proposed to closed', async () => {
    await hotPress('work-1')
    const { number } = await ticketOf('work-1')
    const { page, faults } = await open(withToken(`/tickets/${number}`), PHONE)
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('button', { name: 'Start on site' }).click()
    await page.getByRole('button', { name: 'Resolve…' }).click()
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByText('Choose what was wrong.').waitFor()
    await page.getByLabel('Failure code').selectOption({ index: 1 })
    await page.getByLabel('What was found').selectOption('found_as_predicted')
    await page.getByLabel('What was done').fill('Cooler cleaned')
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByText('Resolved → Verifying').waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByText('Verifying → Closed').waitFor()
    expect(await ticketOf('work-1')).toMatchObject({
      state: 'closed',
      outcome: 'found_as_predicted',
      resolution: 'Cooler cleaned',
    })
    expect(faults).toEqual([])
  })

  test('a planner sees what is due next, and why then', async () => {
    await hotPress('due-1')
    const { page, faults } = await open(withToken('/?sort=due'))
    const row = page.getByRole('article').filter({ hasText: 'Press due-1' })
    await row.getByText('in 23 h').waitFor()
    await row.getByRole('link').click()
    await page.getByText(/^Nothing is predicted, so the target of \d+ \w+ \d+, \d\d:\d\d counts\.$/).waitFor()
    await page.getByText(/^in 1 h 5\d min of 2 h$/).waitFor()
    expect(faults).toEqual([])
  })

  test('a ticket is given to somebody, and then it can be handed out', async () => {
    const technicians = [
      { id: 'anna', name: 'Anna Keller', team: 'maintenance' },
      { id: 'bo', name: 'Bo Lind', team: 'maintenance', active: false },
    ]
    for (const technician of technicians) await forewarn.api('POST', '/technicians', technician)
    await hotPress('who-1')
    const { number } = await ticketOf('who-1')
    const { page, faults } = await open(withToken(`/tickets/${number}`), PHONE)
    const card = page.getByRole('region', { name: 'Assignment' })
    await card.getByText('Anna Keller').first().waitFor() // whom the rules chose
    await card.getByRole('button', { name: 'Give it to somebody else…' }).click()
    await card.getByRole('button', { name: 'Assign', exact: true }).click()
    await card.getByText('Choose who is to do it.').waitFor()
    expect(await card.getByRole('option', { name: 'Bo Lind' }).count()).toBe(0)
    await card.getByLabel('Technician').selectOption({ label: 'Nobody: it waits for the team' })
    await card.getByLabel('Reason').fill('She is at the other press')
    await card.getByRole('button', { name: 'Assign', exact: true }).click()
    await card.getByText('Nobody yet').waitFor()
    await page.getByText('Assign: A technician must be chosen first.').waitFor()
    await card.getByRole('button', { name: 'Choose somebody…' }).click()
    await card.getByLabel('Technician').selectOption('anna')
    await card.getByLabel('Reason').fill('Back again')
    await card.getByRole('button', { name: 'Assign', exact: true }).click()
    await page.getByText('Assigned to Anna Keller').first().waitFor()
    await page.getByRole('region', { name: 'Next steps' }).getByRole('button', { name: 'Assign' }).click()
    await page.getByText('Proposed → Assigned').waitFor()
    expect(await ticketOf('who-1')).toMatchObject({
      state: 'assigned',
      assignee: 'anna',
      assignment: 'person',
    })
    expect(faults).toEqual([])
  })

  test('work that somebody asked for has no chart; its steps are ticked off, and it is talked about', async () => {
    const asset = { id: 'ask-1', site: 'plant', class: 'press', criticality: 'B', name: 'Press ask-1' }
    await forewarn.api('POST', '/assets', asset)
    const { body } = await forewarn.api<Ticket>('POST', '/tickets', {
      asset: 'ask-1',
      kind: 'corrective',
      title: 'Oil under the press',
      description: 'A puddle since Monday.',
      checklist: [
        { text: 'Isolate the press', done: false },
        { text: 'Change the seal', done: false },
      ],
    })
    const { page, faults } = await open(withToken('/'), PHONE)
    await page.getByRole('link', { name: 'Oil under the press' }).click()
    await page.getByText('A puddle since Monday.').waitFor()
    expect(await page.getByRole('img', { name: /^Chart/ }).count()).toBe(0)
    await page.getByRole('checkbox', { name: 'Isolate the press' }).check()
    await page.getByRole('heading', { name: 'Checklist, 1 of 2 done' }).waitFor()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText('Resolve: The checklist is not done: Change the seal.').waitFor()
    expect(await page.getByRole('button', { name: 'Resolve…' }).isDisabled()).toBe(true)
    await page.getByRole('checkbox', { name: 'Change the seal' }).check()
    await expect.poll(() => page.getByRole('button', { name: 'Resolve…' }).isDisabled()).toBe(false)
    await page.getByRole('textbox', { name: 'New comment' }).fill('Seals are in the store.')
    await page.getByRole('button', { name: 'Comment' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Seals are in the store.' }).waitFor()
    const signatures = page.getByRole('region', { name: 'Signatures' })
    await signatures.getByRole('button', { name: 'Sign the work…' }).click()
    await signatures.getByLabel('Your name, as your signature').fill('Anna Keller')
    await signatures.getByRole('button', { name: 'Sign', exact: true }).click()
    await signatures.getByText('The work is as it was signed.').waitFor()
    await forewarn.api('PATCH', `/tickets/${body.number}`, { description: 'The fan, too' })
    await signatures.getByText('The work has changed since: description.').waitFor()
    expect((await ticketOf('ask-1')).checklist.every(({ done }) => done)).toBe(true)
    expect(body.number).toBe((await ticketOf('ask-1')).number)
    expect(faults).toEqual([])
  })

  test('a proposal that is not taken says why', async () => {
    await hotPress('no-1')
    const { number } = await ticketOf('no-1')
    const { page, faults } = await open(withToken(`/tickets/${number}`))
    await page.getByRole('button', { name: 'Reject…' }).click()
    await page.getByRole('button', { name: 'Reject', exact: true }).click()
    await page.getByText('Choose why it is not taken.').waitFor()
    await page.getByLabel('Why it is not taken').selectOption('known_condition')
    await page.getByRole('button', { name: 'Reject', exact: true }).click()
    await page.getByText('Proposed → Rejected').waitFor()
    expect(await ticketOf('no-1')).toMatchObject({ state: 'rejected', rejectionCode: 'known_condition' })
    expect(faults).toEqual([])
  })

  test('a change by somebody else is seen on an open page', async () => {
    await hotPress('other-1')
    const { number } = await ticketOf('other-1')
    const { page } = await open(withToken(`/tickets/${number}`))
    await page.getByText('Live', { exact: true }).waitFor()
    await forewarn.api('POST', `/tickets/${number}/transitions`, { to: 'accepted' })
    await page.getByRole('button', { name: 'Start on site' }).waitFor()
  })

  test('a second tab needs no token; signing out ends both', async () => {
    const { page } = await open(withToken('/'))
    await page.getByRole('heading', { name: 'Tickets', exact: true }).waitFor()
    const second = await page.context().newPage()
    await second.goto(`${forewarn.httpUrl}/dead-letters`)
    await second.getByRole('heading', { name: 'Dead letters', exact: true }).waitFor()
    await second.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Access token').waitFor()
  })

  test.each(['/', '/dead-letters', '/notifications', '/crew', '/audit', '/accounts'])(
    '%s needs no sideways scrolling on a phone, and fingers find everything',
    async path => {
      const { page } = await open(withToken(path), PHONE)
      await page.getByRole('main').getByRole('heading').first().waitFor({ state: 'attached' })
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      const heights = await page
        .getByRole('button')
        .evaluateAll(all => all.map(one => one.getBoundingClientRect().height))
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    },
  )

  test('a new device is approved, and its dead letters become readings', async () => {
    await hotPress('site-1')
    const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
    for (const value of [1, 2]) {
      await client.publishAsync(
        'telemetry/plant/new-1',
        `{"ts":1.${value}e12,"values":{"oil_temperature":${value}}}`,
        {
          qos: 1,
        },
      )
    }
    await client.endAsync()
    await eventually(async () => {
      const { body } = await forewarn.api<{ messages?: number }>('GET', '/quarantine/new-1')
      return body.messages === 2 || undefined
    })
    const { page, faults } = await open(withToken('/dead-letters?device=new-1'), PHONE)
    await page.getByRole('heading', { name: 'Devices waiting for approval' }).waitFor()
    await expect.poll(() => page.getByRole('row').filter({ hasText: 'Unknown device' }).count()).toBe(2)
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByLabel('Asset that it watches').fill('nowhere')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('Asset nowhere is not known').waitFor()
    await page.getByLabel('Asset that it watches').fill('site-1')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText(/Device new-1 of asset site-1 is registered\. 2 dead letters/).waitFor()
    await page.getByText('MQTT password, shown this once').waitFor()
    await page.getByRole('heading', { name: 'No dead letters' }).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'Devices waiting for approval' }).waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('dead letters are filtered, and read again one by one or all that are shown', async () => {
    await hotPress('again-1')
    const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
    for (const text of ['one', 'two']) await client.publishAsync('telemetry/plant/again-1', text, { qos: 1 })
    await client.endAsync()
    await eventually(async () => {
      const { body } = await forewarn.api<{ items: object[] }>('GET', '/dead-letters?device=again-1')
      return body.items.length === 2 || undefined
    })
    const { page, faults } = await open(withToken('/dead-letters'))
    const rows = page.getByRole('row').filter({ hasText: 'telemetry/plant/again-1' })
    await page.getByLabel('Device', { exact: true }).fill('again-1')
    await page.getByLabel('Reason').selectOption('malformed_payload')
    await page.waitForURL(/reason=malformed_payload/)
    await expect.poll(() => page.url()).toContain('device=again-1')
    await expect.poll(() => rows.count()).toBe(2)
    await rows
      .first()
      .getByRole('button', { name: /^Replay/ })
      .click()
    await rows.first().getByText('Read again').waitFor()
    await page.getByRole('button', { name: 'Replay all of these' }).click()
    await page.getByText(/^[12] are read again\.$/).waitFor()
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(2) // still no JSON: they come back
    expect(faults).toEqual([])
  })

  test('filters stand in the address, so that a view can be shared', async () => {
    await hotPress('share-1')
    const { priority } = await ticketOf('share-1')
    const { page } = await open(withToken('/?view=all&site=plant'))
    const count = page.getByRole('button', { name: new RegExp(`^${priority}: [1-9]`) })
    await count.click()
    await page.waitForURL(new RegExp(`priority=${priority}`))
    expect(page.url()).toMatch(/view=all.*site=plant|site=plant.*view=all/)
    await page.reload()
    await count.waitFor()
    expect(await count.getAttribute('aria-pressed')).toBe('true')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export tickets as CSV' }).click()
    const file = await readFile(await (await download).path(), 'utf8')
    expect(file).toMatch(/^\uFEFFnumber,/)
    expect(file).toContain('Press share-1')
    expect(
      file.split('\r\n').filter(line => /,P[1-4],/.test(line) && !line.includes(`,${priority},`)),
    ).toEqual([])
  })

  test('the keyboard keeps its place: on the steps after a transition, on the page after a link', async () => {
    await hotPress('keys-1')
    const { number } = await ticketOf('keys-1')
    const { page } = await open(withToken(`/tickets/${number}`))
    await page.getByRole('button', { name: 'Accept' }).press('Enter')
    await page.getByRole('button', { name: 'Start on site' }).waitFor()
    const place = () => page.evaluate<string>('document.activeElement.ariaLabel ?? document.activeElement.id')
    await expect.poll(place).toBe('Next steps')
    await page.getByRole('link', { name: '← Tickets' }).press('Enter')
    await expect.poll(place).toBe('main')
  })

  test('a server that is in trouble is said, with its words and the request', async () => {
    const { page } = await open(withToken('/'))
    await page.getByRole('heading', { name: 'Tickets', exact: true }).waitFor()
    const problem = { title: 'Trouble', status: 503, detail: 'The database is away.', requestId: 'r-1' }
    await page.route('**/api/v1/tickets?*', route => route.fulfill({ status: 503, json: problem }))
    await page.getByRole('button', { name: /^P2/ }).click()
    await page.getByRole('alert').getByText('The database is away. Request r-1.').waitFor()
    await page.unroute('**/api/v1/tickets?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })
})

/** In this order: the first account is made by the link that the service has printed. */
describe('people with accounts', () => {
  const PASSWORD = 'four words that nobody guesses'

  test('the set-up link makes the first administrator, who makes an account and gives its owner a link', async () => {
    const link = new URL(/Set-up +(\S+)/.exec(forewarn.output())?.[1] ?? '')
    const { page, faults } = await open(link.pathname + link.hash)
    await page.getByRole('heading', { name: 'The first administrator' }).waitFor()
    expect(page.url()).not.toContain('#')
    await page.getByLabel('Name').fill('root')
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByLabel('The same once more').fill('something else')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByText('The two are not the same.').waitFor()
    await page.getByLabel('The same once more').fill(PASSWORD)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('link', { name: 'Accounts' }).click()
    await page.getByRole('button', { name: 'New account…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('bo')
    await page.getByLabel('Role 1', { exact: true }).selectOption('requester')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('button', { name: 'Link for bo' }).click()
    const given = new URL((await page.getByText(/set-up#/).textContent()) ?? '')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByLabel('Password').waitFor()
    await page.goto(given.href)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByLabel('The same once more').fill(PASSWORD)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('link', { name: 'My account, bo' }).waitFor()
    expect(await page.getByRole('link', { name: /Dead letters|Crew|Accounts|Audit/ }).count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('by name and password; a session changes something by cookie, and ends', async () => {
    const { page, faults } = await open('/', PHONE)
    await page.getByLabel('Name').fill('root')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The name or the password is wrong.').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'My account, root' }).click()
    await page.getByRole('button', { name: 'New token…' }).click()
    await page.getByLabel('What it is for').fill('Shop')
    await page.getByRole('button', { name: 'Make the token' }).click()
    await page.getByText(/^fwt_/).waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    await page.getByRole('button', { name: 'Revoke Shop' }).click()
    await page.getByRole('button', { name: 'Revoke for ever' }).click()
    await page.getByText('Revoked').waitFor()
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Test in the app' }).click()
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).click()
    await page.getByRole('button', { name: 'Mark as read: A test of Forewarn' }).click()
    await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByLabel('Password').waitFor()
    await page.reload()
    await page.getByLabel('Password').waitFor()
    expect(faults).toEqual([])
  })

  test('who was wrong too often is let in again; what somebody else has changed is not undone', async () => {
    for (let wrong = 0; wrong < 5; wrong++)
      await forewarn.api('POST', '/session', { name: 'bo', password: 'not the password' })
    const { page, faults } = await open(withToken('/accounts'))
    await page.getByText('Too many wrong passwords; it passes by itself in 14 min.').waitFor()
    await page.getByRole('button', { name: 'Unlock bo' }).click()
    await page.getByRole('button', { name: 'Unlock bo' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Change bo' }).click()
    const form = page.getByRole('form', { name: 'Change bo' })
    await form.getByLabel('E-mail').fill('bo@plant.example')
    await forewarn.api('PATCH', '/accounts/2', { displayName: 'Bo Lind' })
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('alert').getByText('Somebody else has changed this meanwhile.').waitFor()
    await form.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Change bo' }).click()
    expect(await form.getByLabel('What people call them').inputValue()).toBe('Bo Lind')
    await form.getByLabel('E-mail').fill('bo@plant.example')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('bo@plant.example').waitFor()
    expect(faults).toEqual([])
  })

  test('at the provider, back to the page where they began, and out of both', async () => {
    await provider.people({ anna: { name: 'Anna Keller', preferred_username: 'anna', groups: ['hall'] } })
    const { page } = await open('/?view=all')
    await page.getByRole('link', { name: 'Sign in with Example Works' }).click()
    await page.getByLabel('Login').fill('anna')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('link', { name: 'My account, Anna Keller' }).waitFor()
    expect(page.url()).toBe(`${forewarn.httpUrl}/?view=all`)
    await page.getByRole('link', { name: 'My account, Anna Keller' }).click()
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
    expect(await page.getByRole('button', { name: 'Change your password…' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await page.getByRole('link', { name: 'Sign in with Example Works' }).click()
    await page.getByLabel('Login').fill('nobody')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('The provider has not let you in.').waitFor()
    expect(page.url()).toBe(`${forewarn.httpUrl}/`)
  })
})

test('the page of the API renders under our content security policy', async () => {
  const { page, faults } = await open('/docs')
  await page.getByText('/api/v1/tickets/counts').waitFor()
  expect(faults).toEqual([])
})
