import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CalendarFeed } from '../../ticketing/domain/calendar-feed.ts'
import { calendarText } from '../../ticketing/domain/icalendar.ts'
import type { LedgerEvent } from '../../ticketing/domain/ledger.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { NOW, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const HOUR_MS = 3_600_000
type Made = CalendarFeed & { url: string }

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.call('PUT', '/calendars/early', {
    id: 'early',
    timeZone: 'Europe/Berlin',
    weekly: [1, 2, 3, 4, 5].map(day => ({ day, from: '06:00', to: '14:00' })),
    holidays: [],
    exceptions: [],
  })
  const absences = [{ fromMs: NOW + 48 * HOUR_MS, toMs: NOW + 72 * HOUR_MS, reason: 'operation of the knee' }]
  const anna = { id: 'anna', name: 'Anna Keller', team: 'maintenance', shift: 'early', absences }
  await service.call('POST', '/technicians', anna)
})
afterAll(() => service.close())

/** What a calendar program gets, and what it makes of it. */
async function look(url: string, headers: Record<string, string> = {}) {
  const answer = await service.app.inject({ url: new URL(url).pathname, headers })
  const events =
    answer.statusCode === 200
      ? new ICAL.Component(ICAL.parse(answer.body))
          .getAllSubcomponents('vevent')
          .map(component => new ICAL.Event(component, { strictExceptions: true }))
      : []
  return { answer, status: answer.statusCode, etag: String(answer.headers.etag), text: answer.body, events }
}

async function feedOf(owner: string, body: object = {}): Promise<Made> {
  const { status, body: made } = await service.call<Made>('POST', `${owner}/calendar-feed`, body)
  expect(status).toBe(201)
  return made
}

async function assigned(title: string): Promise<Ticket> {
  const given = { kind: 'corrective', asset: 'pump-7', title, severity: 'major', repairMinutes: 90 }
  const requester = { name: 'Rita Requester', contact: '+49 30 1234' }
  const { body } = await service.call<Ticket>('POST', '/tickets', { ...given, requester })
  const moved = await service.call<Ticket>('POST', `/tickets/${body.number}/assignment`, {
    assignee: 'anna',
    reason: 'She knows it.',
  })
  expect(moved.status).toBe(200)
  return moved.body
}

describe('a feed', () => {
  test('shows what is due, with stable ids and a number that grows when it changes', async () => {
    const { url } = await feedOf('/technicians/anna', { label: 'Telephone' })
    const empty = await look(url)
    expect([empty.status, empty.events.map(({ summary }) => summary)]).toEqual([200, ['Absent']])
    const title =
      'Seal; leaks, "badly" \\ and\nmore BEGIN:VEVENT 漏水漏水漏水漏水漏水漏水漏水漏水漏水漏水漏水漏水'
    const ticket = await assigned(title)
    const shown = await look(url)
    const [event] = shown.events
    expect(shown.events.map(each => each.summary)).toEqual([`P2 · ${ticket.number} · ${title}`, 'Absent'])
    expect(event?.endDate.toUnixTime()).toBe(Math.floor((ticket.dueAtMs ?? 0) / 1000))
    expect(event?.duration.toSeconds()).toBe(90 * 60)
    expect(event?.uid).toMatch(new RegExp(`^ticket-${ticket.number}@[0-9a-f-]{36}$`))
    expect(event?.sequence).toBe(0)
    expect(event?.description).toContain('Asset: pump-7')
    expect(shown.text).toContain(`URL:http://localhost:80/tickets/${ticket.number}`)

    await service.call('PATCH', `/tickets/${ticket.number}`, { priority: 'P1', reason: 'Worse.' })
    service.clock.now += 1_000
    const [moved] = (await look(url)).events
    expect([moved?.uid, moved?.sequence]).toEqual([event?.uid, 1])
    expect(Number(moved?.endDate.toUnixTime())).toBeLessThan(Number(event?.endDate.toUnixTime()))
    await service.call('PATCH', `/tickets/${ticket.number}`, { description: 'Says more, but not here.' })
    expect((await look(url)).events[0]?.sequence).toBe(1)
  })

  test('of a technician has shifts where it was made for them, and never why somebody is away', async () => {
    const { url } = await feedOf('/technicians/anna', { shifts: true })
    const { events, text } = await look(url)
    const shifts = events.filter(({ summary }) => summary === 'Shift')
    expect(shifts).toHaveLength(20)
    expect(shifts[0]?.startDate.toJSDate().toISOString()).toBe('2026-02-02T05:00:00.000Z')
    expect(text).not.toMatch(/knee|Rita|1234|Keller/)
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length)
  })

  test('of a team says who has it', async () => {
    const { url } = await feedOf('/teams/maintenance')
    const { events, text } = await look(url)
    expect(events[0]?.description).toContain('Assignee: anna')
    expect(text).toContain('NAME:Forewarn: Maintenance')
    expect(text).not.toMatch(/Absent|Shift|Rita|1234/)
  })

  test('is the same until something changes, and then costs nothing', async () => {
    const { url } = await feedOf('/technicians/anna')
    const { etag } = await look(url)
    service.clock.now += HOUR_MS
    const again = await look(url, { 'if-none-match': `"other", W/${etag}` })
    expect([again.status, again.text]).toEqual([304, ''])
    await assigned('Another')
    expect((await look(url, { 'if-none-match': etag })).status).toBe(200)
  })

  test('ends when its link is revoked, expires, or its technician leaves', async () => {
    const [revoked, brief, left] = [
      await feedOf('/technicians/anna'),
      await feedOf('/technicians/anna', { expiresAtMs: service.clock.now + HOUR_MS }),
      await feedOf('/technicians/anna'),
    ]
    await service.call('POST', `/calendar-feeds/${revoked.id}/revocation`)
    expect((await look(revoked.url)).status).toBe(404)
    expect((await look(brief.url)).status).toBe(200)
    service.clock.now += HOUR_MS
    expect((await look(brief.url)).status).toBe(404)
    await service.call('PATCH', '/technicians/anna', { active: false })
    expect((await look(left.url)).status).toBe(404)
    await service.call('PATCH', '/technicians/anna', { active: true })
    expect((await look(left.url)).status).toBe(200)
    expect((await look(left.url.replace(/f\/./, 'f/~'))).status).toBe(404)
  })

  test('is on record, without its address', async () => {
    const { body } = await service.call<{ items: LedgerEvent[] }>('GET', '/ledger?subject=technician&id=anna')
    const types = body.items.map(({ type }) => type)
    expect(types).toContain('calendar_feed')
    expect(types).toContain('calendar_feed_revoked')
    const listed = await service.call<{ items: CalendarFeed[] }>(
      'GET',
      '/technicians/anna/calendar-feeds?limit=2',
    )
    expect(listed.body.items).toHaveLength(2)
    expect(JSON.stringify([listed.body, body])).not.toContain('/f/')
    const none = await service.call<{ status: number }>('POST', '/teams/nobody/calendar-feed', {})
    expect(none.status).toBe(404)
  })
})

