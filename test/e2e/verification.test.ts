import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
test('not repaired: reopened by telemetry', async () => {
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
}, 300_000)

// Until the detectors began anew with a repair this was the second half of the test above: since then the hot spell, which
// is ahead of our clock, is taken for a fault after the second repair.
test.todo('repaired: verified, confirmed by who asked, closed')
