import { addBroadband } from './broadband.ts'
import { Noise, Wander } from './random.ts'

/** The band of the vibration metric, Hz (ISO 20816-1). */
const BAND = [10, 1000] as const
const MAX_LINES = 64
const MAX_IMPACTS = 4
/** How fast what an impact has set ringing dies away, and at what frequency a bearing housing rings. */
const RING_MS = 0.4
const RING_HZ = 3200
/** A part is hit a little early or late, because rollers slip: 1 % of the time between (Randall and Antoni 2011). */
const SLIP = 0.01

export interface WaveformOptions {
  seconds: number
  sampleHz: number
  seed: number
}

/**
 * What a bearing housing does, as a spectrum: lines, broadband noise, and impacts that make it ring. A model fills it
 * at each step and takes the metric from it; the waveform is made of the same lines, so both are one vibration.
 */
export class Vibration {
  readonly #hz = new Float64Array(MAX_LINES)
  readonly #mmS = new Float64Array(MAX_LINES)
  readonly #impactHz = new Float64Array(MAX_IMPACTS)
  readonly #impactPeak = new Float64Array(MAX_IMPACTS)
  #lines = 0
  #impacts = 0
  #noiseMmS = 0
  #gain = 1
  #velocitySquare = 0
  #accelerationSquare = 0

  /** Begins anew. Everything that follows is felt `gain` times as strongly at the sensor. */
  clear(gain = 1): void {
    this.#gain = gain
    this.#lines = 0
    this.#impacts = 0
    this.#noiseMmS = 0
    this.#velocitySquare = 0
    this.#accelerationSquare = 0
  }

