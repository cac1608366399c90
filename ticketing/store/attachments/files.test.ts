import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAttachmentFiles } from './files.ts'
import { HTML, JPEG, PDF, PNG, SVG, ZIP } from './testing/samples.ts'

const MAX_BYTES = 100_000
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'forewarn-attachments-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const store = () =>
  openAttachmentFiles({
    directory,
    maxBytes: MAX_BYTES,
    types: ['image/jpeg', 'image/png', 'application/pdf'],
  })

const collected = async (all: AsyncIterable<string>) => {
  const found: string[] = []
  for await (const one of all) found.push(one)
  return found
}

async function* pieces(...parts: Uint8Array[]) {
  yield* parts
}

const read = async (sha256: string) => {
  const parts: Uint8Array[] = []
  for await (const part of (await store().open(sha256)) ?? []) parts.push(part)
  return Buffer.concat(parts)
}

const files = async () => {
  const found = await readdir(directory, { recursive: true, withFileTypes: true })
  return found.filter(entry => entry.isFile()).map(entry => entry.name)
}

test('content is kept once, under its digest, with its own type', async () => {
  const first = await store().put(pieces(JPEG.subarray(0, 5), JPEG.subarray(5)))
  expect(first).toMatchObject({ bytes: JPEG.length, mediaType: 'image/jpeg', extension: 'jpg' })
  expect(await store().put(pieces(JPEG))).toEqual(first)
  expect(await files()).toEqual([first.sha256])
  expect((await read(first.sha256)).equals(JPEG)).toBe(true)
  expect((await store().put(pieces(PDF))).mediaType).toBe('application/pdf')
  expect((await store().put(pieces(PNG))).mediaType).toBe('image/png')
})

test.each([
  ['HTML', HTML, 'of an unknown type'],
  ['SVG', SVG, 'application/xml'],
  ['a ZIP', ZIP, 'application/zip'],
  ['nothing', Buffer.alloc(0), 'The file is empty.'],
])('%s is refused, and leaves nothing', async (_what, content, message) => {
  await expect(store().put(pieces(content))).rejects.toMatchObject({
    code: 'unsupported_content',
    message: expect.stringContaining(message),
  })
  expect(await files()).toEqual([])
})

test('where only images are wanted, another allowed type is refused', async () => {
  await expect(store().put(pieces(PDF), { imagesOnly: true })).rejects.toMatchObject({
    message: 'The file is application/pdf. Taken are image/jpeg, image/png.',
  })
})

test('what is too large is not read to its end, and leaves nothing', async () => {
  let given = 0
  async function* endless() {
    for (;;) {
      given += JPEG.length
      yield JPEG
    }
  }
  await expect(store().put(endless())).rejects.toMatchObject({ code: 'too_large' })
  expect(given).toBeLessThan(MAX_BYTES + 2 * JPEG.length)
  expect(await files()).toEqual([])
})

test('a stream that breaks leaves nothing', async () => {
  async function* broken() {
    yield JPEG
    throw new Error('the phone is gone')
  }
  await expect(store().put(broken())).rejects.toThrow('the phone is gone')
  expect(await files()).toEqual([])
})

test('nothing but a digest leads to a file', async () => {
  await writeFile(join(directory, 'secret'), 'x')
  expect(await store().open('../secret')).toBeUndefined()
  expect(await store().open('a'.repeat(64))).toBeUndefined()
  await store().remove('../secret')
  expect(await files()).toEqual(['secret'])
})

test('the sweep sees what was not put since, and clears what a crash left', async () => {
  const { sha256 } = await store().put(pieces(JPEG))
  await store().put(pieces(PDF))
  await utimes(join(directory, sha256.slice(0, 2), sha256), 1, 1)
  await writeFile(join(directory, 'incoming', 'left'), 'x')
  await utimes(join(directory, 'incoming', 'left'), 1, 1)
  await writeFile(join(directory, 'incoming', 'running'), 'x')
  const old = async () => collected(store().unusedSince(2_000))
  expect(await old()).toEqual([sha256])
  await store().put(pieces(JPEG))
  expect(await old()).toEqual([])
  await store().discardUnfinished(2_000)
  expect(await readdir(join(directory, 'incoming'))).toEqual(['running'])
  await store().remove(sha256)
  expect(await store().open(sha256)).toBeUndefined()
})
