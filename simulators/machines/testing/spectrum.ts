/**
 * Amplitude of the line at `hz` in a waveform: a discrete Fourier transform at one frequency (Goertzel 1958), under a
 * Hann window, so that a line that falls between two bins does not spill over the whole spectrum.
 */
export function amplitudeAt(wave: Float64Array, sampleHz: number, hz: number): number {
  return (4 * Math.sqrt(powerAt(hannOf(wave), hz / sampleHz))) / wave.length
}

/** RMS velocity in mm/s, 10 Hz to 1 kHz, of an acceleration in m/s²: each line divided by 2πf, summed by Parseval. */
export function velocityRmsOf(wave: Float64Array, sampleHz: number): number {
  const hann = hannOf(wave)
  const stepHz = sampleHz / wave.length
  let square = 0
  for (let bin = Math.ceil(10 / stepHz); bin * stepHz <= 1000; bin++) {
    square += powerAt(hann, bin / wave.length) / (2 * Math.PI * bin * stepHz) ** 2
  }
  // half of the lines are at negative frequencies; the window keeps 3/8 of the power
  return (1000 * Math.sqrt((2 * square) / (3 / 8))) / wave.length
}

const hannOf = (wave: Float64Array): Float64Array =>
  wave.map((value, i) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / wave.length)))

/** |X|² at a frequency that is given as share of the sampling rate. */
function powerAt(wave: Float64Array, frequency: number): number {
  const feedback = 2 * Math.cos(2 * Math.PI * frequency)
  let last = 0
  let before = 0
  for (let i = 0; i < wave.length; i++) {
    const next = (wave[i] ?? 0) + feedback * last - before
    before = last
    last = next
  }
  return last * last + before * before - feedback * last * before
}
