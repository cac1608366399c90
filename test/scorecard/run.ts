import { setImmediate } from 'node:timers/promises'
import type { DeviceActivity } from '../../contracts/device-ledger.ts'
import { registerScenario } from '../../main/cli/register-scenario.ts'
import { ticketDesk } from '../../main/cli/ticket-desk.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { type Truth, truthOf } from '../../simulators/plant/truth.ts'
import { TruthLog } from '../../simulators/plant/truth-log.ts'
import { machinesOf } from '../../simulators/scenario/fleet.ts'
import { Crew } from '../../simulators/scenario/people.ts'
import type { Scenario } from '../../simulators/scenario/schema.ts'
import { timesOf } from '../../simulators/scenario/times.ts'
import type { Attainment } from '../../ticketing/domain/attainment.ts'
import { type Fault, HOUR_MS, marksOf } from './marks.ts'
import { activityOf, type PlacedMachine, placed, telegramsOf } from './plant.ts'
import type { Scorecard } from './report.ts'
import { openService, type Service, type ServiceOptions } from './service.ts'
import { allTechnicians, allTickets, digestOf, scored } from './tickets.ts'

/** What wants to be done besides, gets its turn after so many machines. */
const MACHINES_AT_A_TIME = 8
/** A scenario that says "now" means this Monday, so that every run of it is the same. */
const NOW_MS = Date.UTC(2026, 0, 5)

export interface RunOptions extends ServiceOptions {
  scenario: Scenario
  /** Called after every hour of event time. */
  onHour?(progress: { hours: number; of: number; samples: number }): void
}

/**
 * A simulated plant against the whole service, in lock-step of an hour of event time: people work, machines run, the
 * pipeline watches, the ticket service judges. The same scenario gives the same scorecard.
 */
export async function runScorecard({ scenario, onHour, ...options }: RunOptions): Promise<Scorecard> {
  const span = spanOf(scenario)
  const { fromMs, toMs, stepMs } = span
  await using opened = new AsyncDisposableStack()
  const service = await openService(options, opened)
  const { ticketing, registry } = service
  const { api } = ticketing
  ticketing.setTime(fromMs)

  const log = new TruthLog()
  // Waveforms go through the decoder, which only one of the two paths has.
  const specs = machinesOf(scenario, NOW_MS).map(({ waveforms: _, ...spec }) => spec)
  await registerScenario(api, scenario, specs)
  const machines = new Map(specs.map(spec => [spec.asset, new SimulatedMachine(spec, stepMs, { log })]))
  const plant = await placed([...machines.values()], registry)
  const refusals: string[] = []
  const crew = new Crew(scenario, { machines, onRefusal: sentence => refusals.push(sentence) })
  const desk = ticketDesk(api)

  let samples = 0
  for (let beganMs = fromMs; beganMs < toMs; beganMs += HOUR_MS) {
    await crew.act(desk, beganMs)
    samples += await runHour(service, plant, { fromMs: beganMs, toMs: beganMs + HOUR_MS, stepMs })
    const hours = (beganMs + HOUR_MS - fromMs) / HOUR_MS
    onHour?.({ hours, of: (toMs - fromMs) / HOUR_MS, samples })
  }
  await crew.act(desk, toMs)

  const tickets = await allTickets(api)
  const marks = marksOf({
    ...{ fromMs, toMs, machines: specs.length, events: log.events },
    faults: specs.flatMap(spec => truthOf(spec).map(faultOf)),
    tickets: tickets.map(scored),
    technicians: await allTechnicians(api),
    attainment: await attainmentOf(service, span),
  })
  return {
    ...{ scenario: scenario.name, seed: scenario.seed, path: options.path, machines: specs.length },
    ...{ days: (toMs - fromMs) / (24 * HOUR_MS), samples, findings: await countFindings(service), marks },
    complaints: [...(await service.way.complaints()), ...ticketing.failed, ...refusals],
    tickets: tickets.map(digestOf),
  }
}

interface Span {
  fromMs: number
  toMs: number
  stepMs: number
}

/** Whole hours. */
function spanOf(scenario: Scenario): Span {
  const { startMs, endMs, stepMs } = timesOf(scenario, NOW_MS)
  if (endMs === undefined) throw new Error(`the scenario ${scenario.name} has no duration`)
  const fromMs = Math.floor(startMs / HOUR_MS) * HOUR_MS
  return { fromMs, toMs: fromMs + Math.floor((endMs - fromMs) / HOUR_MS) * HOUR_MS, stepMs }
}

/** Answers how many samples there were. */
async function runHour(service: Service, plant: readonly PlacedMachine[], hour: Span): Promise<number> {
  const { way, ledger, ticketing } = service
  const nowMs = hour.toMs
  const active: DeviceActivity[] = []
  let samples = 0
  await way.begin(nowMs)
  for (const [index, { machine, device }] of plant.entries()) {
    const telegrams = telegramsOf(machine, hour)
    samples += telegrams.length
    if (telegrams.length > 0) {
      way.send(device, telegrams)
      active.push(activityOf(device.id, telegrams, nowMs))
    }
    if (index % MACHINES_AT_A_TIME === 0) await setImmediate()
  }
  await way.settle()
  // The pipeline does so every few seconds, which would be another time of the plant in every run.
  await ledger.recordActivity(active, nowMs)
  ticketing.setTime(nowMs)
  await ticketing.catchUp()
  return samples
}

const faultOf = (truth: Truth): Fault => ({
  ...{ asset: truth.asset, layer: truth.layer, mode: truth.failureMode, onsetMs: truth.onsetMs },
  skill: truth.layer === 'network' ? undefined : truth.skill,
  endMs: truth.layer === 'machine' ? truth.functionalFailureMs : truth.endMs,
})

/** Tickets of the last hour were made at its end. */
async function attainmentOf({ ticketing }: Service, { fromMs, toMs }: Span) {
  const { total } = (await ticketing.api.get(`/sla/attainment?from=${fromMs}&to=${toMs + 1}`)) as Attainment
  return { response: total.response.share, resolution: total.resolution.share }
}

async function countFindings({ pool }: Service): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::integer from ticketing.findings')
  return rows[0]?.count ?? 0
}
