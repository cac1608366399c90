import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { machineKinds } from '../machines/index.ts'
import { SimulatedMachine } from '../plant/machine.ts'
import { machinesOf } from './fleet.ts'
import { parseScenario } from './scenario.ts'
import { kiln } from './testing/kiln.ts'

const parse = (text: string) => parseScenario(text, 'plant.yaml', [kiln])

const good = `name: Lime works
sites:
  - { id: works, name: Lime works, timeZone: Europe/Berlin }
fleet:
  - { kind: kiln, id: kiln, count: 3 }
  - { kind: kiln, id: old-kiln, name: Old kiln, criticality: A }
faults:
  random:
    machine: { lining_wear: 1 }
  planned:
    - { asset: old-kiln, mode: slipping, onset: start+1d, failure: start+3d }
    - { asset: kiln-1, layer: sensor, mode: stuck, metric: motor_current, onset: now-2h, end: now }
people:
  planner: { shift: office }
  shifts:
    office: { days: [1, 2, 3, 4, 5], from: "07:00", to: "16:00" }
  technicians:
    - { id: anna, name: Anna, shift: office, site: works }
`

test('what is not said has its default', () => {
  const scenario = parse(good)
  expect(scenario).toMatchObject({ seed: 1, start: 'now', step: '1m', speed: 'max' })
  expect(scenario.fleet[0]).toMatchObject({ criticality: 'B', count: 3 })
  expect(scenario.people).toMatchObject({ repairSucceeds: 1, planner: { reviewMinutes: 60, leaves: ['P1'] } })
  expect(scenario.faults.planned[0]).toMatchObject({ layer: 'machine' })
})

