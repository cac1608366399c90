import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../contracts/outcome.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import { finding } from './ticketing-fixtures.ts'
import {
  HOUR_MS,
  NOW,
  type Page,
  startVerificationTest,
  type VerificationTest,
  warm,
} from './verification-harness.ts'

const DAY_MS = 24 * HOUR_MS

let service: VerificationTest
beforeAll(async () => {
  service = await startVerificationTest()
  await service.liftBudget()
  await service.registerPump()
})
afterAll(() => service.close())
beforeEach(async () => {
  service.clock.now = NOW
  await service.pool.query('update ticketing.verifications set due_at_ms = null')
})

const pass = (ms: number): void => {
  service.clock.now += ms
}

const page = (url: string) => service.app.inject({ method: 'GET', url, headers: { accept: 'text/html' } })

const send = (url: string, form: Record<string, string>) =>
  service.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    payload: new URLSearchParams(form).toString(),
  })

/** What somebody told a planner on the telephone, resolved. */
async function resolvedReport(more: object = {}): Promise<number> {
  const made = await service.call<TicketDetail>('POST', '/tickets', {
    ...{ asset: 'pump-7', kind: 'corrective', title: 'Oil <under> the pump', severity: 'major' },
    requester: { name: 'Ines', contact: 'ines@example.org' },
  })
  expect(made.status).toBe(201)
  await service.resolve(made.body.number, { outcome: 'found_other', ...more })
  return made.body.number
}

/** The path of the page that the requester was sent. */
async function asked(number: number): Promise<string> {
  await service.round()
  const notices = await service.notices(number)
  return service.path(notices.findLast(({ type }) => type === 'verification.confirm'))
}

describe('a repair that no sensor sees', () => {
  test('is unwatched at once; its requester is asked, confirms and rates, and it is closed', async () => {
    const number = await resolvedReport()
    const path = await asked(number)
    expect(path).toMatch(/^\/c\/[\w-]{43}$/)
    expect(await service.proof(number)).toMatchObject({
      ...{ state: 'unwatched', device: null, before: null, after: null, askedAtMs: NOW },
      ...{ closesAtMs: NOW + 3 * DAY_MS, confirmations: [] },
    })
    const { text } = { text: (await page(path)).body }
    expect(text).toContain('Oil &lt;under&gt; the pump')
    expect(text).toContain('Cleaned the cooler.')
    expect(text).toContain('name="fixed" value="yes" required')
    expect(text).not.toContain('<script')

    const sent = await send(path, { fixed: 'yes', rating: '4', comment: 'Quick, thank you.' })
    expect([sent.statusCode, sent.headers.location]).toEqual([303, path])
    const again = (await page(path)).body
    expect(again).toContain('You said that it is fixed.')
    expect(again).toContain('Your rating: 4 of 5')
    expect(again).not.toContain('<form')
    await service.round()
    const ticket = await service.ticket(number)
    expect(ticket).toMatchObject({ state: 'closed', outcome: 'found_other' })
    expect(
      ticket.events.slice(-2).map(({ type, actor, reason, data }) => [type, actor, reason, data.rating]),
    ).toEqual([
      ['rating', 'requester', null, 4],
      ['transition', 'system', 'The requester has confirmed the repair.', undefined],
    ])
    expect((await service.proof(number)).confirmations).toEqual([
      { round: 1, fixed: true, rating: 4, comment: 'Quick, thank you.', atMs: NOW },
    ])
    const { items } = (await service.call<Page<Outcome>>('GET', `/outcomes?from=${NOW}`)).body
    expect(items.find(outcome => outcome.ticket === number)).toMatchObject({
      ...{ outcome: 'found_other', rating: 4, detector: null, findings: [] },
    })
  })

  test('a no reopens it with the words as the reason; the next repair is asked about again', async () => {
    const number = await resolvedReport()
    const first = await asked(number)
    await send(first, { fixed: 'no', comment: 'It drips as before.' })
    const ticket = await service.ticket(number)
    expect(ticket).toMatchObject({ state: 'reopened', reworkCount: 1 })
    expect(ticket.events.at(-1)).toMatchObject({ actor: 'requester', reason: 'It drips as before.' })
    expect((await service.notices(number)).at(-1)).toMatchObject({ type: 'verification.not_fixed' })
    expect((await page(first)).body).toContain('You said that it is not fixed')

    await service.resolve(number)
    const second = await asked(number)
    expect(second).not.toBe(first)
    expect((await page(first)).body).toContain('Is it fixed?')
    await send(second, { fixed: 'yes' })
    expect((await page(first)).body).toContain('You said that it is fixed.')
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'closed' })
  })

  test('who says nothing for three days lets it be closed; who says no later reopens it', async () => {
    const number = await resolvedReport()
    const path = await asked(number)
    pass(3 * DAY_MS - 1)
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
    pass(1)
    await service.round()
    const closed = await service.ticket(number)
    expect(closed).toMatchObject({ state: 'closed' })
    expect(closed.events.at(-1)?.reason).toBe(
      'No sensor can measure the repair, and the requester has said nothing else within 3 d.',
    )
    pass(DAY_MS)
    await send(path, { fixed: 'no' })
    expect(await service.ticket(number)).toMatchObject({ state: 'reopened', outcome: null })
  })

  test('without an outcome a person is told, also when it is confirmed', async () => {
    const number = await resolvedReport({ outcome: undefined })
    await send(await asked(number), { fixed: 'yes' })
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
    expect((await service.notices(number)).at(-1)).toMatchObject({
      type: 'verification.undecided',
      body: expect.stringMatching(/It lacks outcome\.$/),
    })
  })
})

