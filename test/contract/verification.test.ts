import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../contracts/outcome.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { verifyDue } from '../../ticketing/jobs/verification.ts'
import { finding, T0 } from './ticketing-fixtures.ts'
import { quiet } from './ticketing-harness.ts'
import {
  HOUR_MS,
  MINUTE_MS,
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
})
afterAll(() => service.close())
beforeEach(async () => {
  service.clock.now = NOW
  await service.pool.query('update ticketing.verifications set due_at_ms = null') // those of other tests
})

/** Lets so much time go by. */
const pass = (ms: number): void => {
  service.clock.now += ms
}

describe('the sensors decide', () => {
  test('a repair that holds is verified after a day, with its figures, and the ticket is closed', async () => {
    const { number, measure } = await service.faultyPump()
    expect((await service.resolve(number)).state).toBe('verifying')
    expect(await service.proof(number)).toMatchObject({
      ...{ state: 'watching', round: 1, metric: 'temperature', fromMs: NOW, untilMs: NOW + DAY_MS },
      ...{ normal: { low: 61, high: 74 }, decidedAtMs: null },
    })
    await measure(NOW, NOW + 12 * HOUR_MS, warm)
    pass(12 * HOUR_MS)
    await service.round()
    expect(await service.proof(number)).toMatchObject({
      state: 'watching',
      sentence: 'temperature is watched until 2026-02-01 12:00 UTC at the least: so far 12 h of operation.',
    })
    await measure(NOW + 12 * HOUR_MS, NOW + DAY_MS + 30 * MINUTE_MS, warm)
    pass(12 * HOUR_MS + 30 * MINUTE_MS)
    await service.round()
    const ticket = await service.ticket(number)
    expect(ticket).toMatchObject({
      state: 'closed',
      outcome: 'found_as_predicted',
      closedAtMs: service.clock.now,
    })
    const proof = await service.proof(number)
    expect(proof).toMatchObject({ state: 'verified', decidedAtMs: service.clock.now })
    expect(proof.sentence).toMatch(
      /^After the repair temperature was within 61 to 74 °C for 1 d .*: 6\d\.\d* °C on average, 64 to 70 °C in \d+ samples; during the fault it was 92 °C\.$/,
    )
    expect(proof.before).toMatchObject({ mean: 92, min: 92, max: 92, count: 36 })
    expect(proof.after?.mean).toBeCloseTo(67, 0)
    expect(proof.after?.series.length).toBeGreaterThan(90)
    expect(ticket.events.slice(-2).map(({ type, actor, reason }) => [type, actor, reason])).toEqual([
      ['verification', 'system', proof.sentence],
      ['transition', 'system', 'The sensors have verified the repair, and nobody else waits for it.'],
    ])
  })

  test('a repair that did not help is reopened by the telemetry, though no detector speaks again', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + 4 * HOUR_MS, () => 91)
    pass(4 * HOUR_MS)
    await service.round()
    const ticket = await service.ticket(number)
    expect(ticket).toMatchObject({ state: 'reopened', reworkCount: 1, failureCode: null })
    expect(ticket.events.at(-1)?.reason).toBe(
      'temperature was above 74 °C for 4 h without a break after the repair, 91 °C on average: it is not repaired.',
    )
    expect(await service.proof(number)).toMatchObject({ state: 'failed', after: { mean: 91 } })
    expect(await service.notices(number)).toMatchObject([
      { type: 'verification.failed', recipients: ['team:maintenance'] },
    ])
    await service.resolve(number)
    expect(await service.proof(number)).toMatchObject({ state: 'watching', round: 2, after: { count: 0 } })
  })

  test('a machine may take its time to cool down', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + 2 * HOUR_MS, () => 85)
    await measure(NOW + 2 * HOUR_MS, NOW + DAY_MS + HOUR_MS, warm)
    pass(DAY_MS + HOUR_MS)
    await service.round()
    expect(await service.proof(number)).toMatchObject({ state: 'verified' })
  })

  test('a deviation that comes back again and again is no repair', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + DAY_MS + HOUR_MS, ms => (Math.floor(ms / HOUR_MS) % 3 === 0 ? 90 : 66))
    pass(DAY_MS + HOUR_MS)
    await service.round()
    expect((await service.proof(number)).sentence).toMatch(
      /^temperature was above 74 °C in 3\d % of the .* not repaired\.$/,
    )
  })

  test('what a detector finds ends the watch at once', async () => {
    const { number, asset, device } = await service.faultyPump()
    await service.resolve(number)
    await service.deliver(finding({ asset, device, observedAtMs: NOW + HOUR_MS }))
    await service.judged()
    expect(await service.ticket(number)).toMatchObject({ category: 'active', reworkCount: 1 })
    expect(await service.proof(number)).toMatchObject({ state: 'failed' })
    pass(DAY_MS)
    expect(await service.round()).toBe(0)
  })

  test('of a false alarm nothing is watched: it is closed, and more of the same does not bring it back', async () => {
    const { number, asset, device } = await service.faultyPump()
    await service.resolve(number, { outcome: 'false_alarm' })
    expect(await service.proof(number)).toMatchObject({
      state: 'unwatched',
      sentence: 'It was a false alarm: nothing was repaired that could be watched.',
    })
    await service.deliver(finding({ asset, device, observedAtMs: NOW + HOUR_MS }))
    await service.judged()
    await service.round()
    expect(await service.ticket(number)).toMatchObject({
      ...{ state: 'closed', outcome: 'false_alarm', reworkCount: 0 },
    })
  })

  test('a silent device verifies nothing; a person is told when the watch is given up', async () => {
    const { number } = await service.faultyPump()
    await service.resolve(number)
    pass(2 * DAY_MS)
    await service.round()
    expect(await service.proof(number)).toMatchObject({ state: 'watching' })
    pass(DAY_MS)
    await service.round()
    expect(await service.proof(number)).toMatchObject({
      state: 'unwatched',
      sentence: expect.stringMatching(/has sent no temperature in the 3 d since the repair/),
    })
    expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
    expect(await service.notices(number)).toMatchObject([{ type: 'verification.undecided' }])
    pass(30 * DAY_MS)
    expect(await service.round()).toBe(0)
    expect((await service.move(number, 'closed')).status).toBe(200)
  })

  test('a machine that stands still verifies nothing, and is verified when it has run for long enough', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + 30 * HOUR_MS, () => 21)
    pass(30 * HOUR_MS)
    await service.round()
    expect(await service.proof(number)).toMatchObject({
      state: 'watching',
      sentence: expect.stringMatching(/so far 0 s of operation, and for 1 d 6 h the machine stood still/),
    })
    await measure(NOW + 30 * HOUR_MS, NOW + 43 * HOUR_MS, warm)
    pass(13 * HOUR_MS)
    await service.round()
    expect(await service.proof(number)).toMatchObject({ state: 'verified' })
  })

  test('late data counts when it comes', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    pass(2 * DAY_MS)
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
    await measure(NOW, NOW + 26 * HOUR_MS, warm)
    pass(HOUR_MS)
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'closed' })
  })

  test('a device whose clock is ahead does not verify by what it measured before the repair', async () => {
    const { number, device, measure } = await service.faultyPump()
    await service.pool.query(
      'insert into ticketing.device_states (device, last_seen_ms, clock_ahead_ms) values ($1, $2, $3)',
      [device, NOW, 2 * HOUR_MS],
    )
    await service.resolve(number)
    await measure(NOW, NOW + 2 * HOUR_MS, () => 92)
    expect(await service.proof(number)).toMatchObject({ fromMs: NOW + 2 * HOUR_MS, after: { count: 0 } })
  })

  test('a ticket made of history is verified by what comes next in history', async () => {
    const { number, device, measure } = await service.faultyPump(T0)
    await service.pool.query(
      'insert into ticketing.device_states (device, last_observed_ms) values ($1, $2)',
      [device, T0 - 1],
    )
    await service.resolve(number)
    expect(await service.proof(number)).toMatchObject({ fromMs: T0, giveUpAtMs: NOW + 3 * DAY_MS })
    await measure(T0, T0 + 25 * HOUR_MS, warm)
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'closed', closedAtMs: NOW })
  })

  test('a class says how long', async () => {
    const { body: pump } = await service.call<object>('GET', '/classes/pump')
    expect((await service.call('PUT', '/classes/pump', { ...pump, verifyMinutes: 60 })).status).toBe(200)
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + 61 * MINUTE_MS, warm, MINUTE_MS)
    pass(61 * MINUTE_MS)
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'closed' })
    await service.call('PUT', '/classes/pump', pump ?? {})
  })
})

