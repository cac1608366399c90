import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { machineKinds } from './index.ts'
import { describeKindContract } from './testing/contract.ts'

const here = import.meta.dirname

test('every folder is a kind that is listed, and has a README', () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter(
    entry => entry.isDirectory() && entry.name !== 'testing',
  )
  expect(folders.map(({ name }) => name).sort()).toEqual(machineKinds.map(kind => kind.class.id).sort())
  for (const { name } of folders) expect(existsSync(join(here, name, 'README.md')), name).toBe(true)
})

for (const kind of machineKinds) describeKindContract(kind)
