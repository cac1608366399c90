import { type Static, Type } from 'typebox'

const Numbers = Type.Array(Type.Number())

/** Turns what a device measures at one moment into a few numbers that tell how far it has degraded, whatever its load. */
export const DeviationMap = Type.Object({
  metrics: Type.Array(Type.String()),
  mean: Numbers,
  deviation: Numbers,
  /** Standardised values are held within what was seen in training: a parabola must not be believed beyond. */
  low: Numbers,
  high: Numbers,
  /** [dimension][feature] */
  weights: Type.Array(Numbers),
})
export type DeviationMap = Static<typeof DeviationMap>

/** 1, the standardised values, and all their products: a parabola in the load is most of what a load does. */
export function featuresOf(map: Omit<DeviationMap, 'weights'>, values: readonly number[]): number[] {
  const standard = values.map((value, i) => {
    const s = (value - (map.mean[i] ?? 0)) / (map.deviation[i] ?? 1)
    return Math.min(map.high[i] ?? s, Math.max(map.low[i] ?? s, s))
  })
  const features = [1, ...standard]
  for (let i = 0; i < standard.length; i++)
    for (let j = i; j < standard.length; j++) features.push((standard[i] ?? 0) * (standard[j] ?? 0))
  return features
}

export function deviationOf(map: DeviationMap, values: readonly number[]): number[] {
  return applied(map.weights, featuresOf(map, values))
}

export function applied(weights: readonly (readonly number[])[], features: readonly number[]): number[] {
  return weights.map(row => {
    let sum = 0
    for (let i = 0; i < row.length; i++) sum += (row[i] ?? 0) * (features[i] ?? 0)
    return sum
  })
}
