import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceActivity, DeviceLedger, DeviceReport } from '../../contracts/device-ledger.ts'
import type { Device, DeviceState } from '../../ticketing/domain/registry.ts'
import { startSilenceMonitor } from '../../ticketing/jobs/silence.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { openDeviceLedger } from '../../ticketing/store/device-ledger.ts'
import { judgeSilence } from '../../ticketing/store/silence.ts'
import { eventually, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const T = Date.UTC(2026, 0, 31, 12)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let service: TicketingTest
let ledger: DeviceLedger
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump() // class pump: silent after 900 s
  await service.registerPump('pump-8', 'sensor-8')
  await service.call('POST', '/devices', {
    ...{ id: 'battery-1', site: 'plant-1', asset: 'pump-7', silentAfterS: 86_400, address: 'Plant/b 1' },
  })
})
beforeEach(async () => {
  await service.pool.query('truncate ticketing.device_states, ticketing.listening')
  ledger = openDeviceLedger({ pool: service.pool })
})
afterAll(() => service.close())

const activity = (device: string, lastSeenMs: number, more: Partial<DeviceActivity> = {}) => ({
  device,
  lastSeenMs,
  lastObservedMs: lastSeenMs - 1_000,
  clockAheadMs: undefined,
  samples: 1,
  ...more,
})
const stateOf = async (id: string): Promise<DeviceState> =>
  (await service.call<Device>('GET', `/devices/${id}`)).body.state

describe('activity', () => {
  test('keeps the newest times, whatever comes later', async () => {
    await ledger.recordActivity([activity('sensor-7', T)], T)
    expect(await stateOf('sensor-7')).toMatchObject({ lastSeenMs: T, lastObservedMs: T - 1_000 })
    await ledger.recordActivity([activity('sensor-7', T - HOUR, { lastObservedMs: T + 5 })], T)
    expect(await stateOf('sensor-7')).toMatchObject({ lastSeenMs: T, lastObservedMs: T + 5 })
    await ledger.recordActivity([activity('sensor-7', T + 1, { lastObservedMs: undefined })], T + 1)
    expect(await stateOf('sensor-7')).toMatchObject({ lastSeenMs: T + 1, lastObservedMs: T + 5 })
  })

  test('of a thousand devices is one statement; who is not registered is left out', async () => {
    await service.pool.query(`insert into ticketing.devices (id, asset, secret_hash)
      select 'many-' || n, 'pump-7', '\\x00' from generate_series(1, 1000) n on conflict do nothing`)
    const many = Array.from({ length: 1_000 }, (_, n) => activity(`many-${n + 1}`, T + n))
    const pool = new pg.Pool({ connectionString: service.database.url, max: 1 })
    const statements: string[] = []
    pool.on('connect', client => {
      const query = client.query.bind(client)
      client.query = ((statement: { text: string }, ...rest: []) => {
        statements.push(statement.text)
        return query(statement, ...rest)
      }) as typeof client.query
    })
    await openDeviceLedger({ pool }).recordActivity([...many.slice(1), activity('nobody', T)], T)
    await pool.end()
    expect(statements).toHaveLength(2) // the other one says until when
    const { rows } = await service.pool.query('select count(*)::integer as n from ticketing.device_states')
    expect(rows[0].n).toBe(999)
  })

  test('a clock: the largest difference counts for an hour, so that a backlog does not make it late', async () => {
    const ahead = async (atMs: number, clockAheadMs: number | undefined) => {
      await ledger.recordActivity([activity('sensor-7', atMs, { clockAheadMs })], atMs)
      return (await stateOf('sensor-7')).clockAheadMs
    }
    expect(await ahead(T, undefined)).toBeNull()
    expect(await ahead(T, -6 * HOUR)).toBe(-6 * HOUR) // a backlog, and nothing better is known
    expect(await ahead(T + 1_000, -80)).toBe(-80)
    expect(await ahead(T + 2_000, -6 * HOUR)).toBe(-80)
    expect(await ahead(T + 30 * MINUTE, undefined)).toBe(-80)
    expect(await ahead(T + 70 * MINUTE, -90_000)).toBe(-90_000) // it was set back
    expect(await ahead(T + 71 * MINUTE, 3_000)).toBe(3_000)
  })
})

