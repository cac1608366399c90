import fc from 'fast-check'
import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import { startIntake } from '../../ticketing/jobs/intake.ts'
import { timeline } from '../../ticketing/stages/testing/timeline.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { openEpisode } from '../../ticketing/store/episodes.ts'
import { admitFinding } from '../../ticketing/store/intake.ts'
import { finding, HOUR_MS, T0 } from './ticketing-fixtures.ts'
import { eventually, NOW, quiet, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const unlimited = { perAssetPerDay: null, perSitePerDay: null, perSitePerHour: null }
let service: TicketingTest
let asset: string
let count = 0

beforeAll(async () => {
  service = await startTicketingTest()
  await service.liftBudget()
})
afterAll(() => service.close())
beforeEach(async () => {
  asset = `pump-${++count}`
  await service.registerPump(asset, `sensor-${count}`)
})

const rows = async <T extends pg.QueryResultRow>(sql: string, ...values: unknown[]) =>
  (await service.pool.query<T>(sql, values)).rows

const ticketsOf = (name: string) =>
  rows<{ number: string; finding_count: number; priority: string; category: string; cleared: boolean }>(
    'select * from ticketing.tickets where asset = $1 order by number',
    name,
  )

const verdictsOf = async (name: string) =>
  (
    await rows<{ verdict: string }>(
      'select verdict from ticketing.findings where asset = $1 order by received_order',
      name,
    )
  ).map(row => row.verdict)

/** Keeps the messages that are errors. */
function listeningLogger() {
  const logged: string[] = []
  const logger = { ...silent, error: (_: object, message: string) => void logged.push(message) }
  return { logged, logger }
}

const nothing = () => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }

async function withIntake(work: () => Promise<void>): Promise<void> {
  const intake = startIntake({
    pool: service.pool,
    clock: service.clock,
    logger: quiet,
    metrics: new Registry(),
  })
  try {
    await work()
  } finally {
    await intake.stop()
  }
}

test('20 intakes at once make one ticket of one fault', async () => {
  const pools = Array.from(
    { length: 5 },
    () => new pg.Pool({ connectionString: service.database.url, max: 4 }),
  )
  const intakes = Array.from({ length: 20 }, (_, index) =>
    startIntake({
      pool: pools[index % pools.length] ?? service.pool,
      clock: service.clock,
      logger: quiet,
      metrics: new Registry(),
    }),
  )
  const findings = Array.from({ length: 40 }, (_, index) =>
    finding({ asset, observedAtMs: T0 + index * HOUR_MS, phase: index === 0 ? 'raised' : 'continuing' }),
  )
  await Promise.all(findings.map(one => service.deliver(one)))
  await service.judged()
  await Promise.all(intakes.map(intake => intake.stop()))
  await Promise.all(pools.map(pool => pool.end()))
  expect(await ticketsOf(asset)).toMatchObject([{ finding_count: 40 }])
})

test('50 writers that take no lock meet the unique index: one ticket, the others are refused', async () => {
  const pool = new pg.Pool({ connectionString: service.database.url, max: 50 })
  const db = openDb(pool)
  const findings = Array.from({ length: 50 }, (_, index) => finding({ asset, observedAtMs: T0 + index }))
  await service.deliver(...findings)
  const outcomes = await Promise.allSettled(
    findings.map(one => db.transaction().execute(trx => admitFinding(trx, one, NOW))),
  )
  await pool.end()
  const created = outcomes.filter(({ status }) => status === 'fulfilled')
  expect(created.length).toBeGreaterThan(0)
  expect(await ticketsOf(asset)).toMatchObject([{ finding_count: created.length }])
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ constraint: 'episodes_one_open' })
  }
  await withIntake(() => service.judged()) // those that lost the race are judged again and appended
  expect(await ticketsOf(asset)).toMatchObject([{ finding_count: 50 }])
})

