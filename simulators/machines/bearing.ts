import type { Vibration } from './vibration.ts'

/** A rolling bearing as its maker's table gives it. */
export interface BearingGeometry {
  rollers: number
  rollerMm: number
  /** Of the circle through the centres of the rollers. */
  pitchMm: number
  /** Degrees; 0 in a deep groove ball bearing under radial load. */
  contactAngle?: number
}

/** How often a damaged part is hit, per revolution of the shaft (the inner ring). */
export interface BearingOrders {
  /** BPFO: a roller passes a spot of the outer ring. */
  outer: number
  /** BPFI: a roller passes a spot of the inner ring. */
  inner: number
  /** BSF: a roller turns once. Its damage meets a ring twice a turn. */
  roller: number
  /** FTF: the cage goes round once. */
  cage: number
}

/**
 * Rolling without slip (Harris, Rolling Bearing Analysis; the slip of 1 % or so that Randall and Antoni describe in
 * Mechanical Systems and Signal Processing 25, 2011, is in the waveform of the impacts).
 */
export function ordersOf({ rollers, rollerMm, pitchMm, contactAngle = 0 }: BearingGeometry): BearingOrders {
  const ratio = (rollerMm / pitchMm) * Math.cos((contactAngle * Math.PI) / 180)
  return {
    outer: (rollers / 2) * (1 - ratio),
    inner: (rollers / 2) * (1 + ratio),
    roller: (pitchMm / (2 * rollerMm)) * (1 - ratio * ratio),
    cage: (1 - ratio) / 2,
  }
}

/** A deep groove ball bearing as motors of 20 kW or so have it: the size 6309, nearly. */
export const ballGeometry: BearingGeometry = { rollers: 8, rollerMm: 17.5, pitchMm: 73 }
export const ballBearing = ordersOf(ballGeometry)

/** mm/s RMS of the first outer ring line when the bearing is done for, at rated speed. */
const OUTER_MM_S = 5
/** m/s², crest of the ringing when the bearing is done for, at rated speed. */
const IMPACT_M_S2 = 60

/**
 * What a damaged bearing adds to the vibration. It begins with a spall of the outer ring, in the load zone; what breaks
 * out of it is rolled over and damages the inner ring, which turns through the load zone and so has sidebands of the
 * shaft, then the balls and the cage. `speed` is the share of the rated speed.
 */
export function addBearingDamage(
  vibration: Vibration,
  orders: BearingOrders,
  { shaftHz, speed, damage }: { shaftHz: number; speed: number; damage: number },
): void {
  if (damage <= 0 || speed <= 0) return
  const debris = damage * damage
  const outer = OUTER_MM_S * damage * speed
  const outerHz = orders.outer * shaftHz
  vibration.line(outerHz, outer)
  vibration.line(2 * outerHz, 0.55 * outer)
  vibration.line(3 * outerHz, 0.35 * outer)
  vibration.line(4 * outerHz, 0.2 * outer)
  const inner = 0.5 * OUTER_MM_S * debris * speed
  const innerHz = orders.inner * shaftHz
  vibration.line(innerHz, inner)
  vibration.line(innerHz - shaftHz, 0.4 * inner)
  vibration.line(innerHz + shaftHz, 0.4 * inner)
  vibration.line(2 * orders.roller * shaftHz, 0.25 * OUTER_MM_S * debris * damage * speed)
  vibration.line(orders.cage * shaftHz, 0.1 * OUTER_MM_S * debris * damage * speed)
  vibration.impacts(outerHz, IMPACT_M_S2 * damage * speed * speed)
}

/** Friction torque against that of the healthy bearing: broken edges, debris and lost grease make it fourfold. */
export const bearingFriction = (damage: number): number => 1 + 3 * damage
