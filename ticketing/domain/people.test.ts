import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentDisposition, safeFileName } from './attachment.ts'
import { mentionsIn } from './comment.ts'
import { shippedMatrix } from './priority.ts'
import { type PriorityMatrix, requireSoundMatrix } from './priority-matrix.ts'
import { requireMergeable, requireNoOpenChildren, requireParent } from './relations.ts'
import { isLive, titleOfReport } from './request-link.ts'

describe('names of files', () => {
  test.each([
    ['../../etc/passwd', 'jpg', 'passwd.jpg'],
    ['..\\..\\boot.ini', 'png', 'boot.ini.png'],
    ['photo.JPEG', 'jpg', 'photo.jpg'],
    ['invoice.exe', 'jpg', 'invoice.exe.jpg'],
    ['\u202egpj.exe', 'pdf', 'gpj.exe.pdf'],
    ['a\u0000b\r\nc.png', 'png', 'abc.png'],
    ['"quoted"<b>.png', 'png', 'quotedb.png'],
    ['...', 'pdf', 'file.pdf'],
    ['', 'pdf', 'file.pdf'],
    [undefined, 'pdf', 'file.pdf'],
    ['.jpg', 'jpg', 'jpg.jpg'],
    ['Öl läuft aus.heif', 'heic', 'Öl läuft aus.heic'],
    ['漏れ.png', 'png', '漏れ.png'],
  ])('%j as %s is %j', (given, extension, name) => {
    expect(safeFileName(given, extension)).toBe(name)
  })

  test('are short, without folders, and fit into a header, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), given => {
        const name = safeFileName(given, 'jpg')
        expect(name).toMatch(/^[^/\\\r\n]+\.jpg$/)
        expect([...name].length).toBeLessThanOrEqual(124)
        expect(name.startsWith('.')).toBe(false)
        expect(contentDisposition(name)).toMatch(
          /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[!-~]+$/,
        )
      }),
    )
  })

  test('a name beyond ASCII goes both ways into the header', () => {
    expect(contentDisposition("Öl's (1).png")).toBe(
      `attachment; filename="_l's (1).png"; filename*=UTF-8''%C3%96l%27s%20%281%29.png`,
    )
  })
})

test.each([
  ['@ana please look, and @ben.k too.', ['ana', 'ben.k']],
  ['mail ana@plant.example', []],
  ['@ana @ana (@bob-2)', ['ana', 'bob-2']],
  ['@@ana @- nobody', []],
])('%j mentions %j', (body, names) => {
  expect(mentionsIn(body)).toEqual(names)
})

describe('the priority matrix', () => {
  const shipped = shippedMatrix

  test('as shipped is sound', () => {
    expect(() => requireSoundMatrix(shipped)).not.toThrow()
  })

  test('that makes the worse less urgent is refused', () => {
    const across = { ...shipped, major: { A: 'P3', B: 'P2', C: 'P3' } } as PriorityMatrix
    expect(() => requireSoundMatrix(across)).toThrow(
      'major at B would be P2, but major at A is P3: what is worse cannot be less urgent.',
    )
    const down = { ...shipped, minor: { A: 'P1', B: 'P4', C: 'P4' } } as PriorityMatrix
    expect(() => requireSoundMatrix(down)).toThrow(expect.objectContaining({ field: '/minor/A' }))
  })
})

describe('relations', () => {
  const open = (number: number) => ({ number, open: true, parent: null })
  const over = (number: number) => ({ number, open: false, parent: null })

  test('a merge needs two open tickets, and the target not below the source', () => {
    expect(() => requireMergeable(open(1), open(2), [])).not.toThrow()
    expect(() => requireMergeable(open(1), open(2), [3])).not.toThrow()
    expect(() => requireMergeable(open(1), open(1), [])).toThrow('into itself')
    expect(() => requireMergeable(over(1), open(2), [])).toThrow('Ticket 1 is over')
    expect(() => requireMergeable(open(1), over(2), [])).toThrow('Ticket 2 is over')
    expect(() => requireMergeable(open(1), open(2), [5, 1])).toThrow('merge 2 into 1 instead')
  })

  test('parents make no ring', () => {
    expect(() => requireParent(undefined, open(2), [])).not.toThrow()
    expect(() => requireParent(1, open(2), [3])).not.toThrow()
    expect(() => requireParent(1, open(1), [])).toThrow('cannot be its parent')
    expect(() => requireParent(1, open(2), [3, 1])).toThrow('cannot be its parent')
    expect(() => requireParent(1, over(2), [])).toThrow('no more children')
  })

  test('open children are named', () => {
    expect(() => requireNoOpenChildren(1, { named: [], count: 0 })).not.toThrow()
    const open = 'Ticket 1 cannot be closed while its children are open:'
    const named = [2, 3, 4, 5, 6, 7, 8]
    expect(() => requireNoOpenChildren(1, { named, count: 7 })).toThrow(`${open} 2, 3, 4, 5, 6 and 2 more.`)
    expect(() => requireNoOpenChildren(1, { named: [], count: 1 })).toThrow(`${open} 1 more.`)
  })
})

describe('links', () => {
  test('end at their time, or when they are revoked', () => {
    expect(isLive({ expiresAtMs: null, revokedAtMs: null }, 5)).toBe(true)
    expect(isLive({ expiresAtMs: 5, revokedAtMs: null }, 4)).toBe(true)
    expect(isLive({ expiresAtMs: 5, revokedAtMs: null }, 5)).toBe(false)
    expect(isLive({ expiresAtMs: null, revokedAtMs: 1 }, 5)).toBe(false)
  })

  test('a report is named by its first line', () => {
    expect(titleOfReport('  Oil   under it\nand more', 'Pump 7')).toBe('Pump 7: Oil under it')
    expect([...titleOfReport('🔧'.repeat(500), 'Pump 7')].length).toBe(128)
  })
})
