import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { secretsKeyOf } from './secrets-key.ts'

const one = 'a'.repeat(32)
const two = 'b'.repeat(32)

test('the key is made once, for its owner alone, and still opens when another is given', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'forewarn-keys-'))
  const [made] = await secretsKeyOf(readConfig({ DATA_DIR }), 'admin')
  const file = join(DATA_DIR, 'secrets-key')
  expect((await readFile(file, 'utf8')).trim()).toBe(made)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await secretsKeyOf(readConfig({ DATA_DIR, SECRETS_KEY: `${one},${two}` }), 'admin')).toEqual([
    ...[one, two, made, 'admin'],
  ])
})

test('where a key is given none is made, and a short one is refused without being shown', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'forewarn-keys-'))
  expect(await secretsKeyOf(readConfig({ DATA_DIR, SECRETS_KEY: one }), 'admin')).toEqual([one, 'admin'])
  for (const SECRETS_KEY of ['short', `${one},`, `${one},short`])
    expect(() => readConfig({ SECRETS_KEY })).toThrow(/SECRETS_KEY: the value is not valid/)
})
