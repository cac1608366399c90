import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DetectHistory } from '../../contracts/history.ts'
import type { Sample } from '../../contracts/sample.ts'
import { detectOver } from '../../detectors/history.ts'
import { metricsSeen } from '../../detectors/store/metrics-seen.ts'
import { samplesFrom } from '../../ingest/history.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import type { Backtest, BacktestHead } from '../../ticketing/domain/backtest.ts'
import type { ListedFinding } from '../../ticketing/domain/finding-list.ts'
import type { Label } from '../../ticketing/domain/label.ts'
import type { DetectorPerformance } from '../../ticketing/domain/performance.ts'
import type { KeptProfile } from '../../ticketing/domain/profile.ts'
import type { ProfileProposal } from '../../ticketing/domain/proposal.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { startBacktests } from '../../ticketing/jobs/backtests.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { tuneWhatErrs } from '../../ticketing/store/tuning.ts'
import { finding } from './ticketing-fixtures.ts'
import {
  ADMIN_TOKEN,
  eventually,
  NOW,
  quiet,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

/*
 * A kiln with a limit at 350 °C, a sample a minute. It is over the limit for two minutes on five days, for no reason that
 * anybody finds, and for twelve hours before it fails on the ninth day.
 */
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const FROM = NOW - 10 * DAY
const SPIKES = [1, 2.5, 4, 5.5, 7].map(day => FROM + day * DAY)
const FAULT = FROM + 8.5 * DAY
const FAILURE = FAULT + 12 * HOUR

let service: TicketingTest
let jobs: { stop(): Promise<void> }
/** Held by a test that wants to see a backtest at work. */
let gate: Promise<void> = Promise.resolve()

beforeAll(async () => {
  service = await startTicketingTest()
  const { pool, clock } = service
  service.startIntake()
  await service.call('POST', '/classes', {
    ...{ id: 'kiln', name: 'Kiln', acceptsAnyMetric: false },
    metrics: [{ key: 'shell', unit: '°C', limits: { high: 350, holdMs: MINUTE } }],
  })
  await service.call('POST', '/assets', { id: 'kiln-1', site: 'plant-1', class: 'kiln', criticality: 'A' })
  await service.call('POST', '/devices', { id: 'k1', site: 'plant-1', asset: 'kiln-1' })
  const store = openPostgresStore({ pool })
  await store.write(history())
  const detect: DetectHistory = async (plan, options) => {
    await gate
    return detectOver(plan, samplesFrom(store, { metricsOf: metricsSeen(pool) }), options)
  }
  jobs = startBacktests({ pool, clock, logger: quiet, detect, pauseMs: 20 })
})
afterAll(async () => {
  await jobs.stop()
  await service.close()
})

function history(): Sample[] {
  return Array.from({ length: (10 * DAY) / MINUTE }, (_, minute) => {
    const observedAtMs = FROM + minute * MINUTE
    const isSpike = SPIKES.some(at => observedAtMs >= at && observedAtMs <= at + 2 * MINUTE)
    const isFault = observedAtMs >= FAULT && observedAtMs < FAILURE
    const shell = isSpike || isFault ? 360 : 300 + (minute % 7)
    const of = { site: 'plant-1', asset: 'kiln-1', device: 'k1', class: 'kiln' }
    return { ...of, observedAtMs, receivedAtMs: observedAtMs, values: { shell } }
  })
}

async function done(id: number): Promise<Backtest> {
  const read = () => service.call<Backtest>('GET', `/backtests/${id}`)
  await eventually(async () => !['queued', 'running'].includes((await read()).body.state))
  return (await read()).body
}

/** Nothing but the limit: what other detectors make of the kiln is not what is tested. */
const alone = async (parameters?: object) => {
  const { body } = await service.call<{ items: { name: string }[] }>('GET', '/detectors')
  const off = body.items.filter(({ name }) => name !== 'limit').map(({ name }) => [name, { mode: 'off' }])
  return { ...Object.fromEntries(off), ...(parameters && { limit: { parameters } }) }
}

const failures = [{ asset: 'kiln-1', fromMs: FAULT, atMs: FAILURE, name: 'Refractory fell' }]
const period = { scope: 'class', subject: 'kiln', fromMs: FROM, toMs: NOW, horizonDays: 1 }

describe('a backtest', () => {
  let first: Backtest

  test('says what there would have been, beside what is known, for two versions', async () => {
    await service.call('PUT', '/classes/kiln/profile', { detectors: await alone() })
    const { status, body } = await service.call<Backtest>('POST', '/backtests', {
      ...{ ...period, failures },
      variants: [
        { label: 'as it is', version: 1 },
        { label: 'patient', detectors: await alone({ holdMs: 5 * MINUTE }) },
      ],
    })
    expect([status, body.state, body.progress]).toEqual([201, 'queued', 0])
    first = await done(body.id)
    expect(first).toMatchObject({
      state: 'done',
      progress: 1,
      problem: null,
      samples: 14_400,
      actor: 'admin',
    })
    const { result } = first
    expect(result).toMatchObject({ assets: 1, machineYears: 0.02738, failures: [] })
    expect(result?.variants.map(({ summary }) => summary)).toMatchObject([
      {
        tickets: 6,
        matches: 1,
        falseAlarms: 5,
        failures: 1,
        found: 1,
        precision: 0.167,
        medianLeadShare: 0.999,
      },
      {
        tickets: 1,
        matches: 1,
        falseAlarms: 0,
        failures: 1,
        found: 1,
        precision: 1,
        medianLeadMs: 11 * HOUR + 55 * MINUTE,
      },
    ])
    expect(result?.comparisons).toMatchObject([
      { label: 'patient', newlyFound: [], lost: [], falseAlarms: -5 },
    ])
    expect(result?.variants[0]?.byDetector).toEqual([
      { detector: 'limit@1', tickets: 6, matches: 1, falseAlarms: 5 },
    ])
  })

  test('makes no ticket, and keeps no finding but its own', async () => {
    expect((await service.call<{ items: [] }>('GET', '/tickets')).body.items).toEqual([])
    expect((await service.call<{ items: [] }>('GET', '/findings')).body.items).toEqual([])
    type Page = { items: ListedFinding[]; nextCursor: string }
    const path = `/backtests/${first.id}/findings?variant=1`
    const page = (await service.call<Page>('GET', `${path}&limit=1`)).body
    expect(page.items).toMatchObject([{ phase: 'raised', asset: 'kiln-1', observedAtMs: FAULT + 5 * MINUTE }])
    const rest = (await service.call<Page>('GET', `${path}&cursor=${page.nextCursor}`)).body
    expect(rest.items.map(({ phase }) => phase)).toEqual(['continuing', 'continuing', 'cleared'])
  })

  test('has a chart', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
    const { body } = await service.app.inject({ url: `/api/v1/backtests/${first.id}/chart`, headers })
    expect(body).toMatch(/^<svg /)
    expect(body.match(/fill="#868e96"><title>/g)).toHaveLength(5)
    expect(body).toMatch(/Refractory fell, .* found/)
  })

  test('says what is wrong with what it is asked for', async () => {
    const refused = async (more: object) => {
      const { status, body } = await service.call<Problem>('POST', '/backtests', { ...period, ...more })
      return [status, body.errors?.[0]?.pointer ?? body.detail]
    }
    expect(await refused({ toMs: FROM })).toEqual([400, '/fromMs'])
    expect(await refused({ variants: [{ detectors: { nobody: {} } }] })).toEqual([
      400,
      '/variants/0/detectors/nobody',
    ])
    expect(await refused({ variants: [{ version: 99 }] })).toEqual([
      404,
      expect.stringMatching(/no version 99/),
    ])
    expect(await refused({ assets: ['pump-9'] })).toEqual([404, expect.stringMatching(/no asset pump-9/)])
    expect(await refused({ subject: 'pump' })).toEqual([409, expect.stringMatching(/no telemetry/)])
  })

  test('can be cancelled, and says how far it is', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = promise
    const { body } = await service.call<Backtest>('POST', '/backtests', period)
    const read = async () => (await service.call<Backtest>('GET', `/backtests/${body.id}`)).body.state
    await eventually(async () => (await read()) === 'running')
    const cancelled = await service.call<Backtest>('POST', `/backtests/${body.id}/cancel`)
    expect(cancelled.body.state).toBe('cancelled')
    resolve()
    gate = Promise.resolve()
    const next = await service.call<Backtest>('POST', '/backtests', period)
    expect((await done(next.body.id)).state).toBe('done')
    expect(await read()).toBe('cancelled')
    expect((await service.call('POST', `/backtests/${body.id}/cancel`)).status).toBe(409)
  })

  test('that fails says why', async () => {
    gate = Promise.reject(new Error('The telemetry is gone.'))
    gate.catch(() => undefined)
    const { body } = await service.call<Backtest>('POST', '/backtests', period)
    expect(await done(body.id)).toMatchObject({
      state: 'failed',
      problem: 'The telemetry is gone.',
      result: null,
    })
    gate = Promise.resolve()
  })
})

