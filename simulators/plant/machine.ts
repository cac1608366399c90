import { ForewarnError } from '../../contracts/errors.ts'
import type { Criticality } from '../../contracts/registry.ts'
import { type Duty, demandAt } from '../machines/duty.ts'
import { machineKinds } from '../machines/index.ts'
import type { MachineKind, Model, Surroundings, Values } from '../machines/kind.ts'
import { mixSeed, Noise } from '../machines/random.ts'
import { ambientAt, type Climate, type Weather } from '../machines/weather.ts'
import type { DeviceSample } from '../sample.ts'
import { Accelerometer, type WaveformPlan } from './accelerometer.ts'
import {
  checkFaults,
  isOfDevice,
  type MachineFault,
  type PlannedFault,
  type SensorFault,
  severityAt,
} from './faults.ts'
import { Network } from './network.ts'
import { Sensor } from './sensor.ts'
import type { TruthLog } from './truth-log.ts'

const HOUR_MS = 3_600_000
/** A time zone or daylight saving that was set wrongly, rather than a clock that runs away. */
const MOST_HOURS_SKEWED = 3

/** A machine and what is going to happen to it. */
export interface MachineSpec {
  asset: string
  /** For people. */
  name: string
  site: string
  /** Id of its equipment class, which names its kind. */
  kind: string
  criticality: Criticality
  /** The id that it logs in with. */
  device: string
  seed: number
  /** That of its kind when not given. */
  duty?: MachineKind['duty']
  /** Where it stands: `hall` when not given. */
  climate?: Climate
  /** Machines with the same one have the same weather; its site's name decides when not given. */
  weatherSeed?: number
  /** Of the local time that its shifts keep, east positive; 0 when not given. */
  utcOffsetMinutes?: number
  /** It sends waveforms as well. */
  waveforms?: WaveformPlan
  faults: readonly PlannedFault[]
}

export interface MachineOptions {
  /** Which kinds there are. */
  kinds?: readonly MachineKind[]
  /** Where its breakdowns and repairs are noted. */
  log?: TruthLog
}

/** Throws `invalid` for a kind that nobody simulates. */
export function kindOf(spec: MachineSpec, kinds: readonly MachineKind[] = machineKinds): MachineKind {
  const kind = kinds.find(each => each.class.id === spec.kind)
  if (kind) return kind
  const known = kinds.map(each => each.class.id).join(', ')
  throw new ForewarnError('invalid', `${spec.asset}: no kind "${spec.kind}"; there are ${known}`, {
    field: '/kind',
  })
}

/**
 * One machine with its sensors and its way to the broker. What it sends follows from its spec, its steps and what
 * people do to it, and from nothing else. What people do takes effect from the last step on: what was sent stays sent.
 */
export class SimulatedMachine {
  readonly spec: MachineSpec
  readonly kind: MachineKind
  readonly model: Model
  readonly #stepMs: number
  readonly #log: TruthLog | undefined
  readonly #sensors: readonly Sensor[]
  readonly #network: Network
  readonly #accelerometer: Accelerometer | undefined
  readonly #duty: Duty
  readonly #weather: Weather
  readonly #severities: Record<string, number>
  readonly #surroundings: Surroundings
  /** Not begun, the next one last. */
  readonly #planned: PlannedFault[]
  /** Begun, not over and not repaired. */
  #active: PlannedFault[] = []
  /** Those of `#active` whose functional failure has come. */
  readonly #failed = new Set<PlannedFault>()
  #steppedToMs = Number.NEGATIVE_INFINITY
  /** Of the last step, or of what people did after it. */
  #nowMs = Number.NEGATIVE_INFINITY
  #isStopped = false
  #runningSinceMs = Number.NEGATIVE_INFINITY
  #brokenSinceMs: number | undefined
  #isSilent = false
  #clockSkewMs = 0
  #lastValues: Values = {}

