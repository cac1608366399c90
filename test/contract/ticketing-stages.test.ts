import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import type { MaintenanceWindow } from '../../ticketing/domain/maintenance-window.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { defaultPolicy } from '../../ticketing/domain/ticket-policy.ts'
import { startIntake } from '../../ticketing/jobs/intake.ts'
import { createTicket } from '../../ticketing/store/create-ticket.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { groundOf } from '../../ticketing/store/ground.ts'
import { finding, HOUR_MS, T0 } from './ticketing-fixtures.ts'
import { eventually, NOW, quiet, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let asset: string
let line: string
let count = 0

beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
})
afterAll(() => service.close())
/** A pump that is part of a line, at a site of its own, so that no test spends another's budget. */
beforeEach(async () => {
  count++
  asset = `pump-${count}`
  line = `line-${count}`
  const at = { site: `site-${count}`, class: 'pump', criticality: 'A' }
  await service.call('POST', '/assets', { id: line, ...at })
  await service.call('POST', '/assets', { id: asset, parent: line, ...at })
  await service.call('POST', '/devices', { id: `sensor-${count}`, site: at.site, asset })
  await service.call('PUT', '/ticket-policy', defaultPolicy)
  service.clock.now = NOW
})

const rows = async <T extends pg.QueryResultRow>(sql: string, ...values: unknown[]) =>
  (await service.pool.query<T>(sql, values)).rows

const hour = (at: number, given: Partial<Finding> = {}) =>
  finding({
    ...{ asset, site: `site-${count}`, device: `sensor-${count}`, observedAtMs: T0 + at * HOUR_MS },
    ...given,
  })

/** Delivers one after the other, each judged before the next. */
async function hear(...findings: Finding[]): Promise<void> {
  for (const one of findings) {
    await service.deliver(one)
    await service.judged()
  }
}

const verdicts = async () =>
  (
    await rows<{ verdict: string }>(
      'select verdict from ticketing.findings where asset = $1 order by received_order',
      asset,
    )
  ).map(({ verdict }) => verdict)

const reasons = async () =>
  (
    await rows<{ reason: string }>(
      'select verdict_reason as reason from ticketing.findings where asset = $1 order by received_order',
      asset,
    )
  ).map(({ reason }) => reason)

const tickets = () =>
  rows<{
    number: string
    category: string
    state: string
    priority: string
    kind: string
    merged_into: string
  }>('select * from ticketing.tickets where asset = $1 order by number', asset)

