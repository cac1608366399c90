import { expect, test } from 'vitest'
import { scrub } from './scrub.ts'

test.each([
  ['http://h/#token=abc', 'http://h/#token=…'],
  ['http://h/?x=1&token=a%2Bb&y=2', 'http://h/?x=1&token=…&y=2'],
  ['authorization: Bearer abc.def', 'authorization: Bearer …'],
  ['it failed with s3cret, twice: s3cret', 'it failed with …, twice: …'],
  ['nothing to hide', 'nothing to hide'],
])('scrub(%o)', (text, clean) => {
  expect(scrub({ meta: { page: { url: text } }, list: [text], number: 1, none: null }, 's3cret')).toEqual({
    meta: { page: { url: clean } },
    list: [clean],
    number: 1,
    none: null,
  })
})