describe('a mistake is told with its place and what would be right', () => {
  const cases: [what: string, from: string, to: string, told: string][] = [
    ['YAML', 'count: 3 }', 'count: 3', 'plant.yaml:'],
    [
      'unknown',
      'name: Lime works\n',
      'name: Lime works\ncolour: red\n',
      ':2:1: colour: is not known here; give a scenario',
    ],
    ['missing', 'kind: kiln, id: kiln, count: 3', 'id: kiln', ':5:5: fleet[1]: kind is missing; give an id'],
    [
      'a number',
      'count: 3',
      'count: many',
      ':5:29: fleet[1].count: "many" is not right; give a whole number from 1 to',
    ],
    [
      'one of some',
      'criticality: A',
      'criticality: D',
      ':6:49: fleet[2].criticality: "D" is not right; give A, B or C',
    ],
    [
      'a time',
      'onset: now-2h',
      'onset: yesterday',
      ':12:75: faults.planned[2].onset: "yesterday" is not right; give a time: now, now-10d',
    ],
    [
      'a choice',
      'machine: { lining_wear: 1 }',
      'machine: often',
      ':9:5: faults.random.machine: "often" is not right; give faults in a machine-year',
    ],
    [
      'a kind',
      'kind: kiln, id: old',
      'kind: oven, id: old',
      ':6:7: fleet[2].kind: oven cannot be simulated; give one of kiln',
    ],
    [
      'a mode',
      'mode: slipping',
      'mode: boredom',
      ':11:26: faults.planned[1].mode: boredom is no mode of the machine layer of a kiln; give one of lining_wear, slipping',
    ],
    [
      'a rate',
      '{ lining_wear: 1 }',
      '{ rust: 1 }',
      ':9:16: faults.random.machine.rust: is no failure mode of the fleet; give any of lining_wear, slipping',
    ],
    [
      'an asset',
      'asset: old-kiln',
      'asset: kiln-4',
      ':11:9: faults.planned[1].asset: kiln-4 is no machine of the fleet',
    ],
    [
      'order',
      'failure: start+3d',
      'failure: start+1h',
      ':11:59: faults.planned[1].failure: must be after the onset, start+1d',
    ],
    [
      'the end',
      'failure: start+3d',
      'end: start+3d',
      ':11:59: faults.planned[1].end: is not for the machine layer; give failure',
    ],
    [
      'a shift',
      'planner: { shift: office }',
      'planner: { shift: late }',
      ':14:14: people.planner.shift: late is no shift; give one of people.shifts: office',
    ],
    ['a zone', 'Europe/Berlin', 'Mars/Olympus', ':3:36: sites[1].timeZone: Mars/Olympus is no time zone'],
    ['twice', 'id: old-kiln, name', 'id: kiln-2, name', ':6:19: fleet[2].id: kiln-2 is there already'],
    [
      'a place',
      'site: works',
      'site: moon',
      ':18:46: people.technicians[1].site: moon is no site; give one of works',
    ],
    [
      'waveforms',
      'count: 3 }',
      'count: 3, waveforms: { every: 1h } }',
      ':5:39: fleet[1].waveforms: a kiln has none; leave it out',
    ],
    [
      'a rate of samples',
      'count: 3 }',
      'count: 3, waveforms: { sampleHz: 1 } }',
      ':5:52: fleet[1].waveforms.sampleHz: 1 is not right; give a whole number from 256 to 51200',
    ],
    [
      'a probability',
      'people:\n',
      'people:\n  repairSucceeds: 95\n',
      ':14:3: people.repairSucceeds: 95 is not right; give a probability from 0 to 1',
    ],
  ]
  test.each(cases)('%s', (_, from, to, told) => {
    expect(good).toContain(from)
    let message = ''
    try {
      parse(good.replace(from, to))
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toContain('plant.yaml:')
    expect(message).toContain(told)
  })

  test('all of them at once, and a file that is empty or something else', () => {
    expect(() => parse(good.replace('count: 3', 'count: 0').replace('id: works', 'id: "?"'))).toThrow(
      /plant\.yaml:3:7: .*\n.*plant\.yaml:5:29: /,
    )
    expect(() => parse('')).toThrow('plant.yaml:1:1: null is not right; give a scenario')
    expect(() => parse('- 1')).toThrow('give a scenario')
  })
})

test('waveforms have their defaults, and no more values than a message holds', () => {
  const motors = (waveforms: string) =>
    parseScenario(
      good.replace('fleet:\n', `fleet:\n  - { kind: motor, id: motor, waveforms: ${waveforms} }\n`),
      'plant.yaml',
      [kiln, ...machineKinds],
    )
  expect(motors('{}').fleet[0]?.waveforms).toEqual({
    ...{ every: '1h', seconds: 4, sampleHz: 8192, encoding: 'base64' },
  })
  expect(() => motors('{ seconds: 10 }')).toThrow(
    /fleet\[1\]\.waveforms\.seconds: these are more than 45000 values as base64; give fewer/,
  )
})

describe('the scenarios that are shipped', () => {
  const NOW_MS = Date.UTC(2026, 0, 5)
  const read = async (file: string) => {
    const text = await readFile(join(import.meta.dirname, '../scenarios', file), 'utf8')
    return machinesOf(parseScenario(text, file), NOW_MS)
  }

  test('are these', async () => {
    const files = await readdir(join(import.meta.dirname, '../scenarios'))
    expect(files.toSorted()).toEqual(['demo.yaml', 'healthy-fleet.yaml', 'plant-200.yaml', 'plant-50.yaml'])
  })

  test.each([
    ['plant-50.yaml', 50],
    ['plant-200.yaml', 200],
    ['healthy-fleet.yaml', 27],
  ])('%s has machines of every kind', async (file, count) => {
    const machines = await read(file)
    expect(machines).toHaveLength(count)
    const kinds = new Set(machines.map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual(machineKinds.map(kind => kind.class.id).toSorted())
    const faults = machines.flatMap(spec => spec.faults)
    expect(faults.length > 0).toBe(file !== 'healthy-fleet.yaml')
    for (const spec of machines) expect(new SimulatedMachine(spec, 60_000).step(NOW_MS)).toHaveLength(1)
  })

  test('the demo has six machines, three of which fail soon', async () => {
    const machines = await read('demo.yaml')
    expect(machines).toHaveLength(6)
    const faults = machines.flatMap(spec => spec.faults)
    expect(faults).toHaveLength(3)
    for (const fault of faults) {
      expect(fault.onsetMs).toBeGreaterThan(NOW_MS - 10 * 86_400_000)
      expect(fault.layer === 'machine' && fault.failureMs > NOW_MS).toBe(true)
    }
  })
})
