import { expect, test } from 'vitest'
import type { Sample } from '../contracts/sample.ts'
import { parallelWrite } from './parallel-write.ts'

const sample = (device: string, observedAtMs: number): Sample => ({
  site: 's',
  asset: 'a',
  device,
  class: 'c',
  receivedAtMs: 0,
  observedAtMs,
  values: { n: observedAtMs },
})
const many = (count: number, devices: number) =>
  Array.from({ length: count }, (_, n) => sample(`device-${n % devices}`, n))

test('the parts are written side by side, and each device is in one of them, in order', async () => {
  const parts: (readonly Sample[])[] = []
  const begun = Promise.withResolvers<void>()
  const write = async (part: readonly Sample[]) => {
    parts.push(part)
    if (parts.length === 4) begun.resolve()
    await begun.promise
    return { rejected: [] }
  }
  const samples = many(5_000, 100)
  await parallelWrite({ write }, samples, 4)()
  expect(parts.flat()).toHaveLength(5_000)
  for (const device of new Set(samples.map(each => each.device))) {
    const having = parts.filter(part => part.some(each => each.device === device))
    expect(having).toHaveLength(1)
    const times = having.flat().flatMap(each => (each.device === device ? each.observedAtMs : []))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  }
})

test('after a failure only what has not landed is written again, and nothing rejected is lost', async () => {
  const landed: number[] = []
  let calls = 0
  const write = async (part: readonly Sample[]) => {
    if (++calls === 2) throw new Error('down')
    landed.push(...part.map(each => each.observedAtMs))
    return { rejected: part.slice(0, 1).map(each => ({ sample: each, detail: 'odd' })) }
  }
  const run = parallelWrite({ write }, many(2_000, 40), 4)
  await expect(run()).rejects.toThrow('down')
  const { rejected } = await run()
  expect(calls).toBe(5)
  expect(landed.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2_000 }, (_, n) => n))
  expect(rejected).toHaveLength(4)
})

test.each([
  [0, 0],
  [1, 1],
  [500, 1],
  [501, 2],
])('%d samples of many devices are %d writes', async (count, writes) => {
  let calls = 0
  const write = async () => ({ rejected: [], calls: ++calls })
  await parallelWrite({ write }, many(count, 1_000), 4)()
  expect(calls).toBe(writes)
})
