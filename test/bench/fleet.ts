/**
 * The default set of detectors over simulated machines, without tickets and people: what it says of a year in which
 * nothing fails, and of every failure mode on its way to the functional failure.
 */
import type { Finding } from '../../contracts/finding.ts'
import { detectors } from '../../detectors/index.ts'
import { regimes } from '../../detectors/regimes/regimes.ts'
import { DetectionTable } from '../../detectors/table.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import { dutyPatterns, type FailureMode, type MachineKind } from '../../simulators/machines/kind.ts'
import { mixSeed, normal, uniform } from '../../simulators/machines/random.ts'
import type { Climate } from '../../simulators/machines/weather.ts'
import { type MachineSpec, SimulatedMachine } from '../../simulators/plant/machine.ts'
import { median, optionsOf, report } from './options.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365 * DAY_MS
const START_MS = Date.UTC(2025, 0, 1)
/** A fault begins so many days after the machine was first seen. */
const ONSET_DAYS = [20, 80] as const
/** What deviates again within this time goes on in the same ticket (ticket-policy.ts: recurrence). */
const SAME_TICKET_MS = 7 * DAY_MS

const options = optionsOf('The default set over simulated machines, without tickets.', {
  part: { default: 'healthy,faults', help: 'healthy, faults, or both' },
  seed: { default: '1', help: 'of all machines' },
  machines: { default: '2', help: 'healthy machines of each kind' },
  runs: { default: '1', help: 'machines of each failure mode' },
  days: { default: '365', help: 'of the healthy run' },
  step: { default: '1', help: 'minutes between two samples' },
  climates: { default: 'temperate', help: 'where they stand, in turn: temperate, tropical, hall' },
  duties: {
    default: '',
    help: `in turn: ${dutyPatterns.join(', ')}; that of the kind when not given`,
  },
  kinds: { default: machineKinds.map(kind => kind.class.id).join(','), help: 'kinds of machines' },
  only: { default: '', help: 'only these detectors, as alarms' },
  steps: { default: 'yes', help: 'no: load steps are not told apart' },
  list: { default: '', help: 'yes: every finding that is raised' },
})
const STEP_MS = Number(options.step) * 60_000
const kinds = machineKinds.filter(kind => options.kinds.split(',').includes(kind.class.id))
const climates = options.climates.split(',') as Climate[]
const duties = options.duties.split(',').filter(Boolean) as MachineKind['duty'][]
const only = options.only.split(',').filter(Boolean)
const shipped =
  only.length === 0
    ? detectors
    : detectors
        .filter(({ detector }) => only.includes(detector.name))
        .map(({ detector }) => ({ detector, mode: 'alarm' as const }))

/** The same, but it never learns load steps. */
const withoutSteps: typeof regimes = {
  ...regimes,
  step(before, sample, equipmentClass) {
    const [state, regime] = regimes.step(before, sample, equipmentClass)
    return [{ ...state, steps: null }, regime]
  },
}

const among = <T>(all: readonly T[], n: number): T | undefined => all[n % all.length]

function specOf(kind: MachineKind, n: number, what: string): MachineSpec {
  const id = `${kind.class.id}-${what}-${n}`
  const seed = mixSeed(Number(options.seed), id)
  const duty = among(duties, n)
  return {
    ...{ asset: id, name: id, device: id, site: id, kind: kind.class.id, criticality: 'B', seed, faults: [] },
    ...{ climate: among(climates, n) ?? 'hall', utcOffsetMinutes: 60, ...(duty && { duty }) },
  }
}

/** Runs the machine and answers what was found, without what is said again. */
function run(spec: MachineSpec, fromMs: number, toMs: number): Finding[] {
  const machine = new SimulatedMachine(spec, STEP_MS)
  const { class: equipmentClass } = machine.kind
  const { asset, device, site, criticality } = spec
  const registered = { id: device, asset, site, criticality, class: equipmentClass }
  const table = new DetectionTable({
    ...{ registry: { device: () => registered }, detectors: shipped },
    ...(options.steps === 'no' && { regimes: withoutSteps }),
    onFailure: ({ detector, error }) => console.error(detector, error),
  })
  const found: Finding[] = []
  for (let tMs = fromMs + STEP_MS; tMs <= toMs; tMs += STEP_MS) {
    for (const { ts, values } of machine.step(tMs)) {
      const sample = { site, asset, device, class: equipmentClass.id, values }
      for (const finding of table.take({ ...sample, observedAtMs: ts, receivedAtMs: tMs }))
        if (finding.phase !== 'continuing') found.push(finding)
    }
    table.saved()
  }
  if (options.list) for (const finding of found) console.log(lineOf(finding, fromMs))
  return found
}

const lineOf = ({ asset, phase, detector, metric, observedAtMs, explanation }: Finding, fromMs: number) =>
  `${asset} day ${((observedAtMs - fromMs) / DAY_MS).toFixed(1)} ${phase} ${detector} ${metric}: ${explanation}`

