import { machineKinds } from '../machines/index.ts'
import type { MachineKind } from '../machines/kind.ts'
import { mixSeed } from '../machines/random.ts'
import type { PlannedFault } from '../plant/faults.ts'
import type { MachineSpec } from '../plant/machine.ts'
import { zoneOffset } from './hours.ts'
import { randomFaults } from './random-faults.ts'
import type { FleetEntry, Planned, Scenario } from './schema.ts'
import { durationMs, momentMs, timesOf } from './times.ts'

const MINUTE_MS = 60_000
/** Random faults of a scenario that goes on live begin up to so long after its start in the present. */
const LIVE_MS = 365 * 86_400_000

/** A machine's id with the line of the fleet that it comes from. */
export interface PlacedEntry {
  asset: string
  entry: FleetEntry
  /** Place of the entry in the list. */
  index: number
  /** From 1; 0 where the entry is of one machine. */
  nth: number
}

/** The device that watches a machine. */
export const deviceOf = (asset: string): string => `${asset}-monitor`

/** Ids of all machines: `pump` × 12 are pump-01 … pump-12, and a single one has the id as it is given. */
export function assetsOf({ fleet }: Pick<Scenario, 'fleet'>): PlacedEntry[] {
  return fleet.flatMap((entry, index) => {
    const { id, count } = entry
    if (count === 1) return [{ asset: id, entry, index, nth: 0 }]
    const width = String(count).length
    return Array.from({ length: count }, (_, i) => ({
      ...{ asset: `${id}-${String(i + 1).padStart(width, '0')}`, entry, index, nth: i + 1 },
    }))
  })
}

/**
 * The machines of a scenario that is run at `nowMs`, with everything that is going to happen to them. Pure: the same
 * scenario, time and seed give the same machines; a machine more or less does not change the others.
 */
export function machinesOf(
  scenario: Scenario,
  nowMs: number,
  kinds: readonly MachineKind[] = machineKinds,
): MachineSpec[] {
  const { startMs, endMs = nowMs + LIVE_MS } = timesOf(scenario, nowMs)
  const [firstSite] = scenario.sites
  return assetsOf(scenario).map(({ asset, entry, nth }) => {
    const { kind: id, criticality, duty, waveforms } = entry
    const kind = kinds.find(each => each.class.id === id)
    const site = scenario.sites.find(each => each.id === entry.site) ?? firstSite
    if (!kind || !site) throw new Error(`the scenario is not checked: ${asset} has no kind or no site`)
    const seed = mixSeed(scenario.seed, asset)
    const planned = scenario.faults.planned
      .filter(fault => fault.asset === asset)
      .map(fault => plannedFault(fault, { nowMs, startMs }))
    const { random } = scenario.faults
    const drawn = random
      ? randomFaults({ seed, kind, rates: random, fromMs: startMs, toMs: endMs, planned })
      : []
    const name = entry.name ?? kind.class.name
    return {
      ...{ asset, site: site.id, kind: id, criticality, device: deviceOf(asset), seed },
      name: nth === 0 ? name : `${name} ${nth}`,
      climate: site.climate,
      weatherSeed: mixSeed(scenario.seed, 'weather', site.id),
      // As it is at the start: the clocks of a plant change, its machines' habits need not.
      utcOffsetMinutes: zoneOffset(site.timeZone)(startMs) / MINUTE_MS,
      ...(duty !== undefined && { duty }),
      ...(waveforms && { waveforms: { ...waveforms, everyMs: durationMs(waveforms.every) } }),
      faults: [...planned, ...drawn].sort((a, b) => a.onsetMs - b.onsetMs),
    }
  })
}

function plannedFault(fault: Planned, at: { nowMs: number; startMs: number }): PlannedFault {
  const { layer, mode, metric, onset, failure, end } = fault
  const onsetMs = momentMs(onset, at)
  const untilMs = momentMs(failure ?? end ?? onset, at)
  if (layer === 'machine') return { layer, mode, onsetMs, failureMs: untilMs }
  // The modes of both layers were checked against what there is when the scenario was read.
  return { layer, mode, onsetMs, endMs: untilMs, ...(metric !== undefined && { metric }) } as PlannedFault
}
