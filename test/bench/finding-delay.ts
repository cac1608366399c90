import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Finding } from '../../contracts/finding.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import type { TicketPolicy } from '../../ticketing/domain/ticket-policy.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import type { RunningForewarn } from '../services/forewarn.ts'
import { loadForewarn, untilDrained } from './harness.ts'
import { percentile } from './options.ts'

export interface Delays {
  /** What the pipeline took meanwhile: half of what it takes alone. */
  messagesPerS: number
  findings: number
  p50Ms: number
  p99Ms: number
}

const DEVICES = 100
const PEAK_S = 10
const LOAD_S = 60
const POLL_MS = 4
const WITHIN_MS = 30_000

/** From the commit of a finding until the API answers its ticket, while the pipeline ingests at half its maximum. */
export async function delaysUnderLoad(pool: pg.Pool, forewarn: RunningForewarn): Promise<Delays> {
  await liftBudget(forewarn)
  const peak = loadForewarn({ forewarn }, { devices: DEVICES, seconds: PEAK_S, prefix: 'peak' })
  await peak.started
  const beganAtMs = performance.now()
  const { acknowledged } = await peak.report
  await untilDrained({ forewarn })
  const rate = Math.round(acknowledged / ((performance.now() - beganAtMs) / 1000) / 2)

  const half = loadForewarn({ forewarn }, { devices: DEVICES, seconds: LOAD_S, rate, prefix: 'half' })
  await half.started
  let isDone = false
  const report = half.report.finally(() => {
    isDone = true
  })
  const delays: number[] = []
  const sink = createFindingSink({ pool })
  for (let n = 0; !isDone; n++) {
    const asset = `asset-${n}`
    await sink.deliver([findingOf(asset, Date.now())])
    delays.push(await untilReadable(forewarn, asset))
    await sleep(50 + 100 * Math.random())
  }
  const { acknowledgedPerS } = await report
  return {
    messagesPerS: Math.round(acknowledgedPerS),
    findings: delays.length,
    p50Ms: percentile(delays, 0.5),
    p99Ms: percentile(delays, 0.99),
  }
}

/** Hundreds of faults within a minute are a storm, whose findings would go to a few tickets. */
async function liftBudget(forewarn: RunningForewarn): Promise<void> {
  const { body } = await forewarn.api<TicketPolicy>('GET', '/ticket-policy')
  const budget = { perAssetPerDay: 1_000, perSitePerDay: 10_000, perSitePerHour: 10_000 }
  const { status } = await forewarn.api('PUT', '/ticket-policy', { ...body, budget })
  if (status !== 200) throw new Error(`the budget of tickets could not be lifted: ${status}`)
}

async function untilReadable(forewarn: RunningForewarn, asset: string): Promise<number> {
  const committedAtMs = performance.now()
  for (;;) {
    const path = `/tickets?asset=${asset}&open=true&kind=predictive`
    const { body } = await forewarn.api<{ items: Ticket[] }>('GET', path)
    const elapsedMs = performance.now() - committedAtMs
    if (body.items.length > 0) return elapsedMs
    if (elapsedMs > WITHIN_MS) throw new Error(`the finding of ${asset} has no ticket after ${WITHIN_MS} ms`)
    await sleep(POLL_MS)
  }
}

const findingOf = (asset: string, nowMs: number): Finding => ({
  id: `bench:${asset}:${nowMs}`,
  detector: 'limit@1',
  site: 'site-0',
  asset,
  device: 'sensor',
  metric: 'temperature',
  unit: '°C',
  faultKey: 'temperature',
  phase: 'raised',
  severity: 'major',
  sinceMs: nowMs,
  observedAtMs: nowMs,
  receivedAtMs: nowMs,
  explanation: 'Temperature is 92.3 °C, above its limit of 90 °C.',
  evidence: { value: 92.3, limit: 90, series: [[nowMs, 92.3]] },
})
