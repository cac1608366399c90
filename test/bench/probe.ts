import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { ADMIN_TOKEN } from '../services/forewarn.ts'
import type { Bench } from './harness.ts'

const POLL_MS = 5
const READABLE_WITHIN_MS = 60_000

export interface Delay {
  acknowledgedMs: number
  readableMs: number
}

/**
 * From PUBLISH to PUBACK, and from PUBLISH until the API gives the sample back, for one message after the other, about
 * four a second, until the work is done.
 */
export async function probeDuring({ forewarn }: Bench, work: Promise<unknown>): Promise<Delay[]> {
  const device = 'probe'
  await forewarn.api('POST', '/assets', { id: device, site: 'load', class: 'generic', criticality: 'C' })
  await forewarn.api('POST', '/devices', { id: device, site: 'load', asset: device })
  const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
  let isDone = false
  void work
    .catch(() => undefined)
    .finally(() => {
      isDone = true
    })
  const delays: Delay[] = []
  while (!isDone) {
    const ts = Date.now()
    const sentAtMs = performance.now()
    await client.publishAsync(`telemetry/load/${device}`, JSON.stringify({ ts, values: { n: ts } }), {
      qos: 1,
    })
    const acknowledgedMs = performance.now() - sentAtMs
    const query = new URLSearchParams({ metric: 'n', from: `${ts}`, to: `${ts + 1}` })
    for (;;) {
      const { body } = await forewarn.api<{ items: unknown[] }>('GET', `/devices/${device}/series?${query}`)
      const readableMs = performance.now() - sentAtMs
      if (body.items.length > 0) {
        delays.push({ acknowledgedMs, readableMs })
        break
      }
      if (readableMs > READABLE_WITHIN_MS) throw new Error(`the sample of ${ts} cannot be read`)
      await sleep(POLL_MS)
    }
    await sleep(100 + 300 * Math.random())
  }
  await client.endAsync()
  return delays
}
