import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome } from '../../contracts/outcome.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Verification } from '../../ticketing/domain/verification.ts'
import { eventually, type Place, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

/*
 * A machine whose clock runs ahead of ours makes a watch of half an hour as short as the job's rounds: the watch counts
 * event time.
 */

let here: Place
let forewarn: RunningForewarn
let machine: mqtt.MqttClient

beforeAll(async () => {
  here = await place()
  forewarn = await startForewarn(here)
})
afterAll(async () => {
  await machine?.endAsync()
  await forewarn.end('SIGTERM')
  await here.remove()
})

const MINUTE_MS = 60_000
/** The job looks again only after a while where it has looked too early; and CI may be slow. */
const PATIENCE = { withinMs: 120_000 }
type List<Item> = { items: Item[] }

/** The temperature of a mixer's bearing, each minute of a span. */
const measure = (fromMs: number, minutes: number, celsius: number) =>
  Promise.all(
    Array.from({ length: minutes }, (_, minute) => {
      const values = { bearing_temperature: celsius + Math.sin(minute) }
      const sample = { ts: Math.round(fromMs + minute * MINUTE_MS), values }
      return machine.publishAsync('telemetry/plant/mixer-1', JSON.stringify(sample), { qos: 1 })
    }),
  )

// The hold is longer than the hot spell after the repair, which telemetry judges: detectors begin anew with a repair.
test('not repaired: reopened by telemetry; repaired: verified, confirmed by who asked, closed', async () => {
  const metrics = [{ key: 'bearing_temperature', unit: '°C', limits: { high: 80, holdMs: 600_000 } }]
  const mixer = { id: 'mixer', name: 'Mixer', metrics, acceptsAnyMetric: false, verifyMinutes: 30 }
  expect((await forewarn.api('POST', '/classes', mixer)).status).toBe(201)
  await forewarn.api('POST', '/assets', { id: 'mixer-1', site: 'plant', class: 'mixer', criticality: 'B' })
  const made = await forewarn.api<{ secret: string }>('POST', '/devices', {
    ...{ id: 'mixer-1', site: 'plant', asset: 'mixer-1' },
  })
  machine = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'mixer-1', password: made.body.secret })

  const startMs = Date.now() - 90 * MINUTE_MS
  await measure(startMs, 60, 65)
  await measure(startMs + 60 * MINUTE_MS, 29, 90)
  const { number } = await eventually(
    async () => (await forewarn.api<List<Ticket>>('GET', '/tickets?asset=mixer-1')).body.items[0],
  )
  const move = (to: string, more: object = {}) =>
    forewarn.api<TicketDetail>('POST', `/tickets/${number}/transitions`, { to, ...more })
  const ticket = async () => (await forewarn.api<TicketDetail>('GET', `/tickets/${number}`)).body
  const proof = async () => (await forewarn.api<Verification>('GET', `/tickets/${number}/verification`)).body
  const resolve = () =>
    move('resolved', {
      failureCode: 'OHE',
      resolution: 'Changed the bearing.',
      outcome: 'found_as_predicted',
    })

  await move('accepted')
  await resolve()
  const first = await proof()
  expect(first).toMatchObject({ state: 'watching', normal: { high: 80 } })
  await measure(first.fromMs + MINUTE_MS, 5, 91)
  const reopened = await eventually(async () => {
    const { state, reworkCount, ...rest } = await ticket()
    return state === 'reopened' ? { reworkCount, ...rest } : undefined
  }, PATIENCE)
  expect(reopened).toMatchObject({ reworkCount: 1, failureCode: null })
  expect(await proof()).toMatchObject({ state: 'failed' })

  const link = await forewarn.api<{ url: string }>('POST', `/tickets/${number}/confirmation-link`, {})
  await resolve()
  const second = await proof()
  expect(second).toMatchObject({ state: 'watching', round: 2 })
  await measure(second.fromMs + 6 * MINUTE_MS, 36, 66) // after the hot ones, on the machine's clock
  const verified = await eventually(async () => {
    const now = await proof()
    return now.askedAtMs === null ? undefined : now
  }, PATIENCE)
  expect(verified.sentence).toMatch(/^After the repair bearing_temperature was below 80 °C for 3\d min/)
  expect(verified.before?.mean).toBeGreaterThan(85)
  expect(verified.after?.mean).toBeLessThan(75) // the hot ones are after the second repair too, by our clock

  const { pathname } = new URL(link.body.url)
  const page = await (await fetch(forewarn.httpUrl + pathname)).text()
  expect(page).toContain('Changed the bearing.')
  const answer = await fetch(forewarn.httpUrl + pathname, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ fixed: 'yes', rating: '5' }),
  })
  expect(answer.status).toBe(303)
  await eventually(async () => ((await ticket()).state === 'closed' ? true : undefined))
  const { items } = (await forewarn.api<List<Outcome>>('GET', '/outcomes?detector=limit')).body
  expect(items).toMatchObject([
    { ticket: number, outcome: 'found_as_predicted', verified: true, reworkCount: 1, rating: 5 },
  ])
  expect(forewarn.output()).not.toContain(pathname.slice('/c/'.length))
}, 300_000)
