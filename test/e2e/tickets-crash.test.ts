import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { contradictions, historyOf, type Read } from '../contract/ticket-history.ts'
import { ADMIN_TOKEN, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const here = await place()
afterAll(() => here.remove())

const KILLS = 4
const LANES = 6
const TICKETS_EACH = 2
/** One for each kill, and some. */
const MOST_ATTEMPTS = 50

/** What a technician does with a ticket, from the proposal to the end. */
const steps = [
  { path: '/transitions', body: { to: 'accepted' } },
  { path: '/transitions', body: { to: 'on_site' } },
  { path: '/comments', body: { body: 'The bearing is dry.' } },
  { path: '/transitions', body: { to: 'on_hold', reason: 'A bearing is on its way.' } },
  { path: '/transitions', body: { to: 'on_site' } },
  { path: '/transitions', body: { to: 'resolved', failureCode: 'VIB', resolution: 'Bearing replaced.' } },
  { path: '/transitions', body: { to: 'closed', outcome: 'found_as_predicted' } },
]
const asked = steps.flatMap(({ body }) => ('to' in body ? [body.to] : []))

/** The service, and what comes after it when it is killed. */
let running: Promise<RunningForewarn>
/** The one that was killed last: what it had answered before may arrive after that. */
let dead: RunningForewarn | undefined
let answered = 0
let killed = 0
let killAt = randomInt(3, 30)

/** Kills the service after some answers, at whatever the other lanes are doing just then. */
function perhapsKill(forewarn: RunningForewarn): void {
  if (++answered < killAt || killed === KILLS || forewarn === dead) return
  dead = forewarn
  killed++
  killAt = answered + randomInt(3, 30)
  running = forewarn.end('SIGKILL').then(() => startForewarn(here))
}

/** Sends a request until it is answered, always under the same key. */
async function insist<T>(path: string, body: object): Promise<T> {
  const key = randomUUID()
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const forewarn = await running
    const answer = await post(forewarn, path, body, key).catch(() => undefined)
    if (answer && answer.status < 300) {
      perhapsKill(forewarn)
      return answer.body as T
    }
    if (answer && answer.status !== 503) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  }
  throw new Error(`${path} was not answered ${MOST_ATTEMPTS} times`)
}

async function post(forewarn: RunningForewarn, path: string, body: object, key: string) {
  const response = await fetch(`${forewarn.httpUrl}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}

async function technician(): Promise<number[]> {
  const numbers: number[] = []
  while (numbers.length < TICKETS_EACH || killed < KILLS) {
    const job = { asset: 'kiln', kind: 'corrective', title: 'It shakes' }
    const { number } = await insist<Ticket>('/tickets', job)
    numbers.push(number)
    for (const { path, body } of steps) await insist(`/tickets/${number}${path}`, body)
  }
  return numbers
}

test('kill -9 between any two steps: every ticket has each step that was asked for, once', async () => {
  running = startForewarn(here)
  await insist('/assets', { id: 'kiln', site: 'plant', class: 'generic', criticality: 'B' })
  const made = (await Promise.all(Array.from({ length: LANES }, technician))).flat()
  expect(killed).toBe(KILLS)

  const forewarn = await running
  const read: Read = async <T>(path: string) => (await forewarn.api<T>('GET', path)).body
  const { items } = await read<{ items: Ticket[] }>('/tickets?asset=kiln&limit=500')
  expect(items.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(made.toSorted((a, b) => a - b))
  for (const number of made) {
    const events = await historyOf(read, number)
    const own = events.filter(({ actor }) => actor === 'admin')
    const steps = own.flatMap(({ type, after }) => (type === 'transition' ? [after.state] : []))
    expect([number, steps]).toEqual([number, asked])
    expect(own.filter(({ type }) => type === 'created')).toHaveLength(1)
    expect(own.filter(({ type }) => type === 'comment')).toHaveLength(1)
    expect(await contradictions(read, number)).toEqual([])
  }
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['closed']))
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
}, 360_000)