describe('reports', () => {
  const report = (device: string, receivedAtMs: number, more: Partial<DeviceReport>): DeviceReport => ({
    device,
    receivedAtMs,
    ...more,
  })

  test('a status with the time since which it is so, and what the device says of itself', async () => {
    await ledger.recordReports([
      report('sensor-7', T, { status: 'online', attributes: { firmware: '1.0', serial: 'x' } }),
      report('sensor-7', T + 1, { status: 'online', attributes: { firmware: '1.1' } }),
    ])
    expect(await stateOf('sensor-7')).toMatchObject({
      ...{ status: 'online', statusSinceMs: T, lastSeenMs: T + 1 },
      attributes: { firmware: '1.1', serial: 'x' },
    })
    await ledger.recordReports([report('sensor-7', T + 2, { status: 'offline' })])
    expect(await stateOf('sensor-7')).toMatchObject({
      ...{ status: 'offline', statusSinceMs: T + 2, lastSeenMs: T + 1 }, // a last will is not its own word
      attributes: { firmware: '1.1', serial: 'x' },
    })
  })

  test('again, and older ones, change nothing; by address too; strangers are left out', async () => {
    const reports = [
      report('battery-1', T, { status: 'online' }),
      report('Plant/b 1', T + 5, { status: 'sleeping' }),
      report('nobody', T, { status: 'online' }),
    ]
    await ledger.recordReports(reports)
    await ledger.recordReports(reports)
    await ledger.recordReports([report('battery-1', T + 1, { status: 'online' })])
    expect(await stateOf('battery-1')).toMatchObject({ status: 'sleeping', statusSinceMs: T + 5 })
  })

  test('a gateway that is gone takes its devices along, until they speak for themselves', async () => {
    await service.call('PATCH', '/devices/sensor-8', { gateway: 'sensor-7' })
    await ledger.recordReports([
      report('sensor-8', T, { status: 'online' }),
      report('battery-1', T, { status: 'online' }),
      report('sensor-7', T + 1, { status: 'offline', withDependents: true }),
    ])
    const statuses = () =>
      Promise.all(['sensor-7', 'sensor-8', 'battery-1'].map(async id => (await stateOf(id)).status))
    expect(await statuses()).toEqual(['offline', 'offline', 'online'])
    await ledger.recordReports([report('sensor-8', T + 2, { status: 'online' })])
    expect(await statuses()).toEqual(['offline', 'online', 'online'])
  })

  test('attributes are bounded, and of any text', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`a${n}`, 'x'.repeat(500)]))
    await ledger.recordReports([report('sensor-7', T, { attributes: { zero: 'a\0b\ud800', ...many } })])
    const { attributes } = await stateOf('sensor-7')
    expect(Object.keys(attributes)).toHaveLength(20)
    expect(attributes).toMatchObject({ zero: 'a\ufffdb\ufffd', a0: 'x'.repeat(200) })
    await ledger.recordReports([report('sensor-7', T + 1, { attributes: { other: '1' } })])
    expect(Object.keys((await stateOf('sensor-7')).attributes).length).toBeLessThanOrEqual(20)
  })
})

