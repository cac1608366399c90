import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import type { RegisteredDevice } from '../../contracts/registry.ts'
import { detectors } from '../../detectors/index.ts'
import { DetectionTable } from '../../detectors/table.ts'
import type { DeviceSample } from '../../simulators/sample.ts'
import { ADMIN_TOKEN, eventually, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'

const here = await place()
afterAll(() => here.remove())

const KILLS = 4
const T0 = Date.UTC(2025, 0, 6)
const MINUTE_MS = 60_000
const MINUTES = 3_000
const SAMPLES_PER_MESSAGE = 25

const press: RegisteredDevice['class'] = {
  id: 'press',
  name: 'Press',
  acceptsAnyMetric: false,
  metrics: [
    { key: 'pressure', unit: 'bar', limits: { high: 6, holdMs: 120_000 } },
    { key: 'temperature', unit: '°C', limits: { high: 90 } },
  ],
}
const presses = ['press-1', 'press-2', 'press-3'].map((id): RegisteredDevice => {
  return { id, site: 'plant', asset: `asset-${id}`, criticality: 'B', class: press }
})

/** What a press says, in the order in which it arrives: it exceeds its limits now and then, and mixes up its samples. */
function historyOf(seed: number): DeviceSample[] {
  const samples = Array.from({ length: MINUTES }, (_, minute): DeviceSample => {
    const isOver = Math.floor((minute + 200 * seed) / 300) % 3 === 1
    const isHot = Math.floor((minute + 70 * seed) / 500) % 4 === 2
    const ripple = Math.sin(minute * (1 + seed / 10)) / 4
    const values = { pressure: 4 + ripple + (isOver ? 3 : 0), temperature: 60 + ripple + (isHot ? 40 : 0) }
    return { ts: T0 + minute * MINUTE_MS, values }
  })
  for (let at = 40; at + 3 < samples.length; at += 37) samples.splice(at + 2, 0, ...samples.splice(at, 1))
  return samples
}

/** What comes of it where nothing is ever killed. */
function expected(): string[] {
  const table = new DetectionTable({
    detectors,
    registry: { device: id => presses.find(device => device.id === id) },
    onFailure: ({ error }) => {
      throw error
    },
  })
  const findings = presses.flatMap(({ id, site, asset }, seed) =>
    historyOf(seed).flatMap(({ ts, values }) =>
      table.take({
        ...{ site, asset, device: id, class: press.id, values },
        ...{ observedAtMs: ts, receivedAtMs: Date.UTC(2025, 6, 1) },
      }),
    ),
  )
  return findings.map(nameOf).sort()
}

const nameOf = ({ id, asset, phase, observedAtMs }: Finding) =>
  `${asset} ${phase} ${(observedAtMs - T0) / MINUTE_MS} ${id}`

/** The service, and what comes after it when it is killed. */
let running: Promise<RunningForewarn>
let acknowledged = 0
let killed = 0
let killAt = randomInt(10, 60)

function perhapsKill(forewarn: RunningForewarn): void {
  if (++acknowledged < killAt || killed === KILLS) return
  killed++
  killAt = acknowledged + randomInt(10, 60)
  running = sleep(randomInt(0, 400))
    .then(() => forewarn.end('SIGKILL'))
    .then(() => startForewarn(here))
}

/** Publishes all that a press says, message by message, each until it is acknowledged: some arrive twice. */
async function publish({ id, site }: RegisteredDevice, seed: number): Promise<void> {
  const samples = historyOf(seed)
  for (let from = 0; from < samples.length; from += SAMPLES_PER_MESSAGE) {
    const payload = JSON.stringify(samples.slice(from, from + SAMPLES_PER_MESSAGE))
    for (;;) {
      const forewarn = await running
      if (!(await publishOnce(forewarn, `telemetry/${site}/${id}`, payload))) continue
      perhapsKill(forewarn)
      break
    }
  }
}

async function publishOnce({ mqttUrl }: RunningForewarn, topic: string, payload: string): Promise<boolean> {
  const login = { username: 'admin', password: ADMIN_TOKEN, reconnectPeriod: 0, connectTimeout: 2_000 }
  try {
    const client = await mqtt.connectAsync(mqttUrl, login)
    client.on('error', () => undefined)
    try {
      await Promise.race([
        client.publishAsync(topic, payload, { qos: 1 }),
        new Promise((_, reject) => client.once('close', () => reject(new Error('closed')))),
      ])
    } finally {
      client.end(true)
    }
    return true
  } catch {
    await sleep(20)
    return false
  }
}

async function findingsOf(forewarn: RunningForewarn): Promise<string[]> {
  const { body } = await forewarn.api<{ items: Finding[] }>('GET', '/findings?limit=500')
  return body.items.map(nameOf).sort()
}

test('kill -9 at random: the same findings with the same ids as if nothing had happened', async () => {
  const wanted = expected()
  expect(wanted.length).toBeGreaterThan(20)
  running = startForewarn(here)
  const first = await running
  expect((await first.api('POST', '/classes', press)).status).toBe(201)
  for (const { id, site, asset } of presses) {
    await first.api('POST', '/assets', { id: asset, site, class: 'press', criticality: 'B' })
    expect((await first.api('POST', '/devices', { id, site, asset })).status).toBe(201)
  }
  await Promise.all(presses.map(publish))
  expect(killed).toBe(KILLS)
  const forewarn = await running
  const found = await eventually(
    async () => {
      const now = await findingsOf(forewarn)
      return now.length >= wanted.length ? now : undefined
    },
    { withinMs: 60_000, what: 'all findings' },
  ).catch(() => findingsOf(forewarn))
  expect(found).toEqual(wanted)
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
}, 360_000)
