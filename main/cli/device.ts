import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { type Placement, registerAsset } from './register.ts'

interface AddDevice extends Placement {
  address?: string
  gateway?: string
  /** Seconds. */
  silentAfter?: number
  url: string
}

/** `forewarn device add`: registers the device, and its asset where that is new; prints the secret once. */
export async function addDevice(config: Config, id: string, options: AddDevice): Promise<void> {
  const { site, address, gateway, silentAfter, url } = options
  const api = apiClient(url, await adminToken(config))
  const asset = await registerAsset(api, id, options)
  const { secret } = (await api.post('/devices', {
    ...{ id, site, asset },
    ...(address !== undefined && { address }),
    ...(gateway !== undefined && { gateway }),
    ...(silentAfter !== undefined && { silentAfterS: silentAfter }),
  })) as { secret: string }
  console.log(`Device ${id} of asset ${asset} at site ${site} is registered.`)
  console.log(`  MQTT user name  ${id}`)
  console.log(`  MQTT password   ${secret}   (shown this once)`)
  console.log(`  topic           telemetry/${site}/${id}`)
}