describe('silence', () => {
  const judge = async () => {
    const changes = await judgeSilence(openDb(service.pool))
    return changes.map(({ device, silentSinceMs }) => [device, silentSinceMs]).toSorted()
  }
  /** Records every half minute, as if we had listened all the time. */
  async function listen(fromMs: number, toMs: number, seen: DeviceActivity[] = []): Promise<void> {
    await ledger.recordActivity(seen, fromMs)
    for (let atMs = fromMs; atMs < toMs; atMs += MINUTE / 2) await ledger.recordActivity([], atMs)
    await ledger.recordActivity([], toMs)
  }

  test('is counted by class and by device, ends when it speaks, and is visible', async () => {
    const first = ['sensor-7', 'sensor-8', 'battery-1'].map(device => activity(device, T))
    await listen(T, T + 15 * MINUTE, first)
    expect(await judge()).toEqual([])
    await listen(T + 15 * MINUTE, T + 16 * MINUTE, [activity('sensor-8', T + 15 * MINUTE)])
    expect(await judge()).toEqual([['sensor-7', T]])
    expect(await judge()).toEqual([])
    expect((await stateOf('sensor-7')).silentSinceMs).toBe(T)
    const ids = async (silent: boolean) =>
      (
        await service.call<{ items: Device[] }>('GET', `/devices?asset=pump-7&limit=3&silent=${silent}`)
      ).body.items.map(({ id }) => id)
    expect(await ids(true)).toEqual(['sensor-7'])
    expect(await ids(false)).not.toContain('sensor-7')
    await ledger.recordActivity([activity('sensor-7', T + 16 * MINUTE)], T + 16 * MINUTE)
    expect(await judge()).toEqual([['sensor-7', null]])
    await service.call('PATCH', '/devices/battery-1', { silentAfterS: 600 })
    expect(await judge()).toEqual([['battery-1', T]])
    await service.call('PATCH', '/devices/battery-1', { silentAfterS: 86_400 })
    expect(await judge()).toEqual([['battery-1', null]])
  })

  test('an outage of ours silences nobody: each has its whole time again', async () => {
    await listen(T, T + MINUTE, [activity('sensor-7', T)])
    ledger = openDeviceLedger({ pool: service.pool }) // a restart, 5 hours later
    await ledger.recordActivity([], T + 5 * HOUR)
    expect(await judge()).toEqual([])
    await listen(T + 5 * HOUR, T + 5 * HOUR + 15 * MINUTE)
    expect(await judge()).toEqual([])
    await listen(T + 5 * HOUR + 15 * MINUTE, T + 5 * HOUR + 16 * MINUTE)
    expect(await judge()).toEqual([['sensor-7', T]])
  })

  test('so does a gap without a restart, and a short restart too', async () => {
    await listen(T, T + 14 * MINUTE, [activity('sensor-7', T)])
    await ledger.recordActivity([], T + 20 * MINUTE) // PostgreSQL was away
    expect(await judge()).toEqual([])
    await listen(T + 20 * MINUTE, T + 34 * MINUTE)
    ledger = openDeviceLedger({ pool: service.pool })
    await ledger.recordActivity([], T + 34 * MINUTE + 20_000)
    await listen(T + 34 * MINUTE + 20_000, T + 49 * MINUTE)
    expect(await judge()).toEqual([])
    await listen(T + 49 * MINUTE, T + 50 * MINUTE)
    expect(await judge()).toEqual([['sensor-7', T]])
  })

  test('who is silent stays so through an outage of ours', async () => {
    await listen(T, T + 16 * MINUTE, [activity('sensor-7', T)])
    expect(await judge()).toEqual([['sensor-7', T]])
    ledger = openDeviceLedger({ pool: service.pool })
    await ledger.recordActivity([], T + HOUR)
    expect(await judge()).toEqual([])
  })

  test('while nothing is recorded nobody falls silent, whatever the clock says', async () => {
    await listen(T, T + 14 * MINUTE, [activity('sensor-7', T)])
    service.clock.now = T + 24 * HOUR
    expect(await judge()).toEqual([])
  })

  test('a backlog is speaking: what was received counts, not what was measured', async () => {
    await listen(T, T + 16 * MINUTE, [activity('sensor-7', T)])
    expect(await judge()).toEqual([['sensor-7', T]])
    const backfill = activity('sensor-7', T + 16 * MINUTE, { lastObservedMs: T - 24 * HOUR })
    await ledger.recordActivity([backfill], T + 16 * MINUTE)
    expect(await judge()).toEqual([['sensor-7', null]])
  })

  test('who never spoke is not silent, and a class that is not watched is not', async () => {
    await service.call('POST', '/classes', {
      id: 'valve',
      name: 'Valve',
      metrics: [],
      acceptsAnyMetric: true,
    })
    await service.call('POST', '/assets', {
      id: 'valve-1',
      site: 'plant-1',
      class: 'valve',
      criticality: 'C',
    })
    await service.call('POST', '/devices', { id: 'valve-1', site: 'plant-1', asset: 'valve-1' })
    await listen(T, T + HOUR, [activity('valve-1', T)])
    expect(await judge()).toEqual([])
  })

  test('the monitor tells by a log line and a metric', async () => {
    const lines: string[] = []
    const tell = (_: object, text: string) => void lines.push(text)
    const logger = { debug: tell, info: tell, warn: tell, error: tell }
    const metrics = new Registry()
    const silent = async (equipmentClass: string) => {
      const metric = await metrics.getSingleMetric('forewarn_devices_silent')?.get()
      return metric?.values.find(({ labels }) => labels.class === equipmentClass)?.value
    }
    await listen(T, T + 16 * MINUTE, [activity('sensor-7', T)])
    const monitor = startSilenceMonitor({ pool: service.pool, logger, metrics, pauseMs: 20 })
    await eventually(async () => (await silent('pump')) === 1)
    expect(lines).toEqual([
      expect.stringMatching(/^device sensor-7 at plant-1 is silent since 2026-01-31T12:00:00/),
    ])
    await ledger.recordActivity([activity('sensor-7', T + 16 * MINUTE)], T + 16 * MINUTE)
    await eventually(async () => (await silent('pump')) === 0)
    await monitor.stop()
    expect(lines[1]).toBe('device sensor-7 at plant-1 is not silent any more')
    expect(await silent('generic')).toBe(0)
  })
})

test('without a database it is a retryable error', async () => {
  const away = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/none', connectionTimeoutMillis: 500 })
  const lost = openDeviceLedger({ pool: away })
  const error = { code: 'store_unavailable', retryable: true }
  await expect(lost.recordActivity([activity('sensor-7', T)], T)).rejects.toMatchObject(error)
  await expect(lost.recordReports([{ device: 'x', receivedAtMs: T }])).rejects.toMatchObject(error)
  await away.end()
})
