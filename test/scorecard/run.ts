import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import type { DeviceActivity } from '../../contracts/device-ledger.ts'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import { systemClock } from '../../main/clock.ts'
import { readConfig } from '../../main/config.ts'
import { createLogger } from '../../main/logger.ts'
import { openPool, openStores } from '../../main/roles/resources.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { type Truth, truthOf } from '../../simulators/plant/truth.ts'
import { TruthLog } from '../../simulators/plant/truth-log.ts'
import type { DeviceSample } from '../../simulators/sample.ts'
import { machinesOf } from '../../simulators/scenario/fleet.ts'
import { Crew } from '../../simulators/scenario/people.ts'
import type { Scenario } from '../../simulators/scenario/schema.ts'
import { timesOf } from '../../simulators/scenario/times.ts'
import type { Attainment } from '../../ticketing/domain/attainment.ts'
import { openDeviceLedger } from '../../ticketing/store/device-ledger.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { openDirectPath } from './direct.ts'
import { type Fault, HOUR_MS, marksOf } from './marks.ts'
import { ticketDesk } from './desk.ts'
import { openMqttPath } from './mqtt.ts'
import type { Path, PathName } from './path.ts'
import { registerPlant } from './registration.ts'
import type { Scorecard } from './report.ts'
import { ADMIN_TOKEN, openTicketing } from './ticketing.ts'
import { allTechnicians, allTickets, digestOf, scored } from './tickets.ts'

/** What wants to be done besides, gets its turn after so many machines. */
const MACHINES_AT_A_TIME = 8
/** A scenario that says "now" means this Monday, so that every run of it is the same. */
const NOW_MS = Date.UTC(2026, 0, 5)

export interface RunOptions {
  scenario: Scenario
  path: PathName
  /** Of a migrated database that nobody else uses. */
  databaseUrl: string
  /** Called after every hour of event time. */
  onHour?(progress: { hours: number; of: number; samples: number }): void
}

/**
 * A simulated plant against the whole service, in lock-step of an hour of event time: people work, machines run, the
 * pipeline watches, the ticket service judges. The same scenario gives the same scorecard.
 */
export async function runScorecard(options: RunOptions): Promise<Scorecard> {
  const { scenario, onHour } = options
  const { startMs, endMs, stepMs } = timesOf(scenario, NOW_MS)
  if (endMs === undefined) throw new Error(`the scenario ${scenario.name} has no duration`)
  const fromMs = Math.floor(startMs / HOUR_MS) * HOUR_MS
  const hours = Math.floor((endMs - fromMs) / HOUR_MS)
  const toMs = fromMs + hours * HOUR_MS

  await using opened = new AsyncDisposableStack()
  const logger = createLogger('scorecard', 'warn')
  const pool = openPool(withoutWaiting(options.databaseUrl), 'scorecard', logger)
  opened.defer(() => pool.end())
  const registry = await openAssetRegistry({ pool, adminToken: ADMIN_TOKEN, logger })
  opened.defer(() => registry.close())
  const way = await openPath({ ...options, pool, registry })
  opened.defer(() => way.close())
  const ticketing = await openTicketing({ pool, store: way.store })
  opened.defer(() => ticketing.close())

  const log = new TruthLog()
  const specs = machinesOf(scenario, NOW_MS)
  const machines = new Map(specs.map(spec => [spec.asset, new SimulatedMachine(spec, stepMs, { log })]))
  ticketing.setTime(fromMs)
  await registerPlant(ticketing.api, scenario, specs)
  const plant = await placed(machines.values(), registry)
  const ledger = openDeviceLedger({ pool })
  const desk = ticketDesk(ticketing.api)
  const refusals: string[] = []
  const crew = new Crew({
    ...{ people: scenario.people, seed: scenario.seed, timeZone: scenario.sites[0]?.timeZone ?? 'UTC' },
    machines: new Map([...machines].map(([asset, machine]) => [asset, { machine, kind: machine.kind }])),
    onRefusal: sentence => refusals.push(sentence),
  })

  let samples = 0
  for (let hour = 0; hour < hours; hour++) {
    const beganMs = fromMs + hour * HOUR_MS
    const nowMs = beganMs + HOUR_MS
    await crew.act(desk, beganMs)
    await way.begin(nowMs)
    const active: DeviceActivity[] = []
    for (const [index, { machine, device }] of plant.entries()) {
      const telegrams = telegramsOf(machine, { fromMs: beganMs, toMs: nowMs, stepMs })
      way.send(device, telegrams)
      samples += telegrams.length
      if (telegrams.length > 0) active.push(activityOf(device.id, telegrams, nowMs))
      if (index % MACHINES_AT_A_TIME === 0) await setImmediate()
    }
    await way.settle()
    await ledger.recordActivity(active, nowMs)
    ticketing.setTime(nowMs)
    await ticketing.catchUp()
    onHour?.({ hours: hour + 1, of: hours, samples })
  }
  await crew.act(desk, toMs)
  const tickets = await allTickets(ticketing.api)
  const { total } = (await ticketing.api.get(`/sla/attainment?from=${fromMs}&to=${toMs + 1}`)) as Attainment
  const marks = marksOf({
    ...{ fromMs, toMs, machines: specs.length, events: log.events },
    faults: specs.flatMap(spec => truthOf(spec).map(faultOf)),
    tickets: tickets.map(scored),
    technicians: await allTechnicians(ticketing.api),
    attainment: { response: total.response.share, resolution: total.resolution.share },
  })
  return {
    ...{ scenario: scenario.name, seed: scenario.seed, path: options.path, machines: specs.length },
    ...{ days: (toMs - fromMs) / (24 * HOUR_MS), samples, findings: await countFindings(pool), marks },
    complaints: [...(await way.complaints()), ...ticketing.failed, ...refusals],
    tickets: tickets.map(digestOf),
  }
}

