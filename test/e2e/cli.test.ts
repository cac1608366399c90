import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { expect, test } from 'vitest'
import { runCli as run } from '../services/cli.ts'

test('the conformance broker serves anybody on loopback until it is stopped', async () => {
  const { child, printed, ended } = run(['conformance-broker', '--port', '0'])
  await expect.poll(printed, { timeout: 10_000 }).toMatch(/listening on 127\.0\.0\.1:\d+/)
  const [, port] = printed().match(/listening on 127\.0\.0\.1:(\d+)/) ?? []
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`)
  await client.publishAsync('any/topic', 'x', { qos: 2, retain: true })
  await client.endAsync()
  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
})

test('the conformance broker does not listen beyond loopback, whoever says so', async () => {
  const all = run(['conformance-broker', '--port', '0', '--host', '0.0.0.0'])
  const environment = run(['conformance-broker', '--port', '0'], { HOST: '::' })
  for (const { printed, ended } of [all, environment]) {
    expect((await ended)[0]).toBe(1)
    expect(printed()).toContain('listens on loopback only (127.0.0.1 or ::1), not on ')
  }
})

test('certificates that cannot be read end the start before anything else happens', async () => {
  const nowhere = join(tmpdir(), 'forewarn-is-not-here')
  const { printed, ended } = run(['start'], {
    DATA_DIR: nowhere,
    MQTTS_PORT: '0',
    TLS_CERT_FILE: join(nowhere, 'cert.pem'),
    TLS_KEY_FILE: join(nowhere, 'key.pem'),
  })
  expect((await ended)[0]).toBe(1)
  expect(printed()).toMatch(/TLS_CERT_FILE: .*cert\.pem: ENOENT.*TLS_KEY_FILE: .*key\.pem: ENOENT/s)
  expect(existsSync(nowhere)).toBe(false)
})
