import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verdictOf } from './advisories.ts'
import { type LockedPackage, misplaced } from './licences.ts'

const sound = {
  version: '1.0.0',
  resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz',
  integrity: 'sha512-x',
}
const judged = (more: LockedPackage) =>
  misplaced({ packages: { '': {}, 'node_modules/a': { ...sound, ...more } } })

test('the packages of this tree may be given away, and come from where they should', async () => {
  const text = await readFile(join(import.meta.dirname, '../../package-lock.json'), 'utf8')
  expect(misplaced(JSON.parse(text))).toEqual([])
})

describe('a licence', () => {
  test.each(['MIT', '(MIT OR GPL-3.0)', 'MIT AND Zlib', 'GPL-2.0 OR Apache-2.0'])('%s is taken', license => {
    expect(judged({ license })).toEqual([])
  })

  test.each(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN x', 'UNLICENSED', 'MPL-2.0', ''])(
    '%s is not',
    license => {
      expect(judged({ license })).toHaveLength(1)
    },
  )

  test('MPL-2.0 is taken of a tool', () => expect(judged({ license: 'MPL-2.0', dev: true })).toEqual([]))
})

test('another source and a missing checksum are named', () => {
  const license = 'MIT'
  expect(judged({ license, resolved: 'git+ssh://git@example.com/a.git' })).toEqual([
    'a@1.0.0 comes from git+ssh://git@example.com/a.git',
  ])
  expect(judged({ license, integrity: 'sha1-x' })).toEqual(['a@1.0.0 has no SHA-512 to know it by'])
})

describe('what npm audit says', () => {
  const of = (severity: string) => ({
    vulnerabilities: {
      a: { severity, via: [{ title: 'It breaks', url: 'https://example.com/1' }] },
      b: { severity, via: ['a'] },
    },
  })

  test.each([
    [
      'a severe advisory',
      of('high'),
      { kind: 'found', faults: ['a, high: It breaks https://example.com/1'] },
    ],
    ['a milder one', of('moderate'), { kind: 'clean', mild: 1 }],
    ['nothing', { vulnerabilities: {} }, { kind: 'clean', mild: 0 }],
    [
      'that it may not ask',
      { message: '405 Method Not Allowed', error: {} },
      { kind: 'not asked', why: '405 Method Not Allowed' },
    ],
    ['no JSON', undefined, { kind: 'not asked', why: 'npm audit gave no answer that can be read' }],
  ])('%s', (_, answer, verdict) => {
    expect(verdictOf(answer)).toEqual(verdict)
  })
})
