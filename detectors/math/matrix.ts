/** A symmetric matrix of n rows, row after row. */
export type Matrix = number[]

/**
 * Inverse of a symmetric positive definite matrix by Cholesky's decomposition. Undefined where it is not one: numbers that
 * are not finite, or a direction without any variance.
 */
export function inverseOf(matrix: readonly number[], n: number): Matrix | undefined {
  const lower = choleskyOf(matrix, n)
  if (!lower) return undefined
  // L⁻¹, and then (L⁻¹)ᵀ·L⁻¹
  const own = new Float64Array(n * n)
  for (let column = 0; column < n; column++) {
    for (let row = column; row < n; row++) {
      let sum = row === column ? 1 : 0
      for (let k = column; k < row; k++) sum -= at(lower, row * n + k) * at(own, k * n + column)
      own[row * n + column] = sum / at(lower, row * n + row)
    }
  }
  const inverse: Matrix = new Array(n * n).fill(0)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = i; k < n; k++) sum += at(own, k * n + i) * at(own, k * n + j)
      inverse[i * n + j] = sum
      inverse[j * n + i] = sum
    }
  }
  return inverse.every(Number.isFinite) ? inverse : undefined
}

function choleskyOf(matrix: readonly number[], n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] ?? 0
      for (let k = 0; k < j; k++) sum -= at(lower, i * n + k) * at(lower, j * n + k)
      if (i !== j) lower[i * n + j] = sum / at(lower, j * n + j)
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum)
      else return undefined
    }
  }
  return lower
}

const at = (array: Float64Array, index: number): number => array[index] ?? 0
