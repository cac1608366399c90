import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlannedFault } from './faults.ts'
import { heater, specOf } from './testing.ts'
import { type Truth, truthOf } from './truth.ts'
import { formatTruth, parseTruth, readTruthFile, writeTruthFile } from './truth-file.ts'
import type { TruthEvent } from './truth-log.ts'

const faults: PlannedFault[] = [
  { layer: 'network', mode: 'disorder', onsetMs: 500, endMs: 600 },
  { layer: 'machine', mode: 'short', onsetMs: 100, failureMs: 200 },
  { layer: 'sensor', mode: 'drift', onsetMs: 300, endMs: 400 },
  { layer: 'sensor', mode: 'silent', onsetMs: 310, endMs: 400 },
  { layer: 'sensor', mode: 'silent', metric: 'current', onsetMs: 320, endMs: 400 },
]
const asset = { asset: 'heater-1', device: 'heater-1-monitor' }
const instrumentation = {
  ...asset,
  layer: 'sensor',
  skill: 'instrumentation',
  failureCode: 'AIR',
  endMs: 400,
} as const
const planned: Truth[] = [
  {
    ...{
      ...asset,
      layer: 'machine',
      failureMode: 'short',
      metric: 'current',
      skill: 'electrical',
      failureCode: 'BRD',
    },
    ...{ onsetMs: 100, functionalFailureMs: 200 },
  },
  { ...instrumentation, failureMode: 'drift', metric: 'temperature', onsetMs: 300 },
  { ...instrumentation, failureMode: 'silent', onsetMs: 310 },
  { ...instrumentation, failureMode: 'silent', metric: 'current', onsetMs: 320 },
  { ...asset, layer: 'network', failureMode: 'disorder', onsetMs: 500, endMs: 600 },
]
const events: TruthEvent[] = [
  { event: 'breakdown', asset: 'heater-1', mode: 'short', onsetMs: 100, atMs: 200 },
  {
    ...{ event: 'repair', asset: 'heater-1', layer: 'machine', mode: 'short', onsetMs: 100, atMs: 250 },
    ...{ occasion: 'breakdown', succeeded: true },
  },
]

test('the answer key, in order of onset', () => {
  expect(truthOf(specOf({ faults }), [heater])).toEqual(planned)
})

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truth-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('the file gives back what was written', async () => {
  const file = join(folder, 'truth.jsonl')
  await writeTruthFile(file, { planned, events })
  expect(await readTruthFile(file)).toEqual({ planned, events })
})

test('a missing file is told by its name', async () => {
  await expect(readTruthFile(join(folder, 'none.jsonl'))).rejects.toThrow(
    /the truth file .*none\.jsonl cannot be read/,
  )
})

test.each([
  ['{', /truth\.jsonl:6: not JSON/],
  ['[]', /truth\.jsonl:6: "layer" must be one of machine, sensor, network, or "event" given/],
  ['7', /truth\.jsonl:6: not an object/],
  ['{"layer":"weather"}', /"layer" must be one of/],
  ['{"event":"strike"}', /"event" must be one of breakdown, repair/],
  ['{"event":"constructor"}', /"event" must be one of breakdown, repair/],
  [JSON.stringify({ ...planned[0], onsetMs: 'soon' }), /truth\.jsonl:6: \/onsetMs must be number/],
  [
    JSON.stringify({ ...planned[1], failureMode: 'rust' }),
    /truth\.jsonl:6: \/failureMode must be equal to one of/,
  ],
  [
    JSON.stringify({ ...events[0], mode: undefined }),
    /truth\.jsonl:6: the row must have required properties mode/,
  ],
])('line %s is refused with its place', (line, message) => {
  const text = `${formatTruth({ planned, events: [] })}${line}\n`
  expect(() => parseTruth(text, 'truth.jsonl')).toThrow(message)
})
