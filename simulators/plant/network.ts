import { mixSeed, Noise } from '../machines/random.ts'
import type { DeviceSample } from '../sample.ts'
import type { NetworkFault } from './faults.ts'

const DUPLICATE_PROBABILITY = 0.3
const MOST_STEPS_LATE = 5

interface Underway {
  sample: DeviceSample
  arrivesMs: number
}

/**
 * The way from the device to the broker. It loses nothing: what is underway when a fault ends arrives then, or with
 * the first step after it.
 */
export class Network {
  readonly #stepMs: number
  readonly #random: Noise
  #faults: NetworkFault[] = []
  /** In the order in which it was sent. */
  #underway: Underway[] = []
  #nextArrivalMs = Number.POSITIVE_INFINITY

  constructor(stepMs: number, seed: number) {
    this.#stepMs = stepMs
    this.#random = new Noise(mixSeed(seed, 'network'))
  }

  begin(fault: NetworkFault): void {
    this.#faults.push(fault)
  }

  end(fault: NetworkFault): void {
    this.#faults = this.#faults.filter(each => each !== fault)
  }

  /** Takes what is sent at `tMs`; answers what arrives until then, in order of arrival. */
  carry(sent: DeviceSample | undefined, tMs: number): DeviceSample[] {
    if (this.#faults.length === 0 && this.#underway.length === 0) return sent ? [sent] : []
    if (sent) this.#send(sent, tMs)
    return this.#nextArrivalMs <= tMs ? this.#arrive(tMs) : []
  }

  #send(sample: DeviceSample, tMs: number): void {
    const arrivals = [tMs]
    for (const { mode, endMs } of this.#faults) {
      const late = () =>
        Math.min(endMs, tMs + this.#stepMs * Math.floor(this.#random.uniform() * (MOST_STEPS_LATE + 1)))
      if (mode === 'duplicates' && this.#random.uniform() < DUPLICATE_PROBABILITY) arrivals.push(late())
      if (mode === 'disorder')
        for (const [i, arrivesMs] of arrivals.entries()) arrivals[i] = Math.max(arrivesMs, late())
    }
    // An outage comes last: nothing gets through it, however it was delayed before.
    for (const { mode, endMs } of this.#faults)
      if (mode === 'outage_burst')
        for (const [i, arrivesMs] of arrivals.entries()) arrivals[i] = Math.max(arrivesMs, endMs)
    for (const arrivesMs of arrivals) {
      this.#underway.push({ sample, arrivesMs })
      this.#nextArrivalMs = Math.min(this.#nextArrivalMs, arrivesMs)
    }
  }

  #arrive(tMs: number): DeviceSample[] {
    const due = this.#underway.filter(({ arrivesMs }) => arrivesMs <= tMs)
    this.#underway = this.#underway.filter(({ arrivesMs }) => arrivesMs > tMs)
    this.#nextArrivalMs = this.#underway.reduce((least, { arrivesMs }) => Math.min(least, arrivesMs), Infinity)
    // Stable: what arrives at the same moment comes as it was sent.
    return due.toSorted((a, b) => a.arrivesMs - b.arrivesMs).map(({ sample }) => sample)
  }
}
