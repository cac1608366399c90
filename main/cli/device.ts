import { ForewarnError } from '../../contracts/errors.ts'
import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { type Placement, registerDevice } from './register.ts'

/** `forewarn device add`: registers the device, and its asset where that is new; prints the secret once. */
export async function addDevice(
  config: Config,
  id: string,
  options: Placement & { url: string },
): Promise<void> {
  const secret = await registerDevice(apiClient(options.url, await adminToken(config)), id, options)
  if (!secret)
    throw new ForewarnError(
      'conflict',
      `a device ${id} exists already. POST /api/v1/devices/${id}/secret makes a new secret for it.`,
    )
  console.log(`Device ${id} of asset ${options.asset ?? id} at site ${options.site} is registered.`)
  console.log(`  MQTT user name  ${id}`)
  console.log(`  MQTT password   ${secret}   (shown this once)`)
  console.log(`  topic           telemetry/${options.site}/${id}`)
}