test('the same findings again change nothing', async () => {
  const findings = [
    finding({ asset }),
    finding({ asset, observedAtMs: T0 + HOUR_MS, phase: 'continuing' }),
    finding({ asset, observedAtMs: T0 + 2 * HOUR_MS, phase: 'cleared' }),
  ]
  await withIntake(async () => {
    await service.deliver(...findings)
    await service.judged()
    const before = await rows('select * from ticketing.tickets where asset = $1', asset)
    const events = await rows('select * from ticketing.events')
    await service.deliver(...findings, ...findings)
    await service.judged()
    expect(await rows('select * from ticketing.tickets where asset = $1', asset)).toEqual(before)
    expect(await rows('select * from ticketing.events')).toEqual(events)
  })
})

test('a delivery of hundreds of findings is stored in its order', async () => {
  const findings = Array.from({ length: 601 }, (_, index) =>
    finding({ asset, observedAtMs: T0 + index * 1000, phase: index === 0 ? 'raised' : 'continuing' }),
  )
  await service.deliver(...findings)
  const stored = await rows<{ id: string }>(
    'select id from ticketing.findings where asset = $1 order by received_order',
    asset,
  )
  expect(stored.map(({ id }) => id)).toEqual(findings.map(({ id }) => id))
  await withIntake(() => service.judged())
  expect(await ticketsOf(asset)).toMatchObject([{ finding_count: 601 }])
})

test('a finding that breaks the intake is put aside with the reason, and holds up no other fault', async () => {
  await service.pool.query(`
    create function poison() returns trigger language plpgsql as $$
    begin
      if new.first_finding like 'poison%' then raise exception 'this one cannot be stored'; end if;
      return new;
    end $$;
    create trigger poison before insert on ticketing.tickets for each row execute function poison()`)
  try {
    await withIntake(async () => {
      await service.deliver(
        finding({ asset, id: `poison-${asset}` }),
        finding({ asset, faultKey: 'vibration_rms' }),
        finding({ asset, observedAtMs: T0 + 1, phase: 'continuing' }),
      )
      await service.judged()
    })
  } finally {
    await service.pool.query('drop trigger poison on ticketing.tickets')
  }
  expect(await verdictsOf(asset)).toEqual(['failed', 'created', 'created'])
  const [poisoned] = await rows<{ verdict_reason: string }>(
    `select verdict_reason from ticketing.findings where id = 'poison-${asset}'`,
  )
  expect(poisoned?.verdict_reason).toBe('Judging it failed 3 times: this one cannot be stored')
})

test('a finding of an asset that is not registered is noted with the reason', async () => {
  await service.deliver(finding({ asset: 'ghost' }))
  await withIntake(() => service.judged())
  expect(await verdictsOf('ghost')).toEqual(['noted'])
})

test('an intake goes on after its connections were cut', async () => {
  await withIntake(async () => {
    await service.deliver(finding({ asset }))
    await service.judged()
    service.pool.on('error', () => undefined)
    await service.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await eventually(() =>
      service.deliver(finding({ asset, observedAtMs: T0 + HOUR_MS, phase: 'cleared' })).then(
        () => true,
        () => false,
      ),
    )
    await service.judged()
    expect(await ticketsOf(asset)).toMatchObject([{ finding_count: 2, cleared: true }])
  })
})

test('a database that is too slow for a while costs no finding its ticket', async () => {
  const pool = new pg.Pool({ connectionString: service.database.url, max: 4, statement_timeout: 50 })
  const holder = await service.pool.connect()
  await holder.query('begin; lock table ticketing.tickets')
  const { logged, logger } = listeningLogger()
  const intake = startIntake({ pool, clock: service.clock, logger, metrics: new Registry() })
  try {
    await service.deliver(finding({ asset }))
    await eventually(() => logged.includes('the intake cannot work; it tries again until it can'))
    await holder.query('rollback')
    await service.judged()
  } finally {
    holder.release(true) // ends the lock with its connection, also where the test failed
    await intake.stop()
    await pool.end()
  }
  expect(await verdictsOf(asset)).toEqual(['created'])
})