test('what sensors have verified is asked about too, with the comparison as a drawing', async () => {
  const { number, measure } = await service.faultyPump()
  await service.call('POST', `/tickets/${number}/request-link`, {}) // somebody who saw it telephoned
  await service.resolve(number)
  await measure(NOW, NOW + 25 * HOUR_MS, warm)
  pass(25 * HOUR_MS)
  const path = await asked(number)
  const { body } = await page(path)
  expect(body).toContain('The sensors have watched it since, and it holds.')
  expect(body).toMatch(/<polyline class="before" points="[\d., ]+"/)
  await send(path, { fixed: 'yes', rating: '5' })
  await service.round()
  const ticket = await service.ticket(number)
  expect(ticket.events.at(-1)?.reason).toBe(
    'The sensors have verified the repair, and the requester has confirmed it.',
  )
})

test('where the sensors were silent a requester decides, and nobody closes for them', async () => {
  const { number } = await service.faultyPump()
  await service.call('POST', `/tickets/${number}/request-link`, {})
  await service.resolve(number)
  pass(3 * DAY_MS)
  const path = await asked(number)
  pass(3 * DAY_MS)
  await service.round()
  expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
  expect((await service.notices(number)).at(-1)).toMatchObject({ type: 'verification.undecided' })
  await send(path, { fixed: 'yes' })
  await service.round()
  expect(await service.ticket(number)).toMatchObject({ state: 'closed' })
})

test('a no to a closed ticket whose fault has a new ticket is told to its team', async () => {
  const { number, asset, device } = await service.faultyPump()
  const made = await service.call<{ url: string }>('POST', `/tickets/${number}/confirmation-link`, {})
  await service.resolve(number)
  await service.move(number, 'closed')
  pass(9 * DAY_MS)
  await service.deliver(finding({ asset, device, observedAtMs: service.clock.now }))
  await service.judged()
  const { items } = (await service.call<Page<Ticket>>('GET', `/tickets?asset=${asset}&open=true`)).body
  expect(items.map(ticket => ticket.number)).toEqual([expect.any(Number)])
  expect(items[0]?.number).not.toBe(number)
  await send(new URL(made.body.url).pathname, { fixed: 'no', comment: 'It was never right.' })
  expect(await service.ticket(number)).toMatchObject({ state: 'closed' })
  expect((await service.notices(number)).at(-1)).toMatchObject({
    type: 'verification.not_fixed',
    title: expect.stringMatching(/another ticket of its fault is open$/),
    body: expect.stringMatching(/It was never right\.$/),
  })
  expect((await service.proof(number)).confirmations).toMatchObject([{ fixed: false }])
})

