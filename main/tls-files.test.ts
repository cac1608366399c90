import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../broker/testing/certificates.ts'
import { readConfig } from './config.ts'
import { readTlsFiles } from './tls-files.ts'

const plant = createAuthority('Plant authority')
const server = plant.issue('broker')
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'forewarn-tls-'))
  const files = {
    'cert.pem': server.cert + plant.cert,
    'key.pem': server.key,
    'other-key.pem': plant.issue('broker').key,
    'ca.pem': plant.cert,
    'text.pem': 'no certificate',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
})
afterAll(() => rm(directory, { recursive: true }))

const read = (cert: string, key: string, clientCa?: string) =>
  readTlsFiles(
    readConfig({
      MQTTS_PORT: '0',
      TLS_CERT_FILE: join(directory, cert),
      TLS_KEY_FILE: join(directory, key),
      ...(clientCa && { TLS_CLIENT_CA_FILE: join(directory, clientCa) }),
    }),
  )

test('what fits is read, and nothing is without a port', async () => {
  expect(await readTlsFiles(readConfig({}))).toBeUndefined()
  expect(await read('cert.pem', 'key.pem')).toEqual({ cert: server.cert + plant.cert, key: server.key })
  expect(await read('cert.pem', 'key.pem', 'ca.pem')).toMatchObject({ clientCa: plant.cert })
})

test('every file that cannot be read or is something else is named, in one message', async () => {
  await expect(read('missing.pem', 'text.pem', 'text.pem')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(
      /TLS_CERT_FILE: .*missing\.pem: ENOENT.*TLS_KEY_FILE: .*text\.pem: .*TLS_CLIENT_CA_FILE: .*no PEM certificate/s,
    ),
  })
})

test.each([
  ['a key of another certificate', 'cert.pem', 'other-key.pem', undefined, /TLS_KEY_FILE: is not the key of/],
  ['a key instead of a certificate', 'key.pem', 'key.pem', undefined, /TLS_CERT_FILE: .*key\.pem/],
  ['a certificate instead of a key', 'cert.pem', 'cert.pem', undefined, /TLS_KEY_FILE: .*cert\.pem/],
  ['no authority', 'cert.pem', 'key.pem', 'cert.pem', /CN=broker is not the certificate of an authority/],
])('%s does not fit', async (_, cert, key, clientCa, message) => {
  await expect(read(cert, key, clientCa)).rejects.toThrow(message)
})
