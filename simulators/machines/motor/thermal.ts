/** What is lost in a 22 kW motor at rated load, W, and where the heat goes (IEC 60034-2-1 names these losses). */
const IRON_W = 450
const WINDAGE_W = 220
/** Copper of the stator at 20 °C and of the rotor; stray losses follow the square of the current too. */
const COPPER_W = 560
const ROTOR_W = 380
const STRAY_W = 160
const COPPER_PER_K = 0.0039

/** J/K of the windings, and of the iron with the housing; W/K between them, and from the housing to the air. */
const WINDING_J_K = 12_000
const BODY_J_K = 75_000
const INSIDE_W_K = 26
const OUTSIDE_W_K = 46
/** Of the cooling that is left when the shaft, and so the fan on it, stands still. */
const CALM = 0.2

export interface Losses {
  isRunning: boolean
  /** Of the positive sequence against the rated one. */
  current: number
  torque: number
  /** Current that runs against the field, as share of the rated one. */
  negative: number
  /** W that a short circuit between turns makes on the spot. */
  hotSpotW: number
  frictionW: number
}

/**
 * Two bodies that store heat: the windings in the iron (a lumped network as in Boglietti et al., IEEE Transactions on
 * Industrial Electronics 56, 2009, with the fewest nodes that keep both time constants: 7 minutes and half an hour).
 */
export class MotorThermal {
  windingC = Number.NaN
  bodyC = Number.NaN

  /** `cooling` is the share of the rated cooling air that passes. */
  step(losses: Losses, cooling: number, ambientC: number, dtMs: number): void {
    if (Number.isNaN(this.windingC)) this.windingC = this.bodyC = ambientC
    const outside = OUTSIDE_W_K * (losses.isRunning ? cooling : CALM)
    const [windingW, bodyW] = this.#heat(losses)
    // implicit Euler: stable for any step. Two equations, solved by Cramer's rule
    const seconds = dtMs / 1000
    const winding = WINDING_J_K / seconds
    const body = BODY_J_K / seconds
    const a = winding + INSIDE_W_K
    const d = body + INSIDE_W_K + outside
    const right1 = winding * this.windingC + windingW
    const right2 = body * this.bodyC + bodyW + outside * ambientC
    const determinant = a * d - INSIDE_W_K * INSIDE_W_K
    this.windingC = (right1 * d + INSIDE_W_K * right2) / determinant
    this.bodyC = (a * right2 + INSIDE_W_K * right1) / determinant
  }

  #heat({ isRunning, current, torque, negative, hotSpotW, frictionW }: Losses): [number, number] {
    if (!isRunning) return [0, 0]
    const squares = current * current + negative * negative
    // bounded: copper that is this hot has burnt its insulation already
    const warmth = 1 + COPPER_PER_K * (Math.min(250, this.windingC) - 20)
    // the rotor meets the field that runs backwards at almost twice the frequency: skin effect
    const rotorW = ROTOR_W * (torque * torque + 5 * negative * negative)
    return [
      COPPER_W * warmth * squares + hotSpotW,
      IRON_W + WINDAGE_W + STRAY_W * squares + rotorW + frictionW,
    ]
  }
}
