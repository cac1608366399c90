import { setTimeout as sleep } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import { quoted } from '../../contracts/text.ts'

const EVERY_MS = 5_000

/**
 * Subscribes to the wanted filters, and follows them as they change; ends with the connection.
 * @param has what the session is subscribed to already; kept up to date
 * @throws when the broker refuses one
 */
export async function followFilters(
  client: MqttClient,
  wantedNow: () => readonly string[],
  has: Set<string>,
): Promise<void> {
  while (client.connected) {
    const wanted = new Set(wantedNow())
    const added = [...wanted].filter(filter => !has.has(filter))
    const gone = [...has].filter(filter => !wanted.has(filter))
    await subscribe(client, added)
    if (gone.length > 0) await client.unsubscribeAsync(gone)
    has.clear()
    for (const filter of wanted) has.add(filter)
    await sleep(EVERY_MS, undefined, { ref: false })
  }
}

async function subscribe(client: MqttClient, filters: string[]): Promise<void> {
  if (filters.length === 0) return
  // rh 1: retained messages come with a new subscription, not with each reconnect
  const granted = await client.subscribeAsync(filters, { qos: 1, rh: 1 })
  const refused = granted.find(({ qos }) => qos >= 128)
  if (refused) throw new Error(`it refused the subscription to ${quoted(refused.topic)}`)
}
