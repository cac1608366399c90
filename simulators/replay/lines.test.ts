import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBeginning, readLines, type TextLine } from './lines.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lines-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function collect(file: string, longest?: number): Promise<TextLine[]> {
  const lines: TextLine[] = []
  for await (const some of readLines(file, longest)) lines.push(...some)
  return lines
}
let files = 0
async function linesOf(content: string | Buffer, longest?: number) {
  const file = join(directory, String(files++))
  await writeFile(file, content)
  return collect(file, longest)
}
const texts = async (content: string | Buffer) => (await linesOf(content)).map(({ text }) => text)
/** Each character is another one, so that the packed file is many parts. */
const noise = Array.from({ length: 400_000 }, (_, i) => ((i * 2_654_435_761) % 4_294_967_296).toString(36))

test.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['\ufeffa\r\n\r\nb\r', ['a', '', 'b']],
  ['ä€😀\nb', ['ä€😀', 'b']],
])('%j is %j', async (content, expected) => {
  expect(await texts(content)).toEqual(expected)
  expect(await texts(gzipSync(content))).toEqual(expected)
})

test('lines come back however long they are and wherever a part of the file ends', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'ä', '😀', '"'), maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 3_000, size: 'max' }), async lines => {
      expect(await texts(lines.map(each => `${each}\n`).join(''))).toEqual(lines)
    }),
    { numRuns: 10 },
  )
})

test('a packed file of many parts and members is unpacked', async () => {
  const half = noise.length / 2
  const members = [noise.slice(0, half), noise.slice(half)].map(part => gzipSync(`${part.join('\n')}\n`))
  expect(await texts(Buffer.concat(members))).toEqual(noise)
})

test('of a packed file that was cut, what is there is read, and then a problem says so', async () => {
  const packed = gzipSync(noise.join('\n'))
  const lines = await linesOf(packed.subarray(0, packed.length / 2))
  expect(lines.length).toBeGreaterThan(noise.length * 0.45)
  expect(lines.slice(0, -1).map(({ text }) => text)).toEqual(noise.slice(0, lines.length - 1))
  expect(lines.at(-1)).toMatchObject({
    line: lines.length,
    problem: expect.stringMatching(/compression ends here or is damaged/),
  })
})

test('a line that is too long is told and passed over', async () => {
  const lines = await linesOf(`a\n${'x'.repeat(200_000)}\nb\n${'y'.repeat(11)}\nc`, 10)
  expect(lines.map(({ line, text, problem }) => [line, problem ? 'too long' : text])).toEqual([
    [1, 'a'],
    [2, 'too long'],
    [3, 'b'],
    [4, 'too long'],
    [5, 'c'],
  ])
})

test('the beginning is read unpacked', async () => {
  const file = join(directory, 'beginning')
  await writeFile(file, gzipSync(noise.join('\n')))
  expect((await readBeginning(file)).split('\n').slice(0, 100)).toEqual(noise.slice(0, 100))
})

test.each(['/nowhere/file', tmpdir()])('%s cannot be read', async file => {
  await expect(collect(file)).rejects.toMatchObject({ code: 'invalid' })
  await expect(readBeginning(file)).rejects.toMatchObject({ code: 'invalid' })
})
