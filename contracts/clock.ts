/**
 * Wall-clock time as an argument. Only `main` makes a real one; tests pass their own.
 * Detection never uses it: detectors run on event time.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number
}
