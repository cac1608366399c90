import type { MachineKind } from '../machines/kind.ts'
import { networkModes, sensorModes } from '../plant/faults.ts'
import { isFilter } from '../record/topics.ts'
import { assetsOf, type PlacedEntry } from './fleet.ts'
import type { FleetEntry, Planned, Scenario } from './schema.ts'
import { durationMs, momentMs } from './times.ts'

/** What fits into a message of 256 kB, the largest that brokers usually take: 5.3 bytes a value, or about 8. */
const MOST_SAMPLES = { base64: 45_000, json: 28_000 } as const

/** What is wrong, where in the document. */
export interface Mistake {
  path: (string | number)[]
  message: string
}

/** What a schema cannot say: that what is named exists, and that times are in order. */
export function checkScenario(scenario: Scenario, kinds: readonly MachineKind[]): Mistake[] {
  return [
    ...checkSites(scenario),
    ...checkFleet(scenario, kinds),
    ...checkRecordings(scenario),
    ...checkRates(scenario, kinds),
    ...checkPlanned(scenario, kinds),
    ...checkPeople(scenario),
  ]
}

function* checkSites({ sites, step, liveStep, duration }: Scenario): Generator<Mistake> {
  yield* twice(sites, 'sites')
  for (const [i, { timeZone }] of sites.entries())
    if (!isTimeZone(timeZone))
      yield {
        path: ['sites', i, 'timeZone'],
        message: `${timeZone} is no time zone; give one such as Europe/Berlin`,
      }
  for (const [name, text] of Object.entries({ step, liveStep, duration }))
    if (text !== undefined && durationMs(text) <= 0) yield { path: [name], message: 'give more than nothing' }
}

function* checkFleet(scenario: Scenario, kinds: readonly MachineKind[]): Generator<Mistake> {
  const known = kinds.map(kind => kind.class.id)
  for (const [i, { kind, site, waveforms }] of scenario.fleet.entries()) {
    if (waveforms)
      yield* checkWaveforms(
        waveforms,
        ['fleet', i, 'waveforms'],
        kinds.find(each => each.class.id === kind),
      )
    if (!known.includes(kind))
      yield {
        path: ['fleet', i, 'kind'],
        message: `${kind} cannot be simulated; give one of ${known.join(', ')}`,
      }
    if (site !== undefined && !scenario.sites.some(({ id }) => id === site))
      yield {
        path: ['fleet', i, 'site'],
        message: `${site} is no site; give one of ${scenario.sites.map(({ id }) => id).join(', ')}`,
      }
  }
  const seen = new Set<string>()
  for (const { asset, index } of assetsOf(scenario)) {
    if (seen.has(asset))
      yield {
        path: ['fleet', index, 'id'],
        message: `${asset} is there already; give each machine an id of its own`,
      }
    else if (asset.length > 50)
      yield { path: ['fleet', index, 'id'], message: `${asset} is too long; give one of up to 50 characters` }
    seen.add(asset)
  }
}

function* checkWaveforms(
  { every, seconds, sampleHz, encoding }: NonNullable<FleetEntry['waveforms']>,
  path: Mistake['path'],
  kind: MachineKind | undefined,
): Generator<Mistake> {
  if (kind && !kind.create(1).waveform) yield { path, message: `a ${kind.class.id} has none; leave it out` }
  if (durationMs(every) <= 0) yield { path: [...path, 'every'], message: 'give more than nothing' }
  const most = MOST_SAMPLES[encoding]
  if (seconds * sampleHz > most)
    yield {
      path: [...path, 'seconds'],
      message: `these are more than ${most} values as ${encoding}; give fewer, or a lower sampleHz`,
    }
}

function* checkRecordings({ recordings, sites, fleet }: Scenario): Generator<Mistake> {
  if (recordings.length + fleet.length === 0)
    yield { path: [], message: 'nothing is there to simulate; give machines as fleet, or recordings' }
  for (const [i, { site, topics }] of recordings.entries()) {
    if (site !== undefined && !sites.some(({ id }) => id === site))
      yield {
        path: ['recordings', i, 'site'],
        message: `${site} is no site; give one of ${sites.map(({ id }) => id).join(', ')}`,
      }
    for (const [nth, topic] of topics.entries())
      if (!isFilter(topic))
        yield {
          path: ['recordings', i, 'topics', nth],
          message: `${topic} is no topic filter; give one such as telemetry/+/pump-1 or telemetry/#`,
        }
  }
}

