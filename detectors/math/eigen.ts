type Rows = number[][]

const SWEEPS = 30

/** Eigenvalues, the largest first, and the vectors that belong to them as rows, by Jacobi's rotations. */
export function symmetricEigen(matrix: Rows): { values: number[]; vectors: Rows } {
  const a = matrix.map(row => [...row])
  const n = a.length
  const vectors: Rows = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += rotate(a, vectors, p, q)
    if (off < 1e-20) break
  }
  const order = a.map((row, i) => ({ value: row[i] ?? 0, i })).sort((x, y) => y.value - x.value)
  return { values: order.map(({ value }) => value), vectors: order.map(({ i }) => vectors[i] ?? []) }
}

/** Makes a[p][q] zero; answers its share of the whole, squared. `vectors` has a vector in each row. */
function rotate(a: Rows, vectors: Rows, p: number, q: number): number {
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
