import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSegmentLog } from './segment-log.ts'
import { readAll, segmentFiles, tempDirectory, text } from './testing.ts'

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url))

/** Lets a child append and kills it after a random time; the numbers that it had acknowledged. */
async function appendUntilKilled(directory: string, first: number): Promise<number[]> {
  const child = spawn(process.execPath, [CHILD, directory, `${first}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const acknowledged: number[] = []
  const lines = createInterface(child.stdout)
  lines.on('line', line => acknowledged.push(...line.split(' ').map(Number)))
  const finished = once(lines, 'close')
  await once(lines, 'line')
  await setTimeout(Math.random() * 300)
  child.kill('SIGKILL')
  await Promise.all([exited, finished])
  return acknowledged
}

test('kill -9 at any moment loses no acknowledged message, and the next process starts at once', async () => {
  const { directory, remove } = await tempDirectory()
  const acknowledged: number[] = []
  for (let round = 0; round < 6; round++) {
    acknowledged.push(...(await appendUntilKilled(directory, round * 1_000_000)))
  }
  const log = await openSegmentLog({ directory, maxBytes: 2 ** 28 })
  const stored = new Set((await readAll(log)).map(entry => Number(text(entry))))
  expect(acknowledged.length).toBeGreaterThan(1000)
  expect((await segmentFiles(directory)).length).toBeGreaterThan(1)
  expect(acknowledged.filter(number => !stored.has(number))).toEqual([])
  await log.close()
  await remove()
})
