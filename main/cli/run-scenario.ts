import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { connectDevice, type SimulatedDevice } from '../../simulators/device.ts'
import type { Speed } from '../../simulators/pace.ts'
import { type MachineSpec, SimulatedMachine } from '../../simulators/plant/machine.ts'
import { runPlant } from '../../simulators/plant/run-plant.ts'
import { truthOf } from '../../simulators/plant/truth.ts'
import { writeTruthFile } from '../../simulators/plant/truth-file.ts'
import { TruthLog } from '../../simulators/plant/truth-log.ts'
import { Crew } from '../../simulators/scenario/people.ts'
import type { ScenarioRecording } from '../../simulators/scenario/recordings.ts'
import type { Scenario } from '../../simulators/scenario/schema.ts'
import { timesOf } from '../../simulators/scenario/times.ts'
import { systemClock } from '../clock.ts'
import type { ApiClient } from './client.ts'
import { registerScenario } from './register-scenario.ts'
import { playRecordings } from './scenario-recordings.ts'
import { ticketDesk } from './ticket-desk.ts'

/** How often people look whether there is something to do, wall time. */
const LOOK_MS = 2_000

/** After so long nothing is left of how warm a machine was. */
const WARM_UP_MS = 24 * 3_600_000

export interface ScenarioRun {
  api: ApiClient
  mqttUrl: string
  /** The administrator's token: devices that exist already keep their secrets to themselves. */
  token: string
  scenario: Scenario
  machines: readonly MachineSpec[]
  /** Played beside the machines. */
  recordings?: readonly ScenarioRecording[]
  /** Times that are relative count from here: the first start. */
  anchorMs: number
  /** The history is there already: goes on live, with the machines as warm as they would be. */
  resumes?: boolean
  speed: Speed
  /** Where the answer key is written, which the service never sees. */
  truthFile?: string
  /** The whole history is acknowledged. */
  onHistory?(): Promise<void>
  /** What happened to the machines has grown. */
  onEvents?(log: TruthLog): Promise<void>
  signal: AbortSignal
}

/** Runs a scenario against a service: its history first, then live with its people. Resolves when it is over or aborted. */
export async function runScenario(run: ScenarioRun): Promise<void> {
  const { api, scenario } = run
  const times = timesOf(scenario, run.anchorMs)
  const secrets = await registerScenario(api, scenario, run.machines)
  const log = new TruthLog()
  const machines = run.machines.map(spec => new SimulatedMachine(spec, times.stepMs, { log }))
  const note = noteTo(run, log)
  await note()
  const startMs = run.resumes ? systemClock.nowMs() : times.startMs
  if (run.resumes) warmUp(machines, { ...times, toMs: startMs })

  const devices = new Map<SimulatedMachine, SimulatedDevice>()
  await using connected = new AsyncDisposableStack()
  for (const machine of machines) {
    const device = await connect(run, machine.spec, secrets)
    connected.defer(() => device.close())
    devices.set(machine, device)
  }
  const recordings = await playRecordings(run, startMs)
  connected.defer(() => recordings.close())
  const flush = () =>
    Promise.all([recordings.flush(), ...[...devices.values()].map(device => device.flush())])
  console.log(`${machines.length} simulated machines of "${scenario.name}" are connected.`)

  const live = liveOf(run, { machines, endMs: times.endMs, note })
  const samples = await runPlant({
    ...{ machines, clock: systemClock, signal: live.signal, startMs },
    ...(live.endMs !== undefined && { endMs: live.endMs }),
    ...{ stepMs: times.stepMs, liveStepMs: times.liveStepMs, speed: run.speed },
    publish: async (machine, samples) => devices.get(machine)?.publish(samples),
    accompany: recordings.advance,
    act: live.act,
    onLive: samples => {
      live.begin()
      if (run.resumes) return
      const every = scenario.liveStep === '1s' ? 'a second' : `every ${scenario.liveStep}`
      console.log(`${samples} samples of history are published; now live, one ${every} each.`)
      // Where that cannot be kept, the history is published again at the next start.
      void flush()
        .then(run.onHistory)
        .catch(() => undefined)
    },
  }).finally(live.settled)
  await note()
  if (run.signal.aborted) return
  await flush()
  console.log(`The scenario is over: ${samples} samples are published and acknowledged.`)
}

interface LivePlant {
  machines: readonly SimulatedMachine[]
  endMs: number | undefined
  note(): Promise<void>
}

/** Where it ends: in the past, by its duration while it is live, or never by itself; and what people do meanwhile. */
function liveOf(run: ScenarioRun, { machines, endMs, note }: LivePlant) {
  const over = new AbortController()
  const crew = new Crew(run.scenario, {
    machines: new Map(machines.map(machine => [machine.spec.asset, machine])),
    onRefusal: sentence => console.error(sentence),
  })
  const desk = ticketDesk(run.api)
  let nextLookMs = Number.POSITIVE_INFINITY
  let acting: Promise<void> | undefined
  let failure: unknown
  return {
    signal: AbortSignal.any([run.signal, over.signal]),
    endMs: endMs !== undefined && endMs <= systemClock.nowMs() ? endMs : undefined,
    begin() {
      nextLookMs = 0
    },
    /** Machines do not wait for people: a service that answers slowly makes no gap in what they measure. */
    async act(nowMs: number) {
      if (failure !== undefined) throw failure
      if (nextLookMs !== Number.POSITIVE_INFINITY && endMs !== undefined && nowMs >= endMs) over.abort()
      if (nowMs < nextLookMs || acting) return
      nextLookMs = nowMs + LOOK_MS
      acting = crew
        .act(desk, nowMs)
        .then(note)
        .catch(error => {
          failure = error
        })
        .finally(() => {
          acting = undefined
        })
    },
    settled: () => acting,
  }
}

function connect(run: ScenarioRun, { site, device }: MachineSpec, secrets: ReadonlyMap<string, string>) {
  const secret = secrets.get(device)
  const login = secret === undefined ? { user: ADMINISTRATOR, secret: run.token } : { secret }
  return connectDevice({ url: run.mqttUrl, site, device, ...login })
}

/** Lets them live through the day before in silence. */
function warmUp(
  machines: readonly SimulatedMachine[],
  { stepMs, toMs }: { stepMs: number; toMs: number },
): void {
  for (const machine of machines)
    for (let tMs = toMs - WARM_UP_MS; tMs < toMs; tMs += stepMs) machine.step(tMs)
}

/** Writes down what has happened, where something has since the last time. */
function noteTo({ truthFile, onEvents, machines }: ScenarioRun, log: TruthLog): () => Promise<void> {
  const planned = machines.flatMap(spec => truthOf(spec))
  let written = -1
  return async () => {
    if (log.events.length === written) return
    written = log.events.length
    if (truthFile !== undefined) await writeTruthFile(truthFile, { planned, events: log.events })
    await onEvents?.(log)
  }
}