describe('the link', () => {
  const hour = () => ({ expiresAtMs: service.clock.now + HOUR_MS })

  test('is made for a planner, shown once, and expires', async () => {
    const number = await resolvedReport()
    const made = await service.call<{ url: string; qrSvg: string; expiresAtMs: number }>(
      'POST',
      `/tickets/${number}/confirmation-link`,
      hour(),
    )
    expect(made.status).toBe(201)
    expect(made.body.qrSvg).toContain('<svg')
    const path = new URL(made.body.url).pathname
    expect((await page(path)).statusCode).toBe(200)
    pass(HOUR_MS)
    expect((await page(path)).statusCode).toBe(404)
    expect((await send(path, { fixed: 'yes' })).statusCode).toBe(404)
    expect(await service.proof(number)).toMatchObject({ confirmations: [] })
    const usual = await service.call<{ expiresAtMs: number }>(
      'POST',
      `/tickets/${number}/confirmation-link`,
      {},
    )
    expect(usual.body.expiresAtMs).toBe(service.clock.now + 30 * DAY_MS)
    expect((await service.call('POST', '/tickets/999999/confirmation-link', {})).status).toBe(404)
  })

  test('its token is kept nowhere as it is: not with the link, nor in the notice, nor in the ledger', async () => {
    const number = await resolvedReport()
    const token = (await asked(number)).slice('/c/'.length)
    const tables = ['notices', 'request_links', 'events', 'confirmations', 'verifications']
    for (const table of tables) {
      const { rows } = await service.pool.query(
        `select 1 from ticketing.${table} as t where position($1 in t::text) > 0`,
        [token],
      )
      expect([table, rows.length]).toEqual([table, 0])
    }
  })

  test('sent twice at once it counts once', async () => {
    const number = await resolvedReport()
    const path = await asked(number)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => send(path, { fixed: index % 2 ? 'yes' : 'no', rating: '3' })),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(303))
    const { confirmations } = await service.proof(number)
    expect(confirmations).toHaveLength(1)
    const { events } = await service.ticket(number)
    expect(events.filter(({ type }) => type === 'rating')).toHaveLength(1)
  })

  test('a form that is not whole comes back with what was typed, escaped, and what is missing', async () => {
    const number = await resolvedReport()
    const path = await asked(number)
    const answer = await send(path, { rating: '9', comment: '"><script>alert(1)</script>' })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('Say whether it is fixed.')
    expect(answer.body).toContain('Choose one of the five.')
    expect(answer.body).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(answer.body).not.toContain('<script')
    expect((await send(path, { fixed: 'yes', comment: 'x'.repeat(2001) })).statusCode).toBe(400)
    expect((await send(path, { fixed: 'yes\0' })).statusCode).toBe(400)
    const json = await service.app.inject({ method: 'POST', url: path, payload: ['yes'] })
    expect(json.statusCode).toBeLessThan(500)
    expect(await service.proof(number)).toMatchObject({ confirmations: [] })
  })

  test('answers carry a strict policy and are kept by nobody', async () => {
    const number = await resolvedReport()
    const { headers } = await page(await asked(number))
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  })

  test('a link for reporting at an asset, and one that nobody made, lead nowhere', async () => {
    const made = await service.call<{ url: string }>('POST', '/assets/pump-7/request-link', {})
    const foreign = new URL(made.body.url).pathname.replace('/r/', '/c/')
    for (const path of [foreign, `/c/${'A'.repeat(43)}`, '/c/x']) {
      expect((await page(path)).statusCode).toBe(404)
      expect((await send(path, { fixed: 'yes' })).statusCode).toBe(404)
    }
  })

  test('before a repair there is nothing to confirm', async () => {
    const { number } = await service.faultyPump()
    const made = await service.call<{ url: string }>('POST', `/tickets/${number}/confirmation-link`, {})
    const path = new URL(made.body.url).pathname
    expect((await page(path)).body).not.toContain('<form')
    expect((await send(path, { fixed: 'no' })).statusCode).toBe(303)
    expect(await service.ticket(number)).toMatchObject({ state: 'proposed' })
  })

  test('the page that follows a ticket leads to it while the repair is verified', async () => {
    const number = await resolvedReport()
    const path = await asked(number)
    const follow = path.replace('/c/', '/p/')
    expect((await page(follow)).body).toContain(`href="${path}"`)
    await send(path, { fixed: 'no' })
    expect((await page(follow)).body).not.toContain(`href="${path}"`)
  })
})
