import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'

export interface DeviceOptions {
  url: string
  site: string
  asset?: string
  class: string
  criticality: string
}

/** `forewarn device add`: registers the device, and its asset where that is new; prints the secret once. */
export async function addDevice(config: Config, id: string, options: DeviceOptions): Promise<void> {
  const api = apiClient(options.url, await adminToken(config))
  const { site, class: equipmentClass, criticality } = options
  const asset = options.asset ?? id
  await api.postIfAbsent('/assets', { id: asset, site, class: equipmentClass, criticality })
  const device = (await api.post('/devices', { id, site, asset })) as { secret: string }
  console.log(`Device ${id} of asset ${asset} at site ${site} is registered.`)
  console.log(`  MQTT user name  ${id}`)
  console.log(`  MQTT password   ${device.secret}   (shown this once)`)
  console.log(`  topic           telemetry/${site}/${id}`)
}
