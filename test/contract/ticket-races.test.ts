import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Relations } from '../../ticketing/domain/relations.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { contradictions, historyOf, type Read } from './ticket-history.ts'
import { finding, T0 } from './ticketing-fixtures.ts'
import { type Answer, request, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.liftBudget()
  await service.registerPump()
})
afterAll(() => service.close())

type Headers = Record<string, string>

const send = <T = TicketDetail & Problem>(path: string, payload: object, headers: Headers = {}) =>
  request<T>(service.app, { method: 'POST', url: `/api/v1${path}`, headers, payload })

const read: Read = async <T>(path: string) => {
  const { status, body } = await service.call<T>('GET', path)
  expect([path, status]).toEqual([path, 200])
  return body
}

const job = { asset: 'pump-7', kind: 'corrective', title: 'Oil under the pump' }
const make = async (more: object = {}) => (await send('/tickets', { ...job, ...more })).body

const countOf = (answers: Answer<unknown>[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const many = <T>(count: number, each: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)))

const stepsOf = async (number: number) =>
  (await historyOf(read, number)).flatMap(({ after }) => (after.state === undefined ? [] : [after.state]))

describe('of twenty at once', () => {
  test('who have seen the same version one moves the ticket, whatever they want', async () => {
    const { number, version } = await make()
    const wishes = [
      { to: 'accepted' },
      { to: 'planned' },
      { to: 'rejected', rejectionCode: 'duplicate' },
      { to: 'cancelled', reason: 'Nothing there.' },
    ]
    const answers = await many(20, index =>
      send(`/tickets/${number}/transitions`, wishes[index % 4] ?? {}, { 'if-match': `"${version}"` }),
    )
    expect(countOf(answers)).toEqual({ 200: 1, 412: 19 })
    expect(await stepsOf(number)).toHaveLength(2)
    expect(await contradictions(read, number)).toEqual([])
  })

  test('who have not looked one moves it, and the others hear what it is now', async () => {
    const { number } = await make()
    const answers = await many(20, () => send(`/tickets/${number}/transitions`, { to: 'accepted' }))
    expect(countOf(answers)).toEqual({ 200: 1, 409: 19 })
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body.detail).toContain('A ticket that is accepted cannot become accepted.')
    expect(await stepsOf(number)).toEqual(['proposed', 'accepted'])
  })

  test('with one key all hear of the same ticket, and of those who ask for another under it one is first', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const alike = await many(20, () => send('/tickets', { ...job, title: key['idempotency-key'] }, key))
    expect(countOf(alike)).toEqual({ 201: 20 })
    expect(new Set(alike.map(({ body }) => body.number)).size).toBe(1)
    const other = { 'idempotency-key': randomUUID() }
    const answers = await many(20, index => send('/tickets', { ...job, title: `Job ${index}` }, other))
    expect(countOf(answers)).toEqual({ 201: 1, 422: 19 })
    const { items } = await read<{ items: Ticket[] }>('/tickets?limit=500')
    expect(items.filter(({ title }) => title === key['idempotency-key'])).toHaveLength(1)
    expect(items.filter(({ title }) => title.startsWith('Job '))).toHaveLength(1)
  })
})

