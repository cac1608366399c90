import { Writable } from 'node:stream'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MadeRequestLink } from '../../ticketing/domain/request-link.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { HTML, JPEG, PDF, SVG, ZIP } from '../../ticketing/store/attachments/testing/samples.ts'
import { HOUR_MS } from './ticketing-fixtures.ts'
import { NOW, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let app: Awaited<ReturnType<typeof buildApi>>
let origin: string
let logged = ''
let asset: string
let count = 0

beforeAll(async () => {
  service = await startTicketingTest()
  const stream = new Writable({
    write: (piece, _encoding, done) => {
      logged += piece
      done()
    },
  })
  app = await buildApi({
    ...service.parts,
    logger: pino({ level: 'trace' }, stream),
    metrics: new Registry(),
  })
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await service.close()
})
beforeEach(async () => {
  asset = `pump-${++count}`
  await service.registerPump(asset, `sensor-${count}`)
})

const makeLink = async (body: object = {}, path = `/assets/${asset}/request-link`) => {
  const made = await service.call<MadeRequestLink>('POST', path, body)
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return { ...made.body, path: new URL(made.body.url).pathname }
}

const browse = (path: string) =>
  fetch(origin + path, { headers: { accept: 'text/html' }, redirect: 'manual' })

interface Report {
  what?: string
  severity?: string
  name?: string
  contact?: string
  form?: string
  photo?: [content: Uint8Array, name: string]
}

function send(path: string, { photo, ...fields }: Report): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (photo) form.set('photo', new Blob([Buffer.from(photo[0])], { type: 'image/jpeg' }), photo[1])
  return fetch(`${origin}${path}/tickets`, {
    method: 'POST',
    body: form,
    headers: { accept: 'text/html' },
    redirect: 'manual',
  })
}

const report = { what: 'It leaks oil.', severity: 'major' }

const tickets = async () =>
  (await service.call<{ items: Ticket[] }>('GET', `/tickets?asset=${asset}`)).body.items

test('somebody reports a fault with a photo, and follows it', async () => {
  const link = await makeLink({ label: 'On the door' })
  expect(link.qrSvg).toMatch(/^<svg .*<\/svg>\s*$/s)
  const page = await browse(link.path)
  expect(page.status).toBe(200)
  const html = await page.text()
  expect(html).toContain('Report a fault')
  expect(html).not.toContain('<script')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')

  const sent = await send(link.path, {
    ...report,
    name: 'Kim',
    contact: '+49 1',
    photo: [JPEG, 'IMG_1.JPG'],
  })
  expect(sent.status).toBe(303)
  const where = sent.headers.get('location') ?? ''
  expect(where).toMatch(/^\/p\/[A-Za-z0-9_-]{43}\?sent$/)
  const [ticket] = await tickets()
  expect(ticket).toMatchObject({
    source: 'operator',
    kind: 'corrective',
    category: 'review',
    priority: 'P2',
    severity: 'major',
    title: `${asset}: It leaks oil.`,
    description: 'It leaks oil.',
  })
  const number = ticket?.number ?? 0
  const progress = await (await browse(where)).text()
  expect(progress).toContain(`Report ${number}`)
  expect(progress).toContain('Somebody will look at it')
  expect(progress).toContain(`${origin}${where.replace('?sent', '')}`)

  const asked = await service.call<{ items: object[] }>('GET', `/tickets/${number}/requesters`)
  expect(asked.body.items).toMatchObject([{ name: 'Kim', contact: '+49 1', report: 'It leaks oil.' }])
  const attached = await service.call<{ items: object[] }>('GET', `/tickets/${number}/attachments`)
  expect(attached.body.items).toMatchObject([{ name: 'IMG_1.jpg', author: 'requester' }])

  await service.call('POST', `/tickets/${number}/comments`, { body: 'Cheap seal, told you.' })
  await service.call('POST', `/tickets/${number}/comments`, { body: 'We come at 8.', visibility: 'public' })
  await service.call('POST', `/tickets/${number}/transitions`, { to: 'accepted' })
  const mine = await fetch(`${origin}${where.replace('?sent', '')}/comments`, {
    method: 'POST',
    body: new URLSearchParams({ body: 'Gate 2 is open.' }),
    redirect: 'manual',
  })
  expect(mine.status).toBe(303)
  const later = await (await browse(mine.headers.get('location') ?? '')).text()
  expect(later).toContain('A technician is on it.')
  expect(later).toContain('We come at 8.')
  expect(later).toContain('Gate 2 is open.')
  expect(later).not.toContain('Cheap seal')
  expect(later).not.toContain('admin')

  const { rows } = await service.pool.query(`select * from ticketing.events where subject_id = $1`, [
    String(number),
  ])
  expect(JSON.stringify(rows)).not.toMatch(/Kim|\+49 1/)
})