describe('what is in the way', () => {
  test('a verified repair without an outcome waits for a person, who is told once', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number, {})
    await measure(NOW, NOW + 25 * HOUR_MS, warm)
    pass(25 * HOUR_MS)
    await service.round()
    pass(25 * HOUR_MS)
    expect(await service.round()).toBe(0)
    expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
    expect(await service.notices(number)).toMatchObject([
      {
        type: 'verification.undecided',
        body: expect.stringMatching(/It cannot be closed by itself\. It lacks outcome\.$/),
      },
    ])
  })

  test('so does one whose parts are not done', async () => {
    await service.registerPump()
    const work = { asset: 'pump-7', kind: 'inspection', title: 'Yearly inspection' }
    const { body: whole } = await service.call<TicketDetail>('POST', '/tickets', work)
    const { body: part } = await service.call<TicketDetail>('POST', '/tickets', {
      ...work,
      parent: whole.number,
    })
    await service.resolve(whole.number)
    await service.round()
    expect(await service.ticket(whole.number)).toMatchObject({ state: 'verifying' })
    expect((await service.notices(whole.number)).at(-1)).toMatchObject({
      type: 'verification.undecided',
      body: expect.stringMatching(new RegExp(`\\b${part.number}\\b`)),
    })
  })

  test('a person ends the watch by hand', async () => {
    const { number } = await service.faultyPump()
    await service.resolve(number)
    expect((await service.move(number, 'closed')).status).toBe(200)
    expect(await service.proof(number)).toMatchObject({
      state: 'ended',
      sentence: 'admin made the ticket closed before the sensors had shown enough.',
    })
    pass(4 * DAY_MS)
    expect(await service.round()).toBe(0)
  })

  test('a ticket that was never resolved has no proof', async () => {
    const { number } = await service.faultyPump()
    const answer = await service.call<{ detail: string }>('GET', `/tickets/${number}/verification`)
    expect([answer.status, answer.body.detail]).toEqual([
      404,
      `Ticket ${number} was not resolved yet, so there is no repair to verify.`,
    ])
  })

  test('twenty instances at once decide once', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + 25 * HOUR_MS, warm)
    pass(25 * HOUR_MS)
    const looks = await Promise.all(
      Array.from({ length: 20 }, () => verifyDue(service.proving, service.clock.now, quiet)),
    )
    expect(looks.reduce((sum, looked) => sum + looked, 0)).toBe(1)
    const { events } = await service.ticket(number)
    expect(events.filter(({ type }) => type === 'verification')).toHaveLength(1)
  })

  test('a telemetry store that is away leaves the watch as it is', async () => {
    const { number, measure } = await service.faultyPump()
    await service.resolve(number)
    await measure(NOW, NOW + 25 * HOUR_MS, warm)
    pass(25 * HOUR_MS)
    const away = { series: () => Promise.reject(new Error('away')) }
    await verifyDue({ ...service.proving, store: away }, service.clock.now, quiet)
    expect(await service.ticket(number)).toMatchObject({ state: 'verifying' })
    pass(2 * MINUTE_MS)
    await service.round()
    expect(await service.ticket(number)).toMatchObject({ state: 'closed' })
  })
})

