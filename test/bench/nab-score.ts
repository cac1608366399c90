/**
 * The score of the Numenta Anomaly Benchmark for detections that are 0 or 1 (Lavin and Ahmad, ICMLA 2015):
 * early detection inside a labelled window is rewarded, false alarms cost, the start of a file does not count.
 */
export interface NabFile {
  rows: number
  /** First and last row of each labelled window, inclusive, in order. */
  windows: readonly { first: number; last: number }[]
  /** Rows with a detection, ascending. */
  detections: readonly number[]
}

export interface NabProfile {
  truePositive: number
  falsePositive: number
  falseNegative: number
}

export const profiles = {
  standard: { truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  lowFalsePositives: { truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  lowFalseNegatives: { truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
} satisfies Record<string, NabProfile>

/** 100 for a perfect detector, 0 for one that never speaks. */
export function nabScore(files: readonly NabFile[], profile: NabProfile): number {
  let raw = 0
  let silent = 0
  let perfect = 0
  for (const file of files) {
    const from = Math.min(Math.floor(0.15 * file.rows), 750)
    raw += rawScore(file, from, profile)
    silent -= profile.falseNegative * file.windows.filter(({ last }) => last >= from).length
    perfect += profile.truePositive * file.windows.length
  }
  return (100 * (raw - silent)) / (perfect - silent)
}

function rawScore(file: NabFile, from: number, profile: NabProfile): number {
  const detections = file.detections.filter(row => row >= from)
  let score = 0
  for (const { first, last } of file.windows) {
    if (last < from) continue
    const row = detections.find(candidate => candidate >= first && candidate <= last)
    const length = last - first + 1
    score +=
      row === undefined
        ? -profile.falseNegative
        : (profile.truePositive * sigma(-(last - row + 1) / length)) / sigma(-1)
  }
  for (const row of detections) {
    if (file.windows.some(({ first, last }) => row >= first && row <= last)) continue
    const before = file.windows.filter(({ last }) => last < row).at(-1)
    score += before
      ? profile.falsePositive * sigma((row - before.last) / (before.last - before.first))
      : -profile.falsePositive
  }
  return score
}

function sigma(y: number): number {
  return y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1
}