describe('a report', () => {
  test('that is sent twice is one ticket, also at the same moment', async () => {
    const { path } = await makeLink()
    const form = /name="form" value="([^"]+)"/.exec(await (await browse(path)).text())?.[1] ?? ''
    const answers = await Promise.all([1, 2, 3].map(() => send(path, { ...report, form })))
    const places = answers.map(answer => answer.headers.get('location'))
    expect(new Set(places).size).toBe(1)
    expect(await tickets()).toHaveLength(1)
    expect(places[0]).toBe((await send(path, { ...report, form })).headers.get('location'))
    await send(path, report)
    await send(path, report)
    expect(await tickets()).toHaveLength(3)
  })

  test.each<[string, Report, string]>([
    ['without words', { severity: 'major' }, 'Say in up to 2000 characters what is wrong.'],
    ['of blanks', { what: ' \r\n ', severity: 'major' }, 'Say in up to 2000 characters'],
    ['that is too long', { what: 'x'.repeat(2001), severity: 'major' }, 'Say in up to 2000 characters'],
    ['without severity', { what: 'It leaks.' }, 'Choose how bad it is.'],
    ['of another severity', { what: 'It leaks.', severity: 'P1' }, 'Choose how bad it is.'],
    ['with a long name', { ...report, name: 'x'.repeat(101) }, 'It was not sent yet'],
    ['with HTML as photo', { ...report, photo: [HTML, 'a.jpg'] }, 'not a photo that we can take'],
    ['with SVG as photo', { ...report, photo: [SVG, 'a.jpg'] }, 'not a photo that we can take'],
    ['with a ZIP as photo', { ...report, photo: [ZIP, 'a.jpg'] }, 'not a photo that we can take'],
    ['with a PDF as photo', { ...report, photo: [PDF, 'a.jpg'] }, 'not a photo that we can take'],
    ['with a huge photo', { ...report, photo: [Buffer.alloc(6_000_000), 'a.jpg'] }, 'larger than 2 MiB'],
  ])('%s is not made, and what was written is kept', async (_what, given, message) => {
    const { path } = await makeLink()
    const refused = await send(path, given)
    expect(refused.status).toBe(400)
    const page = await refused.text()
    expect(page).toContain(message)
    if (given.what === report.what) expect(page).toContain('It leaks oil.</textarea>')
    if (given.severity === 'major') expect(page).toMatch(/value="major" required checked/)
    expect(await tickets()).toEqual([])
  })

  test('without a photo is what a browser sends with an empty file', async () => {
    const { path } = await makeLink()
    expect((await send(path, { ...report, photo: [new Uint8Array(), ''] })).status).toBe(303)
  })

  test('is text and never markup', async () => {
    const { path } = await makeLink()
    const evil = `</textarea></p><script>alert(1)</script><img src=x onerror="alert(1)">`
    const sent = await send(path, { ...report, what: evil, name: evil.slice(0, 90) })
    const page = await (await browse(sent.headers.get('location') ?? '')).text()
    expect(page).not.toMatch(/<script|<img/)
    expect(page).toContain('&lt;script&gt;')
    const refused = await (await send(path, { what: evil })).text()
    expect(refused).not.toMatch(/<script|<img/)
  })

  test('of somebody else is nobody’s business after a merge', async () => {
    const { path } = await makeLink()
    const places: string[] = []
    for (const what of ['Mine.', 'Yours.']) {
      const sent = await send(path, { ...report, what })
      places.push(sent.headers.get('location')?.replace('?sent', '') ?? '')
    }
    const [yours, mine] = await tickets()
    await fetch(`${origin}${places[0]}/comments`, {
      method: 'POST',
      body: new URLSearchParams({ body: 'Call me: 123.' }),
    })
    const merged = await service.call<TicketDetail>('POST', `/tickets/${mine?.number}/merge`, {
      into: yours?.number,
      reason: 'Same leak.',
    })
    expect(merged.status).toBe(200)
    const [a, b] = await Promise.all(places.map(async place => (await browse(place)).text()))
    expect(a).toContain(`Report ${yours?.number}`)
    expect(a).toContain('Mine.')
    expect(a).toContain('Call me: 123.')
    expect(b).toContain('Yours.')
    expect(b).not.toMatch(/Mine\.|Call me/)
  })
})

