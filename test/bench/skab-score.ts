/**
 * Scores of the Skoltech Anomaly Benchmark v0.9, by its leaderboard's protocol: rows from `TRAINING_ROWS` on are scored,
 * counts are summed over the files.
 */

export const TRAINING_ROWS = 400
const WINDOW_S = 60

export interface ScoredFile {
  /** Of all rows, seconds. */
  seconds: readonly number[]
  isAnomaly: readonly boolean[]
  isChangepoint: readonly boolean[]
  /** What was predicted, row by row. */
  anomaly: readonly boolean[]
  changepoint: readonly boolean[]
}

/** Credits of a true changepoint that is found at once, of a false one, of one that is missed. */
export const profiles = {
  standard: [1, -0.11, -1],
  'low FP': [1, -0.22, -1],
  'low FN': [1, -0.11, -2],
} as const satisfies Record<string, readonly [number, number, number]>

export interface OutlierScore {
  f1: number
  /** Shares of the rows without and with a fault. */
  falseAlarms: number
  missedAlarms: number
}

export function outlierScore(files: readonly ScoredFile[]): OutlierScore {
  let [hit, falseAlarm, missed, quiet] = [0, 0, 0, 0]
  for (const { isAnomaly, anomaly } of files) {
    for (let row = TRAINING_ROWS; row < isAnomaly.length; row++) {
      if (isAnomaly[row]) anomaly[row] ? hit++ : missed++
      else anomaly[row] ? falseAlarm++ : quiet++
    }
  }
  return {
    f1: hit / (hit + (falseAlarm + missed) / 2),
    falseAlarms: falseAlarm / (falseAlarm + quiet),
    missedAlarms: missed / (missed + hit),
  }
}

export interface ChangepointScore {
  windows: number
  missed: number
  /** Predicted in all, and those of them that are in no window. */
  predicted: number
  outside: number
  scores: Record<keyof typeof profiles, number>
}

export function changepointScore(files: readonly ScoredFile[]): ChangepointScore {
  const score = { windows: 0, missed: 0, predicted: 0, outside: 0 }
  const credits: number[] = [] // how far into its window each found one was
  for (const file of files) {
    const predicted = timesOf(file, file.changepoint)
    const windows = windowsOf(timesOf(file, file.isChangepoint))
    const isIn = (time: number, { from, to }: Window) => time >= from && time <= to
    for (const window of windows) {
      const first = predicted.find(time => isIn(time, window))
      const length = window.to - window.from
      if (first === undefined) score.missed++
      else credits.push(length > 0 ? (first - window.from) / length : 0)
    }
    score.windows += windows.length
    score.predicted += predicted.length
    score.outside += predicted.filter(time => !windows.some(window => isIn(time, window))).length
  }
  const normalised = ([tp, fp, fn]: readonly [number, number, number]) => {
    const found = credits.reduce((sum, share) => sum + credit(share, tp, fp), 0)
    const raw = found + fp * score.outside + fn * score.missed
    return (100 * (raw - fn * score.windows)) / ((tp - fn) * score.windows)
  }
  const { standard, 'low FP': lowFp, 'low FN': lowFn } = profiles
  return {
    ...score,
    scores: { standard: normalised(standard), 'low FP': normalised(lowFp), 'low FN': normalised(lowFn) },
  }
}

const timesOf = ({ seconds }: ScoredFile, flags: readonly boolean[]): number[] =>
  seconds.filter((_, row) => row >= TRAINING_ROWS && flags[row])

interface Window {
  from: number
  to: number
}

/** A window that begins before the one before it has ended begins with its end. */
function windowsOf(times: readonly number[]): Window[] {
  const windows = times.map(time => ({ from: time, to: time + WINDOW_S }))
  windows.forEach((window, i) => {
    const before = windows[i - 1]
    if (before && before.to >= window.from) window.from = before.to
  })
  return windows
}

/** From `tp` at the beginning of a window to `fp` at its end, on a curve in a thousand steps. */
function credit(share: number, tp: number, fp: number): number {
  const step = Math.min(999, Math.floor(share * 1000))
  const x = -Math.PI / 2 + (Math.PI * step) / 999
  return fp + ((tp - fp) / 2) * (1 - Math.tanh(x) / Math.tanh(Math.PI / 2))
}
