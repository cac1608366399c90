import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ForewarnError } from '../contracts/errors.ts'
import type { Config } from './config.ts'

/** What is generated where it is not given. */
const files = {
  ADMIN_TOKEN: 'admin-token',
  READER_TOKEN: 'reader-token',
  SECRETS_KEY: 'secrets-key',
} as const
type TokenName = keyof typeof files

/** Where a token that was generated is kept, mode 600. */
export const tokenFile = (config: Config, name: TokenName): string => join(config.DATA_DIR, files[name])

/** A token as configured, or as the running service keeps it in the data directory. Error: `unauthorized`. */
export async function tokenOf(config: Config, name: TokenName): Promise<string> {
  const given = config[name]
  if (given) return given
  const file = tokenFile(config, name)
  const kept = await readFile(file, 'utf8').catch(cause => {
    const detail = `no ${name} is given and ${file} cannot be read. Start Forewarn, or set DATA_DIR to the one that it uses.`
    throw new ForewarnError('unauthorized', detail, { cause })
  })
  return kept.trim()
}
