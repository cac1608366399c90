import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { headerLine, messageLine } from '../record/recording.ts'
import { openRecordings, shiftOf } from './recordings.ts'
import { parseDocumentOf } from './scenario.ts'

const T = Date.UTC(2026, 0, 1)
const NOW = Date.UTC(2026, 5, 1)
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'recordings-'))
  const say = (topic: string) =>
    messageLine({ ts: T, topic, qos: 1, retain: false, payload: Buffer.from('{"values":{"a":1}}') })
  const header = headerLine({ forewarnRecording: 1, startedAt: '', broker: 'mqtt://b', filters: ['#'] })
  await writeFile(join(directory, 'plant.jsonl'), header + say('telemetry/far/mixer') + say('elsewhere'))
  await writeFile(join(directory, 'silent.jsonl'), header + say('elsewhere'))
  await writeFile(join(directory, 'data.csv'), 'ts,a\n')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const scenario = (recordings: string, fleet = '') => `name: Works
start: now-1d
sites:
  - { id: works, name: Works }
${fleet}recordings:
  - ${recordings}
`
async function open(text: string) {
  const file = join(directory, 'works.yaml')
  return openRecordings(parseDocumentOf(text, 'works.yaml'), file)
}

test('recordings lie beside the scenario, their devices come to its site, and begin when it begins', async () => {
  const text = scenario('{ file: plant.jsonl }')
  const [recording] = await open(text)
  expect(recording).toMatchObject({
    ...{ file: join(directory, 'plant.jsonl'), site: 'works', class: 'generic', criticality: 'B' },
    survey: { devices: ['mixer'], messages: 1, leftOut: 1 },
  })
  const { scenario: read } = parseDocumentOf(text, 'works.yaml')
  if (recording) expect(shiftOf(read, recording, NOW)).toBe(NOW - 86_400_000 - T)
  const [later] = await open(scenario('{ file: plant.jsonl, begins: now+1h }'))
  if (later) expect(shiftOf(read, later, NOW)).toBe(NOW + 3_600_000 - T)
})

test.each([
  ['{ file: gone.jsonl }', /^works\.yaml:6:7: recordings\[1\]\.file: .*gone\.jsonl cannot be read/],
  ['{ file: data.csv }', /^works\.yaml:6:7: recordings\[1\]\.file: .*data\.csv is no recording/],
  [
    '{ file: silent.jsonl }',
    /^works\.yaml:6:7: recordings\[1\]\.file: has no telemetry of devices that is played/,
  ],
  [
    '{ file: plant.jsonl }\n  - { prefix: "", file: plant.jsonl }',
    /^works\.yaml:7:7: recordings\[2\]\.prefix: mixer is there already; give a prefix/,
  ],
  [
    '{ file: plant.jsonl, topics: [telemetry/#/x] }',
    /^works\.yaml:6:35: recordings\[1\]\.topics\[1\]: telemetry\/#\/x is no topic filter/,
  ],
  [
    '{ file: plant.jsonl, site: moon }',
    /^works\.yaml:6:26: recordings\[1\]\.site: moon is no site; give one of works/,
  ],
  ['{ topics: [] }', /^works\.yaml:6:5: recordings\[1\]: file is missing; give the path of a recording/],
  [
    '{ file: plant.jsonl, begins: soon }',
    /^works\.yaml:6:26: recordings\[1\]\.begins: "soon" is not right; give a time/,
  ],
])('%s', async (entry, told) => {
  const error = await Promise.resolve()
    .then(() => open(scenario(entry)))
    .catch((wrong: Error) => wrong)
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toMatch(told)
})

test('a device of the fleet is not played as well', async () => {
  const fleet = 'fleet:\n  - { kind: pump, id: mixer }\n'
  await expect(open(scenario('{ file: plant.jsonl }', fleet))).rejects.toThrow(
    /prefix: mixer is there already/,
  )
  await expect(open(scenario('{ file: plant.jsonl, prefix: old- }', fleet))).resolves.toHaveLength(1)
})

test('without machines and recordings there is nothing to simulate', () => {
  expect(() => parseDocumentOf('name: W\nsites: [{ id: w, name: W }]\n', 'works.yaml')).toThrow(
    'works.yaml:1:1: nothing is there to simulate; give machines as fleet, or recordings',
  )
})
