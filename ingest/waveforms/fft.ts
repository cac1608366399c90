import FFT from 'fft.js'

/** Plans hold tables of sines: as many sizes as there are powers of two that are taken. */
const plans = new Map<number, FFT>()

function planOf(size: number): FFT {
  const plan = plans.get(size) ?? new FFT(size)
  plans.set(size, plan)
  return plan
}

/** The smallest power of two that is not smaller. */
export const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, least)))

/** Interleaved real and imaginary parts of the first half of the spectrum (`size` + 2 numbers), of a power of two of values. */
export function forward(values: Float64Array): Float64Array {
  const size = values.length
  const out = new Float64Array(2 * size)
  planOf(size).realTransform(out, values)
  // the middle bin is real, and fft.js leaves it in place
  return out.subarray(0, size + 2)
}

/** Complex in, complex out, interleaved; the length is twice a power of two. */
export function inverse(spectrum: Float64Array): Float64Array {
  const out = new Float64Array(spectrum.length)
  planOf(spectrum.length / 2).inverseTransform(out, spectrum)
  return out
}
