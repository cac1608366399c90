import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { hearAlarms, slaTasks, startSlaPatrol } from '../../ticketing/jobs/sla.ts'
import { startWorker } from '../../ticketing/jobs/worker.ts'
import { rolePool, type SlaTest, startSlaTest } from './sla-rig.ts'
import { eventually, NOW, quiet } from './ticketing-harness.ts'

const MINUTE_MS = 60_000
let service: SlaTest
let running: { stop(): Promise<void> }[]
let pools: pg.Pool[]
beforeAll(async () => {
  service = await startSlaTest()
})
afterAll(() => service.close())
beforeEach(() => {
  running = []
  pools = []
  service.clock.now = NOW
})
afterEach(async () => {
  await Promise.all(running.map(each => each.stop()))
  await Promise.all(pools.map(pool => pool.end()))
})

const rows = async <T extends pg.QueryResultRow>(sql: string, ...values: unknown[]) =>
  (await service.pool.query<T>(sql, values)).rows

/** A worker as a process of its own would have it. */
function work(): void {
  const pool = rolePool(service.database.url)
  pools.push(pool)
  const tasks = slaTasks({ pool, clock: service.clock, logger: quiet, metrics: new Registry() })
  running.push(startWorker({ pool, logger: quiet, tasks }))
}

/** What a clock on the wall would do: the alarms go off that were set for later. */
const ring = () =>
  rows(`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where locked_at is null),
    run_at => now())`)

/** A worker in another process, until it has killed itself. */
async function workAndDie(dies: 'before_commit' | 'after_commit'): Promise<void> {
  const script = join(import.meta.dirname, '../services/dying-worker.ts')
  const child = spawn(process.execPath, [script, service.database.url, `${service.clock.now}`, dies], {
    stdio: 'inherit',
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
}

/** What the queue does with the jobs of a dead worker after some hours. */
const unlock = () =>
  rows(`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now(), attempts = 0
    where locked_at is not null`)

const idle = () =>
  eventually(async () => {
    const busy = await rows(
      'select 1 from graphile_worker.jobs where run_at <= now() or locked_at is not null',
    )
    return busy.length === 0
  })

test('an alarm goes off, fires what is crossed, and sets the next one', async () => {
  const number = await service.ticket('critical')
  const alarm = async () =>
    (
      await rows<{ run_in: string }>(
        `select extract(epoch from run_at - now())::text as run_in from graphile_worker.jobs where key = $1`,
        `sla:${number}`,
      )
    )[0]
  expect(Number((await alarm())?.run_in)).toBeCloseTo(15 * 60, -2)
  service.clock.now = NOW + 15 * MINUTE_MS
  work()
  await ring()
  await eventually(async () => (await service.fired(number)).length > 0)
  expect(await service.fired(number)).toEqual(['response warning 60'])
  await idle()
  expect(Number((await alarm())?.run_in)).toBeCloseTo(15 * 60, -2)
})

test('an alarm that goes off early fires nothing, and goes off again', async () => {
  const number = await service.ticket('critical')
  work()
  await ring()
  await idle()
  expect(await service.fired(number)).toEqual([])
  service.clock.now = NOW + 30 * MINUTE_MS
  await ring()
  await eventually(async () => (await service.fired(number)).length === 3)
})

test('a ticket that is over has no alarm any more', async () => {
  const number = await service.ticket('critical')
  await service.move(number, { to: 'cancelled', reason: 'Nothing to see.' })
  expect(await rows('select 1 from graphile_worker.jobs where key = $1', `sla:${number}`)).toEqual([])
  expect(await rows('select 1 from ticketing.sla_wakes where ticket = $1', number)).toEqual([])
})

test.each(['before_commit', 'after_commit'] as const)(
  'a worker that is killed %s: fired once',
  async dies => {
    const number = await service.ticket('critical')
    await rows(`delete from graphile_worker._private_jobs where key is distinct from $1`, `sla:${number}`)
    await rows('delete from ticketing.sla_wakes where ticket <> $1', number)
    service.clock.now = NOW + 31 * MINUTE_MS
    await ring()
    await workAndDie(dies)
    const expected = ['response warning 60', 'response breach', 'response escalation 0 lead']
    expect(await service.fired(number)).toEqual(dies === 'after_commit' ? expected : [])

    // the dead worker has the job still, and the queue waits for it; the patrol does not
    expect(await rows('select 1 from graphile_worker.jobs where locked_at is not null')).toHaveLength(1)
    expect(await hearAlarms(service.db, quiet, service.clock.now)).toBe(dies === 'before_commit' ? 1 : 0)
    expect(await service.fired(number)).toEqual(expected)

    await unlock()
    work()
    await ring()
    await idle()
    expect(await service.fired(number)).toEqual(expected)
    expect(await service.notices(number)).toHaveLength(2)
  },
)

test('two workers, a patrol and 30 tickets: each threshold of each fires once', async () => {
  const numbers: number[] = []
  for (let index = 0; index < 30; index++) numbers.push(await service.ticket('critical'))
  service.clock.now = NOW + 31 * MINUTE_MS
  work()
  work()
  await ring()
  await hearAlarms(service.db, quiet, service.clock.now + MINUTE_MS)
  await idle()
  const twice = await rows(
    `select ticket, clock, threshold from ticketing.sla_firings group by 1, 2, 3 having count(*) > 1`,
  )
  expect(twice).toEqual([])
  const [events] = await rows<{ count: string; tickets: string }>(
    `select count(*), count(distinct subject_id) as tickets from ticketing.events
      where subject = 'ticket' and subject_id = any($1) and type like 'sla_%'`,
    numbers.map(String),
  )
  expect(events).toEqual({ count: '90', tickets: '30' })
})

test('what was crossed while no worker ran is found at the start', async () => {
  const number = await service.ticket('critical')
  await rows('delete from graphile_worker._private_jobs')
  await rows('delete from ticketing.sla_wakes')
  service.clock.now = NOW + 31 * MINUTE_MS
  work()
  const pool = rolePool(service.database.url)
  pools.push(pool)
  running.unshift(startSlaPatrol({ pool, clock: service.clock, logger: quiet }))
  await eventually(async () => (await service.fired(number)).length === 3)
})

test('a changed policy reaches the lists by itself', async () => {
  const number = await service.ticket('critical')
  work()
  const { body } = await service.call<{ policy: object }>('GET', '/sla/policy')
  await service.call('PUT', '/sla/policy', { ...body.policy, rules: [{ respond: 300, resolve: 600 }] })
  await eventually(async () => (await service.detail(number)).resolveByMs === NOW + 600 * MINUTE_MS)
  await service.call('PUT', '/sla/policy', body.policy)
})