describe('a link', () => {
  const isGone = async (path: string) => {
    const answer = await browse(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('This link does not work')
  }

  test('is for its own asset or ticket only, and not after it is revoked or expired', async () => {
    const link = await makeLink({ expiresAtMs: NOW + HOUR_MS })
    const token = link.path.slice(3)
    await isGone(`/p/${token}`)
    await isGone(`/r/${token}x`)
    await isGone(`/r/${'A'.repeat(43)}`)
    const sent = await send(link.path, report)
    const progress = sent.headers.get('location')?.replace('?sent', '') ?? ''
    await isGone(progress.replace('/p/', '/r/'))
    expect((await send(progress.replace('/p/', '/r/'), report)).status).toBe(404)

    service.clock.now = NOW + HOUR_MS
    await isGone(link.path)
    expect((await send(link.path, report)).status).toBe(404)
    service.clock.now = NOW
    expect((await browse(link.path)).status).toBe(200)
    const revoked = await service.call<{ revokedAtMs: number }>(
      'POST',
      `/request-links/${link.id}/revocation`,
    )
    expect(revoked.body.revokedAtMs).toBe(NOW)
    await isGone(link.path)
    expect((await send(link.path, report)).status).toBe(404)
    expect((await browse(progress)).status).toBe(200)
    expect((await service.call('POST', '/request-links/999999/revocation')).status).toBe(404)
    expect(await tickets()).toHaveLength(1)
  })

  test('is listed without its token, of which only a hash is kept', async () => {
    const link = await makeLink({ label: 'On the door' })
    const token = link.path.slice(3)
    const listed = await service.call<{ items: object[] }>('GET', `/assets/${asset}/request-links`)
    expect(listed.body.items).toMatchObject([{ id: link.id, label: 'On the door', asset, ticket: null }])
    expect(JSON.stringify(listed.body)).not.toContain(token)
    const { rows } = await service.pool.query('select * from ticketing.request_links')
    expect(JSON.stringify(rows)).not.toContain(token)
    expect((await service.call('POST', '/assets/ghost/request-link', {})).status).toBe(404)
    const late = await service.call('POST', `/assets/${asset}/request-link`, { expiresAtMs: NOW })
    expect(late.status).toBe(400)
  })

  test('to follow a ticket can be made for somebody who telephoned', async () => {
    const body = { asset, kind: 'corrective', title: 'Noise', requester: { name: 'Jo' } }
    const { number } = (await service.call<TicketDetail>('POST', '/tickets', body)).body
    const link = await makeLink({}, `/tickets/${number}/request-link`)
    expect(link.ticket).toBe(number)
    const page = await (await browse(link.path)).text()
    expect(page).toContain(`Report ${number}`)
    expect(page).not.toContain('Jo')
  })

  test('is never logged', async () => {
    const link = await makeLink()
    const sent = await send(link.path, { ...report, photo: [HTML, 'a.jpg'] })
    const made = await send(link.path, report)
    const progress = made.headers.get('location') ?? ''
    await browse(progress)
    await browse(`//r/${link.path.slice(3)}`)
    await browse(`${link.path}/elsewhere?x=1`)
    await fetch(`${origin}${link.path}`, { method: 'DELETE' })
    expect(sent.status).toBe(400)
    expect(logged).toContain('GET /r/…')
    expect(logged).toContain('GET /p/…')
    expect(logged).not.toContain(link.path.slice(3))
    expect(logged).not.toContain(progress.slice(3, 46))
  })

  test('makes so many reports and no more, and does not bar the other links', async () => {
    const [busy, other] = [await makeLink(), await makeLink()]
    const statuses: number[] = []
    for (let n = 0; n < 21; n++) statuses.push((await send(busy.path, { what: 'x' })).status)
    expect(statuses.slice(0, 20).every(status => status === 400)).toBe(true)
    expect(statuses[20]).toBe(429)
    const page = await send(busy.path, report)
    expect(page.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await page.text()).toContain('Please wait a few minutes')
    expect((await send(other.path, report)).status).toBe(303)
    for (let n = 0; n < 70; n++) statuses.push((await browse(other.path)).status)
    expect(statuses.at(-1)).toBe(429)
  })
})