test('a ticket that is cancelled while findings come: each is in it or in the next one, and nothing dead-locks', async () => {
  await withIntake(async () => {
    for (let round = 0; round < 10; round++) {
      const faultKey = `fault_${round}`
      await service.deliver(finding({ asset, faultKey }))
      await service.judged()
      const [ticket] = (await ticketsOf(asset)).slice(-1)
      const cancel = { to: 'cancelled', reason: 'Not needed.' }
      const [{ status }] = await Promise.all([
        service.call('POST', `/tickets/${ticket?.number}/transitions`, cancel),
        ...Array.from({ length: 5 }, (_, index) =>
          service.deliver(
            finding({ asset, faultKey, observedAtMs: T0 + 1000 * (index + 1), phase: 'continuing' }),
          ),
        ),
      ])
      expect(status).toBe(200)
      await service.judged()
    }
  })
  const openPerFault = await rows(
    `select fault_key from ticketing.tickets where asset = $1 and state = 'proposed' group by 1 having count(*) > 1`,
    asset,
  )
  expect(openPerFault).toEqual([])
  const unsound = await rows(
    `select t.number from ticketing.tickets t join ticketing.episodes e on e.id = t.episode
     where t.asset = $1 and ((e.ended is not null) <> (t.state = 'cancelled')
       or t.finding_count <> (select count(*) from ticketing.findings f
         where f.ticket_number = t.number and f.verdict in ('created', 'appended')))`,
    asset,
  )
  expect(unsound).toEqual([])
})

test('the ledger cannot be changed', async () => {
  await expect(service.pool.query('update ticketing.events set actor = $1', ['me'])).rejects.toThrow(
    'append-only',
  )
  await expect(service.pool.query('delete from ticketing.events')).rejects.toThrow('append-only')
})

test('there is no second open episode, whoever asks', async () => {
  const db = openDb(service.pool)
  const open = () => db.transaction().execute(trx => openEpisode(trx, finding({ asset })))
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, open))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('the database and the timeline in memory tell the same story', async () => {
  const steps = fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          hour: fc.integer({ min: 0, max: 120 }),
          phase: fc.constantFrom<Finding['phase']>('raised', 'continuing', 'cleared'),
          severity: fc.constantFrom<Finding['severity']>('minor', 'major', 'critical'),
        }),
      },
      { weight: 1, arbitrary: fc.constantFrom('rejected' as const, 'cancelled' as const) },
    ),
    { maxLength: 15 },
  )
  const db = openDb(service.pool)
  await fc.assert(
    fc.asyncProperty(steps, async story => {
      const name = `told-${++count}`
      await service.registerPump(name, `sensor-${name}`)
      const told = timeline({ aheadMs: NOW, policy: { budget: unlimited } })
      for (const [index, step] of story.entries()) {
        const newest = told.tickets.at(-1)
        if (typeof step === 'string') {
          if (newest?.category !== 'review') continue
          const [row] = (await ticketsOf(name)).slice(-1)
          await service.call('POST', `/tickets/${row?.number}/transitions`, {
            to: step,
            ...(step === 'rejected' ? { rejectionCode: 'other' } : { reason: 'Told so.' }),
          })
          told.ticketBecomes(step)
          continue
        }
        const { hour, phase, severity } = step
        const given = finding({
          asset: name,
          id: `${name}-${index}`,
          observedAtMs: hour * HOUR_MS,
          phase,
          severity,
        })
        await service.deliver(given)
        const verdict = await db.transaction().execute(trx => admitFinding(trx, given, NOW))
        expect(verdict.kind).toBe(told.at(hour).finding(phase, severity).kind)
      }
      const stored = await ticketsOf(name)
      expect(stored.map(row => [row.finding_count, row.priority, row.category, row.cleared])).toEqual(
        told.tickets.map(ticket => [ticket.findings, ticket.priority, ticket.category, ticket.cleared]),
      )
    }),
    { numRuns: 30 },
  )
})
