import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { printable, table } from './table.ts'

interface Stranger {
  name: string
  publisher: string
  topic: string
  metrics: string[]
  messages: number
  lastSeenMs: number
}

const MAX_METRICS_SHOWN = 5

/** `forewarn quarantine list`: devices that speak and are not registered. */
export async function listQuarantine(
  config: Config,
  options: { ignored?: boolean; url: string },
): Promise<void> {
  const api = apiClient(options.url, await adminToken(config))
  const strangers: Stranger[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: '500', ignored: String(options.ignored ?? false) })
    if (cursor) query.set('cursor', cursor)
    const page = (await api.get(`/quarantine?${query}`)) as { items: Stranger[]; nextCursor: string | null }
    strangers.push(...page.items)
    cursor = page.nextCursor
  }
  if (strangers.length === 0) return console.log('Nobody is in quarantine.')
  const rows = strangers.map(({ name, publisher, topic, metrics, messages, lastSeenMs }) => {
    const shown = metrics.slice(0, MAX_METRICS_SHOWN).join(', ')
    const more = metrics.length > MAX_METRICS_SHOWN ? `, ${metrics.length - MAX_METRICS_SHOWN} more` : ''
    return [name, publisher, topic, String(messages), new Date(lastSeenMs).toISOString(), shown + more]
  })
  console.log(table(['name', 'publisher', 'topic', 'messages', 'last heard', 'metrics'], rows))
}

/** `forewarn quarantine approve`: registers the device; prints its secret once, where it has none of its own. */
export async function approveStranger(
  config: Config,
  name: string,
  options: { asset: string; id?: string; silentAfter?: number; url: string },
): Promise<void> {
  const { asset, id, silentAfter } = options
  const api = apiClient(options.url, await adminToken(config))
  const device = (await api.post(`/quarantine/${encodeURIComponent(name)}/approval`, {
    asset,
    ...(id !== undefined && { id }),
    ...(silentAfter !== undefined && { silentAfterS: silentAfter }),
  })) as { id: string; site: string; gateway: string | null; secret?: string; replayed: number | null }
  console.log(`Device ${device.id} of asset ${asset} at site ${device.site} is registered.`)
  if (device.gateway !== null) console.log(`  gateway         ${device.gateway}`)
  if (device.secret) console.log(`  MQTT password   ${device.secret}   (shown this once)`)
  console.log(`  dead letters    ${device.replayed ?? 'all'} are read again`)
}

/** `forewarn quarantine ignore`: keeps it out of the list, also when it speaks again. */
export async function ignoreStranger(config: Config, name: string, options: { url: string }): Promise<void> {
  const api = apiClient(options.url, await adminToken(config))
  await api.put(`/quarantine/${encodeURIComponent(name)}/rejection`, {})
  console.log(`${printable(name)} is ignored.`)
}
