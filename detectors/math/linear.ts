/** Linear algebra in a few lines, for matrices of a hundred rows: arrays of rows. */
export type Matrix = number[][]

/** X of A·X = B for a symmetric positive definite A (n × n) and B (n × m), by Cholesky's decomposition. */
export function solveSymmetric(a: Matrix, b: Matrix): Matrix {
  const lower = cholesky(a)
  const x = b.map(row => [...row])
  const n = lower.length
  const columns = x[0]?.length ?? 0
  for (let i = 0; i < n; i++) substitute(x, i, { row: lower[i] ?? [], from: 0, to: i, columns })
  for (let i = n - 1; i >= 0; i--) {
    const row = lower.map(each => each[i] ?? 0)
    substitute(x, i, { row, from: i + 1, to: n, columns })
  }
  return x
}

function substitute(x: Matrix, i: number, by: { row: number[]; from: number; to: number; columns: number }) {
  const target = x[i] ?? []
  for (let column = 0; column < by.columns; column++) {
    let sum = target[column] ?? 0
    for (let k = by.from; k < by.to; k++) sum -= (by.row[k] ?? 0) * (x[k]?.[column] ?? 0)
    target[column] = sum / (by.row[i] ?? 1)
  }
}

/** The lower triangle L of A = L·Lᵀ. A direction without extent is given a tiny one, so that it always exists. */
function cholesky(a: Matrix): Matrix {
  const lower: Matrix = a.map(row => row.map(() => 0))
  for (let i = 0; i < a.length; i++) {
    const row = lower[i] ?? []
    for (let j = 0; j <= i; j++) {
      const other = lower[j] ?? []
      let sum = a[i]?.[j] ?? 0
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (other[k] ?? 0)
      row[j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (other[j] ?? 1)
    }
  }
  return lower
}

const SWEEPS = 30

/** Eigenvalues, the largest first, and the vectors that belong to them as rows, by Jacobi's rotations. */
export function symmetricEigen(matrix: Matrix): { values: number[]; vectors: Matrix } {
  const a = matrix.map(row => [...row])
  const n = a.length
  const vectors: Matrix = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += rotate(a, vectors, p, q)
    if (off < 1e-20) break
  }
  const order = a.map((row, i) => ({ value: row[i] ?? 0, i })).sort((x, y) => y.value - x.value)
  return { values: order.map(({ value }) => value), vectors: order.map(({ i }) => vectors[i] ?? []) }
}

/** Makes a[p][q] zero; answers its share of the whole, squared. `vectors` has a vector in each row. */
function rotate(a: Matrix, vectors: Matrix, p: number, q: number): number {
  const rowP = a[p] ?? []
  const rowQ = a[q] ?? []
  const apq = rowP[q] ?? 0
  const size = Math.abs((rowP[p] ?? 0) * (rowQ[q] ?? 0)) + 1e-300
  if (apq === 0) return 0
  const theta = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const turn = (x: number[], i: number, j: number) => {
    const [xi = 0, xj = 0] = [x[i], x[j]]
    x[i] = c * (xi - t * xj)
    x[j] = c * (t * xi + xj)
  }
  for (const row of a) turn(row, p, q)
  for (let k = 0; k < a.length; k++) {
    const column = [rowP[k] ?? 0, rowQ[k] ?? 0]
    turn(column, 0, 1)
    ;[rowP[k], rowQ[k]] = [column[0] ?? 0, column[1] ?? 0]
  }
  const vectorP = vectors[p] ?? []
  const vectorQ = vectors[q] ?? []
  for (let k = 0; k < a.length; k++) {
    const pair = [vectorP[k] ?? 0, vectorQ[k] ?? 0]
    turn(pair, 0, 1)
    ;[vectorP[k], vectorQ[k]] = [pair[0] ?? 0, pair[1] ?? 0]
  }
  return (apq * apq) / size
}