/** Nobody waits for a disk here: what a crash would lose is run again. The pipeline of the MQTT path does wait. */
function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  return url.href
}

/** The way of the samples, with the telemetry store that it leads to. */
async function openPath(options: RunOptions & { pool: pg.Pool; registry: AssetRegistry }): Promise<Path> {
  const { path, pool, registry, databaseUrl } = options
  if (path === 'direct') return openDirectPath({ registry, sink: createFindingSink({ pool }) })
  const { store } = openStores({ config: readConfig({}), pool, clock: systemClock })
  return openMqttPath({ databaseUrl, adminToken: ADMIN_TOKEN, store })
}

interface Placed {
  machine: SimulatedMachine
  device: RegisteredDevice
}

/** The machines with their devices as the pipeline knows them. */
async function placed(machines: Iterable<SimulatedMachine>, registry: AssetRegistry): Promise<Placed[]> {
  const all = [...machines]
  await registry.resolve(all.map(({ spec }) => spec.device))
  return all.map(machine => {
    const device = registry.device(machine.spec.device)
    if (!device) throw new Error(`${machine.spec.device} is not registered`)
    return { machine, device }
  })
}

/** What arrives of a machine in that time, in order of arrival. */
function telegramsOf(
  machine: SimulatedMachine,
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): DeviceSample[] {
  const telegrams: DeviceSample[] = []
  for (let tMs = fromMs + stepMs; tMs <= toMs; tMs += stepMs) {
    for (const telegram of machine.step(tMs)) telegrams.push(telegram)
  }
  return telegrams
}

/**
 * What the pipeline tells the ticket service of a device every few seconds: here with every hour, as these seconds would
 * be another part of the plant's life in every run.
 */
function activityOf(device: string, telegrams: readonly DeviceSample[], receivedAtMs: number): DeviceActivity {
  let lastObservedMs = Number.NEGATIVE_INFINITY
  for (const { ts } of telegrams) if (ts > lastObservedMs) lastObservedMs = ts
  const clockAheadMs = lastObservedMs === receivedAtMs ? undefined : lastObservedMs - receivedAtMs
  return { device, lastSeenMs: receivedAtMs, lastObservedMs, clockAheadMs, samples: telegrams.length }
}

const faultOf = (truth: Truth): Fault => ({
  ...{ asset: truth.asset, layer: truth.layer, mode: truth.failureMode, onsetMs: truth.onsetMs },
  skill: truth.layer === 'network' ? undefined : truth.skill,
  endMs: truth.layer === 'machine' ? truth.functionalFailureMs : truth.endMs,
})

async function countFindings(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::integer from ticketing.findings')
  return rows[0]?.count ?? 0
}
