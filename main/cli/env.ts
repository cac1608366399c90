import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { ForewarnError } from '../../contracts/errors.ts'

const secretNames = [
  'ADMIN_TOKEN',
  'SECRETS_KEY',
  'POSTGRES_PASSWORD',
  'INFLUX_ADMIN_PASSWORD',
  'INFLUX_TOKEN',
] as const

/** `forewarn env`: writes the `.env` that docker-compose.yml reads, with fresh secrets; never overwrites one. */
export async function writeEnvironmentFile(file: string): Promise<void> {
  const lines = secretNames.map(name => `${name}=${randomBytes(24).toString('base64url')}`)
  const text = [
    '# Secrets of docker-compose.yml, made by `npm run forewarn -- env`. Keep them.',
    ...lines,
    '',
  ].join('\n')
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch(cause => {
    throw new ForewarnError(
      'conflict',
      `${file} exists or cannot be written; its secrets are left as they are.`,
      { cause },
    )
  })
  console.log(`Wrote ${file} with ${secretNames.join(', ')}. Next: docker compose up -d`)
}
