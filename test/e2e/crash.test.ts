import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { ADMIN_TOKEN, eventually, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const here = await place()
afterAll(() => here.remove())

/** Publishes sample after sample with a window of 50 until told to stop; answers what was acknowledged. */
function publishUntilStopped(forewarn: RunningForewarn, fromMinute: number) {
  const acknowledged: number[] = []
  const client = mqtt.connect(forewarn.mqttUrl, {
    username: 'admin',
    password: ADMIN_TOKEN,
    reconnectPeriod: 0,
    connectTimeout: 5_000,
  })
  client.on('error', () => undefined)
  let stopped = false
  const lane = async (first: number) => {
    for (let minute = first; !stopped; minute += 50) {
      const body = { ts: T0 + minute * 60_000, values: { temperature: valueAt(minute) } }
      try {
        await client.publishAsync('telemetry/plant/kiln', JSON.stringify(body), { qos: 1 })
        acknowledged.push(minute)
      } catch {
        return
      }
    }
  }
  const lanes = Promise.all(Array.from({ length: 50 }, (_, i) => lane(fromMinute + i)))
  return {
    acknowledged,
    stop: async () => {
      stopped = true
      client.end(true)
      await Promise.race([lanes, sleep(1_000)])
    },
  }
}

const T0 = Date.UTC(2026, 0, 1)
/** One day in three is too hot: episodes that begin and end while the service is being killed. */
const valueAt = (minute: number) => (Math.floor(minute / 1440) % 3 === 2 ? 95 : 60) + (minute % 7)

test('kill -9 in the middle of a stream: every acknowledged message is stored, no ticket twice', async () => {
  const acknowledged = new Set<number>()
  for (const round of [0, 1, 2, 3]) {
    const forewarn = await startForewarn(here)
    if (round === 0) await register(forewarn)
    const publisher = publishUntilStopped(forewarn, acknowledged.size ? Math.max(...acknowledged) + 1 : 0)
    await eventually(async () => (publisher.acknowledged.length > 2_000 ? true : undefined))
    if (round < 3) await forewarn.end('SIGKILL')
    await publisher.stop()
    for (const minute of publisher.acknowledged) acknowledged.add(minute)
    if (round === 3) await check(forewarn, acknowledged)
  }
}, 120_000)

async function register(forewarn: RunningForewarn): Promise<void> {
  const metrics = [{ key: 'temperature', unit: '°C', limits: { high: 90, holdMs: 300_000 } }]
  await forewarn.api('POST', '/classes', { id: 'kiln', name: 'Kiln', metrics, acceptsAnyMetric: false })
  await forewarn.api('POST', '/assets', { id: 'kiln', site: 'plant', class: 'kiln', criticality: 'B' })
  expect((await forewarn.api('POST', '/devices', { id: 'kiln', site: 'plant', asset: 'kiln' })).status).toBe(
    201,
  )
}

async function check(forewarn: RunningForewarn, acknowledged: Set<number>): Promise<void> {
  await eventually(
    async () => {
      const stored = await storedMinutes(forewarn)
      return [...acknowledged].every(minute => stored.has(minute)) ? true : undefined
    },
    { what: 'every acknowledged message in the store' },
  )
  await eventually(async () => {
    const text = await (await fetch(`${forewarn.httpUrl}/metrics`)).text()
    return /forewarn_detection_lag_\w+(\{[^}]*\})? 0$/m.test(text) ? true : undefined
  })
  const { items } = (await forewarn.api<{ items: Ticket[] }>('GET', '/tickets?asset=kiln&limit=500')).body
  const onsets = items.map(ticket => ticket.observedAtMs)
  expect(items.length).toBeGreaterThan(0)
  expect(new Set(onsets).size).toBe(onsets.length)
  const hotDays = new Set(
    [...acknowledged].map(minute => Math.floor(minute / 1440)).filter(day => day % 3 === 2),
  )
  expect(items.length).toBeLessThanOrEqual(hotDays.size)
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
  expect(processesOf(here.dataDir)).toEqual([])
}

type Page = { items: SeriesPoint[]; nextCursor: string | null }

async function storedMinutes(forewarn: RunningForewarn): Promise<Set<number>> {
  const minutes = new Set<number>()
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = `metric=temperature&from=${T0}&limit=500${cursor && `&cursor=${cursor}`}`
    const { body }: { body: Page } = await forewarn.api<Page>('GET', `/devices/kiln/series?${query}`)
    for (const { ts } of body.items) minutes.add((ts - T0) / 60_000)
    cursor = body.nextCursor
  }
  return minutes
}

/** Command lines of processes that name the directory: the embedded PostgreSQL does. */
function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
    .filter(line => line.includes(directory))
}