describe('whatever people do to the same tickets at once', () => {
  const FINDINGS = 5

  /** A fault with its findings, and two tickets of people. */
  async function three(): Promise<number[]> {
    const faultKey = `fault_${randomUUID().slice(0, 8)}`
    const updates = Array.from({ length: FINDINGS }, (_, index) =>
      finding({ faultKey, phase: index === 0 ? 'raised' : 'continuing', observedAtMs: T0 + index }),
    )
    await service.deliver(...updates)
    await service.judged()
    const { items } = await read<{ items: Ticket[] }>('/tickets?asset=pump-7&limit=500')
    const raised = items.find(ticket => ticket.faultKey === faultKey)?.number ?? 0
    return [raised, (await make()).number, (await make({ parent: raised })).number]
  }

  type Deed = [what: string, on: number, other: number]
  const deeds: Record<string, (on: number, other: number) => [path: string, body: object]> = {
    merge: (on, into) => [`/tickets/${on}/merge`, { into, reason: 'The same leak.' }],
    split: on => [`/tickets/${on}/split`, { title: 'A part of it', reason: 'Another crew.', asChild: true }],
    accept: on => [`/tickets/${on}/transitions`, { to: 'accepted' }],
    resolve: on => [
      `/tickets/${on}/transitions`,
      { to: 'resolved', failureCode: 'VIB', outcome: 'found_other' },
    ],
    close: on => [`/tickets/${on}/transitions`, { to: 'closed', outcome: 'found_other' }],
    cancel: on => [`/tickets/${on}/transitions`, { to: 'cancelled', reason: 'Not needed.' }],
    reopen: on => [`/tickets/${on}/transitions`, { to: 'reopened', reason: 'It leaks again.' }],
    snooze: on => [`/tickets/${on}/snooze`, { untilMs: service.clock.now + 60_000, reason: 'Later.' }],
    comment: on => [`/tickets/${on}/comments`, { body: 'I am looking at it.' }],
    queue: on => [`/tickets/${on}/assignment`, { assignee: null, reason: 'Nobody today.' }],
    bulk: (on, other) => [
      '/tickets/bulk',
      { tickets: [...new Set([on, other])], transition: { to: 'planned' } },
    ],
  }
  const deed: fc.Arbitrary<Deed> = fc.tuple(
    fc.constantFrom(...Object.keys(deeds)),
    fc.nat({ max: 2 }),
    fc.nat({ max: 2 }),
  )

  test('nothing breaks, nothing is lost, and the ledger says what became of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async plan => {
        const numbers = await three()
        const answers = await Promise.all(
          plan.map(([what, on, other]) => {
            const [path, body] = deeds[what]?.(numbers[on] ?? 0, numbers[other] ?? 0) ?? ['', {}]
            return send(path, body)
          }),
        )
        expect(
          answers.map(({ status }) => status).filter(status => ![200, 201, 400, 409].includes(status)),
        ).toEqual([])
        expect(await wrongAbout(numbers)).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  /** What must hold of the tickets and of whatever was made of them. */
  async function wrongAbout(numbers: number[]): Promise<string[]> {
    const wrong: string[] = []
    let findings = 0
    const family = new Set(numbers)
    for (const number of family) {
      const ticket = await read<TicketDetail>(`/tickets/${number}`)
      const { parent, mergedInto, children, merged } = await read<Relations>(`/tickets/${number}/relations`)
      for (const one of [parent, mergedInto, ...children, ...merged]) if (one !== null) family.add(one)
      const { items } = await read<{ items: object[] }>(`/tickets/${number}/findings?limit=500`)
      findings += items.length
      if (items.length !== ticket.findingCount)
        wrong.push(`${number} counts ${ticket.findingCount} of ${items.length}`)
      if (mergedInto !== null && ticket.category !== 'cancelled')
        wrong.push(`${number} is merged and ${ticket.state}`)
      if (mergedInto !== null && items.length > 0) wrong.push(`${number} is merged and kept findings`)
      wrong.push(...(await contradictions(read, number)))
      if (await isRing(number)) wrong.push(`${number} is below itself`)
    }
    if (findings !== FINDINGS) wrong.push(`${findings} of ${FINDINGS} findings are there`)
    return wrong
  }

  async function isRing(number: number): Promise<boolean> {
    const above = new Set<number>()
    for (let at: number | null = number; at !== null; ) {
      if (above.has(at)) return true
      above.add(at)
      const relations: Relations = await read<Relations>(`/tickets/${at}/relations`)
      at = relations.parent
    }
    return false
  }
})

test('200 technicians close their jobs at once, each step with a key and the version that they have seen', async () => {
  const TECHNICIANS = 200
  const jobs = await many(TECHNICIANS, () => make())
  const steps = [
    { to: 'accepted' },
    { to: 'on_site' },
    { to: 'resolved', failureCode: 'VIB', resolution: 'Bearing replaced.' },
    { to: 'closed', outcome: 'found_as_predicted' },
  ]
  await Promise.all(
    jobs.map(async ({ number, version: seen }) => {
      let version = seen
      for (const step of steps) {
        const headers = { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` }
        const path = `/tickets/${number}/transitions`
        const [first, second] = await Promise.all([send(path, step, headers), send(path, step, headers)])
        expect([first.status, second.status, second.body]).toEqual([200, 200, first.body])
        version = first.body.version
      }
    }),
  )
  const { rows } = await service.pool.query<{ steps: string[]; times: number }>(
    `select array_agg(after ->> 'state' order by id) as steps from ticketing.events
     where subject = 'ticket' and after ? 'state' and subject_id::bigint = any($1) group by subject_id`,
    [jobs.map(({ number }) => number)],
  )
  const wanted = ['proposed', 'accepted', 'on_site', 'resolved', 'verifying', 'closed']
  expect(rows).toHaveLength(TECHNICIANS)
  expect(rows.filter(row => row.steps.join() !== wanted.join())).toEqual([])
}, 120_000)