async function move(to: string, more: object = {}, which = -1): Promise<TicketDetail> {
  const number = (await tickets()).at(which)?.number
  const answer = await service.call<TicketDetail>('POST', `/tickets/${number}/transitions`, { to, ...more })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

async function close(outcome: string): Promise<void> {
  for (const to of ['accepted', 'on_site']) await move(to)
  await move('resolved', { failureCode: 'OHE' })
  await move('closed', { outcome })
}

describe('an asset that is down', () => {
  test('mutes what is part of it; the first finding after it is up again makes a ticket', async () => {
    const down = await service.call('PATCH', `/assets/${line}`, { availability: 'down' })
    expect(down.body).toMatchObject({ availability: 'down' })
    await hear(hour(0), hour(1, { phase: 'continuing', severity: 'critical' }))
    expect(await verdicts()).toEqual(['inhibited', 'inhibited'])
    expect((await reasons())[0]).toBe(`Asset ${line}, of which ${asset} is a part, is down.`)
    await service.call('PATCH', `/assets/${line}`, { availability: 'in_service' })
    await hear(hour(2, { phase: 'continuing' }))
    expect((await verdicts()).at(-1)).toBe('created')
    expect(await tickets()).toHaveLength(1)
  })
})

describe('a maintenance window', () => {
  const post = (window: object) => service.call<MaintenanceWindow>('POST', '/maintenance-windows', window)

  test('of a line mutes its pump from its begin to its end, by event time, at once', async () => {
    const once = { fromMs: T0 + HOUR_MS, toMs: T0 + 2 * HOUR_MS }
    await hear(hour(0, { faultKey: 'flow' })) // the intake has read the windows before this one was made
    const made = await post({ name: 'Overhaul', asset: line, once })
    expect(made).toMatchObject({ status: 201, body: { asset: line, site: null, once, weekly: null } })
    await hear(hour(1), hour(1.9, { phase: 'continuing' }), hour(2, { phase: 'continuing' }))
    expect((await verdicts()).slice(1)).toEqual(['in_maintenance', 'in_maintenance', 'created'])
  })

  test('that is replaced or deleted counts as it is now', async () => {
    const { body } = await post({ name: 'A', asset, once: { fromMs: T0, toMs: T0 + HOUR_MS } })
    const path = `/maintenance-windows/${body.id}`
    await hear(hour(0))
    const moved = { name: 'B', asset, once: { fromMs: T0 + 2 * HOUR_MS, toMs: T0 + 3 * HOUR_MS } }
    expect((await service.call('PUT', path, moved)).body).toMatchObject(moved)
    await hear(hour(0.5, { faultKey: 'flow' }), hour(2, { faultKey: 'speed' }))
    expect((await service.call('DELETE', path)).status).toBe(204)
    await hear(hour(2.5, { faultKey: 'power' }))
    expect(await verdicts()).toEqual(['in_maintenance', 'created', 'in_maintenance', 'created'])
    expect((await service.call('GET', path)).status).toBe(404)
    const events = await rows<{ type: string }>(
      `select type from ticketing.events where subject = 'maintenance_window' and subject_id = $1 order by id`,
      body.id,
    )
    expect(events.map(({ type }) => type)).toEqual(['created', 'changed', 'deleted'])
  })

  test('of every week keeps its local time when the clocks change', async () => {
    const weekly = { timeZone: 'Europe/Berlin', days: [7], start: '06:00', minutes: 60 }
    await post({ name: 'Cleaning', site: `site-${count}`, weekly })
    const speak = (text: string, faultKey: string) =>
      hear(hour(0, { faultKey, observedAtMs: Date.parse(text), sinceMs: Date.parse(text) }))
    await speak('2026-03-22T05:30Z', 'winter') // 06:30
    await speak('2026-03-22T04:30Z', 'winter_before') // 05:30
    await speak('2026-03-29T04:30Z', 'summer') // 06:30
    await speak('2026-03-29T05:30Z', 'summer_after') // 07:30
    expect(await verdicts()).toEqual(['in_maintenance', 'created', 'in_maintenance', 'created'])
  })

  test.each([
    ['/asset', { name: 'x', once: { fromMs: 0, toMs: 1 } }],
    ['/once', { name: 'x', site: 'site-1' }],
    ['/once/toMs', { name: 'x', site: 'site-1', once: { fromMs: 5, toMs: 5 } }],
    ['/asset', { name: 'x', asset: 'nobody', once: { fromMs: 0, toMs: 1 } }],
    ['/site', { name: 'x', site: 'nowhere', once: { fromMs: 0, toMs: 1 } }],
    [
      '/weekly/timeZone',
      {
        name: 'x',
        site: 'site-1',
        weekly: { timeZone: 'Mars/Olympus', days: [1], start: '06:00', minutes: 5 },
      },
    ],
  ])('is refused with the place that is wrong: %s', async (pointer, window) => {
    const { status, body } = await service.call<{ errors: { pointer: string }[] }>(
      'POST',
      '/maintenance-windows',
      window,
    )
    expect(status).toBe(400)
    expect(body.errors.map(error => error.pointer)).toEqual([pointer])
  })
})

test('a sensor fault mutes the machine findings of its device and metric only, and is a ticket of its own kind', async () => {
  await service.call('POST', '/devices', { id: `other-${count}`, site: `site-${count}`, asset })
  const sensor: Partial<Finding> = {
    faultKind: 'sensor',
    faultKey: 'temperature.sensor',
    metric: 'temperature',
  }
  await hear(
    hour(0, sensor),
    hour(1),
    hour(1, { faultKey: 'vibration_rms' }),
    hour(1, { faultKey: 'temperature.2', metric: 'temperature', device: `other-${count}` }),
  )
  expect(await verdicts()).toEqual(['created', 'inhibited', 'created', 'created'])
  expect((await tickets()).map(({ kind }) => kind)).toEqual(['instrumentation', 'predictive', 'predictive'])
  const { body } = await service.call<TicketDetail>('GET', `/tickets/${(await tickets())[0]?.number}`)
  expect(body.firstFinding).toEqual(hour(0, sensor))
})

test('what a detector predicts is kept with its finding and its ticket', async () => {
  const predictedCrossingAtMs = T0 + 100 * HOUR_MS
  const sooner = T0 + 50 * HOUR_MS
  await hear(
    hour(0, { predictedCrossingAtMs }),
    hour(1, { phase: 'continuing', predictedCrossingAtMs: sooner }),
  )
  const { body } = await service.call<TicketDetail>('GET', `/tickets/${(await tickets())[0]?.number}`)
  expect(body.firstFinding).toMatchObject({ predictedCrossingAtMs })
  expect(body.predictedCrossingAtMs).toBe(sooner)
})

test('while somebody is on site, other faults of the asset are muted', async () => {
  await hear(hour(0))
  await move('accepted')
  await hear(hour(1, { faultKey: 'flow' }))
  await move('on_site', {}, 0)
  await hear(hour(2, { faultKey: 'vibration_rms' }), hour(2, { phase: 'continuing' }))
  expect(await verdicts()).toEqual(['created', 'created', 'inhibited', 'appended'])
  await move('on_hold', { reason: 'Part missing.' }, 0)
  await hear(hour(3, { faultKey: 'vibration_rms', phase: 'continuing' }))
  expect((await verdicts()).at(-1)).toBe('created')
})

describe('a closed ticket', () => {
  test('is reopened as rework by the same fault within the window', async () => {
    await hear(hour(0))
    await close('found_as_predicted')
    await hear(hour(24, { severity: 'critical' }), hour(25, { phase: 'continuing', severity: 'critical' }))
    expect(await verdicts()).toEqual(['created', 'reopened', 'appended'])
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({ state: 'reopened', category: 'active', rework_count: 1, priority: 'P1' })
    expect(ticket).toMatchObject({
      outcome: null,
      closed_at_ms: null,
      resolved_at_ms: null,
      finding_count: 3,
    })
    const { body } = await service.call<TicketDetail>('GET', `/tickets/${ticket?.number}`)
    const reopened = body.events.find(({ to }) => to === 'reopened')
    expect(reopened).toMatchObject({ actor: 'system', reason: (await reasons())[1] })
  })

  test('stays closed for late data, and after the window there is a new one', async () => {
    await hear(hour(10))
    await close('found_other')
    await hear(hour(9, { phase: 'continuing', severity: 'critical' }), hour(10 + 7 * 24 + 1))
    expect(await verdicts()).toEqual(['created', 'noted', 'created'])
  })

  test('as a false alarm mutes the fault unless it gets worse', async () => {
    await hear(hour(0))
    await close('false_alarm')
    await hear(hour(24), hour(48, { severity: 'critical' }))
    expect(await verdicts()).toEqual(['created', 'muted', 'created'])
    expect((await tickets()).map(({ category }) => category)).toEqual(['closed', 'review'])
  })

  test('that a person reopened has its fault’s findings again', async () => {
    await hear(hour(0))
    await close('found_other')
    await move('reopened', { reason: 'Not fixed.' })
    await hear(hour(1, { phase: 'continuing' }))
    expect((await verdicts()).at(-1)).toBe('appended')
  })
})

test('a deviation after the resolution reopens a ticket that is being verified', async () => {
  await hear(hour(0))
  await move('accepted')
  await move('resolved', { failureCode: 'OHE' })
  expect((await tickets())[0]?.category).toBe('verifying')
  await hear(hour(1, { phase: 'cleared' }), hour(2))
  expect(await verdicts()).toEqual(['created', 'appended', 'reopened'])
  expect((await tickets())[0]).toMatchObject({ category: 'active', rework_count: 1 })
})

test('a proposal whose signal was quiet lapses when the fault comes back, and names the ticket that continues it', async () => {
  await hear(hour(0), hour(30))
  const [former, next] = await tickets()
  expect(former).toMatchObject({ category: 'cancelled', merged_into: next?.number })
  expect(next).toMatchObject({ category: 'review' })
  const { body } = await service.call<TicketDetail>('GET', `/tickets/${former?.number}`)
  expect(body.events.at(-1)?.reason).toBe(`Ticket ${next?.number} continues it.`)
})

test('late data raises no urgency', async () => {
  await hear(hour(5, { severity: 'minor' }), hour(4, { phase: 'continuing', severity: 'critical' }))
  expect(await tickets()).toMatchObject([{ priority: 'P3', severity: 'minor', finding_count: 2 }])
})

describe('settling', () => {
  const policy = (settle: object) =>
    service.call('PUT', '/ticket-policy', { ...defaultPolicy, settle: [settle] })

  test('a fault that must come back makes its ticket with the last of so many findings', async () => {
    await policy({ asset, minOccurrences: 3, withinMs: 6 * HOUR_MS })
    await service.deliver(hour(0), hour(1), hour(2)) // one batch
    await service.judged()
    expect(await verdicts()).toEqual(['settling', 'settling', 'created'])
    expect(await tickets()).toMatchObject([{ finding_count: 1 }])
  })

  test('a deviation that must last becomes a ticket when its time is over, though nothing more is heard', async () => {
    await policy({ asset, holdMs: HOUR_MS })
    await hear(hour(0))
    expect(await verdicts()).toEqual(['settling'])
    service.clock.now = NOW + HOUR_MS
    await eventually(async () => (await verdicts())[0] === 'created')
    expect(await tickets()).toHaveLength(1)
    expect(await rows('select from ticketing.settling where asset = $1', asset)).toEqual([])
  })

  test('one that clears before makes none, one that clears after makes it first', async () => {
    await policy({ asset, holdMs: HOUR_MS })
    await hear(hour(0), hour(0.5, { phase: 'cleared' }))
    await hear(hour(0, { faultKey: 'flow' }), hour(2, { faultKey: 'flow', phase: 'cleared' }))
    expect(await verdicts()).toEqual(['settling', 'noted', 'created', 'appended'])
    expect(await tickets()).toMatchObject([{ fault_key: 'flow', cleared: true, finding_count: 2 }])
  })
})

describe('a storm', () => {
  test('of one asset is its budget and one roll-up ticket that lists the rest', async () => {
    const storm = Array.from({ length: 60 }, (_, n) =>
      hour(n / 100, { faultKey: `metric_${n % 30}`, id: `${asset}-${n}` }),
    )
    await service.deliver(...storm)
    await service.judged()
    const made = await tickets()
    expect(made).toHaveLength(6)
    const rollUp = made.find(({ fault_key }: pg.QueryResultRow) => fault_key === '$storm')
    expect(rollUp).toMatchObject({ title: `Storm: more than 20 faults at ${asset}`, finding_count: 50 })
    const faults = await service.call<{ items: object[] }>(
      'GET',
      `/tickets/${rollUp?.number}/faults?limit=500`,
    )
    expect(faults.body.items).toHaveLength(25)
    expect(faults.body.items[0]).toMatchObject({ asset, findingCount: 2 })
    const judged = await verdicts()
    expect(judged.filter(kind => kind === 'rolled_up')).toHaveLength(50)
  })

  test('of a site, with several intakes at it, is its budget and one roll-up ticket', async () => {
    const site = `site-${count}`
    const assets = Array.from({ length: 60 }, (_, n) => `${asset}-${n}`)
    for (const id of assets)
      await service.call('POST', '/assets', { id, site, class: 'pump', criticality: 'B' })
    const pool = new pg.Pool({ connectionString: service.database.url, max: 8 })
    const others = Array.from({ length: 3 }, () =>
      startIntake({ pool, clock: service.clock, logger: quiet, metrics: new Registry() }),
    )
    const storm = assets.flatMap((id, n) =>
      [0, 1, 2].flatMap(k => [
        hour(n / 100, { asset: id, faultKey: `metric_${k}` }),
        hour(0.7, { asset: id, faultKey: `metric_${k}`, phase: 'continuing', severity: 'critical' }),
      ]),
    )
    await service.deliver(...storm)
    await service.judged()
    await Promise.all(others.map(intake => intake.stop()))
    await pool.end()
    const made = await rows<{ fault_key: string; finding_count: number; priority: string }>(
      'select * from ticketing.tickets where site = $1',
      site,
    )
    const rollUps = made.filter(({ fault_key }) => fault_key.startsWith('$'))
    expect(rollUps).toMatchObject([{ fault_key: '$site-storm', priority: 'P2', severity: 'critical' }])
    expect(made.length).toBe(20 + 1)
    expect(made.reduce((sum, { finding_count }) => sum + finding_count, 0)).toBe(storm.length)
  })

  test('whose ticket was closed goes on with tickets of its own', async () => {
    const storm = Array.from({ length: 7 }, (_, n) => hour(n / 100, { faultKey: `metric_${n}` }))
    await service.deliver(...storm)
    await service.judged()
    const rollUp = (await tickets()).findIndex(({ fault_key }: pg.QueryResultRow) => fault_key === '$storm')
    await move('accepted', {}, rollUp)
    await move('resolved', { failureCode: 'OHE' }, rollUp)
    await move('closed', { outcome: 'found_other' }, rollUp)
    await hear(hour(40, { faultKey: 'metric_6', phase: 'continuing' }))
    expect((await verdicts()).at(-1)).toBe('created')
  })
})

test('50 writers at once make one open ticket of a fault: the others meet the unique index', async () => {
  const pool = new pg.Pool({ connectionString: service.database.url, max: 50 })
  const db = openDb(pool)
  const write = () =>
    db.transaction().execute(async trx => {
      const ground = await groundOf(trx, { asset, kind: 'predictive' })
      if (!ground) throw new Error(`there is no ${asset}`)
      return createTicket(
        trx,
        {
          ...{ kind: 'predictive', source: 'finding', title: 'x', priority: 'P1', severity: 'major' },
          ...{ ground, faultKey: 'temperature' },
        },
        { actor: 'system', nowMs: NOW },
        { reason: 'Because.' },
      )
    })
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, write))
  await pool.end()
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ constraint: 'tickets_one_open' })
  }
  expect(await tickets()).toHaveLength(1)
})

