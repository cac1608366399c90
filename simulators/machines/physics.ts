/** First-order lag: moves `value` towards `target` with the time constant `tauMs`; exact for any step. */
export const relax = (value: number, target: number, dtMs: number, tauMs: number): number =>
  target + (value - target) * Math.exp(-dtMs / tauMs)
