import FFT from 'fft.js'
import type { Noise } from './random.ts'

/**
 * Adds noise without lines to a waveform: each frequency of its length has a random amplitude and phase, of the mean
 * square that `meanSquareOf` says for the band around it.
 */
export function addBroadband(
  wave: Float64Array,
  meanSquareOf: (lowHz: number, highHz: number) => number,
  { sampleHz, random }: { sampleHz: number; random: Noise },
): void {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, wave.length)))
  const fft = new FFT(size)
  const spectrum = new Float64Array(2 * size)
  const binHz = sampleHz / size
  for (let i = 1; i < size / 2; i++) {
    const meanSquare = meanSquareOf((i - 0.5) * binHz, (i + 0.5) * binHz)
    if (meanSquare <= 0) continue
    const scale = size * Math.sqrt(meanSquare)
    spectrum[2 * i] = scale * random.normal()
    spectrum[2 * i + 1] = scale * random.normal()
  }
  const out = new Float64Array(2 * size)
  fft.inverseTransform(out, spectrum)
  for (let i = 0; i < wave.length; i++) wave[i] = (wave[i] ?? 0) + (out[2 * i] ?? 0)
}
