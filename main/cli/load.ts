import { writeFile } from 'node:fs/promises'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { loadMetrics } from '../../simulators/load/message.ts'
import { type LoadDevice, type LoadReport, runLoad } from '../../simulators/load/run-load.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { type ApiClient, adminToken, apiClient } from './client.ts'
import { registerDevice } from './register.ts'

export interface LoadCommand {
  devices: number
  seconds: number
  rate?: number
  window: number
  site: string
  prefix: string
  ledger?: string
  json?: boolean
  url: string
  mqtt: string
}

const CLASS = 'load'
const REGISTRATIONS_AT_ONCE = 8

/** `forewarn load`: publishes from many devices at once, which are registered where they are new, and reports. */
export async function load(config: Config, command: LoadCommand): Promise<void> {
  const token = await adminToken(config)
  const devices = await registerDevices(apiClient(command.url, token), token, command)
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  const { hostname, port } = new URL(command.mqtt)
  const { ledger, ...report } = await runLoad({
    ...command,
    host: hostname,
    port: Number(port || 1883),
    devices,
    clock: systemClock,
    signal: stopping.signal,
    onStarted: () => console.log(command.json ? '{"started":true}' : `${devices.length} devices publish.`),
  })
  if (command.ledger) await writeFile(command.ledger, JSON.stringify(ledger))
  console.log(command.json ? JSON.stringify(report) : describe(report))
}

/** A new device logs in itself; the secret of one that exists is known to nobody, so the administrator publishes for it. */
async function registerDevices(
  api: ApiClient,
  token: string,
  { devices, prefix, site }: LoadCommand,
): Promise<LoadDevice[]> {
  await api.postIfAbsent('/classes', {
    id: CLASS,
    name: 'Load test',
    metrics: loadMetrics,
    acceptsAnyMetric: false,
  })
  await api.postIfAbsent('/sites', { id: site, name: site, timeZone: 'UTC' })
  const placement = { site, class: CLASS, criticality: 'C' }
  const ids = Array.from({ length: devices }, (_, i) => `${prefix}-${i + 1}`)
  const registered: LoadDevice[] = []
  const waiting = ids.values()
  const registerEach = async () => {
    for (const id of waiting) {
      const secret = await registerDevice(api, id, placement)
      registered.push(secret ? { id, user: id, secret } : { id, user: ADMINISTRATOR, secret: token })
    }
  }
  await Promise.all(Array.from({ length: REGISTRATIONS_AT_ONCE }, registerEach))
  return registered
}

function describe(report: Omit<LoadReport, 'ledger'>): string {
  const { latencyMs } = report
  const rows: [string, string][] = [
    ['devices', String(report.devices)],
    ['seconds', report.seconds.toFixed(1)],
    ['messages sent', String(report.sent)],
    ['acknowledged', String(report.acknowledged)],
    ['never acknowledged', String(report.unacknowledged)],
    ['acknowledged per second', report.acknowledgedPerS.toFixed(0)],
    ['PUBACK p50', `${latencyMs.p50.toFixed(2)} ms`],
    ['PUBACK p99', `${latencyMs.p99.toFixed(2)} ms`],
    ['PUBACK max', `${latencyMs.max.toFixed(2)} ms`],
    ['lost connections', String(report.lostConnections)],
  ]
  return rows.map(([name, value]) => `${name.padEnd(24)}${value.padStart(12)}`).join('\n')
}