describe('outcomes for the detectors', () => {
  test('are told in the transaction that closes, and listed in order', async () => {
    const client = new pg.Client(service.database.url)
    await client.connect()
    const heard: string[] = []
    client.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await client.query('listen ticketing_outcomes')
    const { number, asset, device } = await service.faultyPump()
    await service.resolve(number, { outcome: 'false_alarm' })
    await service.move(number, 'closed')
    const other = await service.faultyPump()
    await service.resolve(other.number)
    pass(1)
    await service.move(other.number, 'closed')
    await client.query('select 1')
    expect(heard).toEqual([String(number), String(other.number)])
    await client.end()

    const from = `/outcomes?from=${NOW}&to=${NOW + 2}`
    const { body } = await service.call<Page<Outcome>>('GET', from)
    expect(body.items.slice(-2).map(({ ticket }) => ticket)).toEqual([number, other.number])
    expect(body.items.at(-2)).toEqual({
      ticket: number,
      ...{ asset, device, class: 'pump', metric: 'temperature', faultKey: 'temperature', detector: 'band@1' },
      findings: [`${asset}:temperature:${NOW - 3 * HOUR_MS}:raised`],
      findingCount: 1,
      ...{ outcome: 'false_alarm', failureCode: 'OHE' },
      ...{ fromMs: NOW - 3 * HOUR_MS, raisedAtMs: NOW, resolvedAtMs: NOW, closedAtMs: NOW },
      ...{ verified: false, reworkCount: 0, rating: null },
    })
    const paged: Outcome[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<Outcome> = (
        await service.call<Page<Outcome>>('GET', `${from}&limit=1${cursor && `&cursor=${cursor}`}`)
      ).body
      paged.push(...page.items)
      cursor = page.nextCursor
    }
    expect(paged).toEqual(body.items)
    const count = async (query: string) =>
      (await service.call<Page<Outcome>>('GET', `${from}&${query}`)).body.items.length
    expect(await count('detector=band')).toBe(body.items.length)
    expect(await count('detector=band@1&class=pump')).toBe(body.items.length)
    expect(await count('detector=band@2')).toBe(0)
    expect(await count('class=motor')).toBe(0)
  })
})