test('technicians make, see and revoke links of their own, and of nobody else', async () => {
  await service.call('POST', '/technicians', { id: 'bert', name: 'Bert', team: 'maintenance' })
  const ofBert = await feedOf('/technicians/bert')
  const ofTeam = await feedOf('/teams/maintenance')
  const grants = [{ role: 'technician', site: 'plant-1' }]
  const account = { name: 'anna.keller', technician: 'anna', grants }
  const { id } = (await service.call<{ id: number }>('POST', '/accounts', account)).body
  const { url } = (await service.call<{ url: string }>('POST', `/accounts/${id}/link`)).body
  const payload = { token: url.split('#')[1], password: 'four words that nobody guesses' }
  const redeemed = await service.app.inject({
    ...{ method: 'POST', url: '/api/v1/account-links/redeem', payload },
  })
  const headers = {
    cookie: redeemed.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    'x-csrf-token': redeemed.json<{ csrfToken: string }>().csrfToken,
  }
  const asAnna = async (method: 'GET' | 'POST', path: string) => {
    const body = method === 'POST' ? { payload: {} } : {}
    const { statusCode, json } = await service.app.inject({
      ...{ method, url: `/api/v1${path}`, headers, ...body },
    })
    return [statusCode, json()] as const
  }
  const [status, made] = await asAnna('POST', '/technicians/anna/calendar-feed')
  expect(status).toBe(201)
  expect((await look(made.url)).status).toBe(200)
  expect((await asAnna('GET', '/technicians/anna/calendar-feeds'))[0]).toBe(200)
  expect((await asAnna('POST', `/calendar-feeds/${made.id}/revocation`))[0]).toBe(200)
  expect((await look(made.url)).status).toBe(404)
  for (const [method, path] of [
    ['POST', '/technicians/bert/calendar-feed'],
    ['GET', '/technicians/bert/calendar-feeds'],
    ['POST', `/calendar-feeds/${ofBert.id}/revocation`],
    ['POST', `/calendar-feeds/${ofTeam.id}/revocation`],
    ['POST', '/teams/maintenance/calendar-feed'],
  ] as const)
    expect([path, (await asAnna(method, path))[0]]).toEqual([path, 403])
})

describe('calendar text', () => {
  const entry = {
    uid: 'u@x',
    sequence: 0,
    changedAtMs: NOW,
    fromMs: NOW,
    toMs: NOW + 1,
    summary: `a${'漏'.repeat(60)}\u0000\u0007b`,
  }
  const text = calendarText({ name: 'N', entries: [entry] })

  test('has lines of at most 75 bytes, broken between characters', () => {
    const lines = text.split('\r\n')
    expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(text).not.toContain('\ufffd')
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:a${'漏'.repeat(60)}b\r\n`)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  test('with nothing in it is a calendar still', () => {
    const empty = new ICAL.Component(ICAL.parse(calendarText({ name: 'N', entries: [] })))
    expect(empty.getAllSubcomponents('vtimezone')).toHaveLength(1)
  })
})
