export const G = 9.81

/** Time for a door of `massKg` to move `distanceM`, s: a constant force speeds it up to `speedMS` and slows it down. */
export function doorTravelTime(distanceM: number, speedMS: number, forceN: number, massKg: number): number {
  const acceleration = forceN / massKg
  const reachesSpeed = speedMS * speedMS < acceleration * distanceM
  return reachesSpeed ? distanceM / speedMS + speedMS / acceleration : 2 * Math.sqrt(distanceM / acceleration)
}

/** Way from the stop signal to the standstill, mm: v·t until the brake grips, then v²/2a. */
export const stoppingDistance = (speedMS: number, delayS: number, brakingN: number, massKg: number): number =>
  1000 * (speedMS * delayS + (speedMS * speedMS * massKg) / (2 * brakingN))

/**
 * How much of the grip between rope and sheave a run uses, 1 where the rope slides (Euler and Eytelwein; EN 81-50):
 * (T₁/T₂ − 1) / (e^(fα) − 1), with the forces of both sides while the car speeds up.
 */
export const tractionUsed = (
  heavyKg: number,
  lightKg: number,
  accelerationMS2: number,
  gripRad: number,
): number => ((heavyKg * (G + accelerationMS2)) / (lightKg * (G - accelerationMS2)) - 1) / Math.expm1(gripRad)
