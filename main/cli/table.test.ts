import { expect, test } from 'vitest'
import { table } from './table.ts'

test('columns are aligned, and text from outside stays text', () => {
  const text = table(
    ['name', 'said'],
    [
      ['a', 'x\ny'],
      ['longer', '\u001b[31mred\u202e'],
    ],
  )
  expect(text.split('\n')).toEqual(['name    said', 'a       x\ufffdy', 'longer  \ufffd[31mred\ufffd'])
})