  /** A vibration at one frequency, velocity in mm/s RMS. */
  line(hz: number, mmS: number): void {
    if (hz <= 0 || mmS <= 0 || this.#lines === MAX_LINES) return
    this.#hz[this.#lines] = hz
    this.#mmS[this.#lines] = mmS
    this.#lines += 1
    if (hz >= BAND[0] && hz <= BAND[1]) this.#velocitySquare += mmS * mmS
    const acceleration = accelerationOf(hz, mmS)
    this.#accelerationSquare += acceleration * acceleration
  }

  /** Flow, friction and neighbours: velocity in mm/s RMS, evenly over the octaves of the band. Called once a step. */
  noise(mmS: number): void {
    this.#noiseMmS = mmS
    this.#velocitySquare += mmS * mmS
    this.#accelerationSquare += (NOISE_M_S2 * mmS) ** 2
  }

  /** Something is hit `hz` times a second and the housing rings, `peak` m/s² at its crest. */
  impacts(hz: number, peak: number): void {
    if (hz <= 0 || peak <= 0 || this.#impacts === MAX_IMPACTS) return
    this.#impactHz[this.#impacts] = hz
    this.#impactPeak[this.#impacts] = peak
    this.#impacts += 1
    // the mean square of (t/τ)·e^(1 − t/τ)·sin(ωt), hz times a second
    this.#accelerationSquare += (hz * peak * peak * Math.E ** 2 * (RING_MS / 1000)) / 8
  }

  /** Velocity between 10 Hz and 1 kHz in mm/s RMS: what ISO 20816 judges. */
  get velocityRms(): number {
    return this.#gain * Math.sqrt(this.#velocitySquare)
  }

  /** Acceleration over everything in m/s² RMS. */
  get accelerationRms(): number {
    return this.#gain * Math.sqrt(this.#accelerationSquare)
  }

  /** Acceleration in m/s², as `Model.waveform` says. What is beyond half of `sampleHz` the filter keeps out. */
  waveform({ seconds, sampleHz, seed }: WaveformOptions): Float64Array {
    const random = new Noise(seed)
    const wave = new Float64Array(Math.round(seconds * sampleHz))
    for (let i = 0; i < this.#lines; i++) {
      const hz = this.#hz[i] ?? 0
      addTone(wave, {
        hz,
        rms: this.#gain * accelerationOf(hz, this.#mmS[i] ?? 0),
        sampleHz,
        turn: random.uniform(),
      })
    }
    const noiseMmS = this.#gain * this.#noiseMmS
    if (noiseMmS > 0)
      addBroadband(wave, (low, high) => noiseMmS ** 2 * noiseBetween(low, high), { sampleHz, random })
    for (let i = 0; i < this.#impacts; i++) {
      addImpacts(wave, {
        hz: this.#impactHz[i] ?? 0,
        peak: this.#gain * (this.#impactPeak[i] ?? 0),
        sampleHz,
        random,
      })
    }
    return wave
  }
}

/**
 * How strongly a housing answers to what shakes it, around 1: frame and oil film change with warmth and load over hours
 * and minutes, and a reading is the RMS of a second or so, which scatters.
 */
export class HousingResponse {
  readonly #noise: Noise
  readonly #hours: Wander
  readonly #minutes: Wander

  constructor(noise: Noise) {
    this.#noise = noise
    this.#hours = new Wander(noise, 8 * 3_600_000)
    this.#minutes = new Wander(noise, 10 * 60_000)
  }

  step(dtMs: number): number {
    const moved =
      0.05 * this.#hours.step(dtMs) + 0.04 * this.#minutes.step(dtMs) + 0.02 * this.#noise.normal()
    return Math.max(0.6, 1 + moved)
  }
}

/** m/s² of mm/s at one frequency. */
const accelerationOf = (hz: number, mmS: number): number => (2 * Math.PI * hz * mmS) / 1000

/** (m/s²)² between two frequencies of a noise of 1 mm/s: its velocity is even over the octaves of the band. */
function noiseBetween(lowHz: number, highHz: number): number {
  const low = Math.max(BAND[0], lowHz)
  const high = Math.min(BAND[1], highHz)
  if (high <= low) return 0
  const share = Math.log(high / low) / Math.log(BAND[1] / BAND[0])
  return share * accelerationOf((low + high) / 2, 1) ** 2
}
/** m/s² RMS of such noise of 1 mm/s: the mean of (2πf)² over the octaves. */
const NOISE_M_S2 =
  ((2 * Math.PI) / 1000) * Math.sqrt((BAND[1] ** 2 - BAND[0] ** 2) / (2 * Math.log(BAND[1] / BAND[0])))

interface Tone {
  hz: number
  rms: number
  sampleHz: number
  /** Where in its turn it begins, 0 … 1. */
  turn: number
}

/** Adds a sine by turning a pointer from sample to sample, which is much faster than a sine for each. */
function addTone(wave: Float64Array, { hz, rms, sampleHz, turn }: Tone): void {
  if (rms === 0 || hz > sampleHz / 2) return
  const step = (2 * Math.PI * hz) / sampleHz
  const cos = Math.cos(step)
  const sin = Math.sin(step)
  let x = Math.SQRT2 * rms * Math.cos(2 * Math.PI * turn)
  let y = Math.SQRT2 * rms * Math.sin(2 * Math.PI * turn)
  for (let i = 0; i < wave.length; i++) {
    wave[i] = (wave[i] ?? 0) + y
    const next = x * cos - y * sin
    y = x * sin + y * cos
    x = next
  }
}

interface Impacts {
  hz: number
  peak: number
  sampleHz: number
  random: Noise
}

function addImpacts(wave: Float64Array, { hz, peak, sampleHz, random }: Impacts): void {
  if (RING_HZ > sampleHz / 2) return
  const ringS = RING_MS / 1000
  const seconds = wave.length / sampleHz
  for (let at = random.uniform() / hz; at < seconds; at += (1 + SLIP * random.normal()) / hz) {
    const first = Math.ceil(at * sampleHz)
    const last = Math.min(wave.length, first + Math.ceil(12 * ringS * sampleHz))
    for (let i = first; i < last; i++) {
      const t = i / sampleHz - at
      const ringing = (t / ringS) * Math.exp(1 - t / ringS) * Math.sin(2 * Math.PI * RING_HZ * t)
      wave[i] = (wave[i] ?? 0) + peak * ringing
    }
  }
}

/**
 * Housing velocity in mm/s RMS at the frequency of the shaft that an unbalance makes, by a rotor on an elastic
 * foundation (Genta, Dynamics of Rotating Systems): amplitude X = e·r² ÷ √((1 − r²)² + (2ζr)²), r = shaft ÷ natural
 * frequency. `eccentricityUm` is that of the moved mass as a whole, in µm.
 */
export function unbalance(
  eccentricityUm: number,
  { shaftHz, naturalHz, damping = 0.08 }: { shaftHz: number; naturalHz: number; damping?: number },
): number {
  const square = (shaftHz / naturalHz) ** 2
  const amplitudeUm =
    (eccentricityUm * square) / Math.sqrt((1 - square) ** 2 + 4 * damping * damping * square)
  return (2 * Math.PI * shaftHz * amplitudeUm) / 1000 / Math.SQRT2
}
