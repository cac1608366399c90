import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { grantOf } from './account.ts'
import { adminToken, apiClient } from './client.ts'

const DAY_MS = 24 * 3_600_000

/** `forewarn token add`: prints the token, once. */
export async function addToken(
  config: Config,
  name: string,
  options: { role: string[]; scope: string[]; days: number; url: string },
): Promise<void> {
  const api = apiClient(options.url, await adminToken(config))
  const made = (await api.post('/tokens', {
    ...{ name, grants: options.role.map(grantOf), scopes: options.scope },
    expiresAtMs: systemClock.nowMs() + options.days * DAY_MS,
  })) as { id: number; token: string; expiresAtMs: number }
  console.log(`Token ${made.id} for ${name}:`)
  console.log(`  ${made.token}   (shown this once)`)
  console.log(`  works until ${new Date(made.expiresAtMs).toISOString()}`)
}

/** `forewarn token revoke`. */
export async function revokeToken(config: Config, id: string, options: { url: string }): Promise<void> {
  const api = apiClient(options.url, await adminToken(config))
  await api.post(`/tokens/${encodeURIComponent(id)}/revocation`, {})
  console.log(`Token ${id} works no more.`)
}
