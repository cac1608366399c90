/**
 * When messages become due at a fixed rate: a function from the time since the start to how many more are due.
 * The sum depends on the time alone, so that late timers do not lower the rate.
 */
export function createRelease(perSecond: number): (elapsedMs: number) => number {
  let released = 0
  return elapsedMs => {
    const due = Math.max(0, Math.floor((elapsedMs / 1000) * perSecond) - released)
    released += due
    return due
  }
}