/** Locking a table stops the intake at the statement that writes to it: between two of its steps. */
describe('an intake that dies', () => {
  let mortal: TicketingTest
  beforeAll(async () => {
    mortal = await startTicketingTest()
    mortal.pool.on('error', () => undefined)
    mortal.pool.on('connect', client => client.on('error', () => undefined))
    mortal.startIntake()
    await mortal.registerPump()
  })
  afterAll(() => mortal.close())

  test.each(['episodes', 'tickets', 'events', 'findings'])(
    'before it writes to %s leaves the finding unjudged, and it is judged once later',
    async table => {
      const one = finding({ faultKey: table })
      const holder = new pg.Client(mortal.database.url)
      await holder.connect()
      try {
        await holder.query(`begin; lock table ticketing.${table} in share row exclusive mode`)
        const delivered = mortal.deliver(one).catch(() => undefined)
        await eventually(async () => {
          const cut = await holder.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
          )
          return cut.rows.length > 0
        })
        const left = await holder.query('select from ticketing.tickets where fault_key = $1', [table])
        expect(left.rows).toEqual([])
        await holder.query('rollback')
        await delivered
      } finally {
        await holder.end()
      }
      // The detectors' side delivers until it is stored: a connection that was cut may be handed out once more.
      await eventually(() =>
        mortal.deliver(one).then(
          () => true,
          () => false,
        ),
      )
      await mortal.judged()
      const { rows: made } = await mortal.pool.query(
        `select finding_count, verdict,
           (select count(*)::integer from ticketing.events e
            where e.subject = 'ticket' and e.subject_id = number::text and e.type = 'created') as events
         from ticketing.tickets t join ticketing.findings f on f.id = t.first_finding where t.fault_key = $1`,
        [table],
      )
      expect(made).toEqual([{ finding_count: 1, verdict: 'created', events: 1 }])
    },
  )
})

test('the policy is a versioned document in the ledger', async () => {
  const policy = { ...defaultPolicy, reworkWindowMs: 1_000 }
  expect((await service.call('PUT', '/ticket-policy', policy)).body).toEqual(policy)
  expect((await service.call('GET', '/ticket-policy')).body).toEqual(policy)
  const [event] = await rows(
    `select * from ticketing.events where subject = 'ticket_policy' order by id desc limit 1`,
  )
  expect(event).toMatchObject({ actor: 'admin', after: { reworkWindowMs: 1_000 } })
  const wrong = await service.call<{ errors: { pointer: string }[] }>('PUT', '/ticket-policy', {
    ...policy,
    reworkWindowMs: -1,
  })
  expect(wrong.body.errors.map(({ pointer }) => pointer)).toEqual(['/reworkWindowMs'])
})