function* checkRates(
  { faults: { random }, fleet }: Scenario,
  kinds: readonly MachineKind[],
): Generator<Mistake> {
  if (!random) return
  const used = kinds.filter(kind => fleet.some(entry => entry.kind === kind.class.id))
  const known: Record<'machine' | 'sensor' | 'network', string[]> = {
    machine: [...new Set(used.flatMap(kind => Object.keys(kind.modes)))],
    sensor: [...sensorModes],
    network: [...networkModes],
  }
  for (const [layer, modes] of Object.entries(known)) {
    const rates = random[layer as keyof typeof known]
    if (typeof rates !== 'object') continue
    for (const mode of Object.keys(rates).filter(mode => !modes.includes(mode)))
      yield {
        path: ['faults', 'random', layer, mode],
        message: `is no failure mode of the fleet; give any of ${modes.join(', ')}`,
      }
  }
}

function* checkPlanned(scenario: Scenario, kinds: readonly MachineKind[]): Generator<Mistake> {
  const placed = new Map(assetsOf(scenario).map(each => [each.asset, each]))
  for (const [i, fault] of scenario.faults.planned.entries())
    for (const { path, message } of checkFault(fault, placed, kinds))
      yield { path: ['faults', 'planned', i, ...path], message }
}

function* checkFault(
  { asset, layer, mode, metric, onset, failure, end }: Planned,
  placed: ReadonlyMap<string, PlacedEntry>,
  kinds: readonly MachineKind[],
): Generator<Mistake> {
  const kind = kinds.find(({ class: { id } }) => id === placed.get(asset)?.entry.kind)
  if (!kind)
    return yield { path: ['asset'], message: `${asset} is no machine of the fleet; give the id of one` }
  const all = { machine: Object.keys(kind.modes), sensor: sensorModes, network: networkModes }
  const modes: readonly string[] = all[layer]
  if (!modes.includes(mode))
    yield {
      path: ['mode'],
      message: `${mode} is no mode of the ${layer} layer of a ${kind.class.id}; give one of ${modes.join(', ')}`,
    }
  const metrics = kind.class.metrics.map(({ key }) => key)
  if (metric !== undefined && (layer !== 'sensor' || !metrics.includes(metric)))
    yield { path: ['metric'], message: `only faults of sensors have a metric, one of ${metrics.join(', ')}` }
  const [wanted, other] = layer === 'machine' ? (['failure', 'end'] as const) : (['end', 'failure'] as const)
  const until = { failure, end }[wanted]
  if ({ failure, end }[other] !== undefined)
    yield { path: [other], message: `is not for the ${layer} layer; give ${wanted}` }
  if (until === undefined) return yield { path: [], message: `${wanted} is missing; give the time of it` }
  const at = { nowMs: 0, startMs: 0 }
  const comparable = onset.slice(0, 3) === until.slice(0, 3) || /^\d/.test(onset + until)
  if (comparable && momentMs(until, at) <= momentMs(onset, at))
    yield { path: [wanted], message: `must be after the onset, ${onset}` }
}

function* checkPeople({ people, sites }: Scenario): Generator<Mistake> {
  if (!people) return
  const { planner, shifts, technicians, teams } = people
  yield* twice(technicians, 'people', 'technicians')
  yield* twice(teams, 'people', 'teams')
  const shiftIds = Object.keys(shifts)
  const unknownShift = `give one of people.shifts${shiftIds.length > 0 ? `: ${shiftIds.join(', ')}` : ''}`
  if (planner.shift !== undefined && !shiftIds.includes(planner.shift))
    yield { path: ['people', 'planner', 'shift'], message: `${planner.shift} is no shift; ${unknownShift}` }
  for (const [i, { shift, site }] of technicians.entries()) {
    if (shift !== undefined && !shiftIds.includes(shift))
      yield { path: ['people', 'technicians', i, 'shift'], message: `${shift} is no shift; ${unknownShift}` }
    if (site !== undefined && !sites.some(({ id }) => id === site))
      yield {
        path: ['people', 'technicians', i, 'site'],
        message: `${site} is no site; give one of ${sites.map(({ id }) => id).join(', ')}`,
      }
  }
  for (const [id, { from, to, timeZone }] of Object.entries(shifts)) {
    if (from === to)
      yield { path: ['people', 'shifts', id, 'to'], message: 'give another time than that of from' }
    if (timeZone !== undefined && !isTimeZone(timeZone))
      yield {
        path: ['people', 'shifts', id, 'timeZone'],
        message: `${timeZone} is no time zone; give one such as Europe/Berlin`,
      }
  }
}

function* twice(entries: readonly { id: string }[], ...path: string[]): Generator<Mistake> {
  for (const [i, { id }] of entries.entries())
    if (entries.findIndex(each => each.id === id) < i)
      yield { path: [...path, i, 'id'], message: `${id} is there already; give each an id of its own` }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name })) && !/^[+-]/.test(name)
  } catch {
    return false
  }
}