/** Of raised findings those that would make a ticket of their own, and not go on in the one before. */
function ticketsOf(found: readonly Finding[]): Finding[] {
  const last = new Map<string, number>()
  return found.filter(({ faultKey, phase, observedAtMs }) => {
    const before = last.get(faultKey)
    last.set(faultKey, observedAtMs)
    return phase === 'raised' && (before === undefined || observedAtMs - before > SAME_TICKET_MS)
  })
}

interface Told {
  kind: string
  years: number
  raised: Finding[]
  tickets: Finding[]
}

/** Seasons fall anywhere in the run. */
const startOf = ({ seed }: MachineSpec): number => START_MS + Math.floor(365 * uniform(seed)) * DAY_MS

function healthy(): Told[] {
  return kinds.flatMap(kind =>
    Array.from({ length: Number(options.machines) }, (_, n) => {
      const spec = specOf(kind, n, 'healthy')
      const fromMs = startOf(spec)
      const toMs = fromMs + Number(options.days) * DAY_MS
      const found = run(spec, fromMs, toMs)
      const raised = found.filter(({ phase }) => phase === 'raised')
      return { kind: kind.class.id, years: (toMs - fromMs) / YEAR_MS, raised, tickets: ticketsOf(found) }
    }),
  )
}

interface Fate {
  kind: string
  mode: string
  /** Share of the time from onset to failure that was left; undefined where nothing was raised in it. */
  lead: number | undefined
  by: string
  /** Raised before the onset. */
  early: number
}

function faults(): Fate[] {
  return kinds.flatMap(kind =>
    Object.entries(kind.modes).flatMap(([mode, law]) =>
      Array.from({ length: Number(options.runs) }, (_, n) => fateOf(kind, { mode, law, n })),
    ),
  )
}

function fateOf(kind: MachineKind, { mode, law, n }: { mode: string; law: FailureMode; n: number }): Fate {
  const spec = specOf(kind, n, mode)
  const fromMs = startOf(spec)
  const [least, most] = ONSET_DAYS
  const onsetMs = fromMs + Math.round((least + (most - least) * uniform(spec.seed + 1)) * DAY_MS)
  const failureMs = onsetMs + lifeMs(law, spec.seed)
  const found = run({ ...spec, faults: [{ layer: 'machine', mode, onsetMs, failureMs }] }, fromMs, failureMs)
  const raised = found.filter(({ phase }) => phase === 'raised')
  const first = raised.find(({ observedAtMs }) => observedAtMs >= onsetMs && observedAtMs < failureMs)
  return {
    ...{ kind: kind.class.id, mode, by: first?.detector ?? '' },
    lead: first && (failureMs - first.observedAtMs) / (failureMs - onsetMs),
    early: raised.filter(({ observedAtMs }) => observedAtMs < onsetMs).length,
  }
}

/** Log-normal with the quartiles of the mode, as random-faults.ts draws it. */
function lifeMs({ lifeHours: [quarter, threeQuarters] }: FailureMode, seed: number): number {
  const sigma = Math.log(threeQuarters / quarter) / (2 * 0.6745)
  const deviation = Math.max(-2, Math.min(2, normal(seed + 2)))
  return Math.round(Math.sqrt(quarter * threeQuarters) * Math.exp(sigma * deviation) * HOUR_MS)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function healthyRow(name: string, told: readonly Told[]) {
  const years = sum(told.map(each => each.years))
  const tickets = told.flatMap(each => each.tickets)
  const by = Map.groupBy(tickets, ({ detector, metric }) => `${detector} ${metric}`)
  return {
    ...{ machines: name, 'machine-years': years, raised: sum(told.map(({ raised }) => raised.length)) },
    ...{ 'would-be tickets': tickets.length, 'a machine-year': (tickets.length / years).toFixed(3) },
    by: [...by].map(([what, { length }]) => `${length} × ${what}`).join(', '),
  }
}

function faultRow(name: string, fates: readonly Fate[]) {
  const leads = fates.flatMap(({ lead }) => lead ?? [])
  const by = Map.groupBy(
    fates.filter(each => each.lead !== undefined),
    each => each.by,
  )
  return {
    ...{ faults: name, runs: fates.length, found: `${((100 * leads.length) / fates.length).toFixed(1)} %` },
    'median lead': leads.length === 0 ? '–' : median(leads).toFixed(2),
    leads: fates.length > 12 ? '' : fates.map(({ lead }) => lead?.toFixed(2) ?? '–').join(' '),
    'raised before': sum(fates.map(({ early }) => early)),
    by: [...by].map(([detector, { length }]) => `${length} × ${detector}`).join(', '),
  }
}

const parts = options.part.split(',')
if (parts.includes('healthy')) {
  const told = healthy()
  const rows = [...Map.groupBy(told, ({ kind }) => kind)].map(([kind, of]) => healthyRow(kind, of))
  await report('Nothing fails', [...rows, healthyRow('all', told)], options.json, told.length)
}
if (parts.includes('faults')) {
  const fates = faults()
  const rows = [...Map.groupBy(fates, ({ kind, mode }) => `${kind} ${mode}`)].map(([what, of]) =>
    faultRow(what, of),
  )
  await report('Faults on their way', [...rows, faultRow('all', fates)], options.json, fates)
}
