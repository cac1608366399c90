import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Entry, SampleSorter } from './sample-sorter.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sorter-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Two slots of each device. */
const deviceOf = (slot: number) => slot >> 1

async function sort(entries: Entry[], capacity: number): Promise<Entry[]> {
  const sorter = new SampleSorter({ directory, deviceOf, capacity })
  try {
    for (const { ts, slot, value } of entries) await sorter.add(ts, slot, value)
    const sorted: Entry[] = []
    for await (const entry of sorter.sorted()) sorted.push(entry)
    return sorted
  } finally {
    await sorter.close()
  }
}

test('any values come out by time and device, and otherwise as they came, whatever fits into memory', async () => {
  const entry = fc.record({
    ts: fc.integer({ min: -3, max: 20 }),
    slot: fc.nat(5),
    value: fc.double({ noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 60 }),
      fc.integer({ min: 1, max: 70 }),
      async (entries, capacity) => {
        const expected = entries.toSorted((a, b) => a.ts - b.ts || deviceOf(a.slot) - deviceOf(b.slot))
        expect(await sort(entries, capacity)).toEqual(expected)
      },
    ),
    { numRuns: 200 },
  )
})

test('runs that are longer than what is read of them at a time are merged', async () => {
  const entries = Array.from({ length: 60_000 }, (_, i) => ({ ts: (i * 7_919) % 60_000, slot: 0, value: i }))
  const sorted = await sort(entries, 20_000)
  expect(sorted.map(({ ts }) => ts)).toEqual(entries.map((_, i) => i))
})

test('nothing is left behind', async () => {
  await sort([{ ts: 1, slot: 0, value: 1 }], 1)
  expect(await readdir(directory)).toEqual([])
})

test('a directory that takes nothing is told', async () => {
  const sorter = new SampleSorter({ directory: '/nowhere', deviceOf, capacity: 1 })
  await expect(sorter.add(1, 0, 1)).rejects.toThrow(/TMPDIR.*--order file/)
})
