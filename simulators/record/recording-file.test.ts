import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RecordingFile } from './recording-file.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'recording-file-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const line = (i: number) => `${JSON.stringify({ i, text: 'x'.repeat(50) })}\n`

/** Adds lines until one is refused; what is in the file then. */
async function fill(name: string, maxBytes: number, most: number) {
  const file = join(directory, name)
  const recording = await RecordingFile.create(file, maxBytes)
  let taken = 0
  while (taken < most && (await recording.add(line(taken)))) taken++
  await recording.close()
  const bytes = await readFile(file)
  expect(recording.bytes).toBe(bytes.length)
  const text = name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
  expect(text).toBe(Array.from({ length: taken }, (_, i) => line(i)).join(''))
  return { taken, size: bytes.length }
}

test('nothing is lost below the bound, and the file never becomes larger', async () => {
  expect(await fill('whole', 1e9, 10_000)).toMatchObject({ taken: 10_000 })
  expect((await fill('bounded', 100_000, 10_000)).size).toBeLessThanOrEqual(100_000)
  expect((await fill('bounded', 100_000, 0).catch(error => error)).code).toBe('conflict')
})

test('packed as well, where the bound holds for the packed file', async () => {
  const plain = await fill('plain', 20_000, 100_000)
  const packed = await fill('packed.gz', 20_000, 100_000)
  expect(packed.size).toBeLessThanOrEqual(20_000)
  expect(packed.taken).toBeGreaterThan(2 * plain.taken)
})

test('what was flushed is in the file', async () => {
  const file = join(directory, 'flushed.gz')
  const recording = await RecordingFile.create(file, 1e6)
  await recording.add(line(1))
  expect((await stat(file)).size).toBe(0)
  await recording.flush()
  expect(gunzipSync(await readFile(file)).toString()).toBe(line(1))
  await recording.close()
})

test('a file that exists is left as it is', async () => {
  const file = join(directory, 'exists')
  await writeFile(file, 'mine')
  await expect(RecordingFile.create(file, 1e6)).rejects.toThrow(/exists already/)
  await expect(RecordingFile.create('/nowhere/file', 1e6)).rejects.toThrow(/cannot be written/)
  expect(await readFile(file, 'utf8')).toBe('mine')
})
