import { waveformName } from '../../contracts/waveform.ts'
import type { MachineKind, Model } from '../machines/kind.ts'
import { mixSeed, Noise } from '../machines/random.ts'
import type { SentWaveform } from '../sample.ts'

/** How often a device sends waveforms, and of what kind. */
export interface WaveformPlan {
  everyMs: number
  seconds: number
  sampleHz: number
  encoding: 'base64' | 'json'
}

/** m/s² RMS between 0 and 4 kHz: 100 µg/√Hz, what an industrial MEMS accelerometer adds. */
const NOISE_M_S2 = 0.06
const NOISE_BAND_HZ = 4096
/** ±50 g in 16 bits. */
const RESOLUTION_M_S2 = (100 * 9.80665) / 65_536
const RANGE_M_S2 = 50 * 9.80665

/** Between the housing and the telegram: noise, range and resolution. It records when the device measures, every so often. */
export class Accelerometer {
  readonly #plan: WaveformPlan
  readonly #name: string
  readonly #seed: number
  /** Devices of a plant are not in step. */
  readonly #offsetMs: number
  #turn = Number.NEGATIVE_INFINITY

  constructor(plan: WaveformPlan, { class: { metrics } }: MachineKind, seed: number) {
    this.#plan = plan
    const metric = metrics.find(({ waveform }) => waveform)
    this.#name = metric ? waveformName(metric) : 'vibration'
    this.#seed = mixSeed(seed, 'accelerometer')
    this.#offsetMs = new Noise(this.#seed).uniform() * plan.everyMs
  }

  /** What goes into the telegram of `tMs`; undefined where it is not its turn. */
  record(model: Model, tMs: number): Record<string, SentWaveform> | undefined {
    const { everyMs, seconds, sampleHz, encoding } = this.#plan
    const turn = Math.floor((tMs - this.#offsetMs) / everyMs)
    if (turn <= this.#turn || !model.waveform) return undefined
    this.#turn = turn
    const seed = mixSeed(this.#seed, turn)
    const wave = model.waveform({ seconds, sampleHz, seed })
    const random = new Noise(mixSeed(seed, 'noise'))
    const noise = NOISE_M_S2 * Math.sqrt(sampleHz / 2 / NOISE_BAND_HZ)
    const shown = Float32Array.from(wave, value => {
      const measured = Math.max(-RANGE_M_S2, Math.min(RANGE_M_S2, value + noise * random.normal()))
      return Math.round(measured / RESOLUTION_M_S2) * RESOLUTION_M_S2
    })
    const speed = model.shaftHz === undefined ? {} : { speedHz: Number(model.shaftHz.toFixed(3)) }
    const samples =
      encoding === 'base64'
        ? { base64: Buffer.from(shown.buffer).toString('base64') }
        : { values: Array.from(shown, value => Number(value.toFixed(3))) }
    return { [this.#name]: { sampleHz, ...speed, ...samples } }
  }
}
