import { readFile } from 'node:fs/promises'
import type { SecretsKey } from '../ticketing/store/secrets.ts'
import type { Config } from './config.ts'
import { keptSecret } from './postgres/embedded.ts'
import { tokenFile } from './token-files.ts'

/**
 * The keys of what is sealed at rest, the one that seals first. Whoever moves from the generated key to one of their own
 * loses nothing while the file is there; the administrator's token sealed until there was a key of its own.
 */
export async function secretsKeyOf(config: Config, adminToken: string): Promise<SecretsKey> {
  const file = tokenFile(config, 'SECRETS_KEY')
  const [sealing = await keptSecret(file), ...former] = config.SECRETS_KEY?.split(',') ?? []
  const kept = (await readFile(file, 'utf8').catch(() => '')).split(/\s+/).filter(Boolean)
  return [sealing, ...former, ...kept, adminToken]
}