describe('feedback', () => {
  /** A ticket of the limit at this event time, and what the technician says. */
  async function closed(atMs: number, outcome: string, hours: number): Promise<void> {
    service.clock.now = atMs + MINUTE
    const of = { asset: 'kiln-1', device: 'k1', metric: 'shell', faultKey: 'shell', detector: 'limit@1' }
    await service.deliver(
      finding({ ...of, id: `t${atMs}`, observedAtMs: atMs, sinceMs: atMs, receivedAtMs: atMs }),
    )
    await service.judged()
    const { rows } = await service.pool.query('select max(number)::integer as number from ticketing.tickets')
    const number = rows[0].number
    const go = async (to: string, more = {}) => {
      const answer = await service.call<Problem>('POST', `/tickets/${number}/transitions`, { to, ...more })
      if (answer.status >= 300) throw new Error(answer.body.detail)
    }
    await go('accepted')
    service.clock.now = atMs + HOUR
    await go('on_site')
    service.clock.now = atMs + hours * HOUR
    await go('resolved', { failureCode: 'OHE' })
    await go('closed', { outcome })
  }

  test('outcomes of closed tickets tell how well each detector does', async () => {
    await service.call('PUT', '/ticket-policy', {
      ...{ settle: [], reworkWindowMs: 0, falseAlarmMuteMs: 0 },
      budget: { perAssetPerDay: null, perSitePerDay: null, perSitePerHour: null },
    })
    for (const at of SPIKES.slice(0, 3)) await closed(at, 'false_alarm', 2)
    await closed(FAULT, 'found_as_predicted', 12)
    service.clock.now = NOW
    const rows = async (query: string) =>
      (await service.call<{ items: DetectorPerformance[] }>('GET', `/detectors/performance?${query}`)).body
        .items
    expect(await rows('')).toEqual([
      {
        ...{ detector: 'limit@1', class: null, asset: null, tickets: 4, foundAsPredicted: 1, foundOther: 0 },
        ...{ falseAlarms: 3, noAccess: 0, precision: 0.25, precisionLow: 0.046, precisionHigh: 0.699 },
        ...{ medianLeadMs: 12 * HOUR, rework: 0 },
      },
    ])
    expect(await rows('by=asset&class=kiln')).toMatchObject([{ class: 'kiln', asset: 'kiln-1', tickets: 4 }])
    expect(await rows('detector=limit@2')).toEqual([])
    expect(await rows('by=class&asset=kiln-1&detector=limit')).toMatchObject([{ class: 'kiln', asset: null }])
  })

  test('they label the telemetry: failures, false alarms, and when somebody was at the machine', async () => {
    const { body } = await service.call<{ items: Label[] }>('GET', '/assets/kiln-1/labels')
    expect(body.items.map(({ kind }) => kind)).toEqual([
      ...['false_alarm', 'work', 'false_alarm', 'work', 'false_alarm', 'work', 'failure', 'work'],
    ])
    expect(body.items.at(-2)).toMatchObject({
      fromMs: FAULT,
      atMs: FAILURE,
      toMs: FAILURE,
      failureCode: 'OHE',
    })
    expect(body.items.at(-1)).toMatchObject({ fromMs: FAULT + HOUR, toMs: FAILURE })
  })

  test('where technicians found nothing three times the search for a change begins by itself, once', async () => {
    const { pool, clock, parts } = service
    expect(await tuneWhatErrs(openDb(pool), parts.detectors, clock.now)).toBe(1)
    expect(await tuneWhatErrs(openDb(pool), parts.detectors, clock.now)).toBe(0)
    const { body } = await service.call<{ items: BacktestHead[] }>('GET', '/backtests?limit=1')
    expect(body.items).toMatchObject([{ actor: 'system', request: { scope: 'class', subject: 'kiln' } }])
    expect((await done(body.items[0]?.id ?? 0)).state).toBe('done')
  })

  test('a change is proposed with the evidence for it, and a person accepts it', async () => {
    const asked = await service.call<Backtest>('POST', '/detectors/limit/tuning', {
      ...{ scope: 'class', subject: 'kiln', days: 10, horizonDays: 1 },
    })
    expect(asked.status).toBe(201)
    const { result, proposal } = await done(asked.body.id)
    expect(result?.variants.map(({ label }) => label)).toEqual([
      'as it is',
      ...['limit: holdMs 75000', 'limit: holdMs 90000', 'limit: holdMs 120000', 'limit: holdMs 180000'],
      'limit: mode symptom',
    ])
    const path = `/profile-proposals/${proposal}`
    const proposed = (await service.call<ProfileProposal>('GET', path)).body
    expect(proposed).toMatchObject({
      ...{ scope: 'class', subject: 'kiln', state: 'open', actor: 'system', backtest: asked.body.id },
      change: { detector: 'limit', parameters: { holdMs: 180_000 } },
      evidence: {
        before: { falseAlarms: 5, knownFalseAlarms: 3, found: 1 },
        after: { falseAlarms: 0, found: 1 },
        sentence: expect.stringMatching(
          /1 ticket instead of 6, 0 of no failure instead of 5, the same 1 failure found/,
        ),
      },
    })
    const accepted = await service.call<ProfileProposal>('POST', `${path}/accept`, { reason: 'Agreed.' })
    expect(accepted.body).toMatchObject({ state: 'accepted', decidedBy: 'admin', version: 2 })
    const profile = await service.call<KeptProfile>('GET', '/classes/kiln/profile')
    expect(profile.body).toMatchObject({
      ...{ version: 2, actor: 'admin', reason: expect.stringMatching(/^Proposal 1: .* Agreed\.$/) },
      detectors: { limit: { parameters: { holdMs: 180_000 } }, band: { mode: 'off' } },
    })
    expect((await service.call('POST', `${path}/accept`, {})).status).toBe(409)
  })

  test('nothing is proposed where nobody has looked, or where a failure would be missed', async () => {
    const before = (await service.call<{ items: unknown[] }>('GET', '/profile-proposals')).body.items.length
    const again = await service.call<Backtest>('POST', '/detectors/limit/tuning', {
      ...{ scope: 'class', subject: 'kiln', days: 10, horizonDays: 1 },
    })
    expect(await done(again.body.id)).toMatchObject({ state: 'done', proposal: null })
    expect((await service.call<{ items: unknown[] }>('GET', '/profile-proposals')).body.items).toHaveLength(
      before,
    )
  })

  test('a proposal about what was changed since is refused, and one can be rejected', async () => {
    const change = { detector: 'limit', parameters: { holdMs: 300_000 } }
    const propose = () =>
      service.call<ProfileProposal>('POST', '/profile-proposals', { scope: 'class', subject: 'kiln', change })
    const [one, other] = [(await propose()).body.id, (await propose()).body.id]
    expect((await service.call('POST', `/profile-proposals/${one}/accept`, {})).status).toBe(200)
    const late = await service.call<Problem>('POST', `/profile-proposals/${other}/accept`, {})
    expect([late.status, late.body.detail]).toEqual([
      409,
      expect.stringMatching(/something else of limit since/),
    ])
    const rejected = await service.call<ProfileProposal>('POST', `/profile-proposals/${other}/reject`, {
      reason: 'Too slow.',
    })
    expect(rejected.body).toMatchObject({ state: 'rejected', decisionReason: 'Too slow.', version: null })
    const open = await service.call<{ items: unknown[] }>('GET', '/profile-proposals?state=open')
    expect(open.body.items).toEqual([])
    const bad = await service.call<Problem>('POST', '/profile-proposals', {
      ...{ scope: 'class', subject: 'kiln' },
      change: { detector: 'limit', metric: 'unheard', parameters: { holdMs: 1 } },
    })
    expect([bad.status, bad.body.errors?.[0]?.pointer]).toEqual([400, '/change/metric'])
  })
})