  constructor(spec: MachineSpec, stepMs: number, { kinds = machineKinds, log }: MachineOptions = {}) {
    const { seed } = spec
    this.spec = spec
    this.kind = kindOf(spec, kinds)
    checkFaults(spec.asset, spec.faults, this.kind)
    this.model = this.kind.create(mixSeed(seed, 'model'))
    this.#stepMs = stepMs
    this.#log = log
    this.#sensors = this.kind.class.metrics.map(({ key, unit }) => {
      const sensor = this.kind.sensors[key]
      if (sensor) return new Sensor(key, unit, sensor, seed)
      throw new ForewarnError('invalid', `the kind ${spec.kind} has no sensor for its metric ${key}`)
    })
    this.#network = new Network(stepMs, seed)
    this.#accelerometer = spec.waveforms && new Accelerometer(spec.waveforms, this.kind, seed)
    const { climate = 'hall', utcOffsetMinutes = 0, weatherSeed = mixSeed('weather', spec.site) } = spec
    this.#weather = { seed: weatherSeed, climate, utcOffsetMinutes }
    this.#duty = {
      pattern: spec.duty ?? this.kind.duty,
      seed: mixSeed(seed, 'duty'),
      utcOffsetMinutes,
      // What is asked for by the weather is asked for by that outside.
      weather: { ...this.#weather, climate: climate === 'hall' ? 'temperate' : climate },
    }
    this.#severities = Object.fromEntries(Object.keys(this.kind.modes).map(mode => [mode, 0]))
    this.#surroundings = { tMs: 0, dtMs: stepMs, demand: 0, ambientC: 0, severities: this.#severities }
    this.#planned = spec.faults.toSorted((a, b) => b.onsetMs - a.onsetMs)
  }

  /** The physical values of the last step, before any sensor. */
  get lastValues(): Readonly<Values> {
    return this.#lastValues
  }

  /** Time of the functional failure that has stopped it, until it is repaired. */
  get brokenSinceMs(): number | undefined {
    return this.#brokenSinceMs
  }

  /**
   * Advances to `tMs`, which must be later than the step before. Answers the telegrams that reach the broker during
   * this step in order of arrival: usually one; none while silent or in an outage; several after it.
   */
  step(tMs: number): DeviceSample[] {
    if (!(tMs > this.#steppedToMs))
      throw new ForewarnError(
        'invalid',
        `${this.spec.asset}: a step to ${tMs}, not after ${this.#steppedToMs}`,
      )
    this.#advance(tMs)
    const surroundings = this.#surroundings
    surroundings.tMs = tMs
    surroundings.dtMs = Number.isFinite(this.#steppedToMs) ? tMs - this.#steppedToMs : this.#stepMs
    this.#steppedToMs = tMs
    const stands = this.#isStopped || this.#brokenSinceMs !== undefined
    surroundings.demand = stands ? 0 : demandAt(this.#duty, tMs)
    surroundings.ambientC = ambientAt(this.#weather, tMs)
    this.#lastValues = this.model.step(surroundings)
    return this.#network.carry(this.#measure(tMs), tMs)
  }

  /** Somebody works on it from now on: it stands still until `repair`, and cannot break down. */
  stop(tMs: number): void {
    this.#advance(tMs)
    this.#isStopped = true
  }

  /**
   * Ends what is wrong with the machine and its sensors now when `succeeds`, and starts it again; answers the faults
   * that were found. After a repair that has not succeeded everything goes on as planned, and what was broken stays so.
   */
  repair(tMs: number, succeeds: boolean): (MachineFault | SensorFault)[] {
    this.#advance(tMs)
    const { asset } = this.spec
    const atMs = this.#nowMs
    const found = this.#active.filter(fault => fault.layer !== 'network')
    for (const fault of found) {
      const { layer, mode, onsetMs } = fault
      const occasion = this.#failed.has(fault) ? 'breakdown' : 'planned'
      this.#log?.note({ event: 'repair', layer, asset, mode, onsetMs, atMs, occasion, succeeded: succeeds })
      if (succeeds) this.#end(fault)
    }
    if (succeeds) this.#brokenSinceMs = undefined
    if (this.#isStopped) this.#runningSinceMs = atMs
    this.#isStopped = false
    return found
  }

  /** Faults of all layers whose onset has come, that are not over and not repaired. */
  activeFaults(tMs: number): PlannedFault[] {
    return [...this.#active, ...this.#planned.toReversed()].filter(
      fault => fault.onsetMs <= tMs && (fault.layer === 'machine' || fault.endMs > tMs),
    )
  }

  /** Lets faults begin, end, grow and break it down. */
  #advance(tMs: number): void {
    if (tMs <= this.#nowMs) return
    this.#nowMs = tMs
    for (let next = this.#planned.at(-1); next && next.onsetMs <= tMs; next = this.#planned.at(-1)) {
      this.#planned.pop()
      this.#begin(next)
    }
    if (this.#active.length === 0) return
    for (const fault of this.#active) {
      if (fault.layer !== 'machine') {
        if (fault.endMs <= tMs) this.#end(fault)
      } else if (fault.failureMs <= tMs && !this.#isStopped && !this.#failed.has(fault))
        this.#breakDown(fault)
    }
    this.#grow()
  }

  /** A fault that is planned twice at the same time is as bad as the worse of the two. */
  #grow(): void {
    const severities = this.#severities
    for (const fault of this.#active) if (fault.layer === 'machine') severities[fault.mode] = 0
    for (const fault of this.#active)
      if (fault.layer === 'machine')
        severities[fault.mode] = Math.max(severities[fault.mode] ?? 0, this.#severityOf(fault))
  }

  #begin(fault: PlannedFault): void {
    this.#active = [...this.#active, fault]
    if (fault.layer === 'network') this.#network.begin(fault)
    if (fault.layer === 'sensor') this.#sensorOf(fault)?.begin(fault)
    this.#noticeDeviceFaults()
  }

  #end(fault: PlannedFault): void {
    this.#active = this.#active.filter(each => each !== fault)
    this.#failed.delete(fault)
    if (fault.layer === 'machine') {
      this.#severities[fault.mode] = 0
      this.#grow()
    }
    if (fault.layer === 'network') this.#network.end(fault)
    if (fault.layer === 'sensor') this.#sensorOf(fault)?.end(fault)
    this.#noticeDeviceFaults()
  }

  #breakDown(fault: MachineFault): void {
    const { mode, onsetMs, failureMs } = fault
    const atMs = Math.max(failureMs, this.#runningSinceMs)
    this.#failed.add(fault)
    this.#brokenSinceMs = Math.min(this.#brokenSinceMs ?? Infinity, atMs)
    this.#log?.note({ event: 'breakdown', asset: this.spec.asset, mode, onsetMs, atMs })
  }

  #severityOf(fault: MachineFault): number {
    const mode = this.kind.modes[fault.mode]
    return mode ? severityAt(fault, mode, this.#nowMs) : 0
  }

  /** The sensor that has it; none when it is the whole device. */
  #sensorOf(fault: SensorFault): Sensor | undefined {
    if (isOfDevice(fault)) return undefined
    return fault.metric === undefined
      ? this.#sensors[0]
      : this.#sensors.find(({ metric }) => metric === fault.metric)
  }

  #noticeDeviceFaults(): void {
    this.#isSilent = false
    this.#clockSkewMs = 0
    for (const fault of this.#active) {
      if (fault.layer !== 'sensor' || !isOfDevice(fault)) continue
      if (fault.mode === 'silent') this.#isSilent = true
      else this.#clockSkewMs = this.#skewOf(fault)
    }
  }

  #skewOf({ onsetMs }: SensorFault): number {
    const random = new Noise(mixSeed(this.spec.seed, 'clock', onsetMs))
    const hours = 1 + Math.floor(random.uniform() * MOST_HOURS_SKEWED)
    return (random.uniform() < 0.5 ? -hours : hours) * HOUR_MS
  }

  #measure(tMs: number): DeviceSample | undefined {
    const values: Record<string, number> = {}
    let isEmpty = true
    for (const sensor of this.#sensors) {
      const physical = this.#lastValues[sensor.metric]
      if (physical === undefined)
        throw new ForewarnError('invalid', `the kind ${this.spec.kind} gives no value of ${sensor.metric}`)
      const shown = sensor.show(physical, tMs)
      if (shown === undefined) continue
      values[sensor.metric] = shown
      isEmpty = false
    }
    if (isEmpty || this.#isSilent) return undefined
    const waveforms = this.#accelerometer?.record(this.model, tMs)
    return { ts: tMs + this.#clockSkewMs, values, ...(waveforms && { waveforms }) }
  }
}
