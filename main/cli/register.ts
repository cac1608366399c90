import type { ApiClient } from './client.ts'

/** Where a device that the command line registers belongs. */
export interface Placement {
  site: string
  /** Defaults to an asset of the device's own id. */
  asset?: string
  /** Equipment class and criticality of an asset that is new. */
  class: string
  criticality: string
}

/** Registers the device, and its asset where that is new. Answers the secret, or undefined when the device exists. */
export async function registerDevice(
  api: ApiClient,
  id: string,
  placement: Placement,
): Promise<string | undefined> {
  const asset = await registerAsset(api, id, placement)
  const device = (await api.postIfAbsent('/devices', { id, site: placement.site, asset })) as
    | { secret: string }
    | undefined
  return device?.secret
}

/** Registers the asset of the device where it is new; answers its id. */
export async function registerAsset(api: ApiClient, device: string, placement: Placement): Promise<string> {
  const { site, class: equipmentClass, criticality, asset = device } = placement
  await api.postIfAbsent('/assets', { id: asset, site, class: equipmentClass, criticality })
  return asset
}
